"""A form that is sent twice is saved once.

Every form of the desk carries a key, made with its page and signed for who opened it. What a form
saved is noted under its key in the transaction that saves it, so that a double click, the way back
and a request that is sent again find what the first one made, at the same moment too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core import signing
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone
from django.utils.translation import gettext

from articles.models import SentForm

if TYPE_CHECKING:
    from people.models import User

FIELD = "form_key"
KEPT = timedelta(days=7)
# What may differ between two sendings of the same form. Buttons begin with a line.
NOT_CONTENT = {"csrfmiddlewaretoken", FIELD, "autosave_window", "autosave_follows"}
signer = signing.Signer(salt="articles.saving.sent_forms")


@dataclass(frozen=True)
class Key:
    """The key of one page with a form: who opened the page, and which it is."""

    owner: int
    page: UUID


class KeyField(forms.CharField):
    """The hidden field that carries a form's key. It is never a change."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.HiddenInput, **kwargs)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


def new_key(owner: int) -> str:
    """The key of a page that is made now for the user with that primary key."""
    return signer.sign(f"{owner}.{uuid4().hex}")


def read(post: QueryDict) -> Key | None:
    """The key that a form was sent with; None if it has none that was made here."""
    try:
        owner, _, page = signer.unsign(str(post.get(FIELD, ""))).partition(".")
    except signing.BadSignature:
        return None
    return Key(int(owner), UUID(hex=page))


@dataclass
class Sending:
    """One form as it is being saved. `earlier` is what the same page saved before, if it did."""

    row: SentForm
    digest: str
    earlier: str
    result: str = ""

    @property
    def is_repeated(self) -> bool:
        """The same page has saved the same content before: there is nothing to do."""
        return bool(self.earlier) and self.row.digest == self.digest

    def saved(self, address: str) -> None:
        """The form was saved; whoever sends it again is led to this address."""
        self.result = address[:500]


def of(request: HttpRequest) -> Sending | None:
    """The sending that this request is; None where its form carries no key."""
    return cast("Sending | None", request.__dict__.get("sending"))


@contextmanager
def _sending(request: HttpRequest, key: Key) -> Iterator[Sending]:
    """A transaction in which a form is saved once; who sends it again at the same moment waits.

    Unless `saved` is called on it, nothing is noted and the form may be sent again.
    """
    content = _digest(request)
    with transaction.atomic():
        row = _claim(key.page, request.path, content, by=cast("User", request.user))
        found = Sending(row, content, earlier=row.result)
        request.__dict__["sending"] = found
        yield found
        if found.result:
            row.digest, row.result, row.sent_at = content, found.result, timezone.now()
            row.save(update_fields=["digest", "result", "sent_at"])
        elif not found.earlier:
            row.delete()


def answered_once(
    view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponse:
    """The view's answer to a form that carries a key; to one sent again, the way to what it saved.

    A redirect to another page says that it was saved. A row that the form points to may go, or a
    name that it takes be taken, between the check and the end: then the view is asked once more,
    and its form says so.
    """
    key = read(request.POST)
    if key is None:
        return view(request, *args, **kwargs)
    sent, said = request.POST, len(_queued(request))
    try:
        return _answer(view, key, request, *args, **kwargs)
    except IntegrityError:
        request.POST = sent  # as it came
        del _queued(request)[said:]
        for files in request.FILES.lists():
            for file in files[1]:
                file.seek(0)
        return _answer(view, key, request, *args, **kwargs)


def _answer(
    view: Callable[..., HttpResponse], key: Key, request: HttpRequest, *args: Any, **kwargs: Any
) -> HttpResponse:
    with _sending(request, key) as sent:
        if sent.is_repeated and IS_POPUP_VAR not in request.POST:
            messages.info(request, gettext("这一次刚才已经保存，没有再存一份。"))
            return HttpResponseRedirect(sent.earlier)
        response = view(request, *args, **kwargs)
        is_elsewhere = getattr(response, "url", "") not in {"", request.get_full_path()}
        if isinstance(response, HttpResponseRedirect) and is_elsewhere and not sent.result:
            sent.saved(response.url)
        return response


def _queued(request: HttpRequest) -> list[Any]:
    """What the user is to be told at the end of this request, so far."""
    storage: Any = messages.get_messages(request)
    queued: list[Any] = storage._queued_messages  # it has no other name
    return queued


def _claim(page: UUID, address: str, content: str, *, by: User) -> SentForm:
    """The row of this form, locked. Without a result it was not saved before."""
    named = {"user": by, "address": address[:200], "key": page}
    new = SentForm(**named, digest=content, sent_at=timezone.now())
    SentForm.objects.bulk_create([new], ignore_conflicts=True)
    return SentForm.objects.select_for_update().get(**named)


def _digest(request: HttpRequest) -> str:
    """The same for the same content, whichever button sent it."""
    typed = [
        [name, values]
        for name, values in sorted(request.POST.lists())
        if name not in NOT_CONTENT and not name.startswith("_")
    ]
    files = [
        [name, [[file.name, file.size] for file in given]]
        for name, given in sorted(request.FILES.lists())
    ]
    return hashlib.sha256(json.dumps([typed, files]).encode()).hexdigest()


def forget(*, now: datetime | None = None) -> int:
    """Forget the forms that were saved long ago; how many."""
    old = SentForm.objects.filter(sent_at__lt=(now or timezone.now()) - KEPT)
    return old.delete()[0]

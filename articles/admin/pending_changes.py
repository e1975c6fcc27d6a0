"""The queue 待确认的改动 in the admin, a page for each change, and notes that one has seen one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.admin import pending_files
from articles.admin.requests import staff
from articles.admin.steps import FORM_METHODS
from articles.enums import ChangeKind
from articles.models import PendingChange
from articles.review import overrides
from articles.review.confirmations import holding, rows
from articles.review.confirmations.holding import ConfirmationRefused
from articles.review.confirmations.queue import may_see, queue
from articles.review.confirmations.showing import shown
from articles.text.fields import Typed
from articles.text.keys import KEY
from people.accounts.reauthentication import reauthenticated_to_send

if TYPE_CHECKING:
    from articles.review.confirmations.showing import Shown
    from people.models import User

    Base = admin.ModelAdmin[PendingChange]
else:
    Base = admin.ModelAdmin

MOST = 30  # changes that one list shows; the longest waiting come first
MOST_ROWS = 10  # rows of a change that a list shows
MOST_ON_PAGE = 200  # rows that its own page shows at a time: a roll has thousands


class DecisionForm(forms.Form):
    """Why somebody refuses a change, or confirms it alone; and what its page showed of it."""

    mark = forms.CharField(required=False, widget=forms.HiddenInput)
    reason = Typed(
        label=_("理由"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text=_("不同意或单独值班时必填。"),
    )


@admin.register(PendingChange)
class PendingChangeAdmin(Base):
    """A queue instead of a list, open to everybody at the desk: it shows what concerns them."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return True

    def has_view_permission(self, request: HttpRequest, obj: PendingChange | None = None) -> bool:
        return obj is None or may_see(obj, by=staff(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: PendingChange | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: PendingChange | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(acknowledge)
        noted = path("<slug:what>/<int:pk>/seen/", view, name="articles_pendingchange_seen")
        place = "<int:pk>/file/<int:row>/<slug:field>/<slug:side>/"
        shown = self.admin_site.admin_view(pending_files.file)
        file = path(place, shown, name="articles_pendingchange_file")
        return [noted, file, *super().get_urls()]

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return changes(request)

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if not KEY.fullmatch(object_id):
            raise Http404
        of_powers = PendingChange.objects.filter(pk=object_id, kind=ChangeKind.POWERS)
        view = reauthenticated_to_send(change) if of_powers.exists() else change
        return cast("HttpResponse", view(request, int(object_id)))


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What waits for whom."""
    user = staff(request)
    waiting = queue(user)
    lists = [
        (_("等我确认的"), waiting.to_confirm),
        (_("我提出、等别人确认的"), waiting.asked),
        (_("其他在等待的"), waiting.others),
    ]
    found = iter(shown([c for _name, some in lists for c in some[:MOST]], by=user, most=MOST_ROWS))
    context = {
        "title": gettext("待确认的改动"),
        "lists": [
            (name, [_card(next(found)) for _c in some[:MOST]], len(some)) for name, some in lists
        ],
        "most": MOST,
    }
    return render(request, "admin/changes/queue.html", admin.site.each_context(request) | context)


@require_http_methods(FORM_METHODS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One change, all of it if need be on several pages, and its decision."""
    user = staff(request)
    changes = PendingChange.objects.select_related("asked_by", "decided_by")
    found = get_object_or_404(changes.prefetch_related("co_authors"), pk=pk)
    if not may_see(found, by=user):
        raise Http404
    form = None
    if request.method == "POST":
        form = DecisionForm(request.POST)
        if form.is_valid() and (said := _decided(form, found, request.POST.get("move", ""), user)):
            messages.success(request, said)
            return HttpResponseRedirect(reverse("admin:articles_pendingchange_changelist"))
        found = changes.prefetch_related("co_authors").get(pk=pk)
    page = Paginator(found.rows, MOST_ON_PAGE).get_page(request.GET.get("p"))
    start = max(page.start_index() - 1, 0)
    card = _card(shown([found], by=user, most=MOST_ON_PAGE, start=start)[0], form)
    context = {"title": str(found), "card": card | {"page": page, "home": _home(found)}}
    return render(request, "admin/changes/change.html", admin.site.each_context(request) | context)


@require_POST
def acknowledge(request: HttpRequest, what: str, pk: int) -> HttpResponse:
    if what not in {"review", "proposal", "change"}:
        raise Http404
    try:
        overrides.acknowledge(cast("overrides.What", what), pk, by=staff(request))
        messages.success(request, gettext("已记下您看过了。"))
    except overrides.NotToAcknowledge as refusal:
        messages.error(request, str(refusal))
    return HttpResponseRedirect(reverse("admin:index"))


def _home(found: PendingChange) -> str:
    """The form of the row that the change is about, as long as it waits, if there is one."""
    model = rows.model_of(found.model)
    if not (found.is_waiting and admin.site.is_registered(model)):
        return ""
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
    return reverse(name, args=[found.key])


def _card(found: Shown, form: DecisionForm | None = None) -> dict[str, Any]:
    """What the template needs of a change: as it is shown, and the form that decides it."""
    form = form or DecisionForm(auto_id=f"id_{found.change.pk}_%s")
    form.initial["mark"] = found.change.mark
    return {"shown": found, "change": found.change, "form": form, "mark": found.change.mark}


def _decided(form: DecisionForm, found: PendingChange, move: str, user: User) -> str:
    """Do what the button says; what was done, in words, or nothing if it was refused."""
    reason = form.cleaned_data["reason"]
    try:
        if form.cleaned_data["mark"] != found.mark:
            raise ConfirmationRefused(gettext("它刚刚又改过，请先看过现在的样子。"))
        if move == "confirm":
            holding.confirm(found, by=user)
            if found.kind == ChangeKind.POWERS:
                return gettext("已确认，权限从现在起生效，本人会收到通知。")
            return gettext("已确认，读者现在看到的是新的。")
        if move == "override":
            if not reason.strip():
                raise ConfirmationRefused(gettext("单独值班直接生效，须写明理由。"))
            holding.confirm(found, by=user, override=reason)
            return gettext("已生效，并记为单独值班；同事会在“今天”看到。")
        if move == "refuse":
            holding.refuse(found, by=user, reason=reason)
            return gettext("已退回，提出人会在“今天”看到理由。")
        if move == "take_back":
            holding.take_back(found, by=user)
            return gettext("已收回。")
    except ConfirmationRefused as refusal:
        form.add_error(None, str(refusal))
    return ""

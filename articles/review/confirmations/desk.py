"""The base of every admin whose rows readers see: what waits for a second person is put back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.forms.models import _get_foreign_key
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext

from articles.enums import ChangeKind
from articles.models import PendingChange
from articles.review.confirmations import holding, powers, reader_fields, rows
from articles.review.confirmations.holding import ConfirmationRefused
from articles.saving.guard import GuardedAdmin

if TYPE_CHECKING:
    from articles.review.confirmations.rows import HeldRow
    from people.models import User


Stored = tuple[Model, rows.Values]  # a row, and what it holds


class ConfirmedAdmin(GuardedAdmin):
    """An admin of rows in the list of what readers get (reader_fields.LIST).

    A save is done as Django does it. Then, in the same transaction, the row and the rows beneath it
    are compared with what they were: what waits is put back and held, in one PendingChange for the
    save, and the user is told so. Deletions of what readers see are held and not done.
    """

    def get_view_on_site_url(self, obj: Any | None = None) -> str | None:
        """No way to a page that readers do not have yet."""
        return None if getattr(obj, "is_waiting", False) else super().get_view_on_site_url(obj)

    # ---- Saving ----

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any | None:
        """A row that waits as it was typed, with what is kept out of its table meanwhile."""
        obj = super().get_object(request, object_id, from_field)
        if obj and getattr(obj, "is_waiting", False):
            holding.complete(obj)
        return obj

    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        obj = super().save_form(request, form, change)
        stored = self.model._base_manager.filter(pk=obj.pk).first() if change else None
        obj.rows_before = self._listed_rows(request, stored) if stored else {}
        obj.rows_deleted = []
        return obj

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """Rows beneath whose deletion waits are not deleted, but noted."""
        delete, noted = formset.delete_existing, form.instance.rows_deleted

        def delete_or_note(row: Any, *, commit: bool = True) -> None:
            if _deletion_waits(row, parent=form.instance):
                noted.append(row)
            else:
                delete(row, commit=commit)

        formset.delete_existing = delete_or_note
        super().save_formset(request, form, formset, change)

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return super().log_addition(request, obj, self._hold_save(request, obj) or message)

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        return super().log_change(request, obj, self._hold_save(request, obj) or message)

    def _listed_rows(self, request: HttpRequest, obj: Any) -> dict[rows.Ref, Stored]:
        """The row and those beneath it that the list names, each with its values, by reference."""
        found: list[Model] = [obj] if _may_wait(self.model) else []
        for inline in self.get_inline_instances(request, obj):
            if _may_wait(inline.model):
                key = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
                found += rows.named(inline.model._base_manager.filter(**{key.name: obj}))
        return {rows.ref(row): (row, rows.values(row)) for row in found}

    def _hold_save(self, request: HttpRequest, obj: Any) -> str:
        """Hold what waits of a save that was just done; what the row's history says of it."""
        if "rows_before" not in obj.__dict__:  # not saved by a form
            return ""
        before, deleted = obj.__dict__.pop("rows_before"), obj.__dict__.pop("rows_deleted")
        stored = self.model._base_manager.get(pk=obj.pk)
        now = self._listed_rows(request, stored)
        held = self._hold_powers(request, stored, before=before, now=now, deleted=deleted)
        before, now = _of_readers(before), _of_readers(now)
        deleted = [row for row in deleted if reader_fields.of(type(row))]
        asked = [_asked(before.get(ref), now[ref], parent=stored) for ref in now]
        asked += [rows.held(row, "delete", before=before[rows.ref(row)][1]) for row in deleted]
        by = cast("User", request.user)
        new = {ref: values for ref, (row, values) in now.items() if _is_new(row, parent=stored)}
        gone = dict.fromkeys(before.keys() - now.keys())
        followed = holding.follow({**new, **gone}, by=by)
        again = new.keys() & before.keys() - followed  # refused before, and sent again
        for ref in again:
            if rows.ref(stored) in again or new[ref] != before[ref][1]:
                asked.append(rows.held(now[ref][0], "add", after=new[ref]))
        waits = [row for row in asked if row]
        change = holding.hold(stored, waits, by=by) if waits else None
        for ref, (row, values) in now.items():
            if ref in before and ref not in new:
                _put_clocks_back(row, before[ref][1], values)
        return self._say_held(request, change) if change else held

    def _hold_powers(
        self,
        request: HttpRequest,
        obj: Any,
        *,
        before: dict[rows.Ref, Stored],
        now: dict[rows.Ref, Stored],
        deleted: list[Any],
    ) -> str:
        """Hold what a save changed of who may decide, apart from what readers see."""
        nothing = (None, None)
        asked = [powers.asked(row, before.get(ref, nothing)[1], v) for ref, (row, v) in now.items()]
        asked += [powers.asked(row, rows.values(row), None) for row in deleted]
        waits = [row for row in asked if row]
        if not waits:
            return ""
        by = cast("User", request.user)
        return self._say_held(request, holding.hold(obj, waits, by=by, kind=ChangeKind.POWERS))

    # ---- Deleting ----

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """What is only asked for is not logged as done."""
        done = [row for row in queryset if not _deletion_waits(row)]
        return super().log_deletions(request, done) if done else []

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        by = cast("User", request.user)
        if _deletion_waits(obj):
            asked = rows.held(obj, "delete", before=rows.values(obj))
            self._say_held(request, holding.hold(obj, [asked], by=by))
        else:
            gone: dict[rows.Ref, None] = dict.fromkeys(self._listed_rows(request, obj))
            super().delete_model(request, obj)
            holding.follow(gone, by=by)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for obj in queryset:
            self.delete_model(request, obj)

    # ---- What is said of it ----

    def get_form(self, request: HttpRequest, obj: Any | None = None, **kwargs: Any) -> Any:  # type: ignore[override]  # as in GuardedAdmin
        """Fields for which somebody else's change waits are refused where they are typed."""
        form = super().get_form(request, obj, **kwargs)
        if obj and request.method == "POST" and kwargs.get("fields", ()) is not None:
            form.refused = holding.refused_fields(obj, by=cast("User", request.user))
        return form

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if obj := context["original"]:
            context["pending_changes"] = holding.waiting_for([obj])
        return super().render_change_form(request, context, *args, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except ConfirmationRefused as refusal:
            return self._refused(request, refusal)

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changelist_view(request, *args, **kwargs)
        except ConfirmationRefused as refusal:
            return self._refused(request, refusal)

    def delete_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().delete_view(request, *args, **kwargs)
        except ConfirmationRefused as refusal:
            return self._refused(request, refusal)

    def _refused(self, request: HttpRequest, refusal: ConfirmationRefused) -> HttpResponse:
        self.message_user(request, str(refusal), messages.ERROR)
        return HttpResponseRedirect(request.get_full_path())

    def _say_held(self, request: HttpRequest, change: PendingChange) -> str:
        """Note for `message_user` what is said instead of Django's words; those of the history."""
        request.__dict__["held_changes"] = [*request.__dict__.get("held_changes", []), change]
        return gettext("提交了待确认的改动（第 %d 号）。") % change.pk

    def message_user(
        self, request: HttpRequest, message: Any, level: Any = messages.INFO, *args: Any, **kw: Any
    ) -> None:
        """Where something was held, that is said, not that it was saved or deleted."""
        if level == messages.SUCCESS and (held := request.__dict__.pop("held_changes", [])):
            message, level = "".join(_what_waits(held)), messages.WARNING
        super().message_user(request, message, level, *args, **kw)


def _what_waits(held: list[PendingChange]) -> Iterable[str]:
    """What is said to who asked for these."""
    new = gettext("已提交，等另一位同事确认：%s。确认以前，读者看不到。")
    other = gettext("已提交，等另一位同事确认：%s。读者现在看到的还是原来的。")
    decides = gettext("权限的改动已提交，等另一位超级用户或值班总编确认：%s。现在还没有生效。")
    signs = gettext(
        "已提交，等能签发稿件的另一位同事（值班总编）确认：%s。读者现在看到的还是原来的。"
    )
    words: dict[str, str] = {ChangeKind.ADDITION: new, ChangeKind.POWERS: decides}

    def said_of(change: PendingChange) -> str:
        is_signed = "articles.final_review_article" in holding.needed(change)
        return words.get(change.kind, signs if is_signed else other)

    for said in (new, other, signs, decides):
        if theirs := [change for change in held if said_of(change) == said]:
            yield said % "、".join(dict.fromkeys(change.text for change in theirs))


def _is_new(row: Any, *, parent: Any = None) -> bool:
    """Whether a row waits itself, or the one it is a part of does."""
    entry = reader_fields.of(type(row))
    if entry and entry.is_part and entry.apart:
        return False
    return bool(getattr(row, "is_waiting", getattr(parent, "is_waiting", False)))


def _may_wait(model: type[Model]) -> bool:
    return bool(reader_fields.of(model)) or powers.of(model)


def _of_readers(found: dict[rows.Ref, Stored]) -> dict[rows.Ref, Stored]:
    return {ref: (row, v) for ref, (row, v) in found.items() if reader_fields.of(type(row))}


def _deletion_waits(row: Model, *, parent: Any = None) -> bool:
    if powers.of(type(row)) and powers.asked(row, rows.values(row), None):
        return True
    entry = reader_fields.of(type(row))
    if entry is None or "delete" not in entry.rows_wait or _is_new(row, parent=parent):
        return False
    return entry.is_seen(row)


def _asked(before: Stored | None, after: Stored, *, parent: Any) -> HeldRow | None:
    """What a save that is done asks for in one row; None if nothing that waits."""
    row, now = after
    entry = reader_fields.of(type(row))
    if entry is None or (before and _is_new(row, parent=parent)):
        return None
    if before is None:
        waits = "add" in entry.rows_wait and not entry.protects(row)
        return rows.held(row, "add", after=now) if waits else None
    old, new = rows.changed(before[1], now, names=entry.waits)
    if not new or not entry.is_seen(before[0]):
        return None
    names = entry.with_companions(new)
    old, new = ({name: side[name] for name in names} for side in (before[1], now))
    return rows.held(before[0], "change", before=old, after=new)


def _put_clocks_back(row: Model, before: rows.Values, after: rows.Values) -> None:
    """Nothing that readers see has changed, so neither has the moment of the last change."""
    clocks = rows.stamps(type(row))
    kept = {*clocks, *rows.waiting_fields(type(row))}
    if clocks and all(before[name] == after[name] for name in before.keys() - kept):
        rows.write(row, {name: before[name] for name in clocks})

"""Changes of who may decide what readers get: which they are, whom they concern, who confirms them.

They wait like what readers would see (holding), and nobody passes them alone: one person asks, and
another superuser or 值班总编 confirms, who neither asked nor is concerned. What only takes a power
away holds at once. A superuser who is alone gives powers on the command line (manage.py give_role).

| what waits                                                                                |
|-------------------------------------------------------------------------------------------|
| an account gets a role or a permission that decides, or becomes a superuser                |
| an account that decides is unlocked, becomes staff, gets a password or loses its phone     |
| a role gets a permission that decides                                                      |
| a reporter is no longer the account that they were, or becomes one that decides            |
| a section gets or loses an editor who decides: who edits none is bounded by none           |
| a kind of story passes fewer reviews                                                       |
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.models import Group
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from articles.enums import ChangeKind
from articles.models import PendingChange, ReviewRoute, SectionEditor
from articles.review import duties
from articles.review.confirmations import rows
from articles.review.confirmations.rows import Values
from people.models import Reporter, User

if TYPE_CHECKING:
    from articles.review.confirmations.rows import HeldRow

MAY_CONFIRM = "articles.final_review_article"
UNSHOWN = "password"  # the field whose values wait, hashed, and are shown nowhere


def asked(row: Model, before: Values | None, after: Values | None) -> HeldRow | None:
    """What of a save in one row waits, as `holding.hold` takes it; None if nothing.

    `before` is None of a new row, `after` of a deleted one; the row is stored as `after` says.
    """
    if isinstance(row, SectionEditor):
        return _of_section(row, before, after)
    if (rule := RULES.get(type(row))) is None or after is None:
        return None  # whoever is gone decides nothing
    before = before or {**after, **NEW[type(row)]}
    was, now = rows.changed(before, after, names=rule(row, before, after))
    return rows.held(row, "change", before=was, after=now) if now else None


def of(model: type[Model]) -> bool:
    """Whether rows of a model can change who may decide."""
    return model in RULES or model is SectionEditor


def _of_account(account: Any, before: Values, after: Values) -> list[str]:
    waits = [name for name, what in _DECIDING.items() if _gets(what(), before[name], after[name])]
    if after["is_superuser"] and not before["is_superuser"]:
        waits.append("is_superuser")
    if duties.decides(account):
        waits += [n for n in ("is_active", "is_staff") if after[n] and not before[n]]
        if before[UNSHOWN] != after[UNSHOWN] and is_password_usable(after[UNSHOWN]):
            waits += [UNSHOWN, "must_change_password"]
        if before["second_factor_at"] and not after["second_factor_at"]:
            waits.append("second_factor_at")
    return waits


def _of_role(role: Any, before: Values, after: Values) -> list[str]:
    gets = _gets(duties.deciding_permissions(), before["permissions"], after["permissions"])
    return ["permissions"] if gets else []


def _of_reporter(reporter: Any, before: Values, after: Values) -> list[str]:
    return ["user"] if before["user"] or _decides(after["user"]) else []


def _of_route(route: Any, before: Values, after: Values) -> list[str]:
    """All of it: of two reviews that change places, neither is dropped alone."""
    names = ["kind", "has_first_review", "has_second_review"]
    is_fewer = before["kind"] != after["kind"] or any(
        before[name] and not after[name] for name in names[1:]
    )
    return names if is_fewer else []


def _of_section(row: SectionEditor, before: Values | None, after: Values | None) -> HeldRow | None:
    editors = {values["user"] for values in (before, after) if values}
    if before == after or not any(map(_decides, editors)):
        return None
    if before is None:
        return rows.held(row, "add", after=after)
    if after is None:
        return rows.held(row, "delete", before=before)
    was, now = rows.changed(before, after, names=["section", "user"])
    return rows.held(row, "change", before=was, after=now)


def _gets(deciding: QuerySet[Any], before: list[Any], after: list[Any]) -> bool:
    added = set(after) - set(before)
    return bool(added) and deciding.filter(pk__in=added).exists()


def deciding_roles() -> QuerySet[Group]:
    """The roles that decide, and those that would once what waits is confirmed: who gets one of
    them meanwhile would be given powers by somebody who has not seen them.
    """
    waiting = PendingChange.objects.waiting().filter(
        kind=ChangeKind.POWERS, model=Group._meta.label_lower
    )
    keys = list(waiting.values_list("key", flat=True))
    return Group.objects.filter(Q(pk__in=duties.deciding_roles()) | Q(pk__in=keys))


def _decides(account: Any) -> bool:
    found = User.objects.filter(pk=account).first() if account else None
    return found is not None and duties.decides(found)


# ---- Who is concerned, and who confirms ---------------------------------------------------------


def concerned(asked_for: Iterable[HeldRow]) -> QuerySet[User]:
    """The accounts that may do more, or are bound by less, once this is confirmed."""
    found = Q(pk=None)
    for row in asked_for:
        if row["model"] == User._meta.label_lower:
            found |= Q(pk=row["key"])
        elif row["model"] == Group._meta.label_lower:
            found |= Q(groups=row["key"])
        else:
            named = {values.get("user") for values in (row["before"], row["after"])}
            found |= Q(pk__in=named - {None})
    return User.objects.filter(found).distinct()


def why_not_ask(asked_for: Iterable[HeldRow], *, by: User) -> str:
    """Why a person may not ask for this, in words; empty if they may."""
    if concerned(asked_for).filter(pk=by.pk).exists():
        return _("这项改动关系到您自己的权限，要由别人提出。这次什么也没有改。")
    return ""


def why_not_confirm(change: PendingChange, *, by: User) -> str:
    """Why a person may neither confirm nor refuse such a change, in words; empty if they may."""
    if change.asked_by_id == by.pk:
        return _("权限要由另一个人确认，您是提出人。")
    if not (by.is_superuser or by.has_perm(MAY_CONFIRM)):
        return _("权限的改动要由另一位超级用户或值班总编确认。")
    if concerned(change.rows).filter(pk=by.pk).exists():
        return _("这项改动关系到您自己的权限，要由别人确认。")
    return ""


def why_not_asked(change: PendingChange) -> str:
    """Why what was asked for is not to be given any more, in words; empty if it is: who asked for
    it could not ask today. Their account may have been shut for that very reason.
    """
    by, verbs = change.asked_by, ("add", "change", "delete")
    named = [row["model"].split(".") for row in change.rows]
    may = by.is_staff and all(
        any(by.has_perm(f"{app}.{verb}_{name}") for verb in verbs) for app, name in named
    )
    if may:
        return ""
    return _("提出人“%s”的账号已停用，或已没有提出它的权限。请退回，由别人再提。") % by


# ---- In words -----------------------------------------------------------------------------------


def in_words(change: PendingChange) -> list[str]:
    """What is asked for, a line for each field of each row."""
    rows_named = [(row["text"], line) for row in change.rows for line in described(row)]
    return [_("%(row)s，%(line)s") % {"row": row, "line": line} for row, line in rows_named]


def described(row: HeldRow) -> list[str]:
    """What is asked for in one row, a line for each field; of passwords only that there is one."""
    model = rows.model_of(row["model"])
    lines = []
    for name in dict.fromkeys([*row["before"], *row["after"]]):
        if name == UNSHOWN:
            lines.append(_("重设密码"))
        elif name == "second_factor_at":
            lines.append(_("取消第二步验证"))
        elif name != "must_change_password":
            column: Any = model._meta.get_field(name)
            was, now = (_said(column, values.get(name)) for values in (row["before"], row["after"]))
            said = {"what": column.verbose_name, "was": was, "now": now}
            lines.append(_("%(what)s：%(was)s → %(now)s") % said)
    return lines


def _said(column: Any, value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if value in (None, [], ""):
        return _("无")
    if column.is_relation:
        keys = value if isinstance(value, list) else [value]
        found = column.related_model._base_manager.filter(pk__in=keys)
        return "、".join(sorted(map(str, found)))
    return str(dict(column.flatchoices).get(value, value))


# ---- The rules by model -------------------------------------------------------------------------

_DECIDING: dict[str, Callable[[], QuerySet[Any]]] = {
    "groups": deciding_roles,
    "user_permissions": duties.deciding_permissions,
}
RULES: dict[type[Model], Callable[[Any, Values, Values], list[str]]] = {
    User: _of_account,
    Group: _of_role,
    Reporter: _of_reporter,
    ReviewRoute: _of_route,
}
# What a new row holds until it is confirmed.
NEW: dict[type[Model], Values] = {
    User: {"groups": [], "user_permissions": [], "is_superuser": False},
    Group: {"permissions": []},
    Reporter: {"user": None},
    ReviewRoute: {"has_first_review": True, "has_second_review": True},
}

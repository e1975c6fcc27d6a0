"""What stands in the address of a section or of a page about the paper, and what stood there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import FormerAddress, Section, SitePage
from articles.review.confirmations.holding import Applied, after_confirming
from articles.stand import former_addresses

if TYPE_CHECKING:
    from articles.stand.former_addresses import Addressed

    Inline = admin.TabularInline[Any, Any]
else:
    Inline = admin.TabularInline


def refuse_former(slug: str, *, of: Addressed) -> None:
    """Raises ValidationError for a former address that leads on to another row."""
    row = former_addresses.holder(type(of), slug)
    if row is not None and row.pk != of.pk:
        said = _(
            "“%(slug)s”以前是“%(name)s”的网址，现在转到那里。请换一个；"
            "确实要用它，先在“%(name)s”的页面上删去这个旧网址。"
        )
        raise ValidationError(said, params={"slug": slug, "name": row})


@after_confirming(Section, SitePage)
def lead_on(done: list[Applied]) -> None:
    """Keep the addresses that a confirmation has just changed, so that they lead on."""
    for row, asked in done:
        if asked["action"] == "change" and "slug" in asked["before"]:
            former_addresses.lead_on(cast("Addressed", row), former=asked["before"]["slug"])


class FormerAddressInline(Inline):
    """The former addresses of a row. Deleting one frees it, for whoever may change the row."""

    model = FormerAddress
    extra = 0
    fields = ["slug", "left_at"]
    readonly_fields = ["slug", "left_at"]

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        opts = self.parent_model._meta
        return request.user.has_perm(f"{opts.app_label}.change_{opts.model_name}")


def inlines(obj: Addressed | None) -> list[type[FormerAddressInline]]:
    """The list of former addresses, where there are any."""
    return [FormerAddressInline] if obj and obj.former_addresses.exists() else []

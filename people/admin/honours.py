"""Honours at the desk: programmes, rounds with their rolls, single honours, tallies."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from articles.review.confirmations import rows
from articles.review.confirmations.desk import ConfirmedAdmin, Stored
from people.admin.roll import ROUND_PERMISSIONS, RollPages
from people.admin.rows import Inline, OneOf, lists_instead, short_enough
from people.models import Entity, Honour, Programme, Round, Tally


class RoundInline(Inline):
    model = Round
    extra = 0
    show_change_link = True


class TallyInline(Inline):
    model = Tally
    extra = 0
    autocomplete_fields = ["place"]


@admin.register(Programme)
class ProgrammeAdmin(ConfirmedAdmin):
    list_display = ["name", "level", "next_rung", "order", "is_waiting"]
    list_editable = ["order"]
    list_filter = ["level", "is_waiting"]
    list_select_related = ["next_rung"]
    search_fields = ["name"]
    autocomplete_fields = ["bodies", "next_rung"]
    inlines = [RoundInline, TallyInline]
    readonly_fields = ["long_lists"]

    def get_inlines(self, request: HttpRequest, obj: Programme | None = None) -> Any:
        return short_enough(self.inlines, obj)

    def get_fields(self, request: HttpRequest, obj: Programme | None = None) -> Any:
        is_long = len(self.get_inlines(request, obj)) < len(self.inlines)
        fields = [name for name in super().get_fields(request, obj) if name != "long_lists"]
        return [*fields, *["long_lists"] * is_long]

    @admin.display(description=_("批次和累计"))
    def long_lists(self, obj: Programme) -> str:
        return lists_instead(self.inlines, obj)


class RollInline(Inline):
    model = Honour
    extra = 0
    fields = ["order", "recipient", "unit_as_printed", "category", "citation", "article"]
    autocomplete_fields = ["recipient", "article"]
    verbose_name_plural = _("名单")


@admin.register(Round)
class RoundAdmin(RollPages, ConfirmedAdmin):
    list_display = ["name", "programme", "announced", "recipient_count", "is_waiting"]
    list_filter = [OneOf.by("programme", Programme), "programme__level", "is_waiting"]
    list_select_related = ["programme"]
    search_fields = ["name", "programme__name"]
    autocomplete_fields = ["programme"]
    inlines = [RollInline]
    readonly_fields = ["long_lists"]

    def get_inlines(self, request: HttpRequest, obj: Round | None = None) -> Any:
        return short_enough(self.inlines, obj)

    def get_fields(self, request: HttpRequest, obj: Round | None = None) -> Any:
        is_long = len(self.get_inlines(request, obj)) < len(self.inlines)
        fields = [name for name in super().get_fields(request, obj) if name != "long_lists"]
        return [*fields, *["long_lists"] * is_long]

    @admin.display(description=_("获奖名单"))
    def long_lists(self, obj: Round) -> str:
        return lists_instead(self.inlines, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The edition moves on, so that a roll previewed before is previewed again."""
        super().save_related(request, form, formsets, change)
        if change:
            Round.objects.filter(pk=form.instance.pk).update(edition=F("edition") + 1)

    def _listed_rows(self, request: HttpRequest, obj: Any) -> dict[rows.Ref, Stored]:
        """Of a round that waits its whole roll: one that was refused is asked for again whole, with
        the honour and the names that are new with it.
        """
        listed = super()._listed_rows(request, obj)
        if obj.is_waiting:
            waiting = rows.named(Honour.objects.filter(round=obj, is_waiting=True))
            new = Entity.objects.filter(pk__in=waiting.values("recipient"), is_waiting=True)
            programme = [obj.programme] if obj.programme.is_waiting else []
            found = [*programme, *new, *waiting]
            listed |= {rows.ref(row): (row, rows.values(row)) for row in found}
        return listed

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_enter"] = request.user.has_perms(ROUND_PERMISSIONS)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Round]:
        """Each with how many it honours, counted round by round."""
        rows = Honour.objects.filter(round=OuterRef("pk")).order_by().values("round")
        counted = Subquery(rows.values(recipients=Count("pk")))
        return super().get_queryset(request).annotate(recipients=Coalesce(counted, 0))

    @admin.display(description=_("人数"), ordering="recipients")
    def recipient_count(self, round: Round) -> int:
        return round.recipients  # type: ignore[attr-defined, no-any-return]  # annotated above

    @admin.display(description=_("公布日期"), ordering="announced_on")
    def announced(self, round: Round) -> str:
        return round.announced


@admin.register(Honour)
class HonourAdmin(ConfirmedAdmin):
    list_display = [
        *["recipient", "order", "unit_as_printed", "category", "citation", "round", "is_waiting"]
    ]
    list_filter = [OneOf.by("round", Round), OneOf.by("recipient", Entity), "is_waiting"]
    list_select_related = ["recipient", "round__programme"]
    search_fields = ["recipient__name", "round__name", "citation"]
    autocomplete_fields = ["round", "recipient", "article"]
    show_full_result_count = False


@admin.register(Tally)
class TallyAdmin(ConfirmedAdmin):
    list_display = ["programme", "place", "count", "as_of", "is_waiting"]
    list_select_related = ["programme", "place"]
    list_filter = [OneOf.by("programme", Programme)]
    autocomplete_fields = ["programme", "place"]
    date_hierarchy = "as_of"

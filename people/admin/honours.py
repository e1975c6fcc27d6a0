"""Honours at the desk: programmes, rounds with their rolls, single honours, tallies."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from articles.saving.guard import GuardedAdmin
from people.admin.roll import ROUND_PERMISSIONS, RollPages
from people.admin.rows import Inline
from people.models import Honour, Programme, Round, Tally


class RoundInline(Inline):
    model = Round
    extra = 0
    show_change_link = True


class TallyInline(Inline):
    model = Tally
    extra = 0
    autocomplete_fields = ["place"]


@admin.register(Programme)
class ProgrammeAdmin(GuardedAdmin):
    list_display = ["name", "level", "next_rung", "order"]
    list_editable = ["order"]
    list_filter = ["level"]
    list_select_related = ["next_rung"]
    search_fields = ["name"]
    autocomplete_fields = ["bodies", "next_rung"]
    inlines = [RoundInline, TallyInline]


class RollInline(Inline):
    model = Honour
    extra = 0
    fields = ["order", "recipient", "unit_as_printed", "category", "citation", "article"]
    autocomplete_fields = ["recipient", "article"]
    verbose_name_plural = _("名单")


@admin.register(Round)
class RoundAdmin(RollPages, GuardedAdmin):
    list_display = ["name", "programme", "announced"]
    list_filter = ["programme"]
    list_select_related = ["programme"]
    search_fields = ["name", "programme__name"]
    autocomplete_fields = ["programme"]
    inlines = [RollInline]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The edition moves on, so that a roll previewed before is previewed again."""
        super().save_related(request, form, formsets, change)
        if change:
            Round.objects.filter(pk=form.instance.pk).update(edition=F("edition") + 1)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        context["may_enter"] = request.user.has_perms(ROUND_PERMISSIONS)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=_("公布日期"), ordering="announced_on")
    def announced(self, round: Round) -> str:
        return round.announced


@admin.register(Honour)
class HonourAdmin(GuardedAdmin):
    list_display = ["recipient", "round", "category", "citation"]
    list_select_related = ["recipient", "round__programme"]
    search_fields = ["recipient__name", "round__name", "citation"]
    autocomplete_fields = ["round", "recipient", "article"]
    show_full_result_count = False


@admin.register(Tally)
class TallyAdmin(GuardedAdmin):
    list_display = ["programme", "place", "count", "as_of"]
    list_select_related = ["programme", "place"]
    autocomplete_fields = ["programme", "place"]
    date_hierarchy = "as_of"

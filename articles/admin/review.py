"""The record of reviews, and which of them a kind of story goes through."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from articles.admin.records import RecordAdmin
from articles.models import Review, ReviewRoute
from articles.review.confirmations.desk import ConfirmedAdmin


@admin.register(Review)
class ReviewAdmin(RecordAdmin):
    """The record of every review, overrides first at a click. Nobody changes it."""

    list_display = [
        "article",
        "round",
        "step",
        "person",
        "decision",
        "opinion",
        "is_override",
        "at",
    ]
    list_filter = ["is_override", "decision", "step"]
    list_select_related = ["article", "person"]
    search_fields = ["article__headline", "opinion"]
    search_help_text = _("按主题或意见查找")
    date_hierarchy = "at"
    ordering = ["-at", "-pk"]


@admin.register(ReviewRoute)
class ReviewRouteAdmin(ConfirmedAdmin):
    """Fewer reviews for a kind of story wait for a second person."""

    is_setting = True
    list_display = ["kind", "has_first_review", "has_second_review"]

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext

from articles.admin.requests import staff
from articles.models import Article
from articles.review import accepting
from people.models import Round
from people.models.drafts import DraftRoll

if TYPE_CHECKING:
    Base = admin.ModelAdmin[Article]
else:
    Base = admin.ModelAdmin

CHOSEN = "suggested_"  # and a token: the box of a name, or of a whole round
ANNOUNCED = "announce_"  # and the key of a round: its box
TICKED = "asked_"  # and the key of a round: its box was ticked when the page was made


class SuggestionMixin(Base):
    """For ArticleAdmin: what a story seems to announce is offered, and kept as drafts.

    Rounds that came of its drafts are offered to be tied to the story, too.
    """

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        article: Article | None = kwargs.get("obj")
        if article and self.has_change_permission(request, article):
            form = context["adminform"].form
            if staff(request).has_perm("people.add_draftroll"):
                context["roll_offers"] = [
                    {"roll": roll, "ticked": _ticked(form, roll)}
                    for roll in accepting.offers(article, typed=form["body"].value() or "")
                ]
                context["pending_rolls"] = list(article.draft_rolls.pending())
            context["round_offers"] = [
                {"round": round, "is_ticked": _is_announced(form, round)}
                for round in accepting.rounds_to_announce(article)
            ]
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if not change:
            return
        chosen = _sent(request, CHOSEN)
        if chosen and staff(request).has_perm("people.add_draftroll"):
            for draft in accepting.accept(form.instance, chosen=chosen, by=staff(request)):
                self.message_user(request, _kept(draft), messages.SUCCESS)
        keys = {int(key) for key in _sent(request, ANNOUNCED) if key.isascii() and key.isdecimal()}
        if keys:
            form.announced = accepting.announce(form.instance, chosen=keys)


def _sent(request: HttpRequest, prefix: str) -> set[str]:
    return {name.removeprefix(prefix) for name in request.POST if name.startswith(prefix)}


def _ticked(form: Any, roll: accepting.RollOffer) -> set[str]:
    """The tokens whose boxes were ticked when the form was sent; nothing is ticked unasked."""
    tokens = [roll.token, *(name.token for name in roll.names)]
    return {token for token in tokens if form.is_bound and f"{CHOSEN}{token}" in form.data}


def _is_announced(form: Any, round: Round) -> bool:
    """Ticked until somebody took the tick away: an editor confirmed it out of this very story."""
    was_asked = form.is_bound and f"{TICKED}{round.pk}" in form.data
    return not was_asked or f"{ANNOUNCED}{round.pk}" in form.data


def _kept(draft: DraftRoll) -> str:
    address = reverse("admin:people_draftroll_change", args=[draft.pk])
    told = gettext("已存为待确认名单：")
    return format_html('{}<a href="{}">{}</a>', told, address, draft)

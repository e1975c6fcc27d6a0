from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from articles.admin.requests import staff
from articles.admin.story.page import StoryPage, known_names
from articles.models import Article
from articles.review import accepting
from articles.review.accepting import RollOffer
from articles.story.saving import ROLL_CHOSEN, ROUND_CHOSEN, ROUND_TICKED
from people.models import Round

ASKED = "offered"  # in the address of the form, where no script asks


class Suggestions(StoryPage):
    """What a story seems to announce is offered in its form, and so are rounds that came of its
    drafts; steps of the save keep and tie what is chosen.

    A text is read when somebody asks for it, not each time its form is opened: a script does once
    the panel comes into view, and else a link.
    """

    scripts = ["newsroom/js/offered_names.js"]

    def urls(self) -> list[URLPattern]:
        return [self.at("<int:pk>/offered/", self.offered, "offered")]

    def panel(self, request: HttpRequest, story: Article | None, form: Any) -> dict[str, Any]:
        if not (story and self.desk.has_change_permission(request, story)):
            return {}
        prefetch_related_objects([story], "draft_rolls")
        rounds = [
            {"round": round, "is_ticked": _is_announced(form, round)}
            for round in accepting.rounds_to_announce(story)
        ]
        if not staff(request).has_perm("people.add_draftroll"):
            return {"suggestions": {"rounds": rounds}} if rounds else {}
        is_asked = ASKED in request.GET or _chosen(form) != set()
        found = {
            "rounds": rounds,
            "pending": [draft for draft in story.draft_rolls.all() if draft.is_pending],
            "address": reverse("admin:articles_article_offered", args=[story.pk]),
            "is_asked": is_asked,
        }
        if is_asked:
            names = known_names(request)
            rolls = accepting.offers(story, typed=form["body"].value() or "", names=names)
            found["rolls"] = [_shown(roll, _chosen(form)) for roll in rolls]
        return {"suggestions": found}

    @method_decorator(require_safe)
    def offered(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What the text offers as it was saved last, as the part of the form that shows it."""
        story = self.story(request, pk)
        may_accept = staff(request).has_perm("people.add_draftroll")
        if not (may_accept and self.desk.has_change_permission(request, story)):
            raise PermissionDenied
        rolls = [_shown(roll, set()) for roll in accepting.offers(story)]
        return TemplateResponse(request, "admin/articles/article/_offered.html", {"rolls": rolls})


def _chosen(form: Any) -> set[str]:
    """The tokens whose boxes were ticked when the form was sent; nothing is ticked unasked."""
    sent = form.data if form.is_bound else {}
    return {key.removeprefix(ROLL_CHOSEN) for key in sent if key.startswith(ROLL_CHOSEN)}


def _shown(roll: RollOffer, chosen: set[str]) -> dict[str, Any]:
    tokens = {roll.token, *(name.token for name in roll.names)}
    more = {name.token for name in roll.more}
    return {"roll": roll, "ticked": tokens & chosen, "has_more_ticked": bool(more & chosen)}


def _is_announced(form: Any, round: Round) -> bool:
    """Whether the box of a round is ticked that came of a draft of this story: it is, unless the
    form was sent with the box unticked and comes back refused.
    """
    was_asked = form.is_bound and f"{ROUND_TICKED}{round.pk}" in form.data
    return not was_asked or f"{ROUND_CHOSEN}{round.pk}" in form.data

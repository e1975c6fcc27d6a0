from __future__ import annotations

from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from articles.admin.requests import staff
from articles.admin.story.page import StoryPage, known_names
from articles.models import Article
from articles.review import accepting
from articles.story.saving import ROLL_CHOSEN, ROUND_CHOSEN, ROUND_TICKED
from people.models import Round


class Suggestions(StoryPage):
    """What a story seems to announce is offered in its form, and so are rounds that came of its
    drafts; steps of the save keep and tie what is chosen.
    """

    def panel(self, request: HttpRequest, story: Article | None, form: Any) -> dict[str, Any]:
        if not (story and self.desk.has_change_permission(request, story)):
            return {}
        prefetch_related_objects([story], "draft_rolls")
        rounds = [
            {"round": round, "is_ticked": _is_announced(form, round)}
            for round in accepting.rounds_to_announce(story)
        ]
        if not staff(request).has_perm("people.add_draftroll"):
            return {"suggestions": {"rounds": rounds}}
        rolls = accepting.offers(
            story, typed=form["body"].value() or "", names=known_names(request)
        )
        found = {
            "rounds": rounds,
            "rolls": [{"roll": roll, "ticked": _ticked(form, roll)} for roll in rolls],
            "pending": [draft for draft in story.draft_rolls.all() if draft.is_pending],
        }
        return {"suggestions": found}


def _ticked(form: Any, roll: accepting.RollOffer) -> set[str]:
    """The tokens whose boxes were ticked when the form was sent; nothing is ticked unasked."""
    tokens = [roll.token, *(name.token for name in roll.names)]
    return {token for token in tokens if form.is_bound and f"{ROLL_CHOSEN}{token}" in form.data}


def _is_announced(form: Any, round: Round) -> bool:
    """Whether the box of a round is ticked that came of a draft of this story: it is, unless the
    form was sent with the box unticked and comes back refused.
    """
    was_asked = form.is_bound and f"{ROUND_TICKED}{round.pk}" in form.data
    return not was_asked or f"{ROUND_CHOSEN}{round.pk}" in form.data

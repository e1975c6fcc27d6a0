from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest

from articles.admin.requests import staff
from articles.admin.story.page import StoryPage, known_names
from articles.models import Article
from articles.review import naming
from articles.review.naming import Offer
from articles.story.saving import MENTION_CHOSEN, MENTION_TICKED
from people.names.mentions import Gazetteer


class Mentions(StoryPage):
    """The known entities that a story names are offered in its form; a step of the save registers
    those that are chosen.
    """

    def panel(self, request: HttpRequest, story: Article | None, form: Any) -> dict[str, Any]:
        may_add = staff(request).has_perm("articles.add_mention")
        if not (story and may_add and self.desk.has_change_permission(request, story)):
            return {}
        return {"mention_offers": list(_boxes(story, form, known_names(request)))}


def _boxes(story: Article, form: Any, names: Gazetteer) -> Iterator[tuple[Offer, bool]]:
    """What the text of the form names, and whether its box is ticked: as it was sent, if it was."""
    typed = {name: form[name].value() for name in naming.FIELDS}
    for offer in naming.offers(story, typed=typed, names=names):
        key = offer.entity.pk
        was_ticked = form.is_bound and f"{MENTION_TICKED}{key}" in form.data
        is_chosen = form.is_bound and f"{MENTION_CHOSEN}{key}" in form.data
        yield offer, is_chosen or (offer.is_certain and not was_ticked)

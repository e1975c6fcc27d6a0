"""What has to follow once a change about people or honours was confirmed, as after a save."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q

from articles.review.confirmations.holding import Applied, after_confirming
from articles.stand import hiding, publishing, withholding
from people.models import Entity, EntityName, Honour, Programme, Reporter, Round


@after_confirming(Entity, Reporter)
def show_names(done: list[Applied]) -> None:
    """Whom somebody has confirmed by name readers see at once, whatever story named them first."""
    for model in (Entity, Reporter):
        theirs = [(row, asked) for row, asked in done if isinstance(row, model)]
        new = [row.pk for row, asked in theirs if asked["action"] == "add"]
        model._default_manager.filter(pk__in=new).update(visible_from=None)
        _follow_names([row for row, asked in theirs if asked["action"] == "change"])
    portraits = [{**asked["before"], **asked["after"]}.get("portrait") for _row, asked in done]
    former = [asked["before"].get("portrait") for _row, asked in done]
    withholding.move_photos_on_commit(key for key in (*portraits, *former) if key)


@after_confirming(EntityName)
def follow_other_names(done: list[Applied]) -> None:
    keys = {row.entity_id for row, _asked in done if isinstance(row, EntityName)}
    _follow_names(list(Entity.objects.filter(pk__in=keys)))


def _follow_names(changed: list[Any]) -> None:
    """The names known in texts are read anew; who is hidden is hidden under the new ones."""
    keys = [row.pk for row in changed if isinstance(row, Entity)]
    Entity.objects.filter(pk__in=keys).update(edition=F("edition") + 1)
    for row in changed:
        if row.hidden:
            hiding.follow(row)


@after_confirming(Programme, Round)
def name_rounds(done: list[Applied]) -> None:
    """The stories that announced a round name it, once it is confirmed with its honour."""
    new = [row for row, asked in done if asked["action"] == "add"]
    programmes = [row.pk for row in new if isinstance(row, Programme)]
    of_new = Q(pk__in=[row.pk for row in new if isinstance(row, Round)])
    rounds = Round.objects.confirmed().filter(of_new | Q(programme__in=programmes))
    announced = rounds.filter(published_articles__isnull=False).distinct()
    for round in announced.select_related("programme"):
        publishing.show_round(round)


@after_confirming(Honour)
def count_editions(done: list[Applied]) -> None:
    """A roll that was previewed for a round before is previewed again."""
    rounds = {row.round_id for row, _asked in done if isinstance(row, Honour)}
    Round.objects.filter(pk__in=rounds).update(edition=F("edition") + 1)

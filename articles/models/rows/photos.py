"""Which photos of the library, and which of their uses."""

from __future__ import annotations

from datetime import date
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Substr

from articles.enums import Stage
from articles.imaging import RECIPE
from articles.imaging.likeness import BAND, DIGITS, NEAR, distance
from people.models import Entity, Reporter

if TYPE_CHECKING:
    from articles.models import Photo, PhotoUse
    from articles.models.rows.stand import PublishedArticleQuerySet

BANDS = range(1, DIGITS, BAND)  # where each band of a likeness begins
CANDIDATES = 500  # pictures of one flat colour are all alike
WORDED = ["caption", "alt", "source", "place", "reporter__name", "file_name", "photographer"]
SHOWN = ["pictured__name", "pictured__other_names__name"]


class PhotoQuerySet(models.QuerySet["Photo"]):
    def get_by_natural_key(self, guid: str) -> Photo:
        return self.get(guid=guid)

    def matching(self, words: str) -> Self:
        """Those in which every word stands: in the caption, the credit, the name of the file, whom
        or where it shows.

        A word that is a day, 2023-12-25, finds what was taken then.
        """
        return self.filter(*(self._says(word) for word in words.split()))

    def _says(self, word: str) -> Q:
        found = reduce(or_, (Q(**{f"{field}__icontains": word}) for field in WORDED))
        shown = reduce(or_, (Q(**{f"{field}__icontains": word}) for field in SHOWN))
        day = _day(word)
        if day:
            found |= Q(taken_on=day)
        # Apart, for a join with several people would list a photo several times.
        return found | Q(pk__in=self.model._default_manager.filter(shown).values("pk"))

    def unready(self) -> Self:
        """Those that no story can be published with as they are."""
        return self.filter(
            Q(reporter=None, source="")
            | Q(alt="", is_decorative=False)
            | Q(shows_minor=True, consent="")
        )

    def with_unregistered(self) -> Self:
        """Those whose file names a photographer while no reporter is credited."""
        return self.filter(reporter=None).exclude(photographer="")

    def registration_asked(self) -> Self:
        """Those whose photographer somebody asked to have registered, the oldest request first."""
        asked = self.filter(registration_asked_at__isnull=False).with_unregistered()
        return asked.order_by("registration_asked_at", "pk")

    def showing_hidden(self) -> Self:
        """Those of somebody whom readers may not see: that show them, or are their portrait."""
        entities = Entity.objects.hidden().order_by()
        reporters = Reporter.objects.hidden().order_by()
        return self.filter(
            Q(pk__in=entities.values("photographs"))
            | Q(pk__in=entities.values("portrait"))
            | Q(pk__in=reporters.values("portrait"))
        )

    def shown_by(self, stories: PublishedArticleQuerySet) -> Self:
        """Those that one of `stories` shows, or that are the portrait of somebody not hidden."""
        faces = [
            named.visible().exclude(portrait=None).order_by().values("portrait")
            for named in (Entity.objects, Reporter.objects)
        ]
        hidden = self.model._default_manager.showing_hidden().order_by().values("pk")
        portraits = (Q(pk__in=faces[0]) | Q(pk__in=faces[1])) & ~Q(pk__in=hidden)
        return self.filter(Exists(stories.filter(pictures=OuterRef("pk"))) | portraits)

    def to_draw(self) -> Self:
        """Those of which some rendition is missing, or was drawn by an older recipe."""
        return self.exclude(recipe=RECIPE).exclude(original="")

    def same_file(self, checksum: str) -> Self:
        return self.filter(checksum=checksum).exclude(checksum="")

    def looking_like(self, likeness: str) -> list[Photo]:
        """The newest that may be the same photograph in another size or quality.

        Likenesses that differ in NEAR bits share one band of four: an index finds them.
        """
        bands = {f"band_{place}": Substr("likeness", place, BAND) for place in BANDS}
        shared = (Q(**{f"band_{place}": likeness[place - 1 :][:BAND]}) for place in BANDS)
        near = self.annotate(**bands).filter(reduce(or_, shared)).order_by("-pk")
        return [p for p in near[:CANDIDATES] if distance(p.likeness, likeness) <= NEAR]


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


class PhotoUseQuerySet(models.QuerySet["PhotoUse"]):
    def get_by_natural_key(self, article: str, photo: str) -> PhotoUse:
        return self.get(article__guid=article, photo__guid=photo)

    def keep_words(self, photo: Photo, *, caption: str, alt: str) -> None:
        """Keep a photo's old words with every use where reviewers have read them.

        For when they change in the library: what was reviewed, or is being, stays as it was.
        """
        read = self.filter(photo=photo).exclude(article__stage=Stage.DRAFT, article__published=None)
        read.filter(caption="").update(caption=caption)
        read.filter(alt="").update(alt=alt)

"""Which people, entities and honours; then, with which related rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

from django.db import models
from django.db.models import Count, F, Max, Prefetch, Q, Sum
from django.utils import timezone

from people.enums import EntityKind

if TYPE_CHECKING:
    from people.models import Entity, EntityName, Honour, Programme, Reporter, Round, Tally

LIST_SIZE = 100
STRIP_SIZE = 12  # recipients of a round named where rounds are listed
ROLL_SIZE = 100  # recipients on a page of a roll


def visible(row: str = "") -> Q:
    """Of whom or what readers may see the name now: not hidden, confirmed, its moment come.

    `row` leads to the entity or reporter from the rows that are asked for, as `recipient__` does.
    """
    is_due = Q(**{f"{row}visible_from": None}) | Q(**{f"{row}visible_from__lte": timezone.now()})
    return is_due & Q(**{f"{row}hidden": False, f"{row}is_waiting": False})


class RollPage(NamedTuple):
    """One page of a roll: honours, the place of the first, and the key the next starts after."""

    honours: list[Honour]
    start: int
    next: int | None


class ReporterQuerySet(models.QuerySet["Reporter"]):
    def get_by_natural_key(self, name: str, distinction: str) -> Reporter:
        return self.get(name=name, distinction=distinction)

    def visible(self) -> Self:
        """Whom readers may see; the name of a hidden reporter stands nowhere."""
        return self.filter(visible())

    def confirmed(self) -> Self:
        """Those that a second person has confirmed, or a story that was published has named."""
        return self.filter(is_waiting=False)

    def unhidden(self) -> Self:
        """Whom the desk may name: also who is not confirmed yet."""
        return self.filter(hidden=False)

    def hidden(self) -> Self:
        return self.filter(hidden=True)

    def in_order(self) -> Self:
        return self.order_by("sort_key", "name", "pk")


class EntityQuerySet(models.QuerySet["Entity"]):
    def get_by_natural_key(self, kind: str, name: str, distinction: str) -> Entity:
        return self.get(kind=kind, name=name, distinction=distinction)

    def visible(self) -> Self:
        """What readers may see: a hidden person has no page and is on no list."""
        return self.filter(visible())

    def confirmed(self) -> Self:
        """Those that a second person has confirmed, or a story that was published has named."""
        return self.filter(is_waiting=False)

    def unhidden(self) -> Self:
        """What the desk may name: also what is not confirmed yet."""
        return self.filter(hidden=False)

    def hidden(self) -> Self:
        return self.filter(hidden=True)

    def in_order(self) -> Self:
        return self.order_by("sort_key", "name", "pk")

    def stamp(self) -> tuple[object, ...]:
        """What differs after any change of an entity. Clocks alone would not do: two changes may
        commit in another order than they were made, so the desk moves the edition on as well.
        """
        sums = {"count": Count("pk"), "keys": Sum("pk"), "editions": Sum("edition")}
        return tuple(self.aggregate(**sums, newest=Max("updated_at")).values())

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind) if kind else self

    def within(self, parent: Entity | None) -> Self:
        return self.filter(parent=parent) if parent else self

    def filed_under(self, letter: str) -> Self:
        """Those whose pinyin begins with a letter, A to Z; for # those that have none."""
        if not letter:
            return self
        if letter == "#":
            return self.exclude(sort_key__regex="^[a-z]")
        letter, following = letter.lower(), chr(ord(letter.lower()) + 1)
        if letter == "z":
            return self.filter(sort_key__startswith=letter)
        return self.filter(sort_key__gte=letter, sort_key__lt=following)

    def page_after(self, key: str, *, size: int = LIST_SIZE) -> tuple[list[Entity], int | None]:
        """One page of the list by pinyin, and the key to ask for the next one by.

        `key` is that of the last entity on the page before, or empty for the first page.
        Raises ValueError, OverflowError or DoesNotExist for a key that is none.
        """
        found = self.in_order()
        if key:
            last = self.get(pk=int(key))
            place = (last.sort_key, last.name, last.pk)
            found = found.filter(
                Q(sort_key__gt=place[0])
                | Q(sort_key=place[0], name__gt=place[1])
                | Q(sort_key=place[0], name=place[1], pk__gt=place[2])
            )
        page = list(found[: size + 1])
        return page[:size], page[size - 1].pk if len(page) > size else None

    def for_page(self) -> Self:
        return self.select_related("parent", "portrait__reporter").prefetch_related("other_names")


class EntityNameQuerySet(models.QuerySet["EntityName"]):
    def stamp(self) -> tuple[object, ...]:
        """What differs when a name comes, goes, changes or moves to another entity."""
        sums = {"count": Count("pk"), "keys": Sum("pk"), "entities": Sum("entity")}
        return tuple(self.aggregate(**sums, newest=Max("updated_at")).values())

    def get_by_natural_key(
        self, name: str, kind: str, entity_name: str, distinction: str
    ) -> EntityName:
        return self.get(
            name=name,
            entity__kind=kind,
            entity__name=entity_name,
            entity__distinction=distinction,
        )


class ProgrammeQuerySet(models.QuerySet["Programme"]):
    def get_by_natural_key(self, name: str) -> Programme:
        return self.get(name=name)

    def confirmed(self) -> Self:
        """Those that readers may see."""
        return self.filter(is_waiting=False)

    def in_order(self) -> Self:
        return self.order_by("order", "name", "pk")

    def with_rounds(self, rounds: RoundQuerySet) -> Self:
        """Each with these of its rounds, which may be a slice of them, as `some_rounds`."""
        return self.prefetch_related(Prefetch("rounds", queryset=rounds, to_attr="some_rounds"))


class RoundQuerySet(models.QuerySet["Round"]):
    def get_by_natural_key(self, name: str, programme: str) -> Round:
        return self.get(name=name, programme__name=programme)

    def confirmed(self) -> Self:
        """Those that readers may see: of an honour that is confirmed as well."""
        return self.filter(is_waiting=False, programme__is_waiting=False)

    def newest_first(self) -> Self:
        """Undated rounds come last on every database."""
        return self.order_by(F("announced_on").desc(nulls_last=True), "-pk")

    def for_strip(self, honours: HonourQuerySet) -> Self:
        """The newest rounds as the front page shows them, each with the first of `honours`.

        A round without a name is a title that somebody holds already, and no news.
        """
        return (
            self.confirmed()
            .exclude(name="")
            .newest_first()
            .with_recipient_count()
            .select_related("programme")
            .with_first(honours)
        )

    def with_first(self, honours: HonourQuerySet) -> Self:
        first = Prefetch("honours", queryset=honours[:STRIP_SIZE], to_attr="first_honours")
        return self.prefetch_related(first)

    def with_recipient_count(self) -> Self:
        """How many were honoured, and how many of these are persons, who are counted otherwise."""
        seen = Q(honours__is_waiting=False) & visible("honours__recipient__")
        person = Q(honours__recipient__kind=EntityKind.PERSON)
        return self.annotate(
            recipient_count=Count("honours", filter=seen),
            person_count=Count("honours", filter=seen & person),
        )


class HonourQuerySet(models.QuerySet["Honour"]):
    def get_by_natural_key(
        self, round_name: str, programme: str, kind: str, recipient: str, distinction: str
    ) -> Honour:
        return self.get(
            round__name=round_name,
            round__programme__name=programme,
            recipient__kind=kind,
            recipient__name=recipient,
            recipient__distinction=distinction,
        )

    def confirmed(self) -> Self:
        """Those that a second person has confirmed, with their round and its programme."""
        return self.filter(
            is_waiting=False, round__is_waiting=False, round__programme__is_waiting=False
        )

    def visible(self) -> Self:
        """Those that readers may see."""
        return self.confirmed().filter(visible("recipient__"))

    def for_roll(self) -> Self:
        """A round's roll of honour, in printed order."""
        return (
            self.visible()
            .select_related(
                "round__programme", "recipient__portrait__reporter", "recipient__parent"
            )
            .prefetch_related("recipient__other_names", "recipient__parent__other_names")
            .order_by("order", "pk")
        )

    def page_after(self, key: str, *, size: int = ROLL_SIZE) -> RollPage:
        """One page of a roll, from for_roll(): the first, or the one after the honour of that key.

        Raises ValueError, OverflowError or DoesNotExist for a key that is none.
        """
        found, start = self, 1
        if key:
            last = self.prefetch_related(None).get(pk=int(key))
            later = Q(order__gt=last.order) | Q(order=last.order, pk__gt=last.pk)
            start += self.exclude(later).count()
            found = self.filter(later)
        page = list(found[: size + 1])
        following = page[size - 1].pk if len(page) > size else None
        return RollPage(page[:size], start, following)

    def for_names(self) -> Self:
        """Recipients as a strip names them, in printed order."""
        return self.visible().select_related("recipient").order_by("order", "pk")

    def for_entity(self) -> Self:
        """What one recipient, whose honours these are, was given: the newest first."""
        return self.select_related("round__programme").order_by(
            F("round__announced_on").desc(nulls_last=True), "-pk"
        )


class TallyQuerySet(models.QuerySet["Tally"]):
    def get_by_natural_key(
        self, programme: str, kind: str, place: str, distinction: str, as_of: str
    ) -> Tally:
        return self.get(
            programme__name=programme,
            place__kind=kind,
            place__name=place,
            place__distinction=distinction,
            as_of=as_of,
        )

    def confirmed(self) -> Self:
        """Those that a second person has confirmed, with their programme."""
        return self.filter(is_waiting=False, programme__is_waiting=False)

    def visible(self) -> Self:
        """Those that readers may see."""
        return self.confirmed().filter(visible("place__"))

    def newest_first(self) -> Self:
        return self.select_related("place").order_by("-as_of", "pk")

"""A printed byline in a story's form: read against the register, chosen, and signed with.

A reading that is sure, of registered names, is taken unasked. Any other is offered. A name that is
not registered keeps nobody from saving: the line stays with the story as it was printed, until
somebody who may registers the name.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext, ngettext

from articles.models import Byline
from articles.review.confirmations import holding
from articles.text import bylines
from articles.text.bylines import Credit, Reading
from articles.text.pinyin import sort_key
from people.enums import ReporterKind
from people.models import Reporter

if TYPE_CHECKING:
    from articles.models import Article
    from people.models import User

CHOSEN = "byline_reading"  # the box of the form that says which reading is meant
WHO = "byline_who"  # the boxes that say whom a name of it stands for
KEPT = "kept"  # chosen: none of the readings, the line stays as it is
NOTHING_READ = Reading()
CORRESPONDENT = "通讯员"  # the title of somebody registered here who is printed without one


@dataclass(frozen=True)
class Person:
    """A reporter of the register, with what tells them from others of the name."""

    key: int
    label: str


@dataclass(frozen=True)
class Row:
    """One credit of a reading, with those of the register who have its name."""

    box: str  # what the box begins with that says who it is
    credit: Credit
    people: tuple[Person, ...]
    who: str  # what was chosen: a reporter's key, the kind of a new one, or nothing

    @property
    def role(self) -> str:
        return bylines.PRINTED[self.credit.role]

    @property
    def is_new(self) -> bool:
        return not self.people


@dataclass(frozen=True)
class Choice:
    """One reading, with its rows as they will stand in the byline."""

    key: str
    reading: Reading
    rows: tuple[Row, ...]
    is_chosen: bool

    @property
    def unregistered(self) -> list[str]:
        return list(dict.fromkeys(row.credit.name for row in self.rows if row.is_new))

    @property
    def ambiguous(self) -> list[str]:
        """Names that several have, of whom none was chosen."""
        return [r.credit.name for r in self.rows if len(r.people) > 1 and not r.who.isdecimal()]


@dataclass(frozen=True)
class Offer:
    """What a printed line may mean, for the form. `is_kept`: the line is to stay as it is."""

    line: str
    choices: tuple[Choice, ...]
    is_sure: bool
    is_kept: bool = False

    @property
    def chosen(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.is_chosen), None)

    @property
    def is_plain(self) -> bool:
        """Whether there is nothing to ask: one sure reading, of people whom the register knows."""
        first = self.choices[0]
        return self.is_sure and not first.unregistered and not first.ambiguous

    @property
    def said(self) -> str:
        """What the editor is told, above the readings and by the field."""
        first = self.choices[0]
        if self.is_plain:
            return gettext("这一行读作：")
        if not self.is_sure and len(self.choices) > 1:
            count = len(self.choices)
            said = ngettext(
                "这一行署名有 %d 种读法，请选一种；都不对就选“照原样留着”。",
                "这一行署名有 %d 种读法，请选一种；都不对就选“照原样留着”。",
                count,
            )
            return said % count
        if not self.is_sure:
            return gettext("这一行署名这样读对不对？对就选它，不对就选“照原样留着”。")
        if first.unregistered:
            names = "、".join(first.unregistered)
            return gettext("记者名单里没有“%s”：没有错字就选下面的读法，需要时新建。") % names
        return gettext("有不止一位“%s”，请在下面选定是哪一位。") % "、".join(first.ambiguous)


def offered(line: str, *, chosen: str = "", who: Iterable[str] = ()) -> Offer:
    """The readings of a line against the register, read once, with what was chosen in the form."""
    register = defaultdict[str, list[Person]](list)
    rows = Reporter.objects.order_by("pk").values_list("pk", "name", "distinction", "title")
    for pk, name, distinction, title in rows:
        register[name].append(Person(pk, distinction or title or name))
    read = bylines.read(line, register.keys())
    boxes = dict(box.rpartition(":")[::2] for box in who)
    choices = []
    for reading in read.readings:
        key = _key(reading)
        filled = tuple(
            Row(
                f"{key}:{n}",
                credit,
                tuple(register.get(credit.name, ())),
                boxes.get(f"{key}:{n}", ""),
            )
            for n, credit in enumerate(reading.credits)
        )
        choices.append(Choice(key, reading, filled, is_chosen=key == chosen))
    return Offer(read.line, tuple(choices), read.is_sure, is_kept=chosen == KEPT)


def _key(reading: Reading) -> str:
    meaning = repr((reading.credits, reading.source, reading.dateline))
    return hashlib.sha256(meaning.encode()).hexdigest()[:12]


# ---- What a save does with it -----------------------------------------------------------------


@dataclass(frozen=True)
class Signing:
    """What a save puts into the byline's rows: reporters by key, and those to be registered. Of the
    names in `unread`, and of a line that was kept, the line stays with the story.
    """

    line: str
    reading: Reading = NOTHING_READ
    signed: tuple[tuple[Credit, int], ...] = ()
    to_register: tuple[tuple[Credit, str], ...] = ()
    unread: tuple[str, ...] = ()
    is_kept: bool = False

    @property
    def unread_line(self) -> str:
        return self.line if self.unread or self.is_kept else ""


def signing(offer: Offer, *, may_register: bool) -> Signing | None:
    """What to do, if the form says it: a reading that was chosen, or one that is sure. None if the
    editor is to be asked.

    A name that is not registered is asked once of those who may register it.
    """
    if offer.is_kept:
        return Signing(offer.line, is_kept=True)
    sure = offer.choices[0] if offer.is_sure else None
    if sure and sure.unregistered and may_register:
        sure = None
    choice = offer.chosen or sure
    if choice is None or choice.ambiguous:
        return None
    signed, new, unread = [], [], []
    for row in choice.rows:
        if row.people:
            chosen = [one.key for one in row.people if str(one.key) == row.who]
            signed.append((row.credit, (chosen or [row.people[0].key])[0]))
        elif may_register and row.who in ReporterKind.values:
            new.append((row.credit, row.who))
        else:
            unread.append(row.credit.name)
    unread = list(dict.fromkeys(unread))
    return Signing(offer.line, choice.reading, tuple(signed), tuple(new), tuple(unread))


def signing_unasked(line: str) -> Signing:
    """What to do with a line where nobody can be asked: what is not sure stays as it is printed."""
    return signing(offered(line), may_register=False) or Signing(line, is_kept=True)


def said_beside(signing: Signing | None, fields: dict[str, str]) -> dict[str, str]:
    """The source and the dateline that a byline says, of those that `fields` leave empty."""
    if signing is None:
        return {}
    said = {"source": signing.reading.source, "dateline": signing.reading.dateline}
    return {name: text for name, text in said.items() if text and not fields[name]}


def sign(story: Article, signing: Signing, *, by: User) -> list[Reporter]:
    """Put the credits into the story's byline, unless they stand there; returns whom it registered
    for that. They wait for a second person, or for the story to be published.
    """
    registered: dict[str, Reporter] = {}
    made = []
    for credit, kind in signing.to_register:
        if credit.name not in registered:
            reporter, is_new = _registered(credit, kind)
            registered[credit.name] = reporter
            if is_new:
                holding.hold_new(reporter, by=by)
                made.append(reporter)
    keys = dict(signing.signed) | {
        credit: registered[credit.name].pk for credit, _kind in signing.to_register
    }
    for credit in signing.reading.credits:
        if credit in keys:
            Byline.objects.get_or_create(
                article=story,
                reporter_id=keys[credit],
                role=credit.role,
                defaults={"title_as_printed": credit.title},
            )
    return made


def _registered(credit: Credit, kind: str) -> tuple[Reporter, bool]:
    """Somebody new in the register, under the title they are printed with."""
    default = CORRESPONDENT if kind == ReporterKind.CORRESPONDENT else ""
    return Reporter.objects.get_or_create(
        name=credit.name,
        distinction="",
        defaults={
            "kind": kind,
            "title": credit.title or default,
            "sort_key": sort_key(credit.name, is_person=kind != ReporterKind.AGENCY),
        },
    )

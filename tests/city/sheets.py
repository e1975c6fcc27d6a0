"""What a day of the paper is made of: stories, their blocks, photos and events, pages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from tests.city.words import NO_TEXT, Text


@dataclass(frozen=True, slots=True)
class Mark:
    """An inline element (strong, em, sup, sub or a) from one word of a text up to another."""

    first: int
    last: int  # one past the last word
    tag: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A block of a body: p, h2, blockquote, ul, ol, table or figure, with what its kind needs.

    The first row of a table is its head. `photo` is the place of the picture in the story's photos.
    """

    kind: str
    text: Text = NO_TEXT
    label: Text = NO_TEXT
    items: tuple[Text, ...] = ()
    start: int = 1
    rows: tuple[tuple[Text, ...], ...] = ()
    photo: int = 0
    marks: tuple[Mark, ...] = ()

    def texts(self) -> Iterator[Text]:
        """Every text of the block in reading order."""
        if self.label:
            yield self.label
        if self.text:
            yield self.text
        yield from self.items
        for row in self.rows:
            yield from row


@dataclass(frozen=True, slots=True)
class Credit:
    """One name of a byline. `role` is 文, 图, 文图, 摄 or 供图; `title` stands before the name."""

    name: str
    role: str
    title: str
    key: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo to be drawn: `shape` and `scene` say what would be seen."""

    caption: Text
    alt: str
    credit: Credit
    shape: str  # landscape, portrait, square or panorama
    scene: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A person or body of the story: `relation` is subject, mentioned or pictured."""

    key: str
    name: str
    kind: str
    relation: str
    times: int


@dataclass(frozen=True, slots=True)
class Count:
    """A count that the story states (10名) and the names, rows or items that it counts."""

    text: str
    value: int
    listed: tuple[str, ...]
    block: int  # the block that states it


@dataclass(frozen=True, slots=True)
class Correction:
    """A mistake found later, in a figure or a name: `wrong` stands in the block, `right` should."""

    kind: str
    text: str
    wrong: str
    right: str
    block: int
    after_days: int


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The story is taken back some hours after it was published."""

    reason: str
    after_hours: int


@dataclass(frozen=True)
class Story:
    """One story as filed, and what is true of it."""

    key: str
    kind: str
    topic: str
    section: str
    headline: tuple[Text, ...]  # its lines
    kicker: Text = NO_TEXT
    subhead: Text = NO_TEXT
    summary: Text = NO_TEXT
    web_headline: Text = NO_TEXT
    column: str = ""
    dateline: str = ""
    source: str = ""
    credits: tuple[Credit, ...] = ()
    blocks: tuple[Block, ...] = ()
    photos: tuple[Picture, ...] = ()
    tags: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    counts: tuple[Count, ...] = ()
    announces: str = ""  # the key of a round of honours
    project: str = ""  # the key of the running story that it follows
    page: int = 0
    order: int = 0
    correction: Correction | None = None
    withdrawal: Withdrawal | None = None
    scheduled_for: time | None = None  # that day, for a story shown later than its issue
    embargo_until: time | None = None

    @property
    def headline_text(self) -> str:
        return "".join(line.text for line in self.headline)

    @property
    def length(self) -> int:
        """Characters of the body."""
        return sum(len(text) for block in self.blocks for text in block.texts())

    def texts(self) -> Iterator[tuple[str, Text]]:
        """Every text that has words, with the name of its place (headline, block 3, photo 1…)."""
        for name in ("kicker", "subhead", "summary", "web_headline"):
            if text := getattr(self, name):
                yield name, text
        for line in self.headline:
            yield "headline", line
        for at, block in enumerate(self.blocks):
            for text in block.texts():
                yield f"block {at}", text
        for at, picture in enumerate(self.photos):
            yield f"photo {at}", picture.caption


@dataclass(frozen=True, slots=True)
class Pin:
    """The story leads the front page: `rank` 1 first, for some hours from the issue's release."""

    story: str
    rank: int
    hours: int


@dataclass(frozen=True, slots=True)
class PageSheet:
    """One page: its number, its name, who edited it, and its stories in order."""

    number: int
    name: str
    editors: tuple[str, ...]
    stories: tuple[str, ...]


@dataclass(frozen=True)
class Day:
    """One day of the paper."""

    on: date
    number: int
    stories: tuple[Story, ...]
    pages: tuple[PageSheet, ...]
    pins: tuple[Pin, ...] = ()
    rounds: tuple[str, ...] = ()  # keys of the rounds announced on the day

"""A story while it is put together: its blocks, photos and credits, and what is true of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from tests.city import gazetteer
from tests.city.sheets import Block, Count, Credit, Mark, Mention, Picture, Story
from tests.city.telling import Telling
from tests.city.words import NO_TEXT, Text, Word, finish
from tests.city.world import Reporter, World

HEADLINE = range(6, 35)
SHAPES = ("landscape", "landscape", "landscape", "portrait", "square", "panorama")
NAMING = ("name", "body", "place")
MARKED = (("number", "strong"), ("quoted", "em"), ("body", "a"))


@dataclass
class Draft:
    """What a kind of story fills in; `story` makes the frozen one."""

    teller: Telling
    key: str
    kind: str
    section: str = ""
    headline: tuple[Text, ...] = ()
    kicker: Text = NO_TEXT
    subhead: Text = NO_TEXT
    summary: Text = NO_TEXT
    column: str = ""
    dateline: str = ""
    source: str = ""
    tags: tuple[str, ...] = ()
    announces: str = ""
    blocks: list[Block] = field(default_factory=list)
    photos: list[Picture] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    length: int = 0  # characters of the paragraphs so far

    @property
    def rng(self) -> Random:
        return self.teller.rng

    @property
    def world(self) -> World:
        return self.teller.world

    def paragraph(self, *names: str, kind: str = "p") -> None:
        self.add(self.teller.tell(*names), kind=kind)

    def add(self, text: Text, *, kind: str = "p") -> None:
        self.blocks.append(Block(kind, text, marks=self._marks(text)))
        self.length += len(text)

    def crosshead(self, name: str = "cross") -> None:
        """A crosshead; what stands before its `/` is the label."""
        first, *rest = lines(self.teller.tell(name))
        self.blocks.append(Block("h2", rest[0], label=first) if rest else Block("h2", first))

    def items(self, texts: Sequence[Text], *, kind: str = "ol", start: int = 1) -> None:
        self.blocks.append(Block(kind, items=tuple(texts), start=start))

    def table(self, rows: Sequence[Sequence[Text]]) -> None:
        self.blocks.append(Block("table", rows=tuple(map(tuple, rows))))

    def titled(self, *names: str) -> None:
        """A headline that fits, from the first of the lists that gives one."""
        for name in names * 6:
            found = lines(self.teller.tell(name))
            if sum(map(len, found)) in HEADLINE and all(found):
                self.headline = found
                return
        raise ValueError(f"No headline of {names} in {self.teller.topic.key} fits")

    def promise(self, name: str) -> None:
        """A headline before the text, which then gives the same figure for the same unit."""
        self.titled(name)
        for line in self.headline:
            for word in line.words:
                if word.kind == "number" and len(word.parts) == 2:
                    self.teller.promised[word.parts[1]] = word.parts[0]

    def keep_promise(self) -> None:
        """Another headline, from what was told, if a figure of the first is not in the text."""
        texts = [text for block in self.blocks for text in block.texts()]
        texts += [picture.caption for picture in self.photos]
        body = "".join(text.text for text in texts)
        figures = [span.word.text for line in self.headline for span in line.spans("number")]
        if any(each not in body for each in figures):
            self.titled_by_what_was_told()

    def titled_by_what_was_told(self) -> None:
        """A headline with the first thing done; with what it is all about if nothing was."""
        self.titled("head-told" if self.teller.acts else "head-main", "head-main")

    def sign(self, reporters: Sequence[Reporter], *, role: str = "文") -> None:
        self.credits += [Credit(each.name, role, each.title, each.key) for each in reporters]

    def picture(self, caption: Text, *, by: Credit | None = None) -> None:
        """A photo and, in the body, the figure that shows it."""
        by = by or self.credits[0]
        scene = caption.text[:24]
        shape = self.rng.choice(SHAPES)
        self.blocks.append(Block("figure", photo=len(self.photos)))
        self.photos.append(Picture(caption, f"照片：{scene}", by, shape, scene))

    def _marks(self, text: Text) -> tuple[Mark, ...]:
        """Now and then a figure in strong, a quoted word in em, a link; the 2.5 of PM low."""
        small = next((at for at, word in enumerate(text.words) if word.text == "PM"), None)
        if small is not None:
            return (Mark(small + 1, small + 2, "sub"),)
        chance = self.rng.random()
        if self.kind == "brief" or chance > 0.16:
            return ()
        kind, tag = MARKED[0 if chance < 0.09 else 1 if chance < 0.13 else 2]
        at = next((at for at, word in enumerate(text.words) if word.kind == kind), None)
        if at is None:
            return ()
        href = f"https://www.example.com/{text.words[at].key}" if tag == "a" else ""
        return (Mark(at, at + 1, tag, href),)

    def story(self) -> Story:
        teller = self.teller
        tags = teller.topic.tags
        some = self.rng.sample(tags, min(len(tags), self.rng.randint(2, 5)))
        return Story(
            key=self.key,
            kind=self.kind,
            topic=teller.topic.key,
            section=self.section,
            headline=self.headline,
            kicker=self.kicker,
            subhead=self.subhead,
            summary=self.summary,
            column=self.column,
            dateline=self.dateline,
            source=self.source,
            credits=tuple(self.credits),
            blocks=tuple(self.blocks),
            photos=tuple(self.photos),
            tags=self.tags or tuple(some),
            mentions=self._mentions(),
            counts=tuple(self.counts),
            announces=self.announces,
            project=teller.project.key if teller.project else "",
        )

    def _mentions(self) -> tuple[Mention, ...]:
        """Everyone and everything the body names; headline and place say who is its subject."""
        times = Counter(
            (word.key, word.text, word.kind)
            for block in self.blocks
            for text in block.texts()
            for word in text.words
            if word.kind in NAMING
        )
        pictured = {word.key for picture in self.photos for word in picture.caption.words}
        subjects = {word.key for line in self.headline for word in line.words}
        subjects.add(self.teller.place.key)
        return tuple(
            Mention(
                key,
                name,
                kind,
                "subject" if key in subjects else "pictured" if key in pictured else "mentioned",
                number,
            )
            for (key, name, kind), number in times.items()
        )


def lines(text: Text) -> tuple[Text, ...]:
    """A text cut at its `/`."""
    found: list[list[Word]] = [[]]
    for word in text.words:
        if word.text == "/":
            found.append([])
        else:
            found[-1].append(word)
    return tuple(finish(words) for words in found)


def words(*texts: str | Word | Text) -> Text:
    """A text of plain words, words of a kind and other texts."""
    found: list[Word] = []
    for each in texts:
        if isinstance(each, Text):
            found += each.words
        else:
            found.append(each if isinstance(each, Word) else Word(each))
    return finish(found)


def desk(world: World, rng: Random, size: int) -> list[Reporter]:
    """Reporters for a byline, the diligent ones much more often; correspondents stand last."""
    found: list[Reporter] = []
    while len(found) < size:
        is_staff = not found or rng.random() < 0.55
        pool = world.reporters if is_staff else world.correspondents
        each = pool[int(len(pool) * rng.random() ** 1.6)]
        if all(each.name != other.name for other in found):
            found.append(each)
    return sorted(found, key=lambda each: each.title == "通讯员")


def column_for(rng: Random, section: str, kind: str) -> str:
    """A column that carries this kind in this section, or none."""
    fitting = [
        name
        for name, carried, sections in gazetteer.COLUMNS
        if carried == kind and (not sections or section in sections)
    ]
    return rng.choice(fitting) if fitting else ""

"""Words and the texts made of them. A text is its words in order, so its breaks are exact."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

MARKS = "，。、；：？！“”‘’《》（）·—…"


@dataclass(frozen=True, slots=True)
class Word:
    """One word. `kind` is word, name, body, place, number, date, quoted, title or mark.

    `key` names the person or body that is meant, so namesakes can be told apart. `parts` are the
    smaller words of a unit that is long (市 水务 集团); they join to `text`, or are empty.
    """

    text: str
    kind: str = "word"
    key: str = ""
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """Where a word stands in its text, in characters; `end` is one past its last."""

    start: int
    end: int
    word: Word


@dataclass(frozen=True)
class Text:
    """Words in order; joined without anything between them they are the text."""

    words: tuple[Word, ...] = ()

    @cached_property
    def text(self) -> str:
        return "".join([word.text for word in self.words])

    def __str__(self) -> str:
        return self.text

    def __len__(self) -> int:
        return len(self.text)

    def __bool__(self) -> bool:
        return bool(self.words)

    def __add__(self, other: "Text") -> "Text":
        return Text(self.words + other.words)

    def spans(self, *kinds: str) -> tuple[Span, ...]:
        """The words of these kinds with their places; all words if no kind is given."""
        found, at = [], 0
        for word in self.words:
            end = at + len(word.text)
            if not kinds or word.kind in kinds:
                found.append(Span(at, end, word))
            at = end
        return tuple(found)

    @cached_property
    def breaks(self) -> tuple[int, ...]:
        """Every place between two words, those inside long units included."""
        places, at = set(), 0
        for word in self.words:
            inner = at
            for part in word.parts:
                inner += len(part)
                places.add(inner)
            at += len(word.text)
            places.add(at)
        places.discard(at)
        return tuple(sorted(places))


NO_TEXT = Text()


def finish(words: Iterable[Word]) -> Text:
    """A text of these words; a quoted word inside a quotation takes single marks, as in print."""
    done: list[Word] = []
    is_open = False
    for word in words:
        if word.text == "“":
            is_open = True
        elif word.text == "”":
            is_open = False
        elif is_open and word.kind == "quoted":
            word = _inner(word)  # noqa: PLW2901 - the same word, in the marks of its place
        done.append(word)
    return Text(tuple(done))


def _inner(word: Word) -> Word:
    marks = str.maketrans("“”", "‘’")
    parts = tuple(part.translate(marks) for part in word.parts)
    return Word(word.text.translate(marks), word.kind, word.key, parts)


def unit(written: str, kind: str, key: str = "") -> Word:
    """A unit written with `_` between its smaller words: `unit("市_水务_集团", "body")`."""
    parts = tuple(written.split("_"))
    return Word("".join(parts), kind, key, parts if len(parts) > 1 else ())

"""Sentence patterns: written with a space between words, read once, and told many times.

    今年 以来，{mytown} 已 [新建|改建] 公交 站点 <12-40个>，{act}。

`[a|b]` is a choice and may nest. `<12-40个>` is a number with its unit, one word; `<2.5-9.8亿元>`
has one decimal, `<20-90/5分钟>` goes in steps of five, `<120-900余名>` is round. `{act}` stands
for another pattern or a fact of the story (see `facts`), `{市水务局}` for a body. `“共享_菜园”` and
`《岚江_晨读》` without a space are one unit; a quotation of speech has a space after its mark.
A `/` ends a line of a headline, or parts a label from its crosshead and a question from its answer.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log2
from random import Random
from typing import Protocol
from zlib import crc32

from tests.city.words import MARKS, Text, Word, finish, unit


class Teller(Protocol):
    """What a pattern needs of the story it is told in."""

    rng: Random
    promised: dict[str, str]  # a figure of the headline by its unit, which the body keeps

    def say(self, name: str, argument: str, out: list[Word]) -> None:
        """Append the words that `{name argument}` stands for."""


Emit = Callable[[Teller, list[Word]], None]

TOKEN = re.compile(
    r"《[^》\s]+》|“[^”\s，。、{\[<]{1,16}”|<[^>]+>|\{[^}]+\}|[\[\]|]|——|……|[，。、；：？！“”‘’（）]"
    r"|[^\s《“<{\[\]|，。、；：？！”‘’（）]+"
)
NUMBER = re.compile(r"<([\d.]+)(?:-([\d.]+))?(?:/(\d+))?(.*)>")
_known: dict[str, Word] = {}


def literal(token: str) -> Word:
    """The word of a token that is printed as it is written."""
    word = _known.get(token)
    if word is None:
        if token[0] == "《":
            word = unit(token, "title")
        elif token[0] == "“" and len(token) > 1:
            word = unit(token, "quoted")
        elif token[0] in MARKS:
            word = Word(token, "mark")
        elif token[0].isdigit():
            word = Word(token, "number")
        else:
            word = Word(token)
        _known[token] = word
    return word


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern that has been read. `tell` appends its words.

    `first_bits` and `later_bits` say in how many ways, as a power of two, its first sentence can
    come out, and the least varied of those after it. `speakers` are the roles that may say it, or
    nobody if everyone may.
    """

    tell: Emit
    first_bits: float
    later_bits: float
    speakers: tuple[str, ...]
    number: int  # the same on every machine


@dataclass(slots=True)
class Chance:
    """A teller of patterns without slots."""

    rng: Random
    promised: dict[str, str]

    def say(self, name: str, argument: str, out: list[Word]) -> None:
        raise KeyError(name)


def told(pattern: Pattern, rng: Random) -> Text:
    """The text of a pattern without slots."""
    out: list[Word] = []
    pattern.tell(Chance(rng, {}), out)
    return finish(out)


def pattern(written: str) -> Pattern:
    """The pattern of a line. Raises ValueError if it is cut off or holds an impossible number."""
    steps = iter(TOKEN.findall(written))
    try:
        emit, closing = _sequence(steps)
    except StopIteration:
        raise ValueError(f"A bracket is never closed: {written}") from None
    if closing:
        raise ValueError(f"A bracket too many: {written}")
    speakers = (
        written.partition("}")[0].removeprefix("{as ").split() if written.startswith("{as ") else ()
    )
    first, *later = [
        _bits(sentence)
        for sentence in re.split("[。！？](?![^\\[]*\\])", written)
        if len(sentence) > 8
    ] or [99.0]
    return Pattern(emit, first, min(later, default=99.0), tuple(speakers), crc32(written.encode()))


# Ways in which a slot can come out, as a power of two, where it is not about eight.
SLOT_BITS = {
    "local": 7,
    "act": 9,
    "plan": 8,
    "told": 9,
    "village": 6,
    "here": 4,
    "place": 4,
    "date": 5,
    "ago": 6,
    "in": 5,
}
SLOT_BITS |= {
    "quote": 9,
    "word": 9,
    "oquote": 9,
    "fact": 9,
    "scene": 9,
    "clock": 5,
    "phone": 12,
    "player": 6,
    "leader": 5,
}
SLOT_BITS |= {
    "as": 0,
    "ta": 1,
    "body": 2,
    "body2": 2,
    "thing": 3,
    "he": 5,
    "lao": 5,
    "official": 4,
    "sum": 7,
    "award": 7,
}


def _bits(sentence: str) -> float:
    """How varied a sentence is, roughly: a choice counts its branches, a number its values."""
    bits = 0.0
    for token in TOKEN.findall(sentence):
        if token == "|":
            bits += 0.6
        elif token[0] == "{":
            bits += SLOT_BITS.get(token[1:-1].partition(" ")[0], 3)
        elif token[0] == "<" and (found := NUMBER.fullmatch(token)) and found[2]:
            places = len(found[1].partition(".")[2])
            bits += log2((float(found[2]) - float(found[1])) * 10**places / int(found[3] or 1) + 1)
    return bits


def _sequence(tokens: Iterator[str], *, inside: bool = False) -> tuple[Emit, str]:
    steps: list[Emit] = []
    run: list[Word] = []

    def flush() -> None:
        if run:
            steps.append(_print(tuple(run)))
            run.clear()

    for token in tokens:
        if token in ("|", "]") and not (token == "|" and not inside):
            flush()
            return _in_order(steps), token
        if token == "[":
            flush()
            steps.append(_choice(tokens))
        elif token[0] == "<":
            flush()
            steps.append(_number(token))
        elif token[0] == "{":
            flush()
            name, _, argument = token[1:-1].partition(" ")
            steps.append(_slot(name, argument))
        else:
            run.append(literal(token))
    flush()
    if inside:
        raise StopIteration
    return _in_order(steps), ""


def _print(words: tuple[Word, ...]) -> Emit:
    return lambda teller, out: out.extend(words)


def _in_order(steps: list[Emit]) -> Emit:
    if len(steps) == 1:
        return steps[0]

    def emit(teller: Teller, out: list[Word]) -> None:
        for step in steps:
            step(teller, out)

    return emit


def _choice(tokens: Iterator[str]) -> Emit:
    branches, closing = [], "|"
    while closing == "|":
        branch, closing = _sequence(tokens, inside=True)
        branches.append(branch)
    size = len(branches)

    def emit(teller: Teller, out: list[Word]) -> None:
        branches[int(teller.rng.random() * size)](teller, out)

    return emit


def _slot(name: str, argument: str) -> Emit:
    return lambda teller, out: teller.say(name, argument, out)


def _number(token: str) -> Emit:
    found = NUMBER.fullmatch(token)
    if not found:
        raise ValueError(f"Not a number with a unit: {token}")
    low, high, step, measure = found.groups()
    if high is None:
        return _print((figure(low, measure),))
    decimals = len(low.partition(".")[2])
    least, most = float(low), float(high)
    if least >= most:
        raise ValueError(f"Not from low to high: {token}")

    def emit(teller: Teller, out: list[Word]) -> None:
        value = teller.promised.get(measure)
        if value is None or not least <= float(value) <= most:
            value = number(
                teller.rng, low, high, decimals=decimals, step=int(step or 0), measure=measure
            )
        else:
            del teller.promised[measure]
        out.append(figure(value, measure))

    return emit


def number(rng: Random, low: str, high: str, *, decimals: int, step: int, measure: str) -> str:
    """A number between two written ones, as a paper would print it before `measure`."""
    if decimals:
        return f"{rng.uniform(float(low), float(high)):.{decimals}f}"
    value = rng.randint(int(low), int(high))
    if measure[:1] in ("余", "多"):
        step = step or (10 if value >= 100 else 5 if value >= 20 else 1)
        step = max(step, 10 ** (len(str(value)) - 2))
    elif not step and value >= 2000:
        step = rng.choice((1, 10, 50, 100))
    if step:
        value = max(value // step * step, int(low))
    return str(value)


def figure(value: str, measure: str) -> Word:
    """A number and its unit as one word."""
    return Word(value + measure, "number", "", (value, measure) if measure else ())

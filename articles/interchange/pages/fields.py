"""A stretch of blocks made a story: each block into its field, and how sure that is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from articles.interchange.pages import marks
from articles.interchange.pages.block import Block
from articles.interchange.pages.contents import Paragraph, Story
from articles.interchange.pages.lines import END, joined, width
from articles.interchange.pages.splitting import HEADLINE_SIZE, Stretch, is_balanced, shared

LABEL = 4  # characters: a crosshead's label is a word or two
SAME_TYPE = 1.12  # times: lines of one headline differ in size by less
HALF_LINE = 9.0  # em: half a headline; a kicker is seldom so short
OPEN = re.compile("关于(?!.*的[㐀-鿿]{2,4}$)")  # 关于……的公告: it wants its noun
LONGEST_LINE = 30.0  # em
KICKER_END = re.compile("(?:——?|，)$")  # what goes on with the headline below
TOO_SHORT = 4.0  # em: no headline is so short below another line
COUPLET = re.compile(r"\S{3,} \S{3,}")
ONE_LINE = 14.0  # em: a line of a headline is seldom longer


@dataclass
class Filled:
    """A story, the lines of its stretch that are in no field, and the marks around fields."""

    story: Story
    left: list[str] = field(default_factory=list)
    ornaments: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Heads:
    """The display lines of a story, by what they are, and how sure that is."""

    kicker: str = ""
    headline: str = ""
    subhead: str = ""
    sureness: float = 0.0


def fill(stretch: Stretch, *, heads_below: bool) -> Filled:
    """The story of a stretch that has paragraphs."""
    heads_at, others = stretch.top, stretch.bottom
    if not heads_at or (heads_below and others):
        heads_at, others = others, heads_at
    text = [block for block in stretch.middle if block.kind == "p"]
    heads = of_display(heads_at, text) if heads_at else Heads()
    bylines = [stretch.blocks[at] for at in stretch.bylines]
    filled = Filled(
        Story(
            kicker=heads.kicker,
            headline=heads.headline,
            subhead=heads.subhead,
            column=stretch.label.text if stretch.label else "",
            byline=bylines[0].text if bylines else "",
            jumps=tuple(block.text for block in stretch.blocks if block.kind == "jump"),
        ),
        left=[block.text for block in [*others, *bylines[1:]]],
        ornaments=[block.mark for block in stretch.blocks if block.mark],
    )
    _fill_body(filled, stretch)
    filled.story = replace(
        filled.story,
        confidence=_confidence(
            filled, heads=heads, known=shared(heads_at, text), is_line=bool(bylines)
        ),
    )
    return filled


def _confidence(filled: Filled, *, heads: Heads, known: float, is_line: bool) -> dict[str, float]:
    """How sure each field is that is filled: a headline by what its text knows of it."""
    sureness = {
        "kicker": heads.sureness,
        "headline": round(min(0.98, 0.6 + 0.6 * known), 2),
        "subhead": heads.sureness,
        "column": 0.75,
        "dateline": 0.97,
        "byline": 0.95 if is_line else 0.85,
        "source": 0.85,
        "body": 0.6 if filled.left else 0.9,
    }
    return {name: sure for name, sure in sureness.items() if getattr(filled.story, name)}


def _fill_body(filled: Filled, stretch: Stretch) -> None:
    """Paragraphs and crossheads; dateline, byline and source are taken off the first and last."""
    body: list[Paragraph] = []
    waiting: list[Block] = []  # crosshead lines that the next paragraph will follow
    for at, block in enumerate(stretch.blocks):
        if not stretch.first <= at <= stretch.last:
            continue
        if block.kind == "display":
            waiting.append(block)
        elif block.kind == "p":
            body += _crossheads(waiting)
            waiting = []
            text = block.text
            if at == stretch.first:
                text = _take_lead(filled, text)
            if at == stretch.last:
                text = _take_tail(filled, text)
            if text:
                body.append(Paragraph("p", "", text))
    filled.story = replace(filled.story, body=tuple(body))


def _take_lead(filled: Filled, text: str) -> str:
    found = marks.lead(text)
    if found.byline and filled.story.byline:
        found = replace(found, byline="", rest=text[len(found.dateline) :].strip())
    if found.byline:
        filled.ornaments.append("（）")
    filled.ornaments += re.findall("[:：]", text[: len(text) - len(found.rest)])
    filled.story = replace(
        filled.story,
        dateline=found.dateline,
        byline=filled.story.byline or found.byline,
        source=found.source,
    )
    return found.rest


def _take_tail(filled: Filled, text: str) -> str:
    rest, byline, source = marks.tail(text)
    story = filled.story
    if (byline and story.byline) or (source and story.source):
        return text
    if text.endswith(("）", ")")):
        filled.ornaments += ["（）"] if byline or source else []
    filled.story = replace(story, byline=story.byline or byline, source=story.source or source)
    return rest


def _crossheads(lines: Sequence[Block]) -> list[Paragraph]:
    """Display lines within a story: a word or two above a longer line are its label."""
    found: list[Paragraph] = []
    label = ""
    for at, line in enumerate(lines):
        if not label and len(line.text) <= LABEL and at + 1 < len(lines):
            label = line.text
        else:
            found.append(Paragraph("h2", label, line.text))
            label = ""
    return found


def of_display(lines: Sequence[Block], text: Sequence[Block] = ()) -> Heads:
    """Which display lines are the headline: the largest; without sizes, by words and lengths.

    Where a headline was broken into two lines, the text often has the words around the break
    together. A kicker and a subhead are set in smaller type, so that they may be longer.
    """
    sizes = [line.size for line in lines]
    if all(sizes) and max(sizes) > min(sizes) * SAME_TYPE:
        largest = [at for at, size in enumerate(sizes) if size * SAME_TYPE >= max(sizes)]
        return _heads(lines, largest[0], largest[-1] + 1, 0.95)
    if all(sizes) and min(sizes) >= HEADLINE_SIZE:
        return _heads(lines, 0, len(lines), 0.95)
    starts = [0, *(at for at in range(1, len(lines)) if not _is_broken(lines, at, text))]
    ends = [*starts[1:], len(lines)]
    if len(starts) == 1:
        return _heads(lines, 0, len(lines), 0.9)
    return _heads_of_parts(lines, starts, ends)


def _heads_of_parts(lines: Sequence[Block], starts: Sequence[int], ends: Sequence[int]) -> Heads:
    """Which of two or more parts, given by where they start and end, is the headline: a dash at the
    end of a line leads to it, one at the beginning follows it.
    """
    if KICKER_END.search(lines[starts[1] - 1].text):
        return _heads(lines, starts[1], ends[1], 0.9)
    if len(starts) == 2:
        return _heads_of_two(lines, starts[1])
    dashed = next((at for at in starts[1:] if lines[at].text.startswith("—")), 0)
    if dashed:
        begin = starts[1] if dashed > starts[1] else 0
        return _heads(lines, begin, dashed, 0.8)
    return _heads(lines, starts[1], ends[-2], 0.7 if len(starts) == 3 else 0.4)


def _is_broken(lines: Sequence[Block], at: int, text: Sequence[Block]) -> bool:
    """Whether a line goes on with the one above: neither is long, and both are short and alike or
    the text knows the words around the break together.
    """
    upper, lower = lines[at - 1], lines[at]
    if lower.gap or lower.text.startswith("—") or END.search(upper.text):
        return False
    if max(width(upper.text), width(lower.text)) <= LONGEST_LINE and (
        OPEN.search(upper.text) or lower.text.startswith("关于")
    ):
        return True
    if KICKER_END.search(upper.text) or max(width(upper.text), width(lower.text)) > ONE_LINE:
        return False
    if width(lower.text) <= TOO_SHORT:
        return True
    if is_balanced(upper, lower) and max(width(upper.text), width(lower.text)) <= HALF_LINE:
        return " " not in upper.text + lower.text
    letters = [re.sub(r"[^\u3400-\u9fff0-9A-Za-z]", "", line.text) for line in (upper, lower)]
    return any(letters[0][-1:] + letters[1][:1] in block.pairs for block in text)


def _heads_of_two(lines: Sequence[Block], second: int) -> Heads:
    """A kicker and a headline, or a headline and a subhead."""
    above = max(width(line.text) for line in lines[:second])
    below = max(width(line.text) for line in lines[second:])
    if lines[second].text.startswith("—") or END.search(lines[second - 1].text):
        return _heads(lines, 0, second, 0.85)
    # Headlines are set in two halves, subheads hardly ever.
    is_kicker = above >= below or bool(COUPLET.fullmatch(lines[second].text))
    sureness = 0.75 if abs(above - below) > 3 else 0.6
    return _heads(lines, *((second, len(lines)) if is_kicker else (0, second)), sureness)


def _heads(lines: Sequence[Block], begin: int, end: int, sureness: float) -> Heads:
    def text(part: Sequence[Block]) -> str:
        return joined(line.text for line in part)

    return Heads(text(lines[:begin]), text(lines[begin:end]), text(lines[end:]), sureness)

"""A file with the text of one printed page, read into stories.

A file becomes lines (decoding.py and lines.py for text; pdf.py and columns.py for a PDF), lines
become blocks (blocks.py), blocks are cut into stories (splitting.py), and the lines of a story go
into its fields (fields.py). What belongs to no story for sure is said to be unassigned.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from articles.interchange.pages import blocks, decoding, fields, lines, marks, pdf, splitting
from articles.interchange.pages.block import Block
from articles.interchange.pages.contents import PageReading, Paragraph, Story, Unreadable
from articles.interchange.pages.fields import Filled
from articles.interchange.pages.lines import Line
from articles.interchange.pages.splitting import Stretch

__all__ = ["PageReading", "Paragraph", "Story", "Unreadable", "read_file", "read_pdf", "read_text"]

MOST_BLOCKS = 800  # of a page: paragraphs, headlines and other lines
LEAST_SHARED = 0.3  # of a caption's pairs of characters, for it to go with a story far away


def read_text(data: bytes) -> PageReading:
    """Plain text in UTF-8, UTF-16 or GB18030. Raises Unreadable."""
    return of_lines(lines.of_text(decoding.decode(data)))


def read_pdf(data: bytes) -> PageReading:
    """A PDF of one page with a text layer. Raises Unreadable."""
    return of_lines(pdf.lines_of(data))


def read_file(data: bytes, name: str) -> PageReading:
    """A file by what is in it; its name only says what it was meant to be. Raises Unreadable."""
    is_pdf = b"%PDF-" in data[:1024] or name.lower().endswith(".pdf")
    return read_pdf(data) if is_pdf else read_text(data)


def of_lines(page: Sequence[Line]) -> PageReading:
    """The stories of a page's lines. Every character of the lines is in the reading.

    Raises Unreadable for more blocks than a page can have.
    """
    found = blocks.of_lines(page)
    flow = [block for block in found if block.kind not in {"caption", "furniture"}]
    if len(flow) > MOST_BLOCKS:
        raise Unreadable(_("这个文件有 %d 段，比一个版多得多。请一次导入一个版。") % len(flow))
    cut = splitting.cut(flow)
    stories: list[Filled] = []
    unassigned: list[str] = []
    stretches: list[Stretch] = []
    over: Stretch | None = None  # the story whose column's name stands over the next ones too
    for stretch in cut.stretches:
        if stretch.last < 0:
            unassigned += [block.mark + block.text for block in stretch.blocks]
            over = None
            continue
        filled = fields.fill(stretch, heads_below=cut.heads_below)
        if stretch.label:
            over = stretch
        elif over and over.label and _is_alike(over, stretches[-1], stretch):
            filled.story = replace(
                filled.story,
                column=over.label.text,
                confidence={**filled.story.confidence, "column": 0.6},
            )
        else:
            over = None
        unassigned += filled.left
        stories.append(filled)
        stretches.append(stretch)
    captions = [block for block in found if block.kind == "caption"]
    unassigned += _place_captions(captions, stories, stretches, found)
    furniture = [block.text for block in found if block.kind == "furniture"]
    furniture += [block.second for block in captions if block.second]
    ornaments = "".join(mark for filled in stories for mark in filled.ornaments)
    return PageReading(
        tuple(filled.story for filled in stories),
        tuple(unassigned),
        (*furniture, *([ornaments] if ornaments else [])),
    )


def _is_alike(over: Stretch, one: Stretch, other: Stretch) -> bool:
    """Whether two stretches are short and signed in the same way, as briefs are; the name of their
    column stands `over` the first of them.
    """
    if not (one.is_brief and other.is_brief):
        return False
    if over.label and marks.COLUMN_OF_ONE.search(over.label.text):
        return False
    if not over.has_label_apart and not (one.ends_signed and other.ends_signed):
        return False
    if one.ends_signed and other.ends_signed:
        return True
    return bool(one.bylines) == bool(other.bylines) and bool(
        one.blocks[one.first].lead.dateline
    ) == bool(other.blocks[other.first].lead.dateline)


def _place_captions(
    captions: Iterable[Block],
    stories: Sequence[Filled],
    stretches: Sequence[Stretch],
    found: Sequence[Block],
) -> list[str]:
    """Give each caption to the story around it, or to the one that knows its words. What is left
    over is returned.
    """
    places = {id(block): at for at, block in enumerate(found)}
    left: list[str] = []
    for caption in captions:
        place = places[id(caption)]
        around = [
            at
            for at, each in enumerate(stretches)
            if places[id(each.blocks[0])] < place < places[id(each.blocks[-1])]
        ]
        known = [splitting.shared([caption], each.middle) for each in stretches]
        best = max(range(len(known)), key=known.__getitem__, default=None)
        chosen = around[0] if around else best
        if chosen is None or (not around and known[chosen] < LEAST_SHARED):
            left.append(caption.text)
            continue
        story = stories[chosen].story
        stories[chosen].story = replace(
            story,
            captions=(*story.captions, caption.text),
            confidence={**story.confidence, "captions": 0.85 if around else 0.6},
        )
    return left

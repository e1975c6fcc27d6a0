"""What blocks are because of those beside them: passes that each see to one thing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from articles.interchange.pages import marks
from articles.interchange.pages.block import QUOTES, Block
from articles.interchange.pages.kinds import INDENT, SHORT
from articles.interchange.pages.lines import Line, joined

MOST_DISPLAY = 3  # lines that may stand together and be no paragraph though they fill the column
PICTURE = 60  # characters of a caption at most
FEWEST_INSIDE = 4  # breaks between paragraphs from which a page's habit is seen
RARE = 0.15  # of them


def with_gaps(blocks: Sequence[Block]) -> list[Block]:
    """Which display lines a gap parts from the text above them, if gaps mean something here."""
    inside = [below.gap > 0 for above, below in pairwise(blocks) if above.kind == below.kind == "p"]
    fewest = FEWEST_INSIDE if any(inside) else 2
    if len(inside) < fewest or sum(inside) > RARE * len(inside):
        return list(blocks)
    return [
        replace(block, is_apart=block.kind == "display" and block.gap > 0 and not block.mark)
        for block in blocks
    ]


def with_signatures(blocks: Sequence[Block]) -> list[Block]:
    """Who gives notice, and the day, at the end of a notice: paragraphs of it."""
    found = list(blocks)
    for at, day in enumerate(blocks):
        if day.gap or not marks.DATE.fullmatch(day.text):
            continue
        if at and _is_name_below_notice(found[at - 1]):
            found[at] = replace(day, kind="p", is_signature=True)
        begin = at
        while begin and at - begin < MOST_DISPLAY and _is_of_signature(found[begin - 1]):
            begin -= 1
        if begin < at and begin and found[begin - 1].kind == "p":
            found[begin:at] = [replace(block, kind="p") for block in found[begin:at]]
            found[at] = replace(day, kind="p", is_signature=True)
    return found


def _is_name_below_notice(block: Block) -> bool:
    """Whether an indented line of its own names who gives a notice."""
    is_short = len(block.text) <= SHORT + INDENT and not block.gap
    return block.kind == "p" and is_short and not re.search("[，。：；！？]", block.text)


def _is_of_signature(block: Block) -> bool:
    return block.kind == "display" and not block.gap and not block.mark


def with_lone_names(blocks: Sequence[Block]) -> list[Block]:
    """A name alone between a headline and the text signs it, as commentaries are signed."""
    found = list(blocks)
    for at in range(1, len(found) - 1):
        above, block, below = found[at - 1 : at + 2]
        is_between = above.kind == block.kind == "display" and (
            below.kind == "p" or [each.kind for each in found[at + 1 : at + 3]] == ["display", "p"]
        )
        is_plain = not above.mark and not block.mark
        if is_between and is_plain and _is_like_name(block, below):
            found[at] = replace(block, kind="byline")
    return found


def _is_like_name(block: Block, below: Block) -> bool:
    """Whether a line is a name by itself; four characters, or a line above others, may be more."""
    if not marks.is_name(block.text):
        return False
    if below.kind != "p":
        return marks.is_full_name(block.text)
    return len(block.text) < 4 or marks.is_full_name(block.text)


def with_merged_bylines(blocks: Sequence[Block]) -> list[Block]:
    """Bylines of several lines as one."""
    merged: list[Block] = []
    for block in blocks:
        is_role = block.kind == "display" and marks.is_role(block.text)
        is_more = block.kind == "byline" or is_role
        if is_more and merged and merged[-1].kind == "byline":
            above = merged.pop()
            merged.append(replace(above, text=marks.byline_joined(above.text, block.text)))
        else:
            merged.append(block)
    return merged


def with_bracketed_bylines(lines: Sequence[Line]) -> list[Line]:
    """A byline in brackets that fills two lines, and nothing else, as one line."""
    found: list[Line] = []
    for line in lines:
        if found and not line.gap and (text := _bracketed(found[-1].text, line.text)):
            found[-1] = replace(found[-1], text=text)
        else:
            found.append(line)
    return found


def _bracketed(upper: str, lower: str) -> str:
    """Two lines as one, if they are a byline in brackets together; else nothing."""
    if not re.match(r"[（(][^（）()]+$", upper) or not re.match(r"[^（）()]+[）)]$", lower):
        return ""
    text = joined((upper, lower), marks.parts_names)
    inside = text[1:-1].strip()
    return text if marks.is_credit(inside) or marks.is_signature(inside) else ""


def with_pictures(blocks: Sequence[Block]) -> list[Block]:
    """A sentence apart from the text, with who took the picture, is its caption; so is one between
    the credit that ends a story and the next headline.
    """
    found: list[Block] = []
    for block, below in pairwise([*blocks, Block("display", "")]):
        above = found[-1] if found else None
        if above and marks.is_photo_credit(block.text) and not block.gap and _is_apart(found):
            credit = f"（{block.text}）" if block.mark else f" {block.text}"
            found[-1] = replace(above, kind="caption", text=above.text + credit)
            continue
        if marks.is_photo_credit(block.text) and block.mark and _is_signed(found):
            found.append(replace(block, kind="caption", text=f"（{block.text}）", mark=""))
            continue
        found.append(block)
        is_ended = above is not None and above.kind == "p" and any(above.tail[1:])
        is_over = is_ended and below.kind == "display"
        if _is_apart(found) and (marks.is_photo_credit(block.tail[1]) or is_over):
            found[-1] = replace(block, kind="caption")
    return found


def _is_signed(blocks: Sequence[Block]) -> bool:
    """Whether the story of which these are the last blocks has a byline above its text."""
    for block in reversed(blocks):
        if block.closes or (block.kind == "display" and block.gap):
            return False
        if block.kind == "byline" or block.lead.byline:
            return not block.mark
    return False


def _is_apart(blocks: Sequence[Block]) -> bool:
    """Whether the last block is a short text of its own, below a gap and not below a headline."""
    last = blocks[-1]
    is_short = last.kind == "p" and len(last.text) <= PICTURE and not last.lead.dateline
    is_short = is_short and last.text.count("。") < 2
    return is_short and last.gap > 0 and len(blocks) > 1 and blocks[-2].kind != "display"


def with_quotes_apart(blocks: Sequence[Block]) -> list[Block]:
    """Words out of the text that are printed once more, apart and larger, are no part of it."""
    found = list(blocks)
    for at, block in enumerate(blocks):
        words = QUOTES.sub("", block.text)
        is_quote = block.kind == "p" and re.fullmatch("“[^“”]{6,48}”", block.text)
        if is_quote and any(
            words in QUOTES.sub("", other.text) for other in blocks if other is not block
        ):
            found[at] = replace(block, kind="caption")
    return found

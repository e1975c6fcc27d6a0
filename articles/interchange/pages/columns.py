"""The pieces of a page's lines, each at its place, put into the order in which they are read.

A page is cut where it shows that it is divided: across, above a headline that has a free strip over
it; downwards, at a gutter that nothing crosses; and across again above and below what stands over
several columns. What cannot be cut further is one column, read from above.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from statistics import median

from articles.interchange.pages import marks
from articles.interchange.pages.lines import END, Line, width

GUTTER = 0.7  # em of the running text: what columns are at least apart
STRIP = 0.5  # em: the free strip above a headline
LARGER = 1.12  # times the running text: display type
HEADLINE = 1.35  # times
HEADLINE_OR_KICKER = 1.25  # times
LEVEL = 0.35  # em: baselines that differ less are in one line
APART = 2.0  # em: pieces of a lone line that are further apart are lines of their own
BOLD = re.compile("bold|black|heavy|semib|hei|黑", re.IGNORECASE)
LETTERSPACED = re.compile(r"(?:\S ){3,}\S")
LABEL = 8.0  # em: the name of a column over a headline is not longer
LABEL_SIZE = 1.2  # times the running text: what is larger is a kicker, unless it is a word
WORD = 5.0  # em: no kicker is so short
OVER_KICKER = 1.03  # times: how much larger than the name of a column its neighbour below is
FIRST_HEADS = 5.0  # em: a column's name, a kicker and the top of their headline are not higher
UNDER_LABEL = 2.0  # em: its headline, or the kicker of that, stands no further below
OVER_LABEL = 0.9  # em: free above it, more than between lines
MOST_ACROSS = 4  # lines over the columns of a story
RUNNING = 2  # lines of a page's head or foot at most
MOST_LARGER = 300  # pieces of display type; where there are more, none of them is a headline
DEEPEST = 30  # cuts within cuts


@dataclass(frozen=True, eq=False)
class Piece:
    """A piece of a line: its place in points from the upper left, its type, its text."""

    left: float
    right: float
    base: float
    size: float
    font: str
    text: str

    @property
    def top(self) -> float:
        return self.base - 0.88 * self.size

    @property
    def bottom(self) -> float:
        return self.base + 0.12 * self.size


def lines_of(pieces: Sequence[Piece]) -> list[Line]:
    """The lines of a page in reading order, with indents, widths, gaps and sizes."""
    if not pieces:
        return []
    sizes, fonts = Counter[float](), Counter[str]()
    for piece in pieces:
        sizes[round(piece.size * 4) / 4] += len(piece.text)
        fonts[piece.font] += len(piece.text)
    page = _Page(sizes.most_common(1)[0][0], fonts.most_common(1)[0][0], tuple(pieces))
    found: list[Line] = []
    for part in page.without_running_rows(list(pieces)):
        for column in page.columns(part, 0):
            found += page.lines(column)
    return found


@dataclass(frozen=True)
class _Page:
    """What the page's running text is set in: all distances are measured by it."""

    body: float
    font: str
    pieces: Sequence[Piece]

    @cached_property
    def labels(self) -> frozenset[Piece]:
        """The names of columns: short, hardly larger than the text, free above, a headline below.

        A box or a colour around them is not in the text, so that their place must show them.
        """
        larger = [piece for piece in self.pieces if piece.size >= LARGER * self.body]
        if len(larger) > MOST_LARGER:
            return frozenset()
        return frozenset(
            piece
            for piece in self.pieces
            if piece.size <= (HEADLINE if width(piece.text) <= WORD else LABEL_SIZE) * self.body
            and width(piece.text) <= LABEL
            and not END.search(piece.text)
            and not marks.is_furniture(piece.text)
            and self._is_over_headline(piece, larger)
            and self._is_free_above(piece)
        )

    def _is_over_headline(self, label: Piece, larger: Sequence[Piece]) -> bool:
        """Whether a headline or its kicker is what comes next below, there or on all the page."""
        lowest = label.bottom + UNDER_LABEL * self.body
        below = [each for each in larger if label.base < each.base and each.top <= lowest]
        reach = label.bottom + FIRST_HEADS * self.body
        is_headed = any(
            label.base < each.base and each.top <= reach and each.size >= HEADLINE * self.body
            for each in larger
        )
        if not below or not is_headed:
            return False
        under = [each for each in self.pieces if label.base < each.base and each.top <= lowest]
        close = [each for each in under if _overlap(label, each)] or under
        return all(
            each.size >= HEADLINE_OR_KICKER * self.body and each.size > OVER_KICKER * label.size
            for each in close
        )

    def _is_free_above(self, label: Piece) -> bool:
        """Whether nothing is in its line nearby or close above it."""
        highest = label.top - OVER_LABEL * self.body
        return not any(
            piece is not label
            and piece.left - label.right < GUTTER * self.body
            and label.left - piece.right < GUTTER * self.body
            and piece.base <= label.base + LEVEL * self.body
            and piece.bottom > highest
            for piece in self.pieces
        )

    def is_display(self, piece: Piece) -> bool:
        """Whether a piece is a headline, or another line over or in a story."""
        return piece.size >= LARGER * self.body or piece in self.labels

    def without_running_rows(self, pieces: list[Piece]) -> list[list[Piece]]:
        """The page's head, the page, and its foot: a line or two beyond a free strip."""
        rows = self._rows(pieces)
        usual = (
            median(lower[0].top - upper[0].bottom for upper, lower in pairwise(rows))
            if (len(rows) > 2 * RUNNING)
            else 0.0
        )
        least = max(usual, 0.6 * self.body) + STRIP * self.body
        head, foot = 0, len(rows)
        for at in range(1, RUNNING + 1):
            if len(rows) <= 2 * RUNNING:
                break
            above, below = rows[:at], rows[at:]
            bottom = max(piece.bottom for row in above for piece in row)
            if min(piece.top for row in below for piece in row) - bottom >= least:
                head = at
            above, below = rows[:-at], rows[-at:]
            bottom = max(piece.bottom for row in above for piece in row)
            if min(piece.top for row in below for piece in row) - bottom >= least:
                foot = len(rows) - at
        parts = [rows[:head], rows[head:foot], rows[foot:]]
        return [[piece for row in part for piece in row] for part in parts if part]

    def columns(self, pieces: list[Piece], depth: int) -> list[list[Piece]]:
        """The pieces in columns, in reading order."""
        if len(pieces) < 2 or depth > DEEPEST or len(self._rows(pieces)) == 1:
            return [pieces]
        for cut in (self._across, self._downwards, self._around_spanning):
            parts = [part for part in cut(pieces) if part]
            if len(parts) > 1:
                return [column for part in parts for column in self.columns(part, depth + 1)]
        return [pieces]

    def _across(self, pieces: list[Piece]) -> list[list[Piece]]:
        """Cut at each free strip below which nothing but headlines begins, and above which there is
        text: a kicker and the name of a column stay with the headline below them.
        """
        parts: list[list[Piece]] = [[]]
        reached, has_text = None, False
        in_order = sorted(pieces, key=lambda piece: piece.top)
        for at, piece in enumerate(in_order):
            is_free = reached is not None and piece.top - reached >= STRIP * self.body
            if is_free and has_text and self._only_headlines(in_order[at:]):
                parts.append([])
                has_text = False
            parts[-1].append(piece)
            has_text = has_text or not self.is_display(piece)
            reached = max(reached or piece.bottom, piece.bottom)
        return parts

    def _only_headlines(self, below: Sequence[Piece]) -> bool:
        """Whether only display lines come next, and one of them or soon below them is a headline:
        a crosshead beside a picture ends no story.
        """
        line = below[0].top + 1.2 * self.body
        reach = below[0].top + FIRST_HEADS * self.body
        first = [piece for piece in below[:40] if piece.top <= line]
        return all(self.is_display(piece) for piece in first) and any(
            piece.size >= HEADLINE * self.body for piece in below[:40] if piece.top <= reach
        )

    def _downwards(self, pieces: list[Piece]) -> list[list[Piece]]:
        """Cut at each gutter that nothing crosses. A headline that stands alone crosses all."""
        gutters = self._gutters(pieces)
        alone = self._alone(pieces)
        # Where a headline begins to the right of a gutter, stories part; else columns of one.
        parting = [
            gutter
            for gutter, column in zip(gutters, _parted(pieces, gutters)[1:], strict=True)
            if self.is_display(top := min(column, key=lambda piece: piece.top)) and top not in alone
        ]
        return _parted(pieces, parting or ([] if alone else gutters))

    def _alone(self, pieces: Sequence[Piece]) -> list[Piece]:
        """Headlines with nothing beside them, and kickers and subheads above all the text."""
        text_top = min((piece.top for piece in pieces if not self.is_display(piece)), default=0.0)
        larger = [piece for piece in pieces if self.is_display(piece)]
        if len(larger) > MOST_LARGER:
            return []
        return [
            piece
            for piece in larger
            if (piece.size >= HEADLINE * self.body or piece.bottom <= text_top)
            and not self._has_neighbour(piece, pieces)
        ]

    def _has_neighbour(self, piece: Piece, pieces: Sequence[Piece]) -> bool:
        """Whether something stands beside a headline that is not of its own line."""
        for other in pieces:
            is_beside = other.top < piece.bottom and other.bottom > piece.top
            is_same_line = abs(other.base - piece.base) <= LEVEL * self.body
            gap = max(other.left - piece.right, piece.left - other.right)
            if (
                other is not piece
                and is_beside
                and not (is_same_line and gap < GUTTER * max(piece.size, other.size))
            ):
                return True
        return False

    def _around_spanning(self, pieces: list[Piece]) -> list[list[Piece]]:
        """Cut above and below every piece that crosses a gutter of the running text."""
        text = [piece for piece in pieces if not self.is_display(piece)]
        gutters = self._gutters_below(text)
        alone = set(self._alone(pieces))
        spanning = [
            piece
            for piece in pieces
            if any(piece.left < right and piece.right > left for left, right in gutters)
            or piece in alone
        ]
        if not gutters or not spanning:
            return [pieces]
        parts: list[list[Piece]] = []
        spans = set(spanning)
        rest = [piece for piece in pieces if piece not in spans]
        for row in self._rows(spanning):
            middle = sum(piece.base for piece in row) / len(row)
            above = [piece for piece in rest if piece.base < middle]
            rest = [piece for piece in rest if piece.base >= middle]
            parts += [above, row]
        return [*parts, rest]

    def _gutters_below(self, pieces: Sequence[Piece]) -> list[tuple[float, float]]:
        """The gutters of the text, or else of the text below its first lines: a byline or a few
        words of an editor may stand across all columns.
        """
        rows = self._rows(pieces)
        for at in range(min(MOST_ACROSS + 1, len(rows))):
            if gutters := self._gutters([piece for row in rows[at:] for piece in row]):
                return gutters
        return []

    def _gutters(self, pieces: Sequence[Piece]) -> list[tuple[float, float]]:
        """Strips that no piece enters, with at least two lines on either side."""
        gutters: list[tuple[float, float]] = []
        reached = None
        for piece in sorted(pieces, key=lambda piece: piece.left):
            if reached is not None and piece.left - reached >= GUTTER * self.body:
                gutters.append((reached, piece.left))
            reached = max(reached or piece.right, piece.right)
        edges = [float("-inf"), *(left for left, _right in gutters), float("inf")]
        columns = [
            [piece for piece in pieces if begin < piece.right <= end]
            for begin, end in pairwise(edges)
        ]
        return [
            gutter
            for gutter, before, after in zip(gutters, columns, columns[1:], strict=False)
            if len(self._rows(before)) > 1 or len(self._rows(after)) > 1
        ]

    def _rows(self, pieces: Iterable[Piece]) -> list[list[Piece]]:
        """Pieces on one baseline, from left to right; the rows from above."""
        rows: list[list[Piece]] = []
        for piece in sorted(pieces, key=lambda piece: piece.base):
            if rows and piece.base - rows[-1][0].base <= LEVEL * self.body:
                rows[-1].append(piece)
            else:
                rows.append([piece])
        return [sorted(row, key=lambda piece: piece.left) for row in rows]

    def lines(self, column: list[Piece]) -> list[Line]:
        """The lines of one column."""
        rows = self._rows(column)
        if len(rows) <= RUNNING:
            rows = [group for row in rows for group in self._apart(row)]
        text = [row for row in rows if row[0].size < LARGER * self.body]
        left = min((row[0].left for row in text), default=rows[0][0].left)
        steps = [lower[0].base - upper[0].base for upper, lower in pairwise(text)]
        pitch = median(steps) if steps else 1.6 * self.body
        found: list[Line] = []
        for upper, row in zip([None, *rows], rows, strict=False):
            size = max(piece.size for piece in row)
            is_text = size < LARGER * self.body
            usual = pitch * max(1, size / self.body, upper[0].size / self.body if upper else 0)
            is_away = upper is not None and row[0].base - upper[0].base > 1.4 * usual
            found.append(
                Line(
                    _text(row),
                    gap=int(is_away),
                    indent=max(0.0, (row[0].left - left) / self.body) if is_text else 0,
                    width=(row[-1].right - row[0].left) / size,
                    size=round(size / self.body, 2),
                    is_bold=bool(BOLD.search(row[0].font)) and not BOLD.search(self.font),
                    is_label=row[0] in self.labels,
                )
            )
        return found

    def _apart(self, row: list[Piece]) -> list[list[Piece]]:
        """The pieces of a line in groups that stand wide apart, as those of a page's head."""
        groups = [[row[0]]]
        for before, piece in pairwise(row):
            if piece.left - before.right > APART * self.body:
                groups.append([piece])
            else:
                groups[-1].append(piece)
        return groups


def _overlap(one: Piece, other: Piece) -> bool:
    return one.left < other.right and other.left < one.right


def _parted(pieces: Iterable[Piece], gutters: Sequence[tuple[float, float]]) -> list[list[Piece]]:
    parts: list[list[Piece]] = [[] for _ in range(len(gutters) + 1)]
    for piece in pieces:
        parts[sum(piece.left >= right for _left, right in gutters)].append(piece)
    return parts


def _text(row: Sequence[Piece]) -> str:
    """The text of one line. Characters that are set apart from each other stand together again."""
    text = row[0].text
    for before, piece in pairwise(row):
        is_apart = piece.left - before.right > 0.6 * max(before.size, piece.size)
        text += " " * is_apart + piece.text
    text = text.strip()
    return text.replace(" ", "") if LETTERSPACED.fullmatch(text) else text

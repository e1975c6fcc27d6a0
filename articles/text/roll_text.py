"""A roll as it is pasted, a list or a table, read into rows. Nothing is looked up here."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import override

from articles.text import phrases
from articles.text.characters import has_letters, typed_length
from articles.text.name_words import HEADS
from people.enums import EntityKind

COLUMNS = ["name", "unit", "category", "citation"]  # of a table without headings
HEADINGS = {
    "姓名": "name",
    "名称": "name",
    "名字": "name",
    "获得者": "name",
    "类型": "kind",
    "单位": "unit",
    "所在单位": "unit",
    "工作单位": "unit",
    "所属": "unit",
    "类别": "category",
    "事迹": "citation",
    "主要事迹": "citation",
    "事迹简介": "citation",
    "序号": "",
    "编号": "",
    "": "",
}
LONGEST = {"name": 100, "unit": 100, "category": 40, "citation": 300}
LONGEST_HEADS = sorted(HEADS, key=len, reverse=True)
MOST_ROWS = 1000
MARKS = ["\t", "|", ",", "，", "；", "："]  # no name holds one, so where one stands it parts cells
HAN_NUMBER = "[一二三四五六七八九十百]+"
NUMBERING = re.compile(
    rf"""(?<![ \u3000])[ \u3000]*+(?:
        [（(]\s*(?:\d{{1,4}}|{HAN_NUMBER})\s*[)）]
      | \d{{1,4}}\s*[.．、)）:：]
      | (?<![一二三四五六七八九十百]){HAN_NUMBER}[、.．]
      | [①-⑳]
      | \d{{1,4}}(?=[\s,，|；])
    )[ \u3000]*[\t,，|；]?[ \u3000]*""",
    re.VERBOSE,
)
SPACED_NAME = re.compile(rf"^(\s*{phrases.HAN})[ \u3000]+(?={phrases.HAN}(?:\s|$))")  # 王 强
BETWEEN_HAN = re.compile(rf"(?<={phrases.HAN})[ \u3000]+(?={phrases.HAN})")
NAME = re.compile(r"[^，。；：！？,;!?|\t\n]{2,}")
COUPLE = re.compile("(?:夫妇|夫妻|家庭|一家|兄弟|姐妹|群体|团队)$")


class UnreadableRoll(ValueError):
    """A text that cannot be read as a roll at all. The message is for the editor."""


@dataclass(frozen=True)
class Row:
    """A line of a roll. `kind` is set where the line or the name tells it."""

    number: int
    name: str = ""
    kind: str = ""
    unit: str = ""
    category: str = ""
    citation: str = ""
    problem: str = ""


@dataclass(frozen=True)
class _Layout:
    """How the lines of a text are to be cut."""

    separator: str
    columns: list[str] = field(default_factory=lambda: COLUMNS)
    has_headings: bool = False


def read(text: str) -> list[Row]:
    """The rows of a pasted roll in order, those that cannot be read with what is wrong with them.

    Cells are parted by tabs, bars, commas, Chinese punctuation or spaces; lines may be numbered
    (1. 一、 ①) and a first line may hold headings. Names parted by 、 alone are a row each.
    Raises UnreadableRoll for headings that are unknown or lack the name, and for too many lines.
    """
    lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_ROWS:
        raise UnreadableRoll(_("一次最多 %d 行，请分几次录入。") % MOST_ROWS)
    layout = _layout([line for _number, line in lines])
    found = (row for n, line in lines[layout.has_headings :] for row in _rows(n, line, layout))
    rows = list(islice(found, MOST_ROWS + 1))  # a line may be a list of any number of names
    if len(rows) > MOST_ROWS:
        raise UnreadableRoll(_("一次最多 %d 个名称，请分几次录入。") % MOST_ROWS)
    return rows


def write(rows: list[Row]) -> str:
    """The rows as a table with headings, which `read` reads again."""
    names = ["name", "kind", "unit", "category", "citation"]
    heads = ["姓名", "类型", "单位", "类别", "事迹"]
    cells = [[getattr(row, name) for name in names] for row in rows]
    words = {value: word for word, value in _kinds().items()}
    for line in cells:
        line[1] = words.get(line[1], "")
    return "\n".join("\t".join(" ".join(c.split()) for c in line) for line in [heads, *cells])


@cache
def _kinds() -> dict[str, str]:
    """The kinds by the words of the source, for rolls travel between desks of any language."""
    with override(None):
        return {str(kind.label): kind.value for kind in EntityKind}


def _layout(lines: list[str]) -> _Layout:
    separator = _separator(lines)
    try:
        first = [cell.strip() for cell in _cut(lines[0], separator)] if lines else []
    except csv.Error:
        first = []  # the line is told as one that cannot be read
    if not any(HEADINGS.get(cell) == "name" for cell in first):
        if any(HEADINGS.get(cell) for cell in first):
            raise UnreadableRoll(_("第一行的列名里没有“姓名”或“名称”。"))
        return _Layout(separator)
    unknown = [cell for cell in first if cell not in HEADINGS]
    if unknown:
        allowed = "、".join(heading for heading in HEADINGS if heading)
        raise UnreadableRoll(
            _("不认识的列名：%(unknown)s。可以用：%(allowed)s。")
            % {"unknown": "、".join(unknown), "allowed": allowed}
        )
    columns = [HEADINGS[cell] for cell in first]
    if len({name for name in columns if name}) < len([name for name in columns if name]):
        raise UnreadableRoll(_("有一列写了不止一次。"))
    return _Layout(separator, columns, has_headings=True)


def _separator(lines: list[str]) -> str:
    """The mark that stands in most lines; blanks only where they part half of them."""
    bare = [NUMBERING.sub("", line.strip(" \u3000"), count=1) for line in lines]
    counts = {mark: sum(mark in line for line in bare) for mark in MARKS}
    if best := max(counts.values()):
        return next(mark for mark, count in counts.items() if count == best)
    parted = sum(len(SPACED_NAME.sub(r"\1", line).split()) > 1 for line in bare)
    return " " if 2 * parted >= len(lines) > 0 else ""


def _cut(line: str, separator: str) -> list[str]:
    if separator in {"\t", ","}:
        return next(csv.reader([line], delimiter=separator, strict=True))
    if separator == " ":
        return line.split()
    return line.split(separator) if separator else [line]


def _rows(number: int, line: str, layout: _Layout) -> Iterator[Row]:
    try:
        cells = [cell.strip() for cell in _cut(_unnumbered(line, layout), layout.separator)]
    except csv.Error:
        yield Row(number, line.strip()[:40], problem=_("英文双引号没有成对。"))
        return
    if not layout.separator and "、" in cells[0]:
        for name in filter(None, cells[0].rstrip("。；;").split("、")):
            yield _checked(Row(number, name))
        return
    columns = layout.columns
    if (
        not layout.has_headings
        and layout.separator not in {"\t", "|"}
        and len(cells) > len(columns)
    ):
        # What a person did may be a sentence with commas; a cell too many of a table is a slip.
        mark = layout.separator
        cells = [*cells[: len(columns) - 1], mark.join(cells[len(columns) - 1 :])]
    if any(cells[len(columns) :]):
        yield Row(number, cells[0], problem=_("比列多出一格。"))
        return
    values = {name: cell for name, cell in zip(columns, cells, strict=False) if name}
    yield _checked(Row(number, **values))


def _unnumbered(line: str, layout: _Layout) -> str:
    """The line without its number, unless a column is headed as the number's."""
    if "" in layout.columns:
        return line
    line = NUMBERING.sub("", line, count=1) if NUMBERING.match(line) else line
    return SPACED_NAME.sub(r"\1", line) if layout.separator == " " else line


def _checked(row: Row) -> Row:
    """The row with its name tidied, its kind as ours, and what is wrong with it."""
    row = replace(row, name=BETWEEN_HAN.sub("", row.name.strip()).rstrip("。；;"))
    kinds = _kinds()
    if row.kind and row.kind not in kinds:
        problem = _("类型“%(kind)s”不对，应为：%(kinds)s。")
        return replace(row, problem=problem % {"kind": row.kind, "kinds": "、".join(kinds)})
    row = replace(row, kind=kinds.get(row.kind) or _kind_by_name(row.name))
    if not row.name:
        return replace(row, problem=_("没有姓名或名称。"))
    if not (NAME.fullmatch(row.name) and has_letters(row.name)) or row.name.isdigit():
        return replace(row, problem=_("“%s”不像姓名或名称。") % row.name[:20])
    for name, most in LONGEST.items():
        if typed_length(getattr(row, name)) > most:
            return replace(row, problem=_("有一格太长，最多 %d 字。") % most)
    return row


def _kind_by_name(name: str) -> str:
    """The value of the EntityKind that a name ends like, "" if its end says nothing: 福田小学 is a
    school, 张某夫妇 a group.
    """
    if COUPLE.search(name):
        return EntityKind.GROUP.value
    ends = (HEADS[head].value for head in LONGEST_HEADS if name.endswith(head))
    return next(ends, "") if len(name) > 3 else ""

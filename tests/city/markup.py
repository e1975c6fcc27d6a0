"""The body of a story as HTML, in the small vocabulary of the desk."""

from collections.abc import Iterable, Mapping
from html import escape

from tests.city.sheets import Block, Mark
from tests.city.words import Text


def html(blocks: Iterable[Block], photos: Mapping[int, str] | None = None) -> str:
    """`<p>…</p>` and so on. A figure is `<figure data-photo="0"></figure>`, by its photo's place in
    the story; `photos` gives the names of those that are there, and leaves the others out.
    """
    return "".join(_block(block, photos) for block in blocks)


def _block(block: Block, photos: Mapping[int, str] | None) -> str:
    if block.kind == "figure":
        name = block.photo if photos is None else photos.get(block.photo, "")
        return f'<figure data-photo="{name}"></figure>' if name != "" else ""
    if block.kind == "table":
        return _table(block.rows)
    if block.kind in ("ul", "ol"):
        items = "".join(f"<li>{escape(item.text)}</li>" for item in block.items)
        start = f' start="{block.start}"' if block.kind == "ol" and block.start != 1 else ""
        return f"<{block.kind}{start}>{items}</{block.kind}>"
    label = f"{escape(block.label.text)}<br>" if block.label else ""
    inside = label + _inline(block.text, block.marks)
    if block.kind == "blockquote":
        inside = f"<p>{inside}</p>"
    return f"<{block.kind}>{inside}</{block.kind}>"


def _table(rows: tuple[tuple[Text, ...], ...]) -> str:
    head = "".join(f"<th>{escape(cell.text)}</th>" for cell in rows[0])
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell.text)}</td>" for cell in row) + "</tr>"
        for row in rows[1:]
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _inline(text: Text, marks: tuple[Mark, ...]) -> str:
    opening = {mark.first: mark for mark in marks}
    closing = {mark.last: mark for mark in marks}
    pieces: list[str] = []
    for at, word in enumerate(text.words):
        if at in closing:
            pieces.append(f"</{closing[at].tag}>")
        if at in opening:
            mark = opening[at]
            href = f' href="{escape(mark.href)}"' if mark.href else ""
            pieces.append(f"<{mark.tag}{href}>")
        pieces.append(escape(word.text))
    if len(text.words) in closing:
        pieces.append(f"</{closing[len(text.words)].tag}>")
    return "".join(pieces)

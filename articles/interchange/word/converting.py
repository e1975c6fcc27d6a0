"""Turn a Word file into HTML: a program that reading.py runs apart from the desk.

Reads the file from its input and writes JSON to its output: the HTML, its pictures, and the texts
that were left out or changed. What its author would not print is taken out first: mammoth itself
leaves out tracked deletions, and knows neither hidden text nor where a list begins. Ends with 3 for
what is no readable Word file. Imports nothing of ours.
"""

from __future__ import annotations

import base64
import io
import json
import re
import resource
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import mammoth

MEMORY = 380 * 2**20  # bytes of addresses
NAMESPACE = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TEXTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
OFF = {"0", "false", "off"}
# Private characters that carry the number of a list's item through the conversion.
BEGIN, END = "\ue0f0", "\ue0f1"
NUMBERED = re.compile(f"{BEGIN}([0-9]{{1,5}}){END}")
FIRST_ITEM = re.compile(f"<ol><li>{BEGIN}([0-9]{{1,5}}){END}")
DEEPEST = 200  # elements inside one another
STYLE_MAP = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
u => u
"""


def w(name: str) -> str:
    return NAMESPACE + name


class Unreadable(Exception):
    """No Word file that can be read."""


class Styles:
    """What the styles of a file say of a run, each style with those it is based on."""

    def __init__(self, root: Element | None) -> None:
        self.found = {
            style.get(w("styleId"), ""): style
            for style in (root.iter(w("style")) if root is not None else ())
        }

    def is_on(self, run: Element, paragraph: Element, name: str, *, by_paragraph: bool) -> bool:
        """Whether a run has a property of that name: its own, its style's or its paragraph's."""
        own = run.find(w("rPr"))
        said = _switch(own, name)
        if said is None:
            said = self._said(_value(own, "rStyle"), name)
        if said is None and by_paragraph:
            said = self._said(_value(paragraph.find(w("pPr")), "pStyle"), name)
        return bool(said)

    def _said(self, style: str | None, name: str) -> bool | None:
        seen: set[str] = set()
        while style and style in self.found and style not in seen:
            seen.add(style)
            said = _switch(self.found[style].find(w("rPr")), name)
            if said is not None:
                return said
            style = _value(self.found[style], "basedOn")
        return None

    def is_heading(self, paragraph: Element) -> bool:
        style = self.found.get(_value(paragraph.find(w("pPr")), "pStyle") or "")
        name = style.find(w("name")) if style is not None else None
        return name is not None and bool(
            re.match("heading|title", name.get(w("val"), ""), re.IGNORECASE)
        )

    def numbering(self, paragraph: Element) -> Element | None:
        """The list that a paragraph is an item of, by itself or by its style."""
        properties = paragraph.find(w("pPr"))
        own = properties.find(w("numPr")) if properties is not None else None
        if own is not None:
            return own
        style = self.found.get(_value(properties, "pStyle") or "")
        return style.find(f"{w('pPr')}/{w('numPr')}") if style is not None else None


class Lists:
    """Counts the items of a file's ordered lists as Word does."""

    def __init__(self, root: Element | None) -> None:
        self.abstract: dict[str, dict[int, tuple[int, bool]]] = {}
        self.of: dict[str, str] = {}
        self.starts: dict[tuple[str, int], int] = {}
        self.counts: dict[str, dict[int, int]] = defaultdict(dict)
        for each in root.iter(w("abstractNum")) if root is not None else ():
            levels = {_level(lvl): _counting(lvl) for lvl in each.iter(w("lvl"))}
            self.abstract[each.get(w("abstractNumId"), "")] = levels
        for each in root.iter(w("num")) if root is not None else ():
            key = each.get(w("numId"), "")
            self.of[key] = _value(each, "abstractNumId") or ""
            for override in each.iter(w("lvlOverride")):
                if start := _value(override, "startOverride"):
                    self.starts[key, _level(override)] = _number(start)

    def number(self, key: str, level: int) -> int | None:
        """The number of the next item; None for one with a dot."""
        start, is_ordered = self.abstract.get(self.of.get(key, ""), {}).get(level, (1, False))
        # Lists of one kind count on together, unless one of them says where it begins.
        own = key if (key, level) in self.starts else f"abstract {self.of.get(key, '')}"
        counts = self.counts[own]
        for deeper in [each for each in counts if each > level]:
            del counts[deeper]
        begin = self.starts.get((key, level), start)
        counts[level] = counts[level] + 1 if level in counts else begin
        return counts[level] if is_ordered else None


def _level(element: Element) -> int:
    return _number(element.get(w("ilvl"), "0"))


def _counting(level: Element) -> tuple[int, bool]:
    kind = _value(level, "numFmt") or "decimal"
    return _number(_value(level, "start") or "1"), kind not in {"bullet", "none"}


def _number(text: str) -> int:
    return min(int(text), 32_000) if re.fullmatch("[0-9]{1,9}", text) else 1


def _value(parent: Element | None, name: str) -> str | None:
    found = parent.find(w(name)) if parent is not None else None
    return found.get(w("val")) if found is not None else None


def _switch(properties: Element | None, name: str) -> bool | None:
    found = properties.find(w(name)) if properties is not None else None
    return None if found is None else found.get(w("val"), "1").lower() not in OFF


def _text(element: Element) -> str:
    return "".join(each.text or "" for each in element.iter() if each.tag in {w("t"), w("delText")})


class Tidying:
    """Takes out of a file's text what is not printed, and notes it."""

    def __init__(self, styles: Styles, lists: Lists) -> None:
        self.styles, self.lists = styles, lists
        self.said: dict[str, list[str]] = defaultdict(list)

    def tidy(self, root: Element) -> None:
        for change, kind in ((w("del"), "deleted"), (w("ins"), "inserted")):
            texts = (_text(each) for each in root.iter(change))
            self.said[kind] += [text for text in texts if text.strip()]
        self.said["comment"] += ["" for _ in root.iter(w("commentReference"))]
        for paragraph in list(root.iter(w("p"))):
            self.take_out(paragraph)
            self.count(paragraph)

    def take_out(self, paragraph: Element) -> None:
        """Runs that are hidden or struck out; bold and italics by style are written out."""
        is_heading = self.styles.is_heading(paragraph)
        last = ""
        for parent, run in list(_runs(paragraph)):
            on = [
                name
                for name in ("vanish", "webHidden", "strike", "dstrike", "b", "i")
                if self.styles.is_on(run, paragraph, name, by_paragraph=not is_heading)
            ]
            kind = "hidden" if {"vanish"} & set(on) else ""
            kind = kind or ("struck" if {"strike", "dstrike"} & set(on) else "")
            if kind and not _is_mark(run):
                text = _text(run)
                if kind == last:  # one stretch, however many runs it is cut into
                    self.said[kind][-1] += text
                elif text.strip():
                    self.said[kind].append(text)
                    last = kind
                parent.remove(run)
                continue
            last = ""
            _write_out(run, {"b", "i"} & set(on))

    def count(self, paragraph: Element) -> None:
        """The number of an item goes before its text, for FIRST_ITEM."""
        numbering = self.styles.numbering(paragraph)
        key = _value(numbering, "numId") if numbering is not None else None
        if not key or key == "0":
            return
        number = self.lists.number(key, _number(_value(numbering, "ilvl") or "0"))
        if number is None:
            return
        run = ElementTree.Element(w("r"))
        ElementTree.SubElement(run, w("t")).text = f"{BEGIN}{number}{END}"
        has_properties = len(paragraph) and paragraph[0].tag == w("pPr")
        paragraph.insert(1 if has_properties else 0, run)


def _runs(paragraph: Element) -> Iterator[tuple[Element, Element]]:
    """The runs of a paragraph, each with what it stands in; not those of text boxes inside."""
    waiting = [paragraph]
    while waiting:
        parent = waiting.pop()
        for child in parent:
            if child.tag == w("r"):
                yield parent, child
            elif child.tag not in {w("p"), w("del"), w("moveFrom")}:
                waiting.append(child)


def _is_mark(run: Element) -> bool:
    """Whether a run carries no text but the beginning or end of a field, a note or a picture."""
    marks = {w("fldChar"), w("footnoteReference"), w("endnoteReference"), w("drawing"), w("pict")}
    return any(child.tag in marks for child in run) and not _text(run).strip()


def _write_out(run: Element, names: set[str]) -> None:
    properties = run.find(w("rPr"))
    missing = [name for name in sorted(names) if _switch(properties, name) is None]
    if not missing:
        return
    if properties is None:
        properties = ElementTree.Element(w("rPr"))
        run.insert(0, properties)
    for name in missing:
        ElementTree.SubElement(properties, w(name))


def parsed(package: zipfile.ZipFile, name: str) -> Element | None:
    """A part of the file as a tree; None if it has none of that name. Raises Unreadable."""
    if name not in package.namelist():
        return None
    data = package.read(name)
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise Unreadable
    depth = 0
    # No entities come this far, and the program has limits of its own.
    parser = ElementTree.iterparse(io.BytesIO(data), events=("start", "end"))  # noqa: S314
    for event, _element in parser:
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            raise Unreadable
    return parser.root  # type: ignore[no-any-return, attr-defined]  # there once all is read


def tidied(package: zipfile.ZipFile) -> tuple[bytes, dict[str, list[str]]]:
    """The file anew, without what is not printed; and what that was."""
    tidying = Tidying(
        Styles(parsed(package, "word/styles.xml")), Lists(parsed(package, "word/numbering.xml"))
    )
    new = io.BytesIO()
    with zipfile.ZipFile(new, "w") as written:
        for name in dict.fromkeys(package.namelist()):
            data = package.read(name)
            root = parsed(package, name) if name in TEXTS else None
            if root is not None:
                tidying.tidy(root)
                data = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
            written.writestr(name, data)
    return new.getvalue(), tidying.said


def converted(data: bytes) -> dict[str, object]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        file, said = tidied(package)
    pictures: list[dict[str, str]] = []

    def take(image: object) -> dict[str, str]:
        with image.open() as opened:  # type: ignore[attr-defined]  # mammoth has no types
            content = base64.b64encode(opened.read()).decode()
        pictures.append({"type": str(image.content_type), "data": content})  # type: ignore[attr-defined]
        return {"src": f"picture/{len(pictures) - 1}"}

    found = mammoth.convert_to_html(
        io.BytesIO(file), convert_image=mammoth.images.img_element(take), style_map=STYLE_MAP
    )
    html = FIRST_ITEM.sub(lambda item: f'<ol start="{item[1]}"><li>', found.value)
    return {"html": NUMBERED.sub("", html), "pictures": pictures, "said": said}


def main() -> int:
    seconds = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        answer = converted(sys.stdin.buffer.read())
    # Whatever a file that was made to break it makes of its readers, it is no Word file.
    except (Unreadable, ElementTree.ParseError, zipfile.BadZipFile, LookupError, ValueError):
        return 3
    sys.stdout.write(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())

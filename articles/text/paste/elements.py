"""HTML as a tree of elements, each with the styles that it has for itself.

nh3 makes the tree a browser would make; what it writes is read without recursion, so that depth
costs nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

import nh3
from django.utils.translation import gettext as _

MOST_DEEP = 30  # lists, tables and quotations within each other
MOST_NESTED = 1000  # any boxes within each other, as web pages have them
NESTING = {"ul", "ol", "table", "blockquote"}
BOXES = {"address", "article", "aside", "center", "details", "div", "dl", "fieldset", "figure"} | {
    "footer",
    "form",
    "header",
    "main",
    "nav",
    "pre",
    "section",
}
# Elements that end a line wherever they begin and end, and mean nothing more to us.
BREAKS = (BOXES - {"figure"}) | {"dd", "dt", "figcaption", "hr", "p", "summary"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
INLINE = {"a", "b", "del", "em", "font", "i", "ins", "s", "span", "strike", "strong", "sub", "sup"}
TABLE = {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th"}
LISTS = {"ul", "ol", "li"}
# What shows something that a body has no place for.
EMBEDDED = {
    "applet",
    "audio",
    "button",
    "canvas",
    "embed",
    "iframe",
    "math",
    "object",
    "select",
    "svg",
} | {"textarea", "video"}
# What never shows: its text is no text of the page. Neither is how a character is read, which a
# browser sets above it and which would stand within the word: 长(cháng)风.
UNSHOWN = {"noembed", "noframes", "noscript", "script", "style", "template", "title", "xml"} | {
    "rp",
    "rt",
    "rtc",
}
KNOWN = (
    BREAKS | HEADINGS | INLINE | TABLE | LISTS | EMBEDDED | {"blockquote", "br", "figure", "img"}
)
VOID = {"br", "embed", "hr", "img"}
ATTRIBUTES = {
    "*": {"class", "hidden", "id", "style"},
    "a": {"href"},
    "del": {"cite", "datetime"},
    "figure": {"data-photo"},
    "img": {"alt", "data-src", "src"},
    "li": {"value"},
    "ol": {"start", "type"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}
SCHEMES = {"http", "https", "mailto", "tel", "data", "file", "blob", "cid"}

Styles = Mapping[str, str]


class TooDeep(ValueError):
    """A text is nested deeper than any story is; the message tells an editor what to do."""

    def __init__(self) -> None:
        super().__init__(
            _("排版套得太深（列表、表格、引文最多 %(most)d 层），没法读。请只复制其中的文字。")
            % {"most": MOST_DEEP}
        )


@dataclass(eq=False)
class Element:
    """An element of HTML, its attributes as written and its styles as property and value."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    style: Styles = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """The names of its classes, in small letters."""
        return self.attributes.get("class", "").lower().split()

    @property
    def elements(self) -> Iterator[Element]:
        """The elements directly inside this one."""
        return (child for child in self.children if isinstance(child, Element))

    def within(self) -> Iterator[Element | str]:
        """Every element and text inside this one, in order."""
        waiting = self.children[::-1]
        while waiting:
            child = waiting.pop()
            yield child
            if isinstance(child, Element):
                waiting += child.children[::-1]

    @property
    def text(self) -> str:
        """All the text inside."""
        return "".join(child for child in self.within() if isinstance(child, str))


def refuse_depth(html: str) -> None:
    """Raise TooDeep for HTML that is nested deeper than a story ever is.

    The tags are only counted, before anything is built: building takes the square of the depth.
    """
    deep = nested = 0
    for piece in html.split("<")[1:]:
        step = -1 if piece.startswith("/") else 1
        name = _name(piece.removeprefix("/"))
        if name in NESTING:
            deep = max(0, deep + step)
        elif name in BOXES:
            nested = max(0, nested + step)
        if deep > MOST_DEEP or nested > MOST_NESTED:
            raise TooDeep


def parse(html: str) -> Element:
    """The tree of any HTML, everything that never shows left out."""
    safe = nh3.clean(
        html.encode(errors="ignore").decode(),  # nh3 takes no lone surrogates
        tags=KNOWN,
        clean_content_tags=UNSHOWN,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
    )
    builder = _Builder(_style_sheet(html))
    builder.feed(safe)
    builder.close()
    return builder.root


class _Builder(HTMLParser):
    """Builds the tree of the well-formed HTML that nh3 gives."""

    def __init__(self, sheet: Mapping[str, Styles]) -> None:
        super().__init__(convert_charrefs=True)
        self.sheet = sheet
        self.root = Element("")
        self.open = [self.root]

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes)
        element.style = self.styles(element)
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and len(self.open) > 1:
            self.open.pop()

    def styles(self, element: Element) -> Styles:
        """What the style sheet says of an element by its tag and classes; then its own."""
        own = _declarations(element.attributes.get("style", ""))
        if not self.sheet:
            return own
        selectors = [element.tag]
        for name in element.classes:
            selectors += [f".{name}", f"{element.tag}.{name}"]
        found = [self.sheet[selector] for selector in selectors if selector in self.sheet]
        return {name: value for styles in [*found, own] for name, value in styles.items()}


def _name(piece: str) -> str:
    """The name of a tag that begins a piece of HTML, of at most ten letters."""
    length = next((n for n, c in enumerate(piece[:11]) if not c.isalnum()), len(piece[:11]))
    return piece[:length].lower()


@lru_cache(maxsize=1024)
def _declarations(css: str) -> Styles:
    """The properties of a style attribute, in small letters."""
    found = {}
    for declaration in css.lower().split(";"):
        name, _, value = declaration.partition(":")
        found[name.strip()] = value.replace("!important", "").strip()
    found.pop("", None)
    return found


def _style_sheet(html: str) -> dict[str, Styles]:
    """The styles that a document gives to tags and classes, by selector: p, .name or p.name.

    Rules within others (@media) are not read: they are for print or for a narrow screen.
    """
    found: dict[str, Styles] = {}
    small = html.lower()
    begin = small.find("<style")
    while begin >= 0:
        end = small.find("</style", begin)
        sheet = small[small.find(">", begin) + 1 : end if end > 0 else len(small)]
        for selectors, css in _rules(sheet):
            for selector in selectors.split(","):
                found[selector.strip()] = {**found.get(selector.strip(), {}), **_declarations(css)}
        begin = small.find("<style", end) if end > 0 else -1
    return found


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """The rules of a style sheet that stand within no other: selectors, and declarations."""
    for comment in ("<!--", "-->"):
        sheet = sheet.replace(comment, "")
    parts = (part.partition("*/")[2] if n else part for n, part in enumerate(sheet.split("/*")))
    depth, selectors, css = 0, "", ""
    for piece in re.split("([{}])", "".join(parts)):
        if piece == "{":
            depth += 1
        elif piece == "}":
            if depth == 1 and not selectors.startswith("@"):
                yield selectors, css
            depth = max(0, depth - 1)
        elif depth == 0:
            selectors = piece.strip()
        else:
            css = piece

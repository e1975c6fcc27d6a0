"""The habits of the programs that text is copied from, resolved in the tree of its HTML.

Word, WPS, Google Docs, WeChat (公众号) and web pages: what is hidden, struck out, deleted or a
comment is taken out and noted; paragraphs that Word numbers become lists; footnotes go to the end;
pictures become figures, or are noted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from articles.text.characters import visible
from articles.text.markup import WIDE
from articles.text.paste.elements import EMBEDDED, Element
from articles.text.paste.notes import Kind, Notes

# Gives the key of the photo that a picture became, by its address and its words; or nothing.
Picture = Callable[[str, str], str]

COMMENT_CLASSES = {"msocomanchor", "msocomtxt", "msocommenttext", "msocommentreference"}
COMMENT_ELEMENTS = {"comment-list", "comment"}
COMMENT_LINKS = ("#_msocom", "#cmnt")
NOTE_CLASSES = {"msofootnotetext", "msoendnotetext"}
NOTE_ELEMENTS = {"footnote", "endnote"}
NOTE_IDS = ("footnote-", "endnote-")  # as mammoth writes them; a reference has footnote-ref-
BACK_LINKS = ("#footnote-ref-", "#endnote-ref-")
TRACKED = {"cite", "datetime"}  # what a tracked deletion says of itself
INVISIBLE = {"hidden", "collapse"}
NOTHING = re.compile(r"0+(?:\.0+)?(?:px|pt|em|rem|%)?")
# Counted letters are counted in numbers; （一） and 第一条 are no list, but words of the text.
NUMBER = re.compile(r"([0-9]{1,4})[.．、)）]?")
LETTER = re.compile(r"([a-z]{1,5})[.．、)）]|[（(]?([a-z]{1,5})[)）]", re.IGNORECASE)
WINGDINGS = frozenset("lnuoqvØü§Ÿ")  # letters that stand for bullets in symbol fonts
CELLS = {"td", "th"}  # they hold no lists: a number stays text
MARKER_DEPTH = 6  # elements around Word's number or dot


def resolve(root: Element, *, notes: Notes, picture: Picture | None = None) -> None:
    """Change the tree to what its author would print, and note what that leaves out.

    `picture` takes in a picture; without it every picture is noted as left out.
    """
    _Pruner(notes, picture).prune(root)
    waiting = [root]
    while waiting:
        element = waiting.pop()
        _list_paragraphs(element, notes)
        waiting += [inside for inside in element.elements if inside.tag not in CELLS]
    _footnotes_last(root, notes)


class _Unseen(NamedTuple):
    """What hides the text of an element unless an element inside shows it again."""

    invisible: bool = False
    tiny: bool = False

    def inside(self, element: Element) -> _Unseen:
        if not element.style:
            return self
        visibility, size = (element.style.get(n, "") for n in ("visibility", "font-size"))
        return _Unseen(
            visibility in INVISIBLE if visibility else self.invisible,
            bool(NOTHING.fullmatch(size)) if size else self.tiny,
        )


class _Waiting(NamedTuple):
    """A part of the tree that is still to be looked at, and where it goes if it is kept."""

    child: Element | str
    kept: list[Element | str]
    unseen: _Unseen


class _Pruner:
    """Takes out of a tree what its author would not print."""

    def __init__(self, notes: Notes, picture: Picture | None) -> None:
        self.notes = notes
        self.picture = picture

    def prune(self, root: Element) -> None:
        kept: list[Element | str] = []
        waiting: list[_Waiting] = [
            _Waiting(child, kept, _Unseen()) for child in root.children[::-1]
        ]
        root.children = kept
        while waiting:
            child, kept, unseen = waiting.pop()
            if isinstance(child, str):
                kept += self.text(child, unseen)
            elif kind := _left_out(child):
                self.leave_out(kind, child)
            elif _is_back_link(child):
                continue
            elif child.tag == "img":
                kept += self.picture_of(child)
            else:
                kept.append(child)
                if child.tag == "ins":
                    self.note(Kind.INSERTED, child.text)
                inside = unseen.inside(child)
                children, child.children = child.children, []
                waiting += [_Waiting(c, child.children, inside) for c in children[::-1]]

    def text(self, text: str, unseen: _Unseen) -> list[str]:
        if not any(unseen):
            return [text]
        self.note(Kind.HIDDEN, text)
        return []

    def leave_out(self, kind: Kind, element: Element) -> None:
        pictures = [e for e in element.within() if isinstance(e, Element) and e.tag == "img"]
        if kind == Kind.EMBEDDED or pictures:
            self.notes.add(kind, visible(element.text))
        else:
            self.note(kind, element.text)

    def note(self, kind: Kind, text: str) -> None:
        """Note a text, unless nothing of it shows anyhow."""
        if (shown := visible(text)).strip():
            self.notes.add(kind, shown)

    def picture_of(self, image: Element) -> list[Element | str]:
        """The figure that an image becomes, or its words where they are what it shows (😀)."""
        given = image.attributes
        alt, address = given.get("alt", "").strip(), given.get("src", "")
        if 0 < len(alt) <= MARKER_DEPTH and not any(c.isalnum() for c in visible(alt)):
            return [alt]
        if given.get("data-src") and not address.startswith("http"):
            address = given["data-src"]  # what stands in its place until it is seen
        key = self.picture(address, alt) if self.picture else ""
        if key:
            return [Element("figure", {"data-photo": key})]
        self.notes.add(Kind.PICTURE, visible(alt))
        return []


def _left_out(element: Element) -> Kind | None:
    """Why an element is not printed, if it is not."""
    if not (element.attributes or element.style or element.tag in TELLING):
        return None
    return next((kind for kind, is_so in LEFT_OUT.items() if is_so(element)), None)


def _is_deleted(element: Element) -> bool:
    is_tracked = not TRACKED.isdisjoint(element.attributes)
    return (element.tag == "del" and is_tracked) or "msodel" in element.classes


def _is_struck(element: Element) -> bool:
    lines = (element.style.get(name, "") for name in ("text-decoration", "text-decoration-line"))
    return element.tag in {"del", "s", "strike"} or any("line-through" in line for line in lines)


def _is_hidden(element: Element) -> bool:
    style = element.style
    is_styled = style.get("display") == "none" or style.get("mso-hide") == "all"
    return is_styled or "hidden" in element.attributes


def _is_back_link(element: Element) -> bool:
    """Whether it is the arrow that mammoth puts after a footnote of a Word file."""
    return element.tag == "a" and element.attributes.get("href", "").startswith(BACK_LINKS)


def _is_comment(element: Element) -> bool:
    style, href = element.style, element.attributes.get("href", "")
    if style.get("mso-element") in COMMENT_ELEMENTS or COMMENT_CLASSES & set(element.classes):
        return True
    if style.get("mso-special-character") == "comment" or href.startswith(COMMENT_LINKS):
        return True
    # Google Docs: a box that begins with the way back to what it is about.
    back = (e.attributes.get("href", "") for e in element.elements)
    return element.tag in {"p", "div"} and any(h.startswith("#cmnt_ref") for h in back)


TELLING = EMBEDDED | {"del", "s", "strike", "p", "div"}  # elements that may be left out as such
# Why an element is not printed; the first that holds is said.
LEFT_OUT: dict[Kind, Callable[[Element], bool]] = {
    Kind.COMMENT: _is_comment,
    Kind.DELETED: _is_deleted,
    Kind.STRUCK: _is_struck,
    Kind.HIDDEN: _is_hidden,
    Kind.EMBEDDED: lambda element: element.tag in EMBEDDED,
}


# ---- Lists of Word and WPS: paragraphs that carry their number or dot as text --------------------


class _Item(NamedTuple):
    """A paragraph that is an item of a list: how deep, in which, and its number."""

    paragraph: Element
    level: int
    tag: str
    number: int


def _list_paragraphs(parent: Element, notes: Notes) -> None:
    """Make lists of the paragraphs directly inside an element that are items of one."""
    if not any(element.tag == "p" for element in parent.elements):
        return
    found: list[Element | str] = []
    run: list[_Item] = []
    for child in parent.children:
        item = _item(child, run, notes) if isinstance(child, Element) else None
        if item:
            run.append(item)
        elif not (run and _is_blank(child)):
            found += [*_lists(run), child]
            run = []
    if run or len(found) != len(parent.children):
        parent.children = [*found, *_lists(run)]


def _is_blank(child: Element | str) -> bool:
    if isinstance(child, Element) and child.tag != "p":
        return False
    return not visible(child if isinstance(child, str) else child.text).strip()


def _item(element: Element, run: list[_Item], notes: Notes) -> _Item | None:
    """The item that a paragraph is, its number or dot taken out; or nothing."""
    if element.tag != "p":
        return None
    around, marker = _marker(element)
    if around is None or marker is None:
        return None
    sign = visible(marker.text).strip()
    level = _level(element.style.get("mso-list", ""))
    if number := NUMBER.fullmatch(sign):
        item = _Item(element, level, "ol", int(number[1]))
    elif len(sign) == 1 and (not sign.isalnum() or sign in WINGDINGS):
        item = _Item(element, level, "ul", 0)
    elif LETTER.fullmatch(sign) and level > 1:
        item = _Item(element, level, "ol", _next_number(run, level))
        notes.add(Kind.NUMBERING, sign)
    else:
        marker.children = [sign if WIDE.match(sign[-1:]) else f"{sign} "]
        return None
    around.children = [child for child in around.children if child is not marker]
    return item


def _marker(paragraph: Element) -> tuple[Element | None, Element | None]:
    """Word's number or dot at the beginning of a paragraph, and the element it stands in."""
    around = paragraph
    for _ in range(MARKER_DEPTH):
        first = next((c for c in around.children if isinstance(c, Element) or c.strip()), None)
        if not isinstance(first, Element):
            break
        if first.style.get("mso-list") == "ignore":
            return around, first
        around = first
    return None, None


def _level(style: str) -> int:
    """The depth that mso-list names: 2 for "l0 level2 lfo1"."""
    word = next((word for word in style.split() if word.startswith("level")), "")
    digits = word.removeprefix("level")
    return int(digits) if digits in set("123456789") else 1


def _next_number(run: list[_Item], level: int) -> int:
    """The number after those of the same list before."""
    for item in reversed(run):
        if item.level < level:
            break
        if item.level == level:
            return item.number + 1
    return 1


def _lists(run: Iterable[_Item]) -> list[Element | str]:
    """The lists that a run of items makes."""
    found: list[Element | str] = []
    around: list[tuple[int, Element, int]] = []  # level, list, number of its last item
    for item in run:
        while around and around[-1][0] > item.level:
            around.pop()
        if around and around[-1][0] == item.level:
            level, made, last = around.pop()
            goes_on = made.tag == item.tag and (item.tag == "ul" or item.number == last + 1)
            if goes_on:
                around.append((level, made, item.number))
        if not around or around[-1][0] < item.level:
            made = Element(item.tag, {"start": str(item.number)} if item.tag == "ol" else {})
            where = _last_item(around[-1][1]).children if around else found
            where.append(made)
            around.append((item.level, made, item.number))
        around[-1][1].children.append(Element("li", children=item.paragraph.children))
    return found


def _last_item(made: Element) -> Element:
    return list(made.elements)[-1]


# ---- Footnotes -----------------------------------------------------------------------------------


def _footnotes_last(root: Element, notes: Notes) -> None:
    """Put footnotes and endnotes after everything else, in their order."""
    before = root.text.split()
    found: list[Element | str] = []
    waiting = [root]
    while waiting:
        element = waiting.pop()
        kept: list[Element | str] = []
        for child in element.children:
            is_note = isinstance(child, Element) and _is_footnote(child)
            (found if is_note else kept).append(child)
        element.children = kept
        waiting += list(element.elements)[::-1]
    root.children += found
    if root.text.split() != before:
        for footnote in found:
            notes.add(Kind.FOOTNOTE, footnote.text if isinstance(footnote, Element) else "")


def _is_footnote(element: Element) -> bool:
    if element.style.get("mso-element") in NOTE_ELEMENTS:
        return True
    if not NOTE_CLASSES.isdisjoint(element.classes):
        return True
    first = next(element.elements, None) if element.tag == "ol" else None
    return bool(first and first.tag == "li" and first.attributes.get("id", "").startswith(NOTE_IDS))

"""What a content stream draws, without what stands in it unseen: ISO 32000-1, 7.8.2 and 8.11.3.

Left out are comments, marks (with the texts they carry), what belongs to layers that are off, and
operators that nobody defined. What a hidden part sets for what comes after it (fonts, colours, the
place of the pen) stays; what it draws goes, down to the outlines of its shapes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import (
    ContentStreamInlineImage,
    ContentStreamInstruction,
    Dictionary,
    Name,
    Object,
    Operator,
    Stream,
)

from articles.imaging.pdf.names import resource, spelt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from articles.imaging.pdf.layers import Layers

    Instruction = ContentStreamInstruction | ContentStreamInlineImage

PATH = {"m", "l", "c", "v", "y", "h", "re"}
CLIP = {"W", "W*"}
PAINT = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n"}
SHOW = {"Tj", "TJ", "'", '"'}
STATE = {
    *("cm", "w", "J", "j", "M", "d", "ri", "i", "gs", "d0", "d1"),
    *("BT", "ET", "Tc", "Tw", "Tz", "TL", "Tf", "Tr", "Ts", "Td", "TD", "Tm", "T*"),
    *("CS", "cs", "SC", "SCN", "sc", "scn", "G", "g", "RG", "rg", "K", "k"),
}
# Where the operator's name is looked up among the resources.
RESOURCES = {
    "Do": "/XObject",
    "sh": "/Shading",
    "gs": "/ExtGState",
    "Tf": "/Font",
    "cs": "/ColorSpace",
    "CS": "/ColorSpace",
    "scn": "/Pattern",
    "SCN": "/Pattern",
}
INVISIBLE = 3  # the text rendering mode that draws nothing, as under a scanned page


@dataclass
class Content:
    """A content stream for readers, and what it needs."""

    data: bytes = b""
    used: dict[str, set[str]] = field(default_factory=dict)  # names of resources, by kind
    drawn_fonts: set[str] = field(default_factory=set)  # names of fonts that leave ink
    drawn_states: set[str] = field(default_factory=set)  # graphics states whose font leaves ink
    inline: dict[str, Any] = field(default_factory=dict)  # pictures of its own, now by name


def cleaned(
    instructions: Iterable[Instruction], *, resources: Object, layers: Layers, number: int = 0
) -> Content:
    """What is left of one stream. `number` tells its pictures from those of other streams with the
    same resources.
    """
    reader = _Reader(resources, layers, number)
    for instruction in instructions:
        reader.take(instruction)
    return reader.content()


@dataclass(frozen=True)
class _Saved:
    """What a `q` puts aside, where it stands in what is written, and in which hidden part."""

    place: int
    hidden_part: int
    font: tuple[str, str]
    mode: int


class _Reader:
    def __init__(self, resources: Object, layers: Layers, number: int) -> None:
        self.resources, self.layers, self.number = resources, layers, number
        self.out: list[ContentStreamInstruction] = []
        self.marks: list[bool] = []  # of each mark that is open, whether it hides
        self.hidden_part = 0  # the number of the hidden part one is in, 0 outside
        self.hidden_parts = 0
        self.path: list[
            ContentStreamInstruction
        ] = []  # of a hidden part, until it is known to clip
        self.saved: list[_Saved] = []
        self.font = ("", "")  # the kind of resource that set it, and its name
        self.mode = 0
        self.shown: set[tuple[str, str]] = set()
        self.drawn: set[tuple[str, str]] = set()
        self.hidden_fonts: set[str] = set()  # chosen in a hidden part; others may be for a form
        self.inline: dict[str, Any] = {}

    def take(self, instruction: Instruction) -> None:
        if isinstance(instruction, ContentStreamInlineImage):
            self._take_inline(instruction)
            return
        operator = str(instruction.operator)
        if operator in PATH or operator in CLIP or operator in PAINT:
            self._draw_path(operator, instruction)
        elif operator in STATE:
            self._set(operator, instruction)
            self.out.append(instruction)
        elif operator in SHOW:
            self._show(operator, instruction)
        elif operator in {"BMC", "BDC"}:
            self._open_mark(operator, instruction)
        elif operator == "EMC":
            self._close_mark()
        elif operator == "q":
            self.saved.append(_Saved(len(self.out), self.hidden_part, self.font, self.mode))
            self.out.append(instruction)
        elif operator == "Q":
            self._restore(instruction)
        elif operator in {"Do", "sh"} and not self.hidden_part:
            self._place(operator, instruction)

    def content(self) -> Content:
        """What was taken, without fonts that were chosen for hidden text alone."""
        content, kept = Content(inline=self.inline), []
        for instruction in self.out:
            kind, name = _needed(instruction)
            if kind == "/Font" and name in self.hidden_fonts and (kind, name) not in self.shown:
                continue
            if name:
                content.used.setdefault(kind, set()).add(name)
            kept.append(instruction)
        content.data = pikepdf.unparse_content_stream(kept)
        content.drawn_fonts = {name for kind, name in self.drawn if kind == "/Font"}
        content.drawn_states = {name for kind, name in self.drawn if kind == "/ExtGState"}
        return content

    def _take_inline(self, instruction: ContentStreamInlineImage) -> None:
        """A picture that stands in the stream is put beside it, to be cleaned as any other."""
        if not self.hidden_part:
            name = f"/Inline-{self.number}-{len(self.inline)}"
            self.inline[name] = instruction.iimage
            self.out.append(ContentStreamInstruction([Name(name)], Operator("Do")))

    def _draw_path(self, operator: str, instruction: ContentStreamInstruction) -> None:
        if not self.hidden_part:
            self.out.append(instruction)
        elif operator in PAINT:
            if any(str(part.operator) in CLIP for part in self.path):
                self.out += [*self.path, ContentStreamInstruction([], Operator("n"))]
            self.path = []
        else:
            self.path.append(instruction)

    def _set(self, operator: str, instruction: ContentStreamInstruction) -> None:
        """Note the font and the way text is drawn."""
        name = _name(instruction, 0)
        if operator == "Tf":
            self.font = ("/Font", name)
            if self.hidden_part:
                self.hidden_fonts.add(name)
        elif operator == "gs":
            state = resource(self.resources, "/ExtGState", name) if name else None
            if isinstance(state, Dictionary) and "/Font" in state:
                self.font = ("/ExtGState", name)
        elif operator == "Tr" and len(instruction.operands):
            mode = instruction.operands[0]
            self.mode = mode if isinstance(mode, int) else 0

    def _show(self, operator: str, instruction: ContentStreamInstruction) -> None:
        if not self.hidden_part:
            self.shown.add(self.font)
            if self.mode != INVISIBLE:
                self.drawn.add(self.font)
            self.out.append(instruction)
            return
        if operator == '"' and len(instruction.operands) == 3:
            word, letter = instruction.operands[0], instruction.operands[1]
            self.out.append(ContentStreamInstruction([word], Operator("Tw")))
            self.out.append(ContentStreamInstruction([letter], Operator("Tc")))
        if operator in {"'", '"'}:  # both begin a new line first
            self.out.append(ContentStreamInstruction([], Operator("T*")))

    def _open_mark(self, operator: str, instruction: ContentStreamInstruction) -> None:
        layer = None
        if operator == "BDC" and _name(instruction, 0) == "/OC":
            layer = resource(self.resources, "/Properties", _name(instruction, 1))
        hides = not self.layers.shows(layer)
        self.marks.append(hides)
        if hides and not self.hidden_part:
            self.hidden_parts += 1
            self.hidden_part = self.hidden_parts
            self.path = []

    def _close_mark(self) -> None:
        if self.marks:
            self.marks.pop()
        if not any(self.marks):
            self.hidden_part = 0

    def _restore(self, instruction: ContentStreamInstruction) -> None:
        if not self.saved:
            return  # more than were put aside, which viewers pass over
        saved = self.saved.pop()
        self.font, self.mode = saved.font, saved.mode
        if self.hidden_part and saved.hidden_part == self.hidden_part:
            del self.out[saved.place :]  # nothing between the two is seen, and nothing lasts
        else:
            self.out.append(instruction)

    def _place(self, operator: str, instruction: ContentStreamInstruction) -> None:
        """A picture, a part used several times, or a gradient: if it is there, and shown."""
        found = resource(self.resources, RESOURCES[operator], _name(instruction, 0))
        if found is None:
            return
        if operator == "Do":
            is_drawn = isinstance(found, Stream) and found.get("/Subtype") in {
                Name.Form,
                Name.Image,
            }
            if not (is_drawn and self.layers.shows(found.get("/OC"))):
                return
        self.out.append(instruction)


def _name(instruction: ContentStreamInstruction, place: int) -> str:
    """The name among an instruction's operands at that place, or nothing."""
    operands = instruction.operands
    found = operands[place] if len(operands) > place else None
    return spelt(found)


def _needed(instruction: ContentStreamInstruction) -> tuple[str, str]:
    """The kind and the name of the resource that an instruction needs, if it needs one."""
    kind = RESOURCES.get(str(instruction.operator), "")
    count = len(instruction.operands)
    if not kind or not count:
        return "", ""
    return kind, _name(instruction, count - 1 if kind == "/Pattern" else 0)

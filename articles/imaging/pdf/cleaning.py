"""A page's PDF for readers: a new file, into which goes what the page is drawn with.

Nothing is taken out of the uploaded file. What is drawn is copied from it, key by key of ISO
32000-1 (and no key that is not named here), into a file that has nothing else: no author, paths or
history, no layers, comments, form fields, scripts or attachments, no tags, bookmarks or thumbnails,
and nothing that a program put beside the page for itself. Links to the web stay.
"""

from __future__ import annotations

import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream, String

from articles.imaging.pdf import content, fonts, pictures
from articles.imaging.pdf.layers import Layers
from articles.imaging.pdf.names import dictionary, resource, spelt

if TYPE_CHECKING:
    from collections.abc import Callable

    from articles.imaging.pdf.content import Content

    Made = dict[str, Any]

DEFAULT_BOX = [0, 0, 612, 792]  # what a page without a size is drawn on
MOST_PARENTS = 50
FORM = ("/BBox", "/Matrix", "/FormType")
PATTERN = ("/PatternType", "/PaintType", "/TilingType", "/BBox", "/XStep", "/YStep", "/Matrix")
SHADING = (
    *("/ShadingType", "/Background", "/BBox", "/AntiAlias", "/Domain", "/Coords", "/Extend"),
    *("/Matrix", "/BitsPerCoordinate", "/BitsPerComponent", "/BitsPerFlag", "/Decode"),
    "/VerticesPerRow",
)
FUNCTION = (
    *("/FunctionType", "/Domain", "/Range", "/Size", "/BitsPerSample", "/Order", "/Encode"),
    *("/Decode", "/C0", "/C1", "/N", "/Bounds"),
)
STATE = (
    *("/LW", "/LC", "/LJ", "/ML", "/D", "/RI", "/OP", "/op", "/OPM", "/FL", "/SM", "/SA"),
    *("/BM", "/CA", "/ca", "/AIS", "/TK"),
)
STATE_FUNCTIONS = ("/TR", "/TR2", "/BG", "/BG2", "/UCR", "/UCR2")
IMAGE = (
    *("/Width", "/Height", "/BitsPerComponent", "/Intent", "/ImageMask", "/Decode"),
    *("/Interpolate", "/SMaskInData", "/Matte"),
)
ENCODED = {"/DCTDecode", "/JPXDecode", "/CCITTFaxDecode", "/JBIG2Decode"}
DECODING = (
    *("/Predictor", "/Colors", "/BitsPerComponent", "/Columns", "/EarlyChange", "/K"),
    *("/EndOfLine", "/EncodedByteAlign", "/Rows", "/EndOfBlock", "/BlackIs1"),
    *("/DamagedRowsBeforeError", "/ColorTransform"),
)
FONT = (
    *("/Subtype", "/BaseFont", "/FirstChar", "/LastChar", "/Widths", "/DW", "/W", "/DW2", "/W2"),
    *("/FontBBox", "/FontMatrix"),
)
DESCRIPTOR = (
    *("/FontName", "/Flags", "/FontBBox", "/ItalicAngle", "/Ascent", "/Descent", "/Leading"),
    *("/CapHeight", "/XHeight", "/StemV", "/StemH", "/AvgWidth", "/MaxWidth", "/MissingWidth"),
    *("/FontWeight", "/FontStretch"),
)
CALIBRATED = ("/WhitePoint", "/BlackPoint", "/Gamma", "/Matrix", "/Range")
STRINGS_AND_COMMENTS = re.compile(rb"\((?:\\.|[^\\()])*\)|<[^<>]*>|%[^\r\n]*", re.DOTALL)


class FontsMissing(Exception):
    """Text is drawn with fonts that are not in the file: `names`, as an editor knows them."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(", ".join(names))
        self.names = names


def cleaned(source: Pdf, *, allow_missing_fonts: bool = False) -> bytes:
    """The file's first page, alone and clean; the same bytes whenever it is asked.

    Raises FontsMissing, and pikepdf.PdfError for what is damaged.
    """
    cleaner = _Cleaner(source)
    cleaner.copy(source.pages[0])
    if cleaner.missing and not allow_missing_fonts:
        raise FontsMissing(list(cleaner.missing))
    file = io.BytesIO()
    cleaner.out.save(
        file,
        compress_streams=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        deterministic_id=True,
    )
    return file.getvalue()


class _Cleaner:
    """What was copied already, by where it stood: a picture that is used twice is copied once."""

    def __init__(self, source: Pdf) -> None:
        self.source, self.out = source, Pdf.new()
        self.layers = Layers(source.Root)
        self.made: dict[tuple[Any, tuple[int, int]], Any] = {}
        self.missing: dict[str, None] = {}  # names, in the order in which they came up

    # ---- The page -------------------------------------------------------------------------------

    def copy(self, page: Page) -> None:
        """The page, with its size, what it draws, and its links."""
        found = _inherited(page.obj, "/Resources")
        resources = found if isinstance(found, Dictionary) else Dictionary()
        drawn = self._read(page, resources)
        new = Dictionary(Type=Name.Page, MediaBox=Array(_box(page)))
        for key in ("/Rotate", "/UserUnit"):
            if (value := _plain(_inherited(page.obj, key))) is not None:
                new[key] = value
        if (group := self._group(page.obj.get("/Group"))) is not None:
            new.Group = group
        new.Resources = self._resources([drawn], resources)
        new.Contents = self.out.make_stream(drawn.data)
        if links := self._links(page.obj.get("/Annots")):
            new.Annots = Array(links)
        self.out.pages.append(Page(self.out.make_indirect(new)))

    def _links(self, annotations: Any) -> list[Dictionary]:
        """Links to the web, as rectangles: of all that can be put onto a page, only these are for
        readers and carry no words of whoever made it.
        """
        links = []
        for note in annotations if isinstance(annotations, Array) else []:
            if not isinstance(note, Dictionary) or note.get("/Subtype") != Name.Link:
                continue
            action, place = note.get("/A"), _plain(note.get("/Rect"))
            address = action.get("/URI") if isinstance(action, Dictionary) else None
            if place is None or not self.layers.shows(note.get("/OC")):
                continue
            if isinstance(address, String) and is_public(bytes(address).decode(errors="replace")):
                links.append(
                    Dictionary(
                        Type=Name.Annot,
                        Subtype=Name.Link,
                        Rect=place,
                        Border=[0, 0, 0],
                        A=Dictionary(S=Name.URI, URI=address),
                    )
                )
        return links

    # ---- What is drawn --------------------------------------------------------------------------

    def _read(self, stream: Any, resources: Object, *, number: int = 0) -> Content:
        """What a stream draws. Notes the fonts that it draws with and that are not in the file."""
        drawn = content.cleaned(
            pikepdf.parse_content_stream(stream),
            resources=resources,
            layers=self.layers,
            number=number,
        )
        asked = [(name, resource(resources, "/Font", name)) for name in drawn.drawn_fonts]
        for name in drawn.drawn_states:
            state = resource(resources, "/ExtGState", name)
            asked.append((name, _first(state.get("/Font")) if state else None))
        for name, font in sorted(asked, key=lambda pair: pair[0]):
            if missing := fonts.missing(font, name=name):
                self.missing[missing] = None
        return drawn

    def _resources(self, contents: list[Content], resources: Object) -> Dictionary:
        """What these streams name, and what stands for the plain colours."""
        makers: dict[str, Callable[[Any], Any]] = {
            "/XObject": lambda value: self._xobject(value, resources),
            "/Shading": lambda value: self._once(value, self._shading),
            "/ExtGState": lambda value: self._once(value, self._state),
            "/Font": lambda value: self._font(value, resources),
            "/ColorSpace": self._colour,
            "/Pattern": lambda value: self._pattern(value, resources),
        }
        new = Dictionary()
        for kind, make in makers.items():
            names = set().union(*(drawn.used.get(kind, set()) for drawn in contents))
            if kind == "/ColorSpace":
                names |= {"/DefaultGray", "/DefaultRGB", "/DefaultCMYK"}
            found = ((name, resource(resources, kind, name)) for name in sorted(names))
            made = {name: make(value) for name, value in found if value is not None}
            if kind == "/XObject":
                for drawn in contents:
                    for name, picture in drawn.inline.items():
                        made[name] = self._picture(picture.obj, picture.read_raw_bytes(), resources)
            if any(value is not None for value in made.values()):
                new[kind] = dictionary(made)
        return new

    def _once(self, value: Any, make: Callable[[Any], Any], kind: str = "") -> Any:
        """Copy what several places share one time. What leads back to itself is left out."""
        key = (kind or make.__name__, value.objgen) if isinstance(value, Object) else None
        if key is None or not value.is_indirect:
            return make(value)
        if key not in self.made:
            self.made[key] = None
            made = make(value)
            self.made[key] = None if made is None else self.out.make_indirect(made)
        return self.made[key]

    def _xobject(self, value: Any, resources: Object) -> Any:
        if not isinstance(value, Stream):
            return None
        if value.get("/Subtype") == Name.Image:
            return self._once(value, self._image)
        if not isinstance(value.get("/Resources"), Dictionary):
            return self._form(value, resources)
        return self._once(value, self._form)

    def _form(self, value: Any, around: Object | None = None) -> Any:
        """A part of a page that is drawn as one. Without resources of its own it has those of what
        it stands in.
        """
        if not isinstance(value, Stream):
            return None
        new: Made = {"/Type": Name.XObject, "/Subtype": Name.Form, **_named(value, FORM)}
        new["/Group"] = self._group(value.get("/Group"))
        return self._drawing(value, new, around)

    def _drawing(self, value: Stream, new: Made, around: Object | None) -> Any:
        own = value.get("/Resources")
        resources = own if isinstance(own, Dictionary) else around or Dictionary()
        drawn = self._read(value, resources)
        new["/Resources"] = self._resources([drawn], resources)
        return self.out.make_stream(drawn.data, dictionary(new))

    def _group(self, value: Any) -> Any:
        if not isinstance(value, Dictionary):
            return None
        new: Made = {"/Type": Name.Group, **_named(value, ("/S", "/I", "/K"))}
        new["/CS"] = self._colour(value.get("/CS"))
        return dictionary(new)

    def _state(self, value: Any) -> Any:
        if not isinstance(value, Dictionary):
            return None
        new: Made = _named(value, STATE)
        for key in STATE_FUNCTIONS:
            new[key] = self._function(value.get(key))
        font = value.get("/Font")
        if isinstance(font, Array) and len(font) == 2:
            made = self._font(font[0], Dictionary())
            new["/Font"] = None if made is None else Array([made, font[1]])
        mask = value.get("/SMask")
        if isinstance(mask, Dictionary):
            shape = self._once(mask.get("/G"), self._form)
            if shape is not None:
                soft: Made = {"/S": mask.get("/S"), "/G": shape, "/BC": _plain(mask.get("/BC"))}
                new["/SMask"] = dictionary(soft | {"/TR": self._function(mask.get("/TR"))})
        else:
            new["/SMask"] = _plain(mask)
        return dictionary(new)

    def _pattern(self, value: Any, around: Object) -> Any:
        if isinstance(value, Stream):
            if not isinstance(value.get("/Resources"), Dictionary):
                return self._drawing(value, _named(value, PATTERN), around)
            return self._once(
                value, lambda each: self._drawing(each, _named(each, PATTERN), None), "pattern"
            )
        if not isinstance(value, Dictionary):
            return None
        new: Made = _named(value, PATTERN)
        new["/Shading"] = self._once(value.get("/Shading"), self._shading)
        new["/ExtGState"] = self._once(value.get("/ExtGState"), self._state)
        return dictionary(new)

    def _shading(self, value: Any) -> Any:
        if not isinstance(value, Dictionary | Stream):
            return None
        new: Made = _named(value, SHADING)
        new["/ColorSpace"] = self._colour(value.get("/ColorSpace"))
        new["/Function"] = self._function(value.get("/Function"))
        return self._with_data(value, new)

    def _with_data(self, value: Any, new: Made) -> Any:
        if isinstance(value, Stream):
            return self.out.make_stream(value.read_bytes(), dictionary(new))
        return dictionary(new)

    # ---- Colours and functions ------------------------------------------------------------------

    def _colour(self, value: Any) -> Any:
        return self._once(value, self._new_colour)

    def _new_colour(self, value: Any) -> Any:
        if not isinstance(value, Array) or not len(value):
            return value if isinstance(value, Name) else None
        family, rest = spelt(value[0]), list(value)[1:]
        if family in {"/CalGray", "/CalRGB", "/Lab"} and rest:
            return Array([value[0], dictionary(_named(rest[0], CALIBRATED))])
        if family == "/Pattern":
            under = self._colour(rest[0]) if rest else None
            return Array([Name.Pattern] if under is None else [Name.Pattern, under])
        if family in {"/Indexed", "/I"}:
            made = self._table(rest)
        elif family in {"/Separation", "/DeviceN"} and len(rest) >= 3:
            made = [_plain(rest[0]), self._colour(rest[1]), self._function(rest[2])]
        elif family == "/ICCBased" and rest and isinstance(rest[0], Stream):
            made = [self._once(rest[0], self._profile)]
        else:
            return value[0] if isinstance(value[0], Name) else None
        return None if _lacks(made) else Array([value[0], *made])

    def _table(self, rest: list[Any]) -> list[Any]:
        """What follows Indexed: the colours it is of, the last index, and a table of them."""
        if len(rest) < 3 or not isinstance(rest[2], Stream | String):
            return [None]
        table = rest[2].read_bytes() if isinstance(rest[2], Stream) else bytes(rest[2])
        return [self._colour(rest[0]), _plain(rest[1]), String(table)]

    def _profile(self, value: Any) -> Any:
        new: Made = _named(value, ("/N", "/Range"))
        new["/Alternate"] = self._colour(value.get("/Alternate"))
        return self._with_data(value, new)

    def _function(self, value: Any) -> Any:
        return self._once(value, self._new_function)

    def _new_function(self, value: Any) -> Any:
        if isinstance(value, Name):
            return value
        if isinstance(value, Array):
            made = [self._function(each) for each in value]
            return None if _lacks(made) else Array(made)
        if not isinstance(value, Dictionary | Stream):
            return None
        new: Made = _named(value, FUNCTION)
        if isinstance(value.get("/Functions"), Array):
            new["/Functions"] = self._new_function(value.get("/Functions"))
        if isinstance(value, Stream) and value.get("/FunctionType") == 4:
            return self.out.make_stream(_without_comments(value.read_bytes()), dictionary(new))
        return self._with_data(value, new)

    # ---- Pictures -------------------------------------------------------------------------------

    def _image(self, value: Any) -> Any:
        if not isinstance(value, Stream):
            return None
        return self._picture(value, value.read_raw_bytes(), Dictionary())

    def _picture(self, value: Any, raw: bytes, resources: Object) -> Any:
        """`resources` are those that a picture inside a stream takes the names of colours from."""
        new: Made = {"/Type": Name.XObject, "/Subtype": Name.Image, **_named(value, IMAGE)}
        space = value.get("/ColorSpace")
        if isinstance(space, Name):
            space = resource(resources, "/ColorSpace", spelt(space)) or space
        elif isinstance(space, Array) and len(space) > 1 and isinstance(space[1], Name):
            base = resource(resources, "/ColorSpace", spelt(space[1]))
            space = space if base is None else Array([space[0], base, *list(space)[2:]])
        new["/ColorSpace"] = self._colour(space)
        new["/SMask"] = self._once(value.get("/SMask"), self._image)
        mask = value.get("/Mask")
        new["/Mask"] = _plain(mask) if isinstance(mask, Array) else self._once(mask, self._image)
        data, how = self._encoded(value, raw)
        return self.out.make_stream(data, dictionary(new | how))

    def _encoded(self, value: Any, raw: bytes) -> tuple[bytes, Made]:
        """A picture's data, and how it is encoded. What was encoded twice is decoded once."""
        filters = [spelt(each) for each in _listed(value.get("/Filter")) if each != Name.Crypt]
        decoding = _listed(value.get("/DecodeParms"))
        last = filters[-1] if filters else ""
        parameters = decoding[-1] if len(decoding) == len(filters) and decoding else None
        if filters == ["/FlateDecode"]:
            return pictures.bare_flate(raw), self._filter(last, parameters)
        whole = Stream(self.source, raw)
        before = filters[:-1] if last in ENCODED else filters
        if before:
            whole.Filter = Array([Name(each) for each in before])
            if len(decoding) >= len(before):
                whole.DecodeParms = Array(decoding[: len(before)])
        data = whole.read_bytes() if before else raw
        if last == "/DCTDecode":
            data = pictures.bare_jpeg(data)
        elif last == "/JPXDecode":
            data = pictures.bare_jpx(data)
        return data, self._filter(last, parameters) if last in ENCODED else {}

    def _filter(self, name: str, parameters: Any) -> Made:
        if not isinstance(parameters, Dictionary):
            return {"/Filter": Name(name)}
        new: Made = _named(parameters, DECODING)
        shared = parameters.get("/JBIG2Globals")
        if isinstance(shared, Stream):
            new["/JBIG2Globals"] = self._once(shared, lambda each: self._with_data(each, {}), "jb")
        return {"/Filter": Name(name), "/DecodeParms": dictionary(new)}

    # ---- Fonts ----------------------------------------------------------------------------------

    def _font(self, value: Any, around: Object) -> Any:
        return self._once(value, lambda font: self._new_font(font, around), "font")

    def _new_font(self, value: Any, around: Object) -> Any:
        if not isinstance(value, Dictionary):
            return None
        new: Made = {"/Type": Name.Font, **_named(value, FONT)}
        new["/Encoding"] = self._encoding(value.get("/Encoding"))
        new["/ToUnicode"] = self._code_map(value.get("/ToUnicode"))
        new["/FontDescriptor"] = self._once(value.get("/FontDescriptor"), self._descriptor)
        if isinstance(descendants := value.get("/DescendantFonts"), Array):
            made = [self._once(each, self._descendant) for each in descendants]
            new["/DescendantFonts"] = Array([each for each in made if each is not None])
        if value.get("/Subtype") == Name.Type3:
            self._draw_glyphs(value, new, around)
        return dictionary(new)

    def _descendant(self, value: Any) -> Any:
        if not isinstance(value, Dictionary):
            return None
        new: Made = {"/Type": Name.Font, **_named(value, FONT)}
        new["/CIDSystemInfo"] = _collection(value.get("/CIDSystemInfo"))
        new["/FontDescriptor"] = self._once(value.get("/FontDescriptor"), self._descriptor)
        glyphs = value.get("/CIDToGIDMap")
        if isinstance(glyphs, Stream):
            new["/CIDToGIDMap"] = self.out.make_stream(glyphs.read_bytes())
        else:
            new["/CIDToGIDMap"] = _plain(glyphs)
        return dictionary(new)

    def _descriptor(self, value: Any) -> Any:
        if not isinstance(value, Dictionary):
            return None
        new: Made = {"/Type": Name.FontDescriptor, **_named(value, DESCRIPTOR)}
        for key in fonts.FILES:
            new[key] = self._once(value.get(key), self._font_file)
        return dictionary(new)

    def _font_file(self, value: Any) -> Any:
        if not isinstance(value, Stream):
            return None
        return self._with_data(
            value, _named(value, ("/Length1", "/Length2", "/Length3", "/Subtype"))
        )

    def _encoding(self, value: Any) -> Any:
        if isinstance(value, Dictionary):
            return dictionary(_named(value, ("/Type", "/BaseEncoding", "/Differences")))
        return self._code_map(value)

    def _code_map(self, value: Any) -> Any:
        return self._once(value, self._new_code_map)

    def _new_code_map(self, value: Any) -> Any:
        """A table from codes to glyphs or characters: a name, or a program of its own."""
        if not isinstance(value, Stream):
            return value if isinstance(value, Name) else None
        new: Made = _named(value, ("/Type", "/CMapName", "/WMode"))
        new["/CIDSystemInfo"] = _collection(value.get("/CIDSystemInfo"))
        new["/UseCMap"] = self._code_map(value.get("/UseCMap"))
        return self.out.make_stream(_without_comments(value.read_bytes()), dictionary(new))

    def _draw_glyphs(self, value: Dictionary, new: Made, around: Object) -> None:
        """The glyphs of a font that is drawn by streams like those of pages."""
        own, glyphs = value.get("/Resources"), value.get("/CharProcs")
        resources = own if isinstance(own, Dictionary) else around
        named = dict(glyphs.items()) if isinstance(glyphs, Dictionary) else {}
        drawn = {
            name: self._read(glyph, resources, number=number)
            for number, (name, glyph) in enumerate(named.items())
            if isinstance(glyph, Stream)
        }
        new["/CharProcs"] = dictionary(
            {name: self.out.make_stream(glyph.data) for name, glyph in drawn.items()}
        )
        new["/Resources"] = self._resources([*drawn.values()], resources)


def is_public(address: str) -> bool:
    """Whether an address leads to the web or to a mailbox, and not into somebody's house."""
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.scheme == "mailto":
        return "@" in parts.path
    is_named = "." in host and not re.fullmatch(r"[\d.]+|\[.*", host)
    return parts.scheme in {"http", "https"} and is_named and "@" not in parts.netloc


def _plain(value: Any) -> Any:
    """Numbers, names and lists of these; None for anything that could carry words."""
    if isinstance(value, Name | int | float | Decimal):
        return value
    if isinstance(value, Array):
        made = [_plain(each) for each in value]
        return None if _lacks(made) else Array(made)
    return None


def _lacks(made: list[Any]) -> bool:
    """Whether something in a list could not be copied."""
    return any(each is None for each in made)


def _named(value: Any, keys: tuple[str, ...]) -> Made:
    """Of these keys, those with plain values."""
    if not isinstance(value, Dictionary | Stream):
        return {}
    return {key: _plain(value.get(key)) for key in keys if key in value}


def _collection(value: Any) -> Any:
    """The character collection of a font: two short strings and a number."""
    if not isinstance(value, Dictionary):
        return None
    new: Made = _named(value, ("/Supplement",))
    for key in ("/Registry", "/Ordering"):
        found = value.get(key)
        new[key] = found if isinstance(found, String) else None
    return dictionary(new)


def _without_comments(program: bytes) -> bytes:
    """PostScript without its comments."""
    return STRINGS_AND_COMMENTS.sub(
        lambda found: b"" if found[0].startswith(b"%") else found[0], program
    )


def _listed(value: Any) -> list[Any]:
    """What may stand alone or in a list, as a list."""
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def _first(value: Any) -> Any:
    return value[0] if isinstance(value, Array) and len(value) else None


def _inherited(page: Any, key: str) -> Any:
    """What a page says, or the pages above it."""
    for _ in range(MOST_PARENTS):
        if not isinstance(page, Dictionary):
            return None
        if key in page:
            return page[key]
        page = page.get("/Parent")
    return None


def _box(page: Page) -> list[Decimal | int | float]:
    """What is seen of the page: left, bottom, right, top. Nothing outside is handed on as seen."""
    media = _corners(_inherited(page.obj, "/MediaBox")) or DEFAULT_BOX
    crop = _corners(_inherited(page.obj, "/CropBox")) or media
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return [left, bottom, right, top] if left < right and bottom < top else list(media)


def _corners(value: Any) -> list[Any] | None:
    box = _plain(value)
    if box is None or not isinstance(box, Array) or len(box) != 4:
        return None
    numbers = [each for each in box if not isinstance(each, Name | Array)]
    if len(numbers) != 4:
        return None
    left, right = sorted((numbers[0], numbers[2]))
    bottom, top = sorted((numbers[1], numbers[3]))
    return [left, bottom, right, top] if left < right and bottom < top else None

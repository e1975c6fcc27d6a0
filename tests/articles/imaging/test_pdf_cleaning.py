"""The PDF that readers get: nothing of its makers in it, and every pixel of the page."""

import io
import re
import zlib

import pikepdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image, ImageChops, ImageFont

from articles.imaging import PhotoRefused, page_images
from articles.imaging.pdf import cleaning

SECRET = "绝密Geheim"
SPELT = [SECRET.encode(each) for each in ("utf-8", "utf-16-be", "gb18030")] + [b"Geheim"]
BOX = "0 0 200 300 re f"  # black, in the lower left
OTHER = "300 400 100 100 re f"  # black, higher up on the right


# ---- Pages to clean -----------------------------------------------------------------------------


def printed(draws=BOX, *, change=None, resources=None, pages=1, **saving):
    """A PDF that draws this. `change(pdf, page)` puts something into it."""
    pdf = Pdf.new()
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(500, 700))
        page.obj.Contents = pdf.make_stream(draws.encode())
        page.obj.Resources = resources or Dictionary()
    if change:
        change(pdf, pdf.pages[0].obj)
    file = io.BytesIO()
    pdf.save(file, **saving)
    return file.getvalue()


def clean(data, **options):
    return cleaning.cleaned(pikepdf.open(io.BytesIO(data)), **options)


def everything(data):
    """A PDF's bytes, and every object in it with its streams decoded."""
    parts = [data]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for each in pdf.objects:
            parts.append(each.unparse(resolved=False))
            if isinstance(each, pikepdf.Stream):
                parts += [repr(dict(each.items())).encode(), each.read_raw_bytes()]
                try:
                    parts.append(each.read_bytes())
                except pikepdf.PdfError:  # an encoded picture
                    continue
        parts.append(repr(dict(pdf.trailer.items())).encode())
    return b"\n".join(parts)


def secrets_in(data):
    held = everything(data).lower()
    return [each for each in SPELT if each.lower() in held or each.hex().encode() in held]


def drawn(data):
    page = pypdfium2.PdfDocument(data)[0]
    return page.render(scale=0.5, draw_annots=False).to_pil().convert("RGB")


def is_black(picture, x, y):
    """Whether the page is black there, in its own units from the lower left."""
    return picture.getpixel((x // 2, picture.height - 1 - y // 2)) == (0, 0, 0)


def looks_alike(one, other):
    return ImageChops.difference(drawn(one), drawn(other)).getbbox() is None


# ---- What stands beside the page ----------------------------------------------------------------


def info(pdf, page):
    pdf.docinfo["/Author"] = SECRET
    pdf.docinfo["/Title"] = rf"D:\{SECRET}\A1.indd"


def metadata(pdf, page):
    for holder in (pdf.Root, page):
        holder.Metadata = pdf.make_stream(f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode())


def private_data(pdf, page):
    page.PieceInfo = Dictionary(InDesign=Dictionary(Private=pdf.make_stream(SECRET.encode())))
    page.LastModified = String(SECRET)


def comments(pdf, page):
    looks = pdf.make_stream(f"BT /F1 9 Tf ({SECRET}) Tj ET".encode())
    looks.Subtype, looks.BBox = Name.Form, [0, 0, 50, 50]
    place = {"Rect": [300, 400, 400, 500], "Contents": SECRET, "AP": Dictionary(N=looks)}
    kinds = ("Text", "FreeText", "Highlight", "Stamp", "Popup", "FileAttachment", "Redact")
    page.Annots = Array([Dictionary(Subtype=Name("/" + kind), **place) for kind in kinds])


def form_fields(pdf, page):
    field = Dictionary(Subtype=Name.Widget, FT=Name.Tx, T="x", V=SECRET, Rect=[300, 400, 400, 500])
    page.Annots = Array([pdf.make_indirect(field)])
    pdf.Root.AcroForm = Dictionary(Fields=page.Annots, NeedAppearances=True)


def scripts(pdf, page):
    act = Dictionary(S=Name.JavaScript, JS=f"app.alert('{SECRET}')")
    pdf.Root.OpenAction = act
    pdf.Root.AA = page.AA = Dictionary(O=act)
    pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=["x", act]))


def attachments(pdf, page):
    pdf.attachments["Geheim.txt"] = SECRET.encode()


def thumbnail(pdf, page):
    page.Thumb = pdf.make_stream(SECRET.encode(), Width=1, Height=1)


def bookmarks_and_tags(pdf, page):
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(SECRET, 0))
    pdf.Root.StructTreeRoot = Dictionary(K=Dictionary(Alt=SECRET, ActualText=SECRET))
    pdf.Root.PageLabels = Dictionary(Nums=[0, Dictionary(P=SECRET)])
    pdf.Root.OutputIntents = [Dictionary(S=Name.GTS_PDFX, Info=SECRET)]


def hidden_page(pdf, page):
    other = Dictionary(Type=Name.Template, Contents=pdf.make_stream(f"({SECRET}) Tj".encode()))
    pdf.Root.Names = Dictionary(Templates=Dictionary(Names=["x", pdf.make_indirect(other)]))


def unused_resources(pdf, page):
    page.Resources.XObject = Dictionary(
        Im9=pdf.make_stream(SECRET.encode(), Subtype=Name.Image, Width=1, Height=1)
    )
    page.Resources.Properties = Dictionary(
        MC0=Dictionary(Metadata=pdf.make_stream(SECRET.encode()))
    )


def words_in_the_stream(pdf, page):
    page.Contents = pdf.make_stream(
        f"% {SECRET}\n/Span <</ActualText ({SECRET})>> BDC {BOX} EMC\n"
        f"/{SECRET} MP ({SECRET}) unknown\n".encode()
    )


def unknown_keys(pdf, page):
    page["/Secret"] = page.Contents["/Secret"] = pdf.Root["/Secret"] = String(SECRET)
    pdf.trailer["/Secret"] = String(SECRET)


def links_inward(pdf, page):
    page.Annots = Array(
        [
            Dictionary(Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.URI, URI=uri))
            for uri in (f"file:///D:/{SECRET}", f"http://nas/{SECRET}", f"http://10.0.0.7/{SECRET}")
        ]
    )


@pytest.mark.parametrize(
    "change",
    [
        *(info, metadata, private_data, comments, form_fields, scripts, attachments, thumbnail),
        *(bookmarks_and_tags, hidden_page, unused_resources, words_in_the_stream, unknown_keys),
        links_inward,
    ],
)
def test_what_is_not_the_page_does_not_reach_readers(change):
    uploaded = printed(change=change)
    assert secrets_in(uploaded)

    public = clean(uploaded)

    assert secrets_in(public) == []
    assert looks_alike(public, printed())


def test_a_former_state_of_the_file_does_not_reach_readers():
    """A program that saves by adding to the file leaves what was there before."""
    before = printed(f"{BOX} % {SECRET}", compress_streams=False)
    size = int(re.search(rb"/Size (\d+)", before)[1])
    page = re.search(rb"(\d+) 0 obj\s+<<[^>]*/Contents (\d+) 0 R", before)
    place = len(before) + 1
    new = (
        f"\n{page[2].decode()} 0 obj\n<< /Length {len(BOX)} >>\nstream\n{BOX}\nendstream\nendobj\n"
    )
    root = re.search(rb"/Root (\d+ 0 R)", before)[1].decode()
    table = f"xref\n{page[2].decode()} 1\n{place:010} 00000 n \n"
    start = int(re.search(rb"startxref\s+(\d+)", before)[1])
    end = f"trailer\n<< /Size {size} /Root {root} /Prev {start} >>\nstartxref\n"
    uploaded = before + (new + table + end).encode() + str(len(before) + len(new)).encode()
    uploaded += b"\n%%EOF"
    assert SECRET.encode() in uploaded

    public = clean(uploaded)

    assert secrets_in(public) == []
    assert looks_alike(public, printed())


def test_links_to_the_web_stay_and_say_only_where_they_lead():
    def links(pdf, page):
        action = Dictionary(S=Name.URI, URI="https://example.com/a", Next=Dictionary(JS=SECRET))
        note = Dictionary(Subtype=Name.Link, Rect=[1, 2, 30, 40], A=action, Contents=SECRET)
        page.Annots = Array([note])

    public = clean(printed(change=links))

    with pikepdf.open(io.BytesIO(public)) as pdf:
        (link,) = pdf.pages[0].Annots
        assert (str(link.A.URI), list(link.Rect)) == ("https://example.com/a", [1, 2, 30, 40])
    assert secrets_in(public) == []


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("https://www.example.cn/a?b=1", True),
        ("mailto:desk@example.cn", True),
        ("http://nas/share", False),
        ("http://192.168.1.2/x", False),
        ("http://[fe80::1]/", False),
        ("https://name:word@example.cn/", False),
        ("javascript:alert(1)", False),
        ("file:///C:/x", False),
        ("http://[", False),
    ],
)
def test_only_addresses_of_the_web_are_links(address, is_public):
    assert cleaning.is_public(address) == is_public


# ---- Layers -------------------------------------------------------------------------------------


def layered(draws, *, off=(), on=(), usage=None, base=None, member=None):
    """A page with the layers A and B; `member` makes of A and B what the name C stands for."""

    def put_layers(pdf, page):
        layer = {
            name: pdf.make_indirect(Dictionary(Type=Name.OCG, Name=f"{SECRET} {name}"))
            for name in "AB"
        }
        for name, said in (usage or {}).items():
            layer[name].Usage = said
        state = Dictionary(OFF=[layer[name] for name in off], ON=[layer[name] for name in on])
        if base:
            state.BaseState = Name(base)
        pdf.Root.OCProperties = Dictionary(OCGs=[*layer.values()], D=state)
        if member:
            layer["C"] = member(layer["A"], layer["B"])
        form = pdf.make_stream(f"({SECRET}) pop {OTHER}".encode(), OC=layer["A"])
        form.Subtype, form.BBox = Name.Form, [0, 0, 500, 700]
        page.Resources = Dictionary(Properties=Dictionary(**layer), XObject=Dictionary(Fm0=form))

    return printed(draws, change=put_layers)


@pytest.mark.parametrize(
    ("draws", "layers", "is_seen"),
    [
        (f"/OC /A BDC {OTHER} EMC", {}, True),
        (f"/OC /A BDC {OTHER} EMC", {"off": "A"}, False),
        (f"/OC /A BDC {OTHER} EMC", {"off": "B"}, True),
        (f"/OC /A BDC {OTHER} EMC", {"base": "/OFF"}, False),
        (f"/OC /A BDC {OTHER} EMC", {"base": "/OFF", "on": "A"}, True),
        (f"/OC /A BDC /Span BMC q EMC Q {OTHER} EMC", {"off": "A"}, False),
        (f"/OC /B BDC /OC /A BDC EMC {OTHER} EMC", {"off": "B"}, False),
        ("/Fm0 Do", {}, True),
        ("/Fm0 Do", {"off": "A"}, False),
        (
            f"/OC /A BDC {OTHER} EMC",
            {"usage": {"A": Dictionary(Print=Dictionary(PrintState=Name.OFF))}},
            False,
        ),
        (
            f"/OC /A BDC {OTHER} EMC",
            {"usage": {"A": Dictionary(View=Dictionary(ViewState=Name.OFF))}},
            False,
        ),
        *(
            (
                f"/OC /C BDC {OTHER} EMC",
                {
                    "off": off,
                    "member": lambda a, b, policy=policy: Dictionary(
                        Type=Name.OCMD, OCGs=[a, b], P=Name(policy)
                    ),
                },
                is_seen,
            )
            for policy, off, is_seen in [
                ("/AllOn", "A", False),
                ("/AnyOn", "A", True),
                ("/AnyOn", "AB", False),
                ("/AnyOff", "A", True),
                ("/AllOff", "A", False),
                ("/AllOff", "AB", True),
            ]
        ),
        (
            f"/OC /C BDC {OTHER} EMC",
            {
                "off": "B",
                "member": lambda a, b: Dictionary(
                    Type=Name.OCMD, VE=Array([Name.And, a, Array([Name.Not, b])])
                ),
            },
            True,
        ),
    ],
)
def test_a_layer_that_is_off_is_neither_drawn_nor_in_the_file(draws, layers, is_seen):
    public = clean(layered(f"{BOX} {draws}", **layers))

    picture = drawn(public)
    assert is_black(picture, 100, 100)
    assert is_black(picture, 350, 450) == is_seen
    assert (b"300 400 100 100 re" in everything(public)) == is_seen
    assert secrets_in(public) == []


def test_what_a_hidden_part_sets_holds_after_it_and_what_it_draws_is_gone():
    hidden = (
        "/OC /A BDC 1 0 0 rg 7 8 9 10 re f BI /W 1 /H 1 /CS /G /BPC 8 ID x EI "
        f'BT /F1 9 Tf 3 4 Td ({SECRET}) Tj 1 2 ({SECRET}) " ET '
        "q 11 12 13 14 re W n 5 0 0 5 0 0 cm Q 0 0 480 690 re W n EMC"
    )
    public = clean(layered(f"{hidden} {OTHER}", off="A"))

    text = everything(public)
    assert drawn(public).getpixel((175, 350 - 225)) == (255, 0, 0)
    assert [
        gone for gone in (b"7 8 9 10", b"11 12", b"Tj", b"/F1", b"/Inline") if gone in text
    ] == []
    assert b"0 0 480 690 re\nW\nn" in text
    assert secrets_in(public) == []


# ---- Fonts --------------------------------------------------------------------------------------


def with_font(**font):
    return Dictionary(Font=Dictionary(F1=Dictionary(Type=Name.Font, **font)))


def embedded_font(pdf, page, data=None):
    """A font that is in the file: the one Pillow carries."""
    program = ImageFont.load_default(size=10).font_bytes if data is None else data
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/AAAAAA+Aileron"),
        Flags=32,
        FontFile2=pdf.make_stream(program, Length1=len(program), Metadata=String(SECRET)),
    )
    page.Resources.Font = Dictionary(
        F1=Dictionary(
            Type=Name.Font,
            Subtype=Name.TrueType,
            BaseFont=Name("/AAAAAA+Aileron"),
            FirstChar=32,
            LastChar=127,
            Widths=[600] * 96,
            Encoding=Name.WinAnsiEncoding,
            FontDescriptor=descriptor,
            ToUnicode=pdf.make_stream(f"% {SECRET}\nbegincmap <41> <0041> endcmap".encode()),
        )
    )


def chinese(name="/SimSun"):
    described = Dictionary(Type=Name.Font, Subtype=Name.CIDFontType2, BaseFont=Name(name))
    described.FontDescriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name(name))
    return with_font(
        Subtype=Name.Type0,
        BaseFont=Name(name),
        Encoding=Name("/GBK-EUC-H"),
        DescendantFonts=[described],
    )


def in_gb18030():
    """As Chinese programs write the name of a font."""
    plain = pikepdf.ObjectStreamMode.disable
    uploaded = printed(TEXT, resources=chinese(), object_stream_mode=plain)
    return uploaded.replace(b"/SimSun", b"/#CB#CE#CC#E5")


TEXT = "BT /F1 60 Tf 100 300 Td (ABC) Tj ET"


def refusal(data):
    with pytest.raises(PhotoRefused) as refused:
        page_images.from_pdf(io.BytesIO(data))
    return str(refused.value)


def test_text_in_a_font_of_the_file_is_drawn_and_kept():
    uploaded = printed(TEXT, change=embedded_font)

    public = clean(uploaded)

    assert drawn(public).convert("L").getextrema()[0] < 50
    assert looks_alike(public, uploaded)
    assert pypdfium2.PdfDocument(public)[0].get_textpage().get_text_range() == "ABC"
    assert secrets_in(public) == []


@pytest.mark.parametrize(
    ("uploaded", "named"),
    [
        (printed(TEXT, resources=chinese()), "SimSun"),
        (in_gb18030(), "宋体"),
        (printed(TEXT, resources=chinese("/方正书宋")), "方正书宋"),
        (
            printed(TEXT, resources=with_font(Subtype=Name.TrueType, BaseFont=Name("/SimHei"))),
            "SimHei",
        ),
        (printed(TEXT), "F1"),  # asked for by a name that stands for nothing
        (printed(TEXT, change=lambda pdf, page: embedded_font(pdf, page, b"no font")), "Aileron"),
    ],
)
def test_fonts_that_are_not_in_the_file_are_named(uploaded, named):
    with pytest.raises(cleaning.FontsMissing) as missing:
        clean(uploaded)

    assert missing.value.names == [named]
    assert clean(uploaded, allow_missing_fonts=True)


def test_a_page_whose_fonts_are_missing_is_refused_with_a_way_out():
    said = refusal(printed(TEXT, resources=chinese("/方正书宋")))

    assert "没有带上这些字体：方正书宋。" in said
    assert "嵌入所有字体" in said


@pytest.mark.parametrize(
    ("draws", "resources"),
    [
        (TEXT, with_font(Subtype=Name.Type1, BaseFont=Name.Helvetica)),
        (TEXT, with_font(Subtype=Name.TrueType, BaseFont=Name("/Arial,Bold"))),
        (BOX, chinese()),  # there, but nothing is written with it
        (TEXT.replace("Td", "Td 3 Tr"), chinese()),  # under a scanned page, and never seen
    ],
)
def test_fonts_that_all_have_or_nobody_sees_need_not_be_in_the_file(draws, resources):
    assert clean(printed(draws, resources=resources))


def test_a_font_that_a_part_of_the_page_takes_over_from_around_it_is_kept():
    def put_form(pdf, page):
        embedded_font(pdf, page)
        form = pdf.make_stream(b"BT 100 300 Td (ABC) Tj ET", Resources=Dictionary())
        form.Subtype, form.BBox = Name.Form, [0, 0, 500, 700]
        page.Resources.XObject = Dictionary(Fm0=form)

    uploaded = printed("/F1 60 Tf /Fm0 Do", change=put_form)

    assert looks_alike(clean(uploaded), uploaded)


def test_a_font_of_a_hidden_layer_is_not_missed():
    assert clean(layered(f"/OC /A BDC {TEXT} EMC", off="A"))
    with pytest.raises(cleaning.FontsMissing):
        clean(layered(f"/OC /A BDC {TEXT} EMC"))


# ---- Pictures on the page -----------------------------------------------------------------------


def photo(kind, **options):
    file = io.BytesIO()
    image = Image.linear_gradient("L").resize((64, 64)).convert("RGB")
    exif = Image.Exif()
    exif[0x13B] = "Geheim"
    image.save(file, kind, **({"exif": exif, "comment": b"Geheim"} if kind == "JPEG" else options))
    return file.getvalue() + b"Geheim"


@pytest.mark.parametrize("kind", ["JPEG", "JPEG2000"])
@pytest.mark.parametrize("twice", [False, True])
def test_pictures_lose_what_the_camera_wrote_and_keep_their_pixels(kind, twice):
    data = photo(kind)
    if kind == "JPEG2000":
        note = b"Geheim"
        data = data[:-6] + (8 + len(note)).to_bytes(4, "big") + b"xml " + note
    name = Name.DCTDecode if kind == "JPEG" else Name.JPXDecode

    def put(pdf, page):
        raw, filters = (zlib.compress(data), [Name.FlateDecode, name]) if twice else (data, [name])
        picture = pdf.make_stream(raw, Subtype=Name.Image, Width=64, Height=64, Filter=filters)
        picture.ColorSpace, picture.BitsPerComponent = Name.DeviceRGB, 8
        picture.Metadata = pdf.make_stream(SECRET.encode())
        page.Resources.XObject = Dictionary(Im0=picture)

    uploaded = printed("q 400 0 0 400 50 50 cm /Im0 Do Q", change=put)
    public = clean(uploaded)

    assert secrets_in(public) == []
    assert drawn(public).getextrema() != ((255, 255),) * 3
    assert looks_alike(public, uploaded)


# ---- A clean page looks as before ---------------------------------------------------------------

number = st.integers(-50, 600)
colour = st.tuples(*[st.sampled_from(["0", "0.5", "1"])] * 3).map(" ".join)
shape = st.builds(
    "{} rg {} {} {} {} re {}".format,
    colour,
    number,
    number,
    number,
    number,
    st.sampled_from(["f", "W n", "B*", "s"]),
)
text = st.builds(
    "BT /F1 {} Tf {} Tr {} {} Td [(Ab) {} (c)] TJ T* (d) ' ET".format,
    st.integers(5, 90),
    st.sampled_from([0, 1, 2]),
    number,
    number,
    number,
)
others = st.sampled_from(
    [
        "/Fm0 Do",
        "q 90 0 0 90 200 200 cm /Im0 Do Q",
        "/Sh0 sh",
        "/Pattern cs /P0 scn 20 20 300 300 re f",
        "/Spot cs 0.7 scn 10 400 99 99 re f",
        "/Indexed cs 1 sc 300 10 99 99 re f",
        "/GS0 gs",
        "0.9 0.1 -0.1 0.9 5 5 cm",
        "/Span BMC",
        "EMC",
        "BT /T3 40 Tf 50 50 Td (a) Tj ET",
        "q 40 0 0 40 9 9 cm BI /W 2 /H 2 /CS /RGB /BPC 8 /F /AHx ID ff000000ff000000ffffffff> EI Q",
    ]
)  # fmt: skip
page_parts = st.lists(
    st.one_of(
        shape, text, others, st.lists(shape, max_size=3).map(lambda parts: f"q {' '.join(parts)} Q")
    ),
    max_size=12,
)


def furnished(pdf, page):
    """One of each kind of thing that a page may draw with."""
    embedded_font(pdf, page)
    spread = Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1)
    ink = pdf.make_stream(b"{dup 0.5 mul exch 0}", FunctionType=4, Domain=[0, 1])
    ink.Range = [0, 1, 0, 1, 0, 1]
    shading = Dictionary(
        ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 500, 0], Function=spread
    )
    form = pdf.make_stream(b"0 1 0 rg 20 600 200 50 re f", Subtype=Name.Form, BBox=[0, 0, 500, 700])
    form.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceRGB, I=True)
    mask = pdf.make_stream(bytes(range(0, 256, 4)), Width=8, Height=8, Subtype=Name.Image)
    mask.ColorSpace, mask.BitsPerComponent = Name.DeviceGray, 8
    picture = pdf.make_stream(bytes(192), Width=8, Height=8, Subtype=Name.Image, SMask=mask)
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceRGB, 8
    tile = pdf.make_stream(b"1 0 1 rg 0 0 5 5 re f", PatternType=1, PaintType=1, TilingType=1)
    tile.BBox, tile.XStep, tile.YStep, tile.Resources = [0, 0, 9, 9], 9, 9, Dictionary()
    glyph = pdf.make_stream(b"9 0 0 0 9 9 d1 0 0 9 9 re f")
    drawn_font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 9, 9])
    drawn_font.FontMatrix, drawn_font.CharProcs = [0.1, 0, 0, 0.1, 0, 0], Dictionary(sq=glyph)
    drawn_font.FirstChar, drawn_font.LastChar, drawn_font.Widths = 97, 97, [9]
    drawn_font.Encoding = Dictionary(Type=Name.Encoding, Differences=[97, Name.sq])
    page.Resources.Font.T3 = drawn_font
    page.Resources.XObject = Dictionary(Fm0=form, Im0=picture)
    page.Resources.Shading = Dictionary(Sh0=shading)
    page.Resources.Pattern = Dictionary(P0=tile)
    page.Resources.ExtGState = Dictionary(GS0=Dictionary(ca=0.5, BM=Name.Multiply))
    page.Resources.ColorSpace = Dictionary(
        Spot=Array([Name.Separation, Name.Gold, Name.DeviceRGB, ink]),
        Indexed=Array([Name.Indexed, Name.DeviceRGB, 1, String(b"\0\0\0\xff\x80\0")]),
    )


@settings(max_examples=25, deadline=None)
@given(page_parts)
def test_a_page_looks_the_same_before_and_after(parts):
    uploaded = printed("\n".join(parts), change=furnished)

    public = clean(uploaded)

    assert looks_alike(public, uploaded)
    assert clean(uploaded) == public
    assert looks_alike(clean(public), uploaded)


@pytest.mark.parametrize(("turn", "size"), [(0, (250, 350)), (90, (350, 250))])
def test_the_page_keeps_its_size_and_which_way_is_up(turn, size):
    def turned(pdf, page):
        page.MediaBox, page.CropBox, page.Rotate = [-50, -50, 900, 900], [0, 0, 500, 700], turn

    public = clean(printed(change=turned))

    assert drawn(public).size == size
    assert looks_alike(public, printed(change=turned))
    with pikepdf.open(io.BytesIO(public)) as pdf:
        assert list(pdf.pages[0].MediaBox) == [0, 0, 500, 700]


# ---- Files of other kinds -----------------------------------------------------------------------


def test_a_file_that_opens_without_a_password_is_taken_and_one_that_needs_one_is_not():
    locked = printed(encryption=pikepdf.Encryption(owner="x", user=""))
    with pikepdf.open(io.BytesIO(clean(locked))) as pdf:
        assert not pdf.is_encrypted
    assert "密码" in refusal(printed(encryption=pikepdf.Encryption(owner="x", user="y")))


def test_a_file_whose_table_is_lost_is_mended():
    uploaded = printed(object_stream_mode=pikepdf.ObjectStreamMode.disable)
    broken = re.sub(rb"startxref\s+\d+", b"startxref\n9", uploaded)

    assert looks_alike(clean(broken), printed())


@pytest.mark.parametrize(
    "change",
    [
        lambda pdf, page: page.Contents.write(b"not deflated", filter=Name.FlateDecode),
        lambda pdf, page: pdf.Root.Pages.__setitem__("/Kids", Array()),
    ],
)
def test_a_file_that_has_lost_what_is_drawn_is_refused(change):
    assert "损坏" in refusal(printed(change=change))


# ---- Files made to break what reads them --------------------------------------------------------


def drawing(content, resources="", *more):
    """A file by hand, with a page that draws this; the first of `more` is object 5."""
    stream = f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"
    page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 700] /Contents 4 0 R "
    page += f"/Resources << {resources} >> >>"
    tree = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", tree, page, stream, *more]
    body = "".join(f"{n} 0 obj\n{each}\nendobj\n" for n, each in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer\n<< /Root 1 0 R >>\n".encode()


RING = "/XObject << /F 5 0 R >>"
FORM = "<< /Subtype /Form /BBox [0 0 9 9] {} /Length 5 >>\nstream\n/F Do\nendstream"
NONSENSE = (
    "/XObject << /A 1 >> /ColorSpace << /B [[]] /C [/Indexed 1 2] >> /ExtGState 7 "
    "/Pattern << /D (x) >> >> /Annots [5 << /Subtype /Link /A << /URI 5 >> >>] /X << "
)


@pytest.mark.parametrize(
    "uploaded",
    [
        drawing(f"/F Do {BOX}", RING, FORM.format(f"/Resources << {RING} >>")),
        drawing(
            f"/S sh {BOX}",
            "/Shading << /S << /ShadingType 2 /Function 5 0 R >> >>",
            "<< /FunctionType 3 /Domain [0 1] /Functions [5 0 R] >>",
        ),
        drawing(
            f"/OC /M BDC /OC EMC {BOX}",
            "/Properties << /M << /Type /OCMD /VE 5 0 R >> >>",
            "[/Or 5 0 R 5 0 R [/Not 5 0 R]]",
        ),
        drawing(f"/A Do /B cs /C cs /D scn (x) Tf 5 gs /G gs [] Tr cm {BOX}", NONSENSE),
        drawing(f"{'[' * 5000} {BOX}"),
        drawing(f"{BOX} Q Q Q EMC EMC" + " q" * 5000),
    ],
)
def test_files_that_lead_back_to_themselves_or_make_no_sense_are_read_to_their_end(uploaded):
    assert clean(uploaded)


@pytest.mark.parametrize(
    "uploaded",
    [
        drawing(BOX).replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]"),
        drawing("/G gs", "/ExtGState << /G << /D 5 0 R >> >>", "[5 0 R]"),
        drawing("/F Do", RING, FORM.format("")),
    ],
)
def test_what_cannot_be_read_to_an_end_is_refused_in_words(uploaded):
    assert "请重新导出" in refusal(uploaded)

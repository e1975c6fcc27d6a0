"""A Word file becomes one story as its author would print it; what is not safe is refused."""

import io
import subprocess
import sys
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from articles.interchange import word
from articles.interchange.word import WordRefused, packages, reading
from tests import make
from tests.articles.interchange import word_files
from tests.articles.interchange.word_files import file, p, part, picture, r

TEXT = "昨日起，市图书馆的开放时间延长三小时，读者晚上十点前都可以来。"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(*paragraphs, **more):
    return word.read(file(*paragraphs, **more), "稿件.docx")


def test_headline_byline_and_dateline_stand_beside_the_text():
    story = read(p("图书馆延时开放"), p("□ 本报记者 陈洋波"), p("本报讯 " + TEXT))

    assert (story.headline, story.byline) == ("图书馆延时开放", "□ 本报记者 陈洋波")
    assert (story.dateline, story.body) == ("本报讯", f"<p>{TEXT}</p>")
    assert story.plain == f"图书馆延时开放\n□ 本报记者 陈洋波\n本报讯 {TEXT}"
    assert story.notes == []


def test_a_byline_at_the_end_is_found_and_text_alone_has_no_headline():
    assert read(p(TEXT), p("通讯员 王芳")).byline == "通讯员 王芳"
    assert read(p(TEXT), p(TEXT)).headline == ""


STYLES = part(
    "styles",
    '<w:style w:type="character" w:styleId="Unseen"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Loud"><w:basedOn w:val="Bold"/></w:style>'
    '<w:style w:type="character" w:styleId="Bold"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Gone"><w:rPr><w:strike/></w:rPr></w:style>',
)


def test_what_its_author_would_not_print_is_left_out_and_said():
    changed = (
        f"<w:del>{r('12').replace('w:t', 'w:delText')}</w:del><w:ins>{r('15')}</w:ins>"
        f"<w:moveFrom>{r('先前')}</w:moveFrom><w:moveTo>{r('后来')}</w:moveTo>"
    )
    hidden = r("内部", "vanish") + r("掌握", 'rStyle w:val="Unseen"') + r("不", 'vanish w:val="0"')
    struck = r("划掉", "strike") + r("两道", "dstrike")
    story = read(
        p(r("我市") + changed + hidden + r("人获评") + struck + r("。") + COMMENT),
        p("整段划掉。", style="Gone"),
        p(r("要紧", 'rStyle w:val="Loud"') + r("面积10") + r("8", 'vertAlign w:val="superscript"')),
        parts={"word/styles.xml": STYLES},
        related=[("styles", "styles.xml", "rId1")],
    )

    assert story.body == (
        "<p>我市15后来不人获评。</p><p><strong>要紧</strong>面积10<sup>8</sup></p>"
    )
    assert story.notes == [
        "照修订删去 1 处：“12”。",
        "照修订添上 1 处：“15”。",
        "略去 2 处划掉的文字：“划掉两道”“整段划掉。”。",
        "略去 1 处隐藏的文字：“内部掌握”。",
        "略去 1 处批注。",
    ]


COMMENT = '<w:r><w:commentReference w:id="1"/></w:r>'


def numbering(start="1"):
    level = f'<w:start w:val="{start}"/><w:numFmt w:val="decimal"/>'
    dots = '<w:numFmt w:val="bullet"/>'
    return part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">{level}</w:lvl>'
        f'<w:lvl w:ilvl="1">{dots}</w:lvl></w:abstractNum>'
        '<w:num w:numId="5"><w:abstractNumId w:val="0"/></w:num>',
    )


def test_lists_keep_where_they_begin_and_how_deep_they_are():
    story = read(
        p("第一", numbered=(5, 0)),
        p("点", numbered=(5, 1)),
        p("第二", numbered=(5, 0)),
        p(TEXT),
        p("接着数", numbered=(5, 0)),
        parts={"word/numbering.xml": numbering(start="4")},
        related=[("numbering", "numbering.xml", "rId1")],
    )

    assert story.body == (
        '<ol start="4"><li>第一<ul><li>点</li></ul></li><li>第二</li></ol>'
        f'<p>{TEXT}</p><ol start="6"><li>接着数</li></ol>'
    )


def test_tables_links_and_footnotes_are_kept():
    cells = "".join(f"<w:tc>{p(text)}</w:tc>" for text in ("镇街", "人数"))
    note = part("footnotes", f'<w:footnote w:id="2">{p("据市统计局。")}</w:footnote>')
    story = read(
        f"<w:tbl><w:tr>{cells}</w:tr><w:tr>{cells}</w:tr></w:tbl>",
        p(f'<w:hyperlink r:id="rId9">{r("报名")}</w:hyperlink>'),
        p(r("共七人") + '<w:r><w:footnoteReference w:id="2"/></w:r>' + r("。")),
        parts={"word/footnotes.xml": note},
        related=[
            ("footnotes", "footnotes.xml", "rId1"),
            ("hyperlink", "https://www.example.cn/x", "rId9"),
        ],
    )

    assert story.body.count("<td>镇街</td>") == 2
    assert '<a href="https://www.example.cn/x">报名</a>' in story.body
    assert story.body.index("共七人") < story.body.index("据市统计局。")
    assert story.body.endswith("据市统计局。</li></ol>")


def test_a_picture_waits_beside_the_text_and_one_that_none_can_use_is_named():
    png = make.picture((40, 30), format="PNG")
    story = read(
        p(picture("rId7", alt="读者在看书")),
        p(picture("rId8")),
        p(TEXT),
        parts={"word/media/image1.png": png, "word/media/image2.emf": b"\x01\0\0\0" + b"x" * 60},
        related=[("image", "media/image1.png", "rId7"), ("image", "media/image2.emf", "rId8")],
    )

    [one] = story.pictures
    assert (one.name, one.alt, one.data) == ("稿件-1.png", "读者在看书", png)
    assert story.body == f'<figure data-photo="{one.guid}"></figure><p>{TEXT}</p>'
    assert any("稿件-2.bin" in note for note in story.notes)


def encrypted():
    return OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 100


def with_flag():
    """A ZIP archive whose parts say that they are encrypted."""
    data = bytearray(file(p(TEXT)))
    for mark, place in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 1)
    return bytes(data)


def bomb(name="word/media/image1.png", size=packages.MOST_UNPACKED + 1):
    return file(p(TEXT), parts={name: b"\0" * size})


def with_entities():
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    text = f'<!DOCTYPE w [<!ENTITY e0 "a">{levels}]>{part("document", "&e8;")}'
    return file(parts={"word/document.xml": text})


def nested(depth):
    inside = "<w:sdt><w:sdtContent>" * depth + p(TEXT) + "</w:sdtContent></w:sdt>" * depth
    return file(inside)


HOSTILE = {
    "an older format": (lambda: OLE + b"\0" * 2000, "另存为 .docx"),
    "with a password": (encrypted, "有密码"),
    "an encrypted archive": (with_flag, "有密码"),
    "no Word file": (lambda: b"hello", "不是 Word 的 .docx"),
    "a PDF": (lambda: b"%PDF-1.7", "导入版面"),
    "another archive": (lambda: zipped({"a.txt": b"x"}), "不是 Word 的 .docx"),
    "cut short": (lambda: file(p(TEXT))[:-60], "已损坏"),
    "with macros": (lambda: file(p(TEXT), parts={"word/vbaProject.bin": b"x"}), "宏"),
    "with macros by type": (
        lambda: file(
            p(TEXT),
            parts={"[Content_Types].xml": word_files.TYPES.replace("officed", "officedMacroEnabled")
                   .replace("document.main", "document.macroEnabled.main")},
        ),
        "宏",
    ),
    "a bomb": (bomb, "太大"),
    "a bomb of text": (lambda: bomb("word/document.xml", packages.MOST_TEXT + 1), "太大"),
    "many parts": (lambda: file(parts={f"x/{n}": b"" for n in range(2_001)}), "太大"),
    "entities": (with_entities, "已损坏"),
    "no XML": (lambda: file(parts={"word/document.xml": "<w:document"}), "已损坏"),
    "nested": (lambda: nested(5_000), "已损坏"),
    "empty": (file, "没有文字"),
}  # fmt: skip


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_what_cannot_or_should_not_be_read_is_refused_in_words(name):
    make_file, said = HOSTILE[name]

    with pytest.raises(WordRefused, match=said):
        word.read(make_file(), "稿件.docx")


@pytest.mark.parametrize("count", [2_000, pytest.param(120_000, marks=pytest.mark.whole)])
def test_the_converter_keeps_to_its_time_and_memory(count, tmp_path):
    """A text of 60,000 characters is read; one of four million is refused within the limits."""
    sent = tmp_path / "sent.docx"
    sent.write_bytes(file(p(TEXT) * count))
    with sent.open("rb") as given, (tmp_path / "made").open("wb") as made:
        command = [sys.executable, "-I", str(reading.CONVERTER), str(reading.SECONDS)]
        process = subprocess.Popen(command, stdin=given, stdout=made, stderr=made, env={})
        peak = peak_of(process)

    assert (process.returncode == 0) == (count == 2_000)
    assert 0 < peak < 400 * 2**20


def peak_of(process):
    """The most memory that a process had until it ended, in bytes."""
    peak = 0
    while process.poll() is None:
        with suppress(FileNotFoundError, ProcessLookupError):
            status = Path(f"/proc/{process.pid}/status").read_text()
            told = [line for line in status.splitlines() if line.startswith("VmHWM")]
            peak = max([peak, *(int(line.split()[1]) * 1024 for line in told)])
        time.sleep(0.01)
    return peak


def test_a_file_that_is_too_large_for_the_converter_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(reading, "SECONDS", 0)

    with pytest.raises(WordRefused, match="太复杂"):
        read(p(TEXT))

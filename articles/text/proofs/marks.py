"""Punctuation: doubled marks, Latin ones among Han, marks out of place, dots and dashes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.enums import FindingKind
from articles.text.characters import HAN
from articles.text.proofs.passages import Note, Passage, Story

WIDE = str.maketrans(",;:?!.()", "，；：？！。（）")
CLOSED = f"(?:{HAN}|[”’》）】])"
BEGUN = f'(?:{HAN}|[“‘《（【"])'
DOUBLED = re.compile(
    r"。{3,}|(?<!。)。。(?!。)|([，、；：])[ 　]*\1+|[，、；：。][ 　]*[，、；：。]+"
    r"|(?<=。[”’])。|(?<=[！？])[，。、；：]|[，、；：][！？]"
    r"|(?<=[\u4e00-\u9fff”》）]),,+|(?<=[\u4e00-\u9fff])、、+"
    r"|(?<![？！])(?:？？|！！)(?![？！])"  # three are meant: 太美了！！！
)
LATIN = re.compile(
    rf"(?<={CLOSED})[,;:?!][ ]?(?={BEGUN}|\n|$)|(?<=[0-9%％])[,;?!](?=[“《]?{HAN})"
    rf"|(?<={CLOSED}),(?=[0-9])|(?<={CLOSED})(?<!\d)\.(?=\n|$|{BEGUN})"
)
BRACKETS = re.compile(r"\((?P<inside>[^()（）\n]{1,40})\)")
HAN_WITHIN = re.compile(HAN)
NUMBERED = re.compile(r"[0-9一二三四五六七八九十]{1,3}")
STRAIGHT = re.compile(r"(?<![0-9])\"(?P<inside>[^\"\n]{1,60})\"")
OPENS_LINE = re.compile(r"^[ 　]*[，。、；：！？）》”’」』】,;!?](?!\))", re.MULTILINE)
ELLIPSIS = re.compile(rf"(?<={HAN}|[”》），])(?:\.{{3,}}|[·・]{{3,}}|\.{{2}}(?=\n|$|{HAN}))")
DASH = re.compile(rf"(?<={HAN}|[”》）])(?:--+|—{{3,}}|[–-]—|—[–-])(?={HAN}|[“《（])")
ENDS_HEADLINE = re.compile(r"(?<![。])[。，、；：,;]\s*$")
END_MISSING = re.compile(rf"[。！？](?P<tail>[^。！？\n \u3000]*{HAN})$", re.MULTILINE)
NO_SENTENCE = re.compile(
    r"记者|通讯员|作者|摄影|来源|编辑|责编|校对|文/|图/|供图|本报|地址|电话|时间|[:：/]"
)
TAIL, LINE = 10, 40  # 字 without a full stop, in a paragraph of so many, that are surely a sentence


def doubled_marks(story: Story) -> Iterator[Note]:
    """，， and 。。 and 、， and ？？."""
    for passage in story.passages:
        for match in DOUBLED.finditer(passage.text):
            advice = (
                _("省略号要写成“……”。")
                if match[0].startswith("。。。")
                else _("标点“%s”重复或叠用了，请只留一个。") % _with_one_before(passage, match)
            )
            yield passage.note(match.start(), match.end(), FindingKind.MARK, advice)


def latin_marks(story: Story) -> Iterator[Note]:
    """中国,上海 and (记者 某某); 3.5, 10:30, 1,000 and English sentences are as they should be."""
    for passage in story.passages:
        for match in LATIN.finditer(passage.text):
            mark = match[0].strip()
            advice = _("汉字之间的“%(mark)s”要用全角的“%(right)s”。")
            words = {"mark": mark, "right": mark.translate(WIDE)}
            yield passage.note(match.start(), match.start() + 1, FindingKind.MARK, advice % words)
        for match in BRACKETS.finditer(passage.text):
            if HAN_WITHIN.search(match["inside"]) and not NUMBERED.fullmatch(match["inside"]):
                advice = _("括号里是汉字，要用全角括号“（）”。")
                yield passage.note(*match.span(), FindingKind.MARK, advice)
        for match in STRAIGHT.finditer(passage.text):
            if HAN_WITHIN.search(match["inside"]):
                advice = _("汉字的引号要用“ ”，不用直引号。")
                yield passage.note(*match.span(), FindingKind.MARK, advice)


def misplaced_marks(story: Story) -> Iterator[Note]:
    """A mark at a paragraph's start or a headline's end; a paragraph that surely lacks its last."""
    for passage in story.passages:
        for match in OPENS_LINE.finditer(passage.text):
            advice = _("一段（一行）不能以这个标点开头，请核对是否多了，或前面少了字。")
            yield passage.note(match.end() - 1, match.end(), FindingKind.MARK, advice)
        ending = ENDS_HEADLINE.search(passage.text) if passage.field == "headline" else None
        if ending:
            advice = _("标题末尾不用这个标点。")
            yield passage.note(ending.start(), ending.start() + 1, FindingKind.MARK, advice)
    if story.body:
        yield from _unended(story.body)


def dots_and_dashes(story: Story) -> Iterator[Note]:
    """... for …… and -- for ——."""
    for passage in story.passages:
        for pattern, advice in (
            (ELLIPSIS, gettext_lazy("省略号要写成“……”。")),
            (DASH, gettext_lazy("破折号要写成“——”，表示范围用一个“—”或“至”。")),
        ):
            for match in pattern.finditer(passage.text):
                yield passage.note(*match.span(), FindingKind.MARK, str(advice))


def _unended(body: Passage) -> Iterator[Note]:
    for match in END_MISSING.finditer(body.text):
        line_start = body.text.rfind("\n", 0, match.start()) + 1
        is_long = match.end() - line_start >= LINE and len(match["tail"]) >= TAIL
        if is_long and not NO_SENTENCE.search(match["tail"]):
            advice = _("这一段末尾好像少了句号，请核对。")
            yield body.note(
                max(match.start("tail"), match.end() - 8), match.end(), FindingKind.MARK, advice
            )


def _with_one_before(passage: Passage, match: re.Match[str]) -> str:
    """The doubled marks, with the ！ or ？ that they follow."""
    before = passage.text[max(0, match.start() - 1) : match.start()]
    return (before if before in {"！", "？"} else "") + match[0]

"""Pages of an invented paper as their text layers give them, in many styles, with what is true.

The stories are those of tests/city. A style is how a paper sets them: where headlines stand, how
bylines look, whether paragraphs are indented, how wide columns are and where they are cut.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from random import Random

from articles.interchange.pages.lines import width
from tests.city.paper import day
from tests.city.world import build_world

NO_BEGINNING = "，。、；：！？”’）》」…%℃"
NO_END = "“‘（《「"


@dataclass(frozen=True)
class Style:
    """How a paper sets its stories."""

    heads_below: bool = False
    byline: str = "line"  # a line, after a mark, in the first sentence, or at the end of the text
    is_indented: bool = True  # two full-width spaces before each paragraph
    has_gaps: bool = False  # a blank line between paragraphs
    crosshead: str = "■ "  # what stands before a crosshead; "label" for a word above it
    widths: tuple[int, ...] = (18,)  # em, of the columns
    column: int = 0  # lines, after which a blank one cuts the column
    has_furniture: bool = True
    heads_apart: bool = False  # a blank line between the lines of a headline and its subhead
    has_jump: bool = False
    between: int = 1  # blank lines between stories
    head_line: int = 20  # em: headlines longer than this are set in several lines


STYLES = {
    "sample": Style(
        heads_below=True, byline="mark", is_indented=False, has_gaps=True, crosshead="label",
        widths=(16, 19), column=14, has_furniture=False,
    ),
    "line": Style(),
    "lead": Style(byline="lead", crosshead="", widths=(15, 21), column=9),
    "narrow": Style(byline="lead", widths=(12,), column=20, between=2),
    "wide": Style(byline="line", widths=(28,), is_indented=False, has_gaps=True, heads_apart=True),
    "tail": Style(byline="tail", widths=(17,), crosshead="label", heads_apart=True),
    "mark": Style(byline="mark", is_indented=False, has_gaps=True, widths=(20,), has_jump=True),
    "bare": Style(byline="line", is_indented=False, widths=(16,), column=11, crosshead="■"),
    "unwrapped": Style(byline="line", widths=(10_000,), is_indented=False),
    "below": Style(heads_below=True, byline="lead", widths=(22,), column=12, between=2),
}  # fmt: skip


@dataclass(frozen=True)
class Truth:
    """What a story says, field by field."""

    kicker: str
    headline: str
    subhead: str
    dateline: str
    byline: str
    body: tuple[tuple[str, str, str], ...]
    head_lines: tuple[str, ...] = field(default=(), compare=False)


FIELDS = ("kicker", "headline", "subhead", "dateline", "byline", "body")


@cache
def stories(seed: int, *, count: int = 6) -> list[Truth]:
    """Invented stories that hold nothing but paragraphs and crossheads."""
    rng = Random(seed)
    sheet = day(build_world(seed % 7), date(2026, 1, 5) + timedelta(days=seed), 32)
    able = [
        story
        for story in sheet.stories
        if {block.kind for block in story.blocks} <= {"p", "h2", "figure", "blockquote"}
        and story.credits
        and 1 < sum(block.kind == "p" for block in story.blocks) < 40
    ]
    return [_truth(story, rng) for story in rng.sample(able, min(count, len(able)))]


def _truth(story, rng):
    names = "".join(
        f" {name}" if name == credit.name else f" {credit.title} {credit.name}"
        for credit, before in zip(story.credits, [None, *story.credits], strict=False)
        for name in [credit.name if before and before.title == credit.title else ""]
    )
    body = tuple(
        ("h2" if block.kind == "h2" else "p", block.label.text, block.text.text)
        for block in story.blocks
        if block.kind != "figure"
    )
    subhead = story.subhead.text if not story.kicker.text else ""
    lines = tuple(line.text for line in story.headline)
    return Truth(
        story.kicker.text, "".join(lines), subhead, story.dateline, names.strip(), body, lines
    )


def page(truths: list[Truth], style: Style, *, seed: int = 0) -> tuple[str, list[Truth]]:
    """The text layer of a page, and what is true of it as it is set in that style."""
    rng = Random(seed)
    set_so = [_as_set(truth, style) for truth in truths]
    parts = [_story(truth, style, rng) for truth in set_so]
    if style.has_furniture:
        parts.insert(
            0, ["2026年1月5日 星期一 农历十一月十七", "A03 民生", "责任编辑：张三 版式：李四"]
        )
        parts.append(["新闻热线：0571-85310000", "本版校对 王五"])
    between = "\n" * (style.between + 1)
    return between.join("\n".join(part) for part in parts) + "\n", set_so


def _as_set(truth: Truth, style: Style) -> Truth:
    """The same story as it is with the byline and crossheads of a style."""
    body = truth.body
    if style.crosshead != "label":
        body = tuple((kind, "", text) for kind, _label, text in body)
    byline = truth.byline
    if style.byline == "mark":
        byline = f"▢ {byline}"
    if style.byline in {"line", "lead", "tail"}:
        byline = byline.replace("全媒体记者", "本报记者" if style.byline == "line" else "记者")
    dateline = "本报讯" if style.byline == "lead" else truth.dateline
    return replace(truth, body=body, byline=byline, dateline=dateline)


def _story(truth: Truth, style: Style, rng: Random) -> list[str]:
    measure = rng.choice(style.widths)
    heads = _heads(truth, style)
    text: list[str] = []
    if style.byline in {"line", "mark"}:
        text += [truth.byline, ""] if style.has_gaps else [truth.byline]
    paragraphs = [at for at, block in enumerate(truth.body) if block[0] == "p"]
    for at, (kind, label, words) in enumerate(truth.body):
        if kind == "h2":
            mark = "" if style.crosshead == "label" else style.crosshead
            text += ([label] if label else []) + [f"{mark}{words}"]
            continue
        said = words
        if at == paragraphs[0]:
            said = _with_lead(truth, style, words)
        if at == paragraphs[-1]:
            said += f"（{truth.byline}）" if style.byline == "tail" else ""
            said += "（下转第4版）" if style.has_jump and len(said) % 3 == 0 else ""
        text += wrapped(said, measure, indent=style.is_indented)
        text += [""] if style.has_gaps else []
    text = cut(text, style.column)
    return [*text, "", *heads] if style.heads_below else [*heads, "", *text]


def _with_lead(truth: Truth, style: Style, words: str) -> str:
    if not truth.dateline:
        return words
    if style.byline == "lead":
        return f"{truth.dateline}（{truth.byline}）{words}"
    return f"{truth.dateline} {words}"


def _heads(truth: Truth, style: Style) -> list[str]:
    lines = [truth.headline] if width(truth.headline) <= style.head_line else list(truth.head_lines)
    parts = [[truth.kicker], lines, [truth.subhead]]
    between = [""] if style.heads_apart else []
    found: list[str] = []
    for part in parts:
        if any(part):
            found += ([*between] if found else []) + part
    return found


def wrapped(text: str, measure: int, *, indent: bool) -> list[str]:
    """A paragraph in lines of so many em, cut where Chinese may be cut."""
    pieces = re.findall(r"[0-9A-Za-z.%+]+|.", text)
    lines, line, room = [], "　　" if indent else "", measure - 2
    for at, piece in enumerate(pieces):
        after = pieces[at + 1] if at + 1 < len(pieces) else ""
        need = width(piece) + (width(after) if after[:1] in NO_BEGINNING and after else 0)
        if need > room and line.strip():
            lines.append(line)
            line, room = "", measure
        line, room = line + piece, room - width(piece)
    return [*lines, line] if line.strip() else lines


def cut(lines: list[str], every: int) -> list[str]:
    """The lines with a blank one after each column of so many."""
    if not every:
        return lines
    found = []
    for at, line in enumerate(lines, 1):
        found += [line, ""] if at % every == 0 else [line]
    return found


LAYOUTS = {
    # Everything flows through four columns.
    "flow": (".page{columns:4;column-gap:2em}", "<div class=page>{0}</div>"),
    # Each story has four columns under a headline across them.
    "across": (
        "article{columns:4;column-gap:2em;margin-bottom:2em} header{column-span:all}",
        "{0}",
    ),
    "centred": (
        """article{columns:4;column-gap:2em;margin-bottom:2em}
        header{column-span:all;text-align:center}""",
        "{0}",
    ),
    # A lead over four columns; below it three columns on the left, one on the right.
    "grid": (
        """.lead article,.left article{column-gap:2em;margin-bottom:1.5em}
        .lead article{columns:4} .left article{columns:3} header{column-span:all}
        .below{display:grid;grid-template-columns:3fr 1fr;gap:2em}""",
        """<div class=lead>{1}</div><div class=below><div class=left>{2}</div>
        <div class=right>{3}</div></div>""",
    ),
}


def html(truths: list[Truth], layout: str, style: Style) -> tuple[str, list[Truth]]:
    """A page of a layout as HTML, for a browser to print, and what is true of it."""
    set_so = [_as_set(truth, style) for truth in truths]
    stories = [_article(truth, style) for truth in set_so]
    css, frame = LAYOUTS[layout]
    lead, below = stories[:1], stories[1:]
    half = (len(below) + 1) // 2
    body = frame.format(
        "".join(stories), "".join(lead), "".join(below[:half]), "".join(below[half:])
    )
    return (
        "<!doctype html><meta charset=utf-8><style>"
        "body{margin:24px;font:14px/1.6 serif;text-align:justify;width:1400px}"
        "p{margin:0;text-indent:2em} h1{font-size:30px;line-height:1.3;margin:.2em 0}"
        "h2{font-size:18px;line-height:1.3;margin:.2em 0;font-weight:normal}"
        "h3{font-size:16px;margin:.4em 0} .by{text-indent:0}"
        ".furniture{display:flex;justify-content:space-between;margin-bottom:1em}"
        f"{css}</style>"
        "<div class=furniture><span>2026年1月5日 星期一</span><span>责任编辑：张三</span>"
        f"<span>A03版 民生</span></div>{body}"
    ), set_so


def _article(truth: Truth, style: Style) -> str:
    head = (f"<h2>{truth.kicker}</h2>" if truth.kicker else "") + f"<h1>{truth.headline}</h1>"
    head += f"<h2>{truth.subhead}</h2>" if truth.subhead else ""
    byline = f"<p class=by>{truth.byline}</p>" if style.byline in {"line", "mark"} else ""
    text = ""
    paragraphs = [at for at, block in enumerate(truth.body) if block[0] == "p"]
    for at, (kind, label, words) in enumerate(truth.body):
        said = _with_lead(truth, style, words) if at == paragraphs[0] else words
        if at == paragraphs[-1] and style.byline == "tail":
            said += f"（{truth.byline}）"
        mark = style.crosshead if kind == "h2" and style.crosshead != "label" else ""
        text += (
            f"<h3>{label}<br>{words}</h3>"
            if kind == "h2" and label
            else (f"<h3>{mark}{words}</h3>" if kind == "h2" else f"<p>{said}</p>")
        )
    return f"<article><header>{head}</header>{byline}{text}</article>"

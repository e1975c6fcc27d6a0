"""What was read from a file as the texts of a form, and back: a text has a paragraph a line.

The texts of a story are a dictionary with every name of LINES and LISTS; what a file gave is
`{"stories": […], "unassigned": …, "furniture": …}`, with `"notes"` where something was left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from articles.interchange.pages.contents import PageReading, Paragraph, Story

if TYPE_CHECKING:
    from articles.interchange.word import WordStory

LINES = ("kicker", "headline", "subhead", "column", "dateline", "byline", "source")
CROSSHEAD = "■"  # begins the line of a crosshead; what stands before BAR in it is its label
BAR = "｜"


def of_reading(found: PageReading) -> dict[str, Any]:
    """The stories of a page as texts, a paragraph a line; lines of no story beside them."""
    return {
        "stories": [_of_story(story) for story in found.stories],
        "unassigned": "\n".join(found.unassigned),
        "furniture": "\n".join(found.furniture),
    }


def _of_story(story: Story) -> dict[str, Any]:
    texts = {name: getattr(story, name) for name in LINES}
    body = (_of_crosshead(p) if p.kind == "h2" else p.text for p in story.body)
    return texts | {
        "body": "\n".join(body),
        "captions": "\n".join(story.captions),
        "jumps": "\n".join(story.jumps),
        "confidence": dict(story.confidence),
    }


def _of_crosshead(paragraph: Paragraph) -> str:
    is_parted = paragraph.label or BAR in paragraph.text
    label = f"{paragraph.label}{BAR}" if is_parted else ""
    return f"{CROSSHEAD}{label}{paragraph.text}"


def of_word(found: WordStory) -> dict[str, Any]:
    named = {name: getattr(found, name) for name in ("headline", "byline", "dateline", "body")}
    story = dict.fromkeys(LINES, "") | named | {"captions": "", "jumps": "", "confidence": {}}
    return {"stories": [story], "unassigned": "", "furniture": "", "notes": found.notes}


def story_of(texts: dict[str, str]) -> Story:
    """A story of a page as its texts say."""
    said: dict[str, Any] = {name: texts[name] for name in LINES}
    return Story(
        **said,
        body=tuple(map(_paragraph, filter(None, map(str.strip, texts["body"].splitlines())))),
        captions=lines(texts["captions"]),
        jumps=lines(texts["jumps"]),
    )


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text that are not blank, without the white space around them."""
    return tuple(filter(None, map(str.strip, text.splitlines())))


def _paragraph(line: str) -> Paragraph:
    if not line.startswith(CROSSHEAD) or not line.strip(CROSSHEAD + BAR):
        return Paragraph("p", "", line)
    line = line.removeprefix(CROSSHEAD)
    label, text = line.split(BAR, 1) if BAR in line else ("", line)
    return Paragraph("h2", label.strip(), text.strip())


def marked(source: str, *, unassigned: str) -> list[tuple[str, bool]]:
    """The lines of a source, each with whether nobody has placed it in a story."""
    left = "\n".join(map(_compared, unassigned.splitlines()))
    return [(line, bool(one := _compared(line)) and one in left) for line in source.splitlines()]


def _compared(line: str) -> str:
    return "".join(line.split())

"""What search knows of a story on the stand."""

from __future__ import annotations

from collections.abc import Iterable

from articles import body
from articles.models import PublishedArticle, SearchEntry
from articles.search.tokens import STOP, solid, version

# A mark is a word no reader can type: what a story is joined to, by key. So a person's other names
# find their stories from the moment they are entered, and a hidden person's no longer do.
MARK = "\ue000"
SECTION, REPORTER, ENTITY, TAG, PHOTO = "s", "r", "e", "t", "p"


def mark(kind: str, key: int | None = None) -> str:
    """The solid word for a story's tie to a row: its section, a reporter, an entity, a tag."""
    return f" {MARK}{kind}{'' if key is None else key} "


def read_mark(solid_mark: str) -> tuple[str, int]:
    """The kind and the key of a tie; a tie to no row has key 0."""
    return solid_mark[1], int(solid_mark[2:] or 0)


def entry(story: PublishedArticle) -> SearchEntry:
    """The story's row, not saved. Reads its reporters, entities, tags and column."""
    captions = [photo["caption"] for photo in story.photos if photo["caption"]]
    credits = [photo["credit"] for photo in story.photos]
    titles = [story.kicker, story.printed_headline, story.web_headline]
    column = story.column.name if story.column else ""
    labels = [column, story.summary, story.byline_text, *(tag.name for tag in story.tags.all())]
    text = f"{story.dateline} {body.text(story.body)}".strip()
    parts = {
        "headline": _joined(titles),
        "subhead": _joined([story.subhead]),
        "aside": _joined([*captions, *credits, *labels]),
        "marks": "".join(_marks(story)),
    }
    return SearchEntry(
        story=story,
        **parts,
        solid=STOP.join([*parts.values(), solid(text)]),
        text="\n".join([text, *captions]),
        version=version(),
    )


def _joined(texts: Iterable[str]) -> str:
    return STOP.join(solid(text) for text in texts if text)


def _marks(story: PublishedArticle) -> Iterable[str]:
    if story.section_id:
        yield mark(SECTION, story.section_id)
    if any(photo["src"] for photo in story.photos):
        yield mark(PHOTO)
    yield from (mark(REPORTER, reporter.pk) for reporter in story.reporters.all())
    yield from (mark(ENTITY, entity.pk) for entity in story.entities.all())
    yield from (mark(TAG, tag.pk) for tag in story.tags.all())

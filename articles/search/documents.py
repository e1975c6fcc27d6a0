"""What search knows of a story, on the stand and on the desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate

from django.db.models import Q

from articles.models import Article, ArticleContent, DeskEntry, PublishedArticle, SearchEntry
from articles.text import body, segmenting
from articles.text.tokens import STOP, solid, version

# A mark is a word no reader can type: what a story is joined to, by key. So a person's other names
# find their stories from the moment they are entered, and a hidden person's no longer do.
MARK = "\ue000"
SECTION, REPORTER, ENTITY, TAG, PHOTO = "s", "r", "e", "t", "p"
SUBJECT = "a"  # an entity that the story is about, beside its ENTITY
# Between the parts of an entry's solid text: no text has two stops in a row, and none finds it.
PART_END = STOP * 2
HEADLINE, SUBHEAD, ASIDE, MARKS, TEXT = range(5)  # the parts, in order


def mark(kind: str, key: int | None = None) -> str:
    """The solid word for a story's tie to a row: its section, a reporter, an entity, a tag."""
    return f" {MARK}{kind}{'' if key is None else key} "


def read_mark(solid_mark: str) -> tuple[str, int]:
    """The kind and the key of a tie; a tie to no row has key 0."""
    return solid_mark[1], int(solid_mark[2:] or 0)


@dataclass(frozen=True)
class Known:
    """What is known of a story on the stand already, so that it need not be read again."""

    text: str  # of the body, plain
    reporters: Iterable[int]  # keys
    entities: Iterable[int]
    subjects: Iterable[int]  # of the entities, whom the story is about
    tags: Mapping[int, str]  # names by key


def known(story: PublishedArticle) -> Known:
    """The same, read from the stand's own rows."""
    return Known(
        text=body.parse(story.body).text,
        reporters=[reporter.pk for reporter in story.reporters.all()],
        entities=[entity.pk for entity in story.entities.all()],
        subjects=[entity.pk for entity in story.subjects.all()],
        tags={tag.pk: tag.name for tag in story.tags.all()},
    )


def entry(story: PublishedArticle, known: Known) -> SearchEntry:
    """The story's row, without a version."""
    captions = [photo["caption"] for photo in story.photos if photo["caption"]]
    credits = [photo["credit"] for photo in story.photos]
    labels = [_column(story), story.summary, story.byline_text, story.source]
    labels += known.tags.values()
    text = _text(story, known.text)
    parts = [
        _headline(story),
        solid(story.subhead),
        _joined([*captions, *credits, *labels]),
        "".join(_marks(story, known)),
        solid(text),
    ]
    whole = PART_END.join(part.strip(STOP) for part in parts)
    return SearchEntry(
        story=story,
        solid=whole,
        word_starts=_bits(accumulate(map(len, segmenting.words(whole)), initial=0)),
        text="\n".join([text, *captions]),
    )


def marks(solid_text: str) -> list[str]:
    """The marks in an entry's solid text, see `read_mark`."""
    start = solid_text.find(MARK)
    return solid_text[start : solid_text.find(PART_END, start)].split() if start >= 0 else []


def headline(solid_text: str) -> str:
    """The solid headline of an entry's solid text."""
    return solid_text.partition(PART_END)[0]


def desk_entry(article: Article) -> DeskEntry:
    """The same of a story on the desk. Best given one of `for_publishing()`."""
    uses, credits = article.photo_uses.all(), article.bylines.all()
    labels = [article.subhead, _column(article), article.summary, article.unread_byline]
    labels += [article.source]
    labels += [f"{credit.title_as_printed}{credit.reporter.name}" for credit in credits]
    labels += [tagging.tag.name for tagging in article.taggings.all()]
    captions = [use.caption or use.photo.caption for use in uses]
    labels += [*captions, *(use.photo.credit for use in uses)]
    text = _text(article, body.parse(article.body).text)
    headline, marks = _headline(article), "".join(_desk_marks(article))
    return DeskEntry(
        story=article,
        headline=headline,
        marks=marks,
        solid=STOP.join([headline, _joined(labels), marks, solid(text)]),
        text="\n".join(filter(None, [text, *captions])),
        version=version(),
    )


def outdated(entry: str, this: str) -> Q:
    """Of stories: those whose `entry`, a relation's name, is none of the version `this`."""
    return Q(**{f"{entry}__isnull": True}) | cut_otherwise(this, of=f"{entry}__")


def cut_otherwise(this: str, *, of: str = "") -> Q:
    """Of entries: those that another tokenizer than that of the version `this` has cut."""
    return Q(**{f"{of}version__lt": this}) | Q(**{f"{of}version__gt": this})


def _headline(story: ArticleContent) -> str:
    return _joined([story.kicker, story.printed_headline, story.web_headline])


def _column(story: ArticleContent) -> str:
    return story.column.name if story.column else ""


def _text(story: ArticleContent, text: str) -> str:
    return f"{story.dateline} {text}".strip()


def _bits(places: Iterable[int]) -> bytes:
    """Bytes in which the bits of these places are set, the lowest bit of a byte first."""
    bits = sum(1 << place for place in places)
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


def _joined(texts: Iterable[str]) -> str:
    return STOP.join(filter(None, (solid(text).strip(STOP) for text in texts)))


def _marks(story: PublishedArticle, known: Known) -> Iterable[str]:
    if story.section_id:
        yield mark(SECTION, story.section_id)
    if any(photo["src"] for photo in story.photos):
        yield mark(PHOTO)
    yield from (mark(REPORTER, key) for key in known.reporters)
    yield from (mark(ENTITY, key) for key in known.entities)
    yield from (mark(SUBJECT, key) for key in known.subjects)
    yield from (mark(TAG, key) for key in known.tags)


def _desk_marks(article: Article) -> Iterable[str]:
    """Who signed it and whom it names, also where nobody has confirmed that."""
    reporters = dict.fromkeys(byline.reporter_id for byline in article.bylines.all())
    entities = dict.fromkeys(mention.entity_id for mention in article.mentions.all())
    yield from (mark(REPORTER, key) for key in reporters)
    yield from (mark(ENTITY, key) for key in entities)
    yield from (mark(TAG, tagging.tag_id) for tagging in article.taggings.all())

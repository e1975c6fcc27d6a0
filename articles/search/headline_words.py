"""The words of headlines, and tags, by the letters that spell them, for who types gaotie."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from functools import partial

from django.db import transaction

from articles.models import HeadlineWord, PublishedArticle
from articles.search.documents import Known
from articles.search.engines import Stretch, engine
from articles.text import pinyin, segmenting
from articles.text.characters import HAN
from articles.text.tokens import solid
from people.names.masking import current

WORD = re.compile(f"{HAN}{{2,10}}")  # what is kept; one character alone is no word to offer
READ = 50  # words that letters may stand for, the shortest first
LOOKED_THROUGH = 100  # newest stories with one of them


def keep(stories: Iterable[tuple[PublishedArticle, Known]]) -> None:
    """Remember the words of these stories, once they are stored.

    Not in their transaction: stories have words in common, and one would wait for another.
    """
    words: set[str] = set()
    for story, known in stories:
        for text in (story.printed_headline, story.web_headline):
            words.update(segmenting.words(text))
        words.update(known.tags.values())
    rows = [
        HeadlineWord(word=word, letters=pinyin.letters(word))
        for word in sorted(words)
        if WORD.fullmatch(word)
    ]
    store = partial(HeadlineWord.objects.bulk_create, rows, ignore_conflicts=True)
    transaction.on_commit(store, robust=True)


def spelled(letters: str, *, now: datetime) -> list[str]:
    """The words that these letters spell or begin to spell, of stories that readers may see at
    `now`: those first that most of the newest have. Raises EngineDown.
    """
    rows = HeadlineWord.objects.filter(letters__startswith=letters).order_by("letters", "word")
    mask = current()
    words = [word for word in rows.values_list("word", flat=True)[:READ] if not mask.hides(word)]
    if not words:
        return []
    found = engine().newest(
        PublishedArticle.objects.public(now=now),
        (tuple(map(solid, words)),),
        within=Stretch(now),
        size=LOOKED_THROUGH,
        columns=["search_entry__solid"],
    )
    counts = Counter(word for (text,) in found for word in words if solid(word) in text)
    return [word for word, _count in counts.most_common()]

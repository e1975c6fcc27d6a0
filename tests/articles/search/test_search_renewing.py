"""After an upgrade whose tokenizer is another: what readers get meanwhile, and afterwards."""

import pytest

from articles import search
from articles.models import Article, DeskEntry, LexiconEntry, SearchEntry, Tag
from articles.search import renewing
from articles.search.tables import DESK, STAND, table
from articles.text.tokens import grams
from newsroom import worker
from people.models import Entity, EntityName, Reporter
from tests import make

pytestmark = pytest.mark.django_db

EARLIER = "0a1b2c3d"  # a version of the first tokenizer, which split no 5G and knew no beginnings


def written_earlier(story, solid):
    """Make a story's rows, and their grams, what the first tokenizer made of them."""
    search.index_desk(Article.objects.for_publishing().get(pk=story.article_id))
    for entries, name, key in ((SearchEntry, STAND, story.pk), (DeskEntry, DESK, story.article_id)):
        row = entries.objects.get(pk=key)
        table(name).remove([(key, grams(row.solid))])
        row.solid, row.version = solid, EARLIER
        row.save()
        first = [gram for gram in grams(solid) if not gram.isascii() or f" {gram} " in solid]
        table(name).write([(key, first)])


def found(query):
    return [hit.story for hit in search.answer(search.Question(q=query)).hits]


def at_desk(query):
    return list(search.on_desk(Article.objects.all(), query))


@pytest.fixture
def earlier():
    story = make.published(body="<p>用5G和Chinagoods建著名市场</p>")
    written_earlier(story, "。。。。用 5g 和 chinagoods 建着名市场")
    return story


def test_until_its_turn_a_story_is_found_by_what_both_cut_alike(earlier):
    assert not search.is_current()
    assert found("市场") == found("和") == [earlier]
    assert found("5G") == found("不在") == []


def test_the_worker_cuts_again_what_an_earlier_tokenizer_cut(earlier):
    assert worker.renew_search.call() == 2  # on the stand and at the desk

    assert search.is_current()
    assert found("5G") == found("China") == found("著名市场") == found("市场") == [earlier]
    assert at_desk("5G") == at_desk("China") == [earlier.article]
    assert found("着名") == at_desk("着名") == []  # nothing of the old is left in the index
    assert search.renew() == 0
    assert worker.renew_search in [chore.job for chore in worker.CHORES]


def test_a_story_that_is_saved_meanwhile_leaves_nothing_of_the_old_in_the_index(earlier):
    search.index(earlier)
    search.index_desk(Article.objects.for_publishing().get(pk=earlier.article_id))

    assert search.is_current()
    assert found("5G") == [earlier]
    assert at_desk("5G") == [earlier.article]
    assert found("着名") == at_desk("着名") == []


def test_a_worker_that_dies_is_followed_by_one_that_goes_on(monkeypatch):
    stories = [make.published(body=f"<p>第{n}号5G基站</p>") for n in range(5)]
    for story in stories:
        written_earlier(story, "。。。。第 5g 基站")
    monkeypatch.setattr(renewing, "SIZE", 2)
    pauses = iter([None])
    monkeypatch.setattr(renewing.time, "sleep", lambda _seconds: next(pauses))

    with pytest.raises(StopIteration):
        search.renew()

    assert found("5G") == stories[:0:-1]  # the newest came first
    monkeypatch.undo()
    search.renew()
    assert found("5G") == stories[::-1]
    assert search.is_current()


def test_names_tags_and_words_of_the_lexicon_are_compared_anew(earlier):
    entity, reporter = make.entity(name="長風集團"), make.reporter(name="陳洋波")
    other, tag = make.entity_name(name="長風"), make.tag(name="錢鍾書")
    first = make.lexicon_entry(word="長風違禁", folded="長風違禁")
    twice = make.lexicon_entry(word="长风", folded="长风")
    same = make.lexicon_entry(word="長風", folded="長風")
    for model in (Entity, Reporter, EntityName):
        model.objects.update(compared="?")
    Tag.objects.filter(pk=tag.pk).update(compared="錢鍾書")

    search.renew()

    assert Entity.objects.get(pk=entity.pk).compared == "长风集团"
    assert Reporter.objects.get(pk=reporter.pk).compared == "陈洋波"
    assert EntityName.objects.get(pk=other.pk).compared == "长风"
    assert Tag.objects.get(pk=tag.pk).compared == "钱钟书"
    kept = dict(LexiconEntry.objects.values_list("pk", "folded"))
    assert kept == {first.pk: "长风违禁", twice.pk: "长风", same.pk: "長風"}  # one word, once

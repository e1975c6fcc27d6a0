"""After an upgrade whose tokenizer is another: what readers get meanwhile, and afterwards."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection

from articles import search
from articles.models import (
    Article,
    DeskEntry,
    LexiconEntry,
    PublishedArticle,
    SearchEntry,
    Tag,
)
from articles.search import renewing
from articles.search.engines import engine
from articles.search.matching import clauses, holds
from articles.search.tables import DESK, table
from articles.stand import publishing
from articles.text.tokens import grams
from newsroom import worker
from people.models import Entity, EntityName, Reporter
from tests import make

pytestmark = pytest.mark.django_db

EARLIER = "0a1b2c3d"  # a version of the first tokenizer, which split no 5G and knew no beginnings


def written_earlier(story, solid):
    """Make a story's rows, and their grams, what the first tokenizer made of them."""
    search.index_desk(Article.objects.for_publishing().get(pk=story.article_id))
    first = [gram for gram in grams(solid) if not gram.isascii() or f" {gram} " in solid]
    indexes = ((SearchEntry, engine(), story.pk), (DeskEntry, table(DESK), story.article_id))
    for entries, index, key in indexes:
        row = entries.objects.get(pk=key)
        index.remove([(key, grams(row.solid))])
        row.solid, row.version = solid, EARLIER
        row.save()
        index.write([(key, first)])


def found(query):
    search.drain()
    return [hit.story for hit in search.answer(search.Question(q=query)).hits]


def at_desk(query):
    return list(search.on_desk(Article.objects.all(), query))


@pytest.fixture
def earlier():
    return story_cut_earlier()


def story_cut_earlier():
    story = make.published(body="<p>用5G和Chinagoods建著名市场</p>")
    written_earlier(story, "。。。。用 5g 和 chinagoods 建着名市场")
    return story


def test_until_its_turn_a_story_is_found_by_what_both_cut_alike(earlier):
    assert not search.is_current()
    assert found("市场") == found("和") == [earlier]
    assert found("5G") == found("不在") == []


@pytest.mark.usefixtures("each_engine")
def test_the_worker_cuts_again_what_an_earlier_tokenizer_cut():
    earlier = story_cut_earlier()
    assert not search.is_current()
    assert worker.renew_search.call() == 2  # on the stand and at the desk

    assert found("5G") == found("China") == found("著名市场") == found("市场") == [earlier]
    assert at_desk("5G") == at_desk("China") == [earlier.article]
    assert found("着名") == at_desk("着名") == []  # nothing of the old is left in the index
    assert search.is_current()
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


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("count", [12, pytest.param(5000, marks=pytest.mark.whole)])
def test_what_others_publish_meanwhile_is_neither_lost_nor_held_up(count, monkeypatch):
    monkeypatch.setattr(renewing, "SIZE", min(count // 4, renewing.SIZE))
    for number in range(count):
        story = make.published(body=f"<p>第{number}号著名市场</p>")
        written_earlier(story, f"。。。。第 {number} 号着名市场")
    keys = list(Article.objects.order_by("pk").values_list("pk", flat=True))
    begun, done = Event(), Event()

    def publish_without_end():
        chance, written = random.Random(count), {}
        try:
            while not (done.is_set() and written):
                article = Article.objects.for_publishing().get(pk=chance.choice(keys))
                article.body = f"<p>改过{len(written)}次的乾隆牌匾</p>"
                article.save()
                publishing.publish(article, by=None)
                search.index_desk(Article.objects.for_publishing().get(pk=article.pk))
                written[article.pk] = article.body
                begun.set()
        finally:
            begun.set()
            connection.close()
        return written

    with ThreadPoolExecutor(1) as pool:
        writer = pool.submit(publish_without_end)
        begun.wait()
        renewed = search.renew()
        done.set()
        written = writer.result()
    search.renew()

    assert renewed > count
    assert search.is_current()
    assert counted("乾隆牌匾") == len(written)
    assert counted("著名市场") == count - len(written)
    assert (counted("着名"), len(at_desk("着名"))) == (0, 0)
    assert len(at_desk("乾隆牌匾")) == len(written)
    assert len(at_desk("著名市场")) == count - len(written)


def counted(query):
    """How many stories answer, by the grams alone as by the text."""
    match = tuple(clauses(f"“{query}”").values())
    by_grams = PublishedArticle.objects.filter(pk__in=engine().table.proposed(match)).count()
    stories = PublishedArticle.objects.filter(holds(match)).count()
    assert by_grams == stories
    return stories

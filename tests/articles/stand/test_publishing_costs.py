"""What publishing asks of the database, to the query, and how often it parses a body."""

import nh3
import pytest
from django.db import connection

from articles.models import PublishedArticle
from articles.stand import publishing
from people.names import mentions
from tests import make
from tests.cost import GRAMS, LOG_LOCK

pytestmark = pytest.mark.django_db

LOCKS = 3 * (connection.vendor == "postgresql")  # the stand, the desk's row, the stand's
LINE = 2 + LOG_LOCK  # of the log: the one before, itself; its lock
PHOTOS = connection.vendor == "postgresql"  # locked as well


def story(count, **fields):
    """A story with so many of everything."""
    article = make.article(tags=[make.tag() for _ in range(count)], **fields)
    for _ in range(count):
        make.byline(article=article)
        make.mention(article=article, relation="subject")
        make.photo_use(article=article, photo=make.photo(reporter=make.reporter(), source=""))
        article.announces.add(make.round())
    mentions.gazetteer()  # built again after a change of the names, whoever asks first
    return article


def test_a_story_that_has_but_its_text(django_assert_num_queries):
    article = make.article()
    # a savepoint, the story, who is hidden, its row, its entry for search, its grams, the end
    with django_assert_num_queries(6 + GRAMS + LOCKS + PHOTOS + LINE):
        publishing.publish(article, by=None)
    # a savepoint, the story with its row, who is hidden, what it is linked to, the end
    with django_assert_num_queries(5 + LOCKS + PHOTOS):
        publishing.publish(article, by=None)
    article.headline = "改过的主题"
    article.save()
    # the row, its entry as it was and as it is, its grams taken out and put in
    with django_assert_num_queries(5 + LOCKS + PHOTOS + 3 + 2 * GRAMS):
        publishing.publish(article, by=None)


def test_rendering_again_what_has_not_changed(django_assert_num_queries):
    article = make.published(stage="signed_off").article
    # as above, and the section that its row names
    with django_assert_num_queries(5 + 1 + LOCKS + PHOTOS):
        assert publishing.republish([article.pk]) == 0


@pytest.mark.parametrize("count", [1, 3])
def test_a_story_that_has_more_of_everything(django_assert_num_queries, count):
    article = story(count)
    # besides the above: five kinds of rows, three stamps of names; six kinds of links, the credits
    with django_assert_num_queries(6 + GRAMS + 5 + 3 + 7 + LOCKS + PHOTOS + LINE):
        publishing.publish(article, by=None)
    with django_assert_num_queries(5 + 5 + 3 + LOCKS + PHOTOS):
        publishing.publish(article, by=None)


@pytest.mark.parametrize("is_hidden", [False, True])
def test_a_body_is_parsed_once(monkeypatch, is_hidden):
    parsed, clean = [], nh3.clean

    def counted(html, **options):
        parsed.append(html)
        return clean(html, **options)

    body = "<h2>题</h2><p>楼宝娟来了。</p>"
    article = story(1, body=body)
    person = make.entity(name="楼宝娟", hidden=is_hidden)
    make.mention(article=article, entity=person)
    monkeypatch.setattr(nh3, "clean", counted)

    publishing.publish(article, by=None)

    assert parsed == [body]
    assert ("某某来了" in PublishedArticle.objects.get().body_html) is is_hidden

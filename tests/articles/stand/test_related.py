"""Related stories: by shared people and bodies, then by tags; at a cost that does not grow."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Mention, PublishedArticle, PublishedEntity
from articles.stand import publishing, related
from tests import make

pytestmark = pytest.mark.django_db


def published(*entities, tags=(), **fields):
    article = make.article(tags=tags, **fields)
    for entity in entities:
        make.mention(article=article, entity=entity, relation="subject", is_confirmed=True)
    return publishing.publish(article, by=None)


def test_shared_entities_come_before_shared_tags_and_newer_before_older():
    one, two = make.entity(), make.entity()
    by_tags = published(tags=["甲", "乙", "丙"])
    older, newer = published(one), published(one)
    both = published(one, two)
    published(make.entity(), tags=["丁"])

    story = published(one, two, tags=["甲", "乙", "丙"])

    assert related.stories(story) == [both, newer, older, by_tags]


def test_a_later_story_is_found_from_an_earlier_one():
    entity = make.entity()
    earlier, later = published(entity), published(entity)

    assert related.stories(earlier) == [later]


def test_only_what_readers_have_is_related():
    entity = make.entity()
    story, withdrawn, waiting = published(entity), published(entity), published(entity)
    publishing.withdraw(withdrawn.article, reason="失实。", at=timezone.now())
    PublishedArticle.objects.filter(pk=waiting.pk).update(
        visible_from=timezone.now() + timedelta(hours=1)
    )

    assert related.stories(story) == []


def test_what_is_not_confirmed_or_is_hidden_relates_nothing():
    entity, hidden = make.entity(), make.entity(hidden=True)
    published(entity)
    published(hidden)
    story = make.article()
    make.mention(article=story, entity=entity, is_confirmed=False)
    make.mention(article=story, entity=hidden, is_confirmed=True)

    assert related.stories(publishing.publish(story, by=None)) == []


def test_a_place_relates_the_stories_about_it_and_not_all_that_mention_it():
    city = make.entity(kind="place")
    about = published(city)
    mentioning = make.article()
    make.mention(article=mentioning, entity=city, relation="mentioned", is_confirmed=True)
    mentioning = publishing.publish(mentioning, by=None)

    assert related.stories(mentioning) == []
    assert related.stories(about) == [mentioning]


def test_a_mention_taken_back_is_no_longer_related():
    entity = make.entity()
    story, other = published(entity), published(entity)
    Mention.objects.filter(article=story.article).delete()
    publishing.publish(story.article, by=None)

    other.refresh_from_db()
    assert related.stories(other) == []


@pytest.mark.parametrize("count", [1, 3, 12])
def test_however_many_are_named_and_found_it_takes_two_queries(
    client, count, django_assert_num_queries
):
    entities, tags = [make.entity() for _ in range(count)], [f"标签{n}" for n in range(count)]
    for _ in range(count):
        published(*entities, tags=tags)
    story = published(*entities, tags=tags)

    with django_assert_num_queries(4):  # the story, sections, candidates, what is shown
        response = client.get(story.get_absolute_url())

    assert len(response.context["related"]) == min(count, related.SHOWN)


def test_of_a_busy_entity_the_newest_alone_are_read():
    entity = make.entity()
    others = make.stand_of(related.NEWEST * 4, at=timezone.now())
    PublishedEntity.objects.bulk_create(
        PublishedEntity(article=other, entity=entity) for other in others
    )
    story = published(entity)

    with CaptureQueriesContext(connection) as queries:
        related.stories(story)

    with connection.cursor() as cursor:
        cursor.execute(queries[0]["sql"])
        read = cursor.fetchall()
    newest = sorted((other.pk for other in others), reverse=True)[: related.NEWEST - 1]
    assert sorted((key for key, _weight in read), reverse=True) == [story.pk, *newest]
    assert "ORDER BY" in queries[0]["sql"]
    assert "JOIN" not in queries[0]["sql"]  # the index alone says which are the newest


def test_a_story_that_names_nothing_asks_nothing(django_assert_num_queries):
    story = make.published()

    with django_assert_num_queries(0):
        assert related.stories(story) == []

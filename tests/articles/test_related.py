from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import PublishedArticle
from tests import make

pytestmark = pytest.mark.django_db


def story(*entities, tags=(), **fields):
    made = make.article(tags=tags, **fields)
    for entity in entities:
        make.mention(article=made, entity=entity, is_confirmed=True)
    return make.publishing.publish(made, by=None)


def related(client, one):
    return list(client.get(one.get_absolute_url()).context["related"])


def test_shared_entities_come_before_shared_tags_and_then_the_newest(client):
    first, second = make.entity(), make.entity()
    one = story(first, second, tags=["一", "二"])
    by_tags = story(tags=["一", "二"])
    older, newer, both = story(first), story(second), story(first, second)
    story(make.entity(), tags=["三"])

    assert related(client, one) == [both, newer, older, by_tags]


def test_a_story_that_readers_may_not_see_is_not_related(client):
    one, withdrawn, waiting = story(tags=["一"]), story(tags=["一"]), story(tags=["一"])
    now = timezone.now()
    PublishedArticle.objects.filter(pk=withdrawn.pk).update(withdrawn_at=now)
    later = now + timedelta(days=1)
    PublishedArticle.objects.filter(pk=waiting.pk).update(visible_from=later)

    assert related(client, one) == []
    assert "相关报道" not in client.get(one.get_absolute_url()).content.decode()


def test_the_neighbours_in_print_are_not_named_twice(client):
    page = make.page()
    one, after, third = (story(tags=["一"], page=page, page_order=n) for n in (1, 2, 3))

    response = client.get(one.get_absolute_url())

    assert response.context["after"] == after
    assert response.context["related"] == [third]


@pytest.mark.parametrize("count", [1, 3])
def test_related_stories_take_no_query_of_their_own(client, count, django_assert_num_queries):
    page, entity = make.page(), make.entity()
    one = story(entity, tags=["一"], page=page)
    for _ in range(count):
        story(entity, tags=["一"])

    with django_assert_num_queries(3):  # the story, what stands around it, sections
        assert len(related(client, one)) == count

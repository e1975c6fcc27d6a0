from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.models import PublishedArticle
from articles.models.rows import LIST_SIZE
from articles.stand import publishing
from tests import make

pytestmark = pytest.mark.django_db

NOON = datetime(2024, 3, 1, 4, tzinfo=UTC)


def section():
    place = make.section()
    return place, {"section": place}


def column():
    place = make.column()
    return place, {"column": place}


def tag():
    place = make.tag(name="共富工坊", slug="共富工坊")
    return place, {"tags": [place]}


places = pytest.mark.parametrize("place", [section, column, tag])


@places
@pytest.mark.parametrize("count", [1, 3])
def test_a_list_is_newest_first_in_as_many_queries(client, place, count, django_assert_num_queries):
    is_tag = place is tag
    place, fields = place()
    public = [make.published(**fields) for _ in range(count)]
    make.article(**fields)
    make.published()

    # the place, its stories, sections; of a tag, whether it is a hidden name, and tags beside
    with django_assert_num_queries(3 + 2 * is_tag):
        response = client.get(place.get_absolute_url())

    assert list(response.context["page"]) == public[::-1]


@pytest.mark.parametrize("place", [section, column])  # of a tag there is then no page
def test_a_list_shows_only_what_is_public(client, place):
    place, fields = place()
    make.article(headline="草稿", **fields)
    withdrawn = make.published(headline="撤下", **fields)
    PublishedArticle.objects.filter(pk=withdrawn.pk).update(withdrawn_at=timezone.now())
    make.published(headline="未到时", at=timezone.now() + timedelta(hours=1), **fields)

    response = client.get(place.get_absolute_url())

    assert list(response.context["page"]) == []
    assert "这里还没有稿件。" in response.content.decode()


@places
def test_a_long_list_is_paged_by_key(client, place, django_assert_num_queries):
    is_tag = place is tag
    place, fields = place()
    # All at one moment, as an issue's stories are: the key alone tells them apart.
    public = [make.published(at=NOON, **fields) for _ in range(LIST_SIZE + 2)][::-1]

    first = client.get(place.get_absolute_url())
    cursor = first.context["page"].next_cursor
    with django_assert_num_queries(3 + 2 * is_tag):
        second = client.get(f"{place.get_absolute_url()}?before={cursor}")

    assert f'<a rel="next" href="?before={cursor}">' in first.content.decode()
    assert [*first.context["page"], *second.context["page"]] == public
    assert second.context["page"].next_cursor == ""
    assert 'rel="next"' not in second.content.decode()
    assert '<link rel="canonical"' not in second.content.decode()


def test_stories_stand_under_their_own_day(client):
    place = make.section()
    evening = datetime(2024, 3, 1, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    make.published(section=place, at=evening)
    make.published(section=place, at=evening + timedelta(minutes=1))

    html = client.get(place.get_absolute_url()).content.decode()

    assert html.index('<time datetime="2024-03-02">') < html.index('<time datetime="2024-03-01">')


def test_a_list_is_headed_by_its_name_and_description(client):
    place = make.section(name="民生", description="柴米油盐")

    html = client.get(place.get_absolute_url()).content.decode()

    assert '<h1 class="name">民生</h1>' in html
    assert '<meta name="description" content="柴米油盐">' in html
    assert f'<a href="{place.get_absolute_url()}" aria-current="page">民生</a>' in html


def test_a_column_is_headed_by_its_printed_label(client):
    place = make.column(name="抗严寒 送温暖")

    assert (
        '<h1 class="name">■ 抗严寒 送温暖</h1>'
        in client.get(place.get_absolute_url()).content.decode()
    )


def test_a_card_shows_picture_credit_and_says_what_is_drawn(client):
    place = make.section()
    article = make.article(section=place)
    drawn = make.photo(file="", source_type="placeholder", alt="照片未收入", source="本报资料")
    make.photo_use(article=article, photo=drawn)
    publishing.publish(article, by=None)

    html = client.get(place.get_absolute_url()).content.decode()

    assert 'role="img" aria-label="照片未收入"' in html
    assert '<span class="source-type">占位图</span>' in html
    assert '<p class="credit">本报资料</p>' in html

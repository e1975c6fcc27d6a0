"""Confirmed entities are linked once in the body that readers get, where it names them first."""

import re

import pytest
from django.core.management import call_command
from django.test import Client

from articles.models import Article, PublishedArticle
from articles.stand import publishing
from tests import make

pytestmark = pytest.mark.django_db

LINK = re.compile(r'<a href="(/entities/\d+/)">(.*?)</a>')


def publish_with(body, *entities, **fields):
    """A story that mentions the entities, as it is published."""
    article = make.article(body=body, **fields)
    for entity in entities:
        make.mention(article=article, entity=entity)
    return publishing.publish(article, by=None)


def links(published):
    """Each address with the name that leads to it."""
    return LINK.findall(published.body_html)


def test_the_first_place_of_each_name_is_a_link_and_no_other():
    village = make.entity(name="李祖村", kind="village")
    workshop = make.entity(name="李祖乡遇共富工坊", kind="workshop")
    body = "<p>“李祖乡遇”共富工坊在李祖村。</p><p>李祖村的李祖乡遇共富工坊。</p>"

    published = publish_with(body, village, workshop)

    assert links(published) == [
        (workshop.get_absolute_url(), "“李祖乡遇”共富工坊"),
        (village.get_absolute_url(), "李祖村"),
    ]
    assert published.body_html.index("李祖村</a>") < published.body_html.index("</p>")


def test_readers_can_follow_the_link():
    village = make.entity(name="李祖村", kind="village")
    published = publish_with("<p>李祖村。</p>", village)

    page = Client().get(published.get_absolute_url()).content.decode()

    assert f'<a href="{village.get_absolute_url()}">李祖村</a>。' in page
    assert Client().get(village.get_absolute_url()).status_code == 200


def test_only_confirmed_entities_are_linked():
    article = make.article(body="<p>李祖村、后宅街道。</p>")
    make.mention(article=article, entity=make.entity(name="李祖村"), is_confirmed=False)
    make.entity(name="后宅街道", kind="place")

    assert links(publishing.publish(article, by=None)) == []


def test_a_hidden_entity_is_not_linked():
    assert links(publish_with("<p>楼宝娟说。</p>", make.entity(name="楼宝娟", hidden=True))) == []


def test_a_crosshead_is_not_linked_but_lists_quotations_and_tables_are():
    names = ["李祖村", "后宅街道", "佛堂镇"]
    entities = [make.entity(name=name, kind="place") for name in names]
    body = (
        "<h2>李祖村</h2><ul><li>李祖村</li></ul><blockquote><p>后宅街道</p></blockquote>"
        "<table><tbody><tr><td>佛堂镇</td></tr></tbody></table>"
    )

    published = publish_with(body, *entities)

    assert [name for _, name in links(published)] == names
    assert '<h2><span class="words">李祖村</span></h2>' in published.body_html


def test_nothing_is_linked_within_a_link_and_the_next_place_is_taken():
    village = make.entity(name="李祖村", kind="village")
    body = '<p><a href="https://example.com/">走进李祖村</a>。李祖村很美。</p>'

    html = publish_with(body, village).body_html

    assert f'</a>。<a href="{village.get_absolute_url()}">李祖村</a>很美' in html


def test_an_entity_linked_by_hand_is_not_linked_again():
    village = make.entity(name="李祖村", kind="village")
    body = f'<p>村里。<a href="{village.get_absolute_url()}">这个村</a>是李祖村。</p>'

    assert links(publish_with(body, village)) == [(village.get_absolute_url(), "这个村")]


def test_nothing_is_linked_within_a_longer_name():
    place = make.entity(name="国际商贸城", kind="place")
    house = make.entity(name="商城集团", kind="organisation")
    branch = make.entity(name="商城集团国际商贸城第五分公司", parent=house, kind="organisation")

    assert links(publish_with("<p>商城集团国际商贸城第五分公司。</p>", place, house)) == []
    published = publish_with(
        "<p>商城集团国际商贸城第五分公司和商城集团。</p>", place, house, branch
    )
    assert [name for _, name in links(published)] == ["商城集团国际商贸城第五分公司", "商城集团"]


def test_nothing_is_linked_where_names_cross():
    station = make.entity(name="江东消防站", kind="organisation")
    make.entity(name="消防站义工", kind="team")

    assert links(publish_with("<p>江东消防站义工来了。</p>", station)) == []


def test_of_namesakes_the_confirmed_one_is_linked_and_of_two_confirmed_none():
    teacher = make.entity(name="陈永生", distinction="教师")
    farmer = make.entity(name="陈永生", distinction="村民")

    assert links(publish_with("<p>陈永生说。</p>", farmer)) == [
        (farmer.get_absolute_url(), "陈永生")
    ]
    assert links(publish_with("<p>陈永生说，陈永生听。</p>", farmer, teacher)) == []


def test_a_short_name_is_linked_beside_its_role_rather_than_where_it_may_be_a_word():
    short = make.entity(name="王林")

    html = publish_with("<p>都爱王林场。村民王林说。</p>", short).body_html

    assert f'王林场。村民<a href="{short.get_absolute_url()}">王林</a>说' in html


def test_marks_stay_as_they_were():
    village = make.entity(name="李祖村", kind="village")
    address = village.get_absolute_url()

    html = publish_with("<p>在<strong>李祖</strong>村。</p>", village).body_html

    assert f'<p>在<a href="{address}"><strong>李祖</strong>村</a>。</p>' == html


def test_every_mention_of_the_sample_that_its_body_names_is_linked_once():
    call_command("loaddata", "sample_issue", verbosity=0)

    linked = {p.page_order: [name for _, name in links(p)] for p in PublishedArticle.objects.all()}

    assert linked[3] == [
        "金华市科协",
        "市教育局",
        "绣湖中学",
        "绣湖小学",
        "福田小学",
        "中国科协",
        "教育部",
        "省科协",
        "省教育厅",
        "开展“科学家故事众创空间”创新试点实施方案",
        "金华",
        "市科协",
    ]
    assert len(linked[9]) == len(set(linked[9])) == 13
    assert Article.objects.get(page_order=3).mentions.count() == len(linked[3])


@pytest.mark.parametrize("count", [1, 3])
def test_publishing_asks_the_same_questions_however_many_are_linked(
    count, django_assert_max_num_queries
):
    villages = [make.entity(name=f"李祖{n}村", kind="village") for n in range(count)]
    article = make.article(body="".join(f"<p>{village}。</p>" for village in villages))
    for village in villages:
        make.mention(article=article, entity=village)
    publishing.preview(Article.objects.for_publishing().get(pk=article.pk), address=str)
    article = Article.objects.for_publishing().get(pk=article.pk)

    # the stamps of the names, the corrections, who is hidden, and what readers have of it
    with django_assert_max_num_queries(7):
        publishing.preview(article, address=str)

import json
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils.http import urlencode

from articles.search import results
from articles.stand import publishing
from tests import make

pytestmark = pytest.mark.django_db

NOON = datetime(2023, 12, 26, 4, tzinfo=UTC)


def page_of(client, **asked):
    return client.get(f"{reverse('search')}?{urlencode(asked)}")


def suggested(client, typed):
    response = client.get(f"{reverse('search_suggest')}?{urlencode({'q': typed})}")
    return [(s["label"], s["address"]) for s in json.loads(response.content)["suggestions"]]


def story_with_everything():
    article = make.article(
        kicker="义乌肩题",
        headline="“义乌\n好人”出炉",
        body="<p>开头一句。日前，“义乌”<strong>好人</strong>&lt;b&gt;揭晓。</p>",
        section=make.section(),
        tags=[make.tag()],
    )
    make.byline(article=article)
    make.mention(article=article)
    make.photo_use(article=article)
    return publishing.publish(article, by=None, at=NOON)


@pytest.mark.parametrize("count", [1, 3])
def test_an_answer_costs_the_same_for_one_story_and_for_three(
    client, count, django_assert_num_queries
):
    stories = [story_with_everything() for _ in range(count)]

    # names, proposals, candidates, hits, four facets, navigation
    with django_assert_num_queries(9):
        response = page_of(client, q="义乌")

    assert [hit.story for hit in response.context["answer"].hits] == stories[::-1]


def test_a_hit_shows_its_words_marked_and_its_text_escaped(client):
    story = story_with_everything()

    html = page_of(client, q="义乌好人").content.decode()

    headline = '<span class="words">“<mark>义乌好人</mark>”<wbr>出炉</span>'
    assert f'<h2><a href="{story.get_absolute_url()}">{headline}</a></h2>' in html
    assert '<p class="excerpt">日前，“<mark>义乌”好人</mark>&lt;b&gt;揭晓。</p>' in html
    assert f"2023年12月26日</time></li>\n<li>{story.section.name}</li>\n<li>▢ 记者" in html
    assert "共 1 篇" in html


def test_a_query_is_shown_as_it_was_typed_and_escaped(client):
    html = page_of(client, q='"><script>义').content.decode()

    assert 'value="&quot;&gt;&lt;script&gt;义"' in html
    assert '<meta name="robots" content="noindex">' in html
    assert 'rel="canonical"' not in html


def test_of_a_whole_story_pasted_the_beginning_is_looked_for(client):
    story = make.published(headline="义" * 100)

    response = page_of(client, q="义" * 10_000)

    assert [hit.story for hit in response.context["answer"].hits] == [story]
    assert f'value="{"义" * 100}"' in response.content.decode()


def test_the_entity_of_that_name_is_offered_on_top(client):
    entity = make.entity(name="李祖村", kind="village")

    html = page_of(client, q="李祖村").content.decode()

    assert f'<p class="search-named">\n<a href="{entity.get_absolute_url()}">李祖村</a>' in html
    assert "没有找到提到这个名字的报道" in html


def test_an_answer_can_be_narrowed_and_widened_again(client):
    story = story_with_everything()
    make.published(headline="义乌", section=make.section(name="民生"))

    first = page_of(client, q="义乌", sort="date")
    section = first.context["facets"][0]
    second = client.get(f"{reverse('search')}{section.choices[0].address}")
    chosen = second.context["facets"][0].choices[0]

    assert [(c.label, c.stories) for c in section.choices] == [(story.section.name, 1), ("民生", 1)]
    assert [hit.story for hit in second.context["answer"].hits] == [story]
    assert (chosen.label, chosen.is_chosen) == (story.section.name, True)
    assert chosen.address == first.context["question"].address()
    assert f'<input type="hidden" name="section" value="{story.section_id}">' in (
        second.content.decode()
    )


def test_pages_are_linked(client, monkeypatch):
    monkeypatch.setattr(results, "PAGE_SIZE", 1)
    old = make.published(headline="义乌", at=NOON)
    make.published(headline="义乌")

    first = page_of(client, q="义乌")
    second = client.get(f"{reverse('search')}{first.context['next']}")

    assert 'rel="next"' in first.content.decode()
    assert [hit.story for hit in second.context["answer"].hits] == [old]
    assert 'rel="next"' not in second.content.decode()
    assert f'<a href="{reverse("search")}?' not in second.content.decode()
    assert '<a href="?q=%E4%B9%89%E4%B9%8C">回到第一页</a>' in second.content.decode()


def test_more_than_can_be_counted_is_said_so(client, monkeypatch):
    monkeypatch.setattr(results, "CANDIDATES", 2)
    for _ in range(3):
        make.published(headline="义乌")

    assert "2+ 篇，按最新的 2 篇排序和统计" in page_of(client, q="义乌").content.decode()


@pytest.mark.parametrize("typed", ["", "，。", "😀", "\0"])
def test_a_query_without_words_is_told_how_to_ask(client, typed):
    response = page_of(client, q=typed)

    assert response.status_code == 200
    assert "输入一个或几个词" in response.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "section=x",
        "section=-1",
        "section=99999999999999999999",
        "section=7",
        "entity=7",
        "reporter=7",
        "since=2023-02-30",
        "since=0001-01-01",
        "until=9999-12-31",
        "until=x",
        "photo=2",
        "sort=x",
        "after=x",
        "after=1_1_x",
        "after=nan_1_1-1",
        "after=1_-1_1-1",
        "after=1_1_9e99-1",
        "after=1_9999999999999999999_1-1",
    ],
)
def test_a_bad_question_is_a_readable_400(client, query):
    response = client.get(f"/search/?q=义乌&{query}")

    assert response.status_code == 400
    assert "请求无法理解" in response.content.decode()


def test_a_field_left_empty_is_not_asked_for(client):
    response = client.get("/search/?q=义乌&section=&since=&until=&photo=&sort=&after=")

    assert response.status_code == 200


def test_a_hidden_entity_cannot_be_narrowed_to(client):
    entity = make.entity()
    article = make.article(headline="义乌")
    make.mention(article=article, entity=entity)
    publishing.publish(article, by=None)
    entity.hidden = True
    entity.save()

    assert entity.name not in page_of(client, q="义乌").content.decode()
    assert page_of(client, q="义乌", entity=entity.pk).status_code == 400


def test_every_page_has_the_form(client):
    html = client.get(reverse("front_page")).content.decode()

    assert f'<form class="search-form" action="{reverse("search")}" role="search">' in html


# ---- Suggestions --------------------------------------------------------------------------------


def test_entities_tags_and_headlines_are_suggested(client):
    village = make.entity(name="李祖村")
    other = make.entity(name="后宅李祖")
    called = make.entity(name="乡遇工坊")
    make.entity_name(entity=called, name="李祖工坊")
    make.entity(name="李祖某人", hidden=True)
    tag, _unused = make.tag(name="李祖", slug="李祖"), make.tag(name="李祖草稿")
    story = make.published(headline="走进“李祖”", tags=[tag])
    make.published(body="<p>李祖</p>")
    make.article(headline="李祖草稿")

    assert suggested(client, "李祖") == [
        ("李祖村", village.get_absolute_url()),
        ("后宅李祖", other.get_absolute_url()),
        ("乡遇工坊", called.get_absolute_url()),
        ("李祖", tag.get_absolute_url()),
        ("走进“李祖”", story.get_absolute_url()),
    ]


@pytest.mark.parametrize("typed", ["義烏", "“义乌", "ＢＩＭ", "bim", "义乌bim"])
def test_a_suggestion_is_found_however_it_is_typed(client, typed):
    entity = make.entity(name="义乌BIM")

    assert suggested(client, typed) == [("义乌BIM", entity.get_absolute_url())]


@pytest.mark.parametrize("count", [1, 3])
def test_suggestions_cost_the_same_for_one_and_for_three(client, count, django_assert_num_queries):
    for n in range(count):
        make.entity(name=f"李祖{n}")
        make.published(headline="李祖", tags=[make.tag(name=f"李祖{n}", slug=f"l{n}")])

    # proposals, their headlines, entities, hidden names, tags, stories
    with django_assert_num_queries(6):
        assert len(suggested(client, "李祖")) == 3 * count


def test_suggestions_are_the_same_for_every_reader(client, admin_client):
    make.entity(name="李祖村")
    address = f"{reverse('search_suggest')}?q=李"

    mine, theirs = client.get(address), admin_client.get(address)

    assert mine.content == theirs.content
    assert not theirs.cookies
    assert "Cookie" not in theirs.headers.get("Vary", "")


def test_a_hit_has_the_picture_that_leads_its_story(client):
    story_with_everything()
    make.published(headline="义乌")

    html = page_of(client, q="义乌").content.decode()

    assert html.count('<a class="frame hit-picture"') == 1
    assert html.count("<picture>") == 1


def test_where_nothing_is_found_the_page_says_what_else_there_is(client):
    story = make.published(headline="共富工坊揭牌", at=NOON)

    html = page_of(client, q="共富工坊招人").content.decode()
    narrowed = page_of(client, q="共富工坊", until="2023-01-01").content.decode()

    assert f'<a href="?{urlencode({"q": "共富工坊"})}">共富工坊</a>' in html
    assert story.get_absolute_url() in html
    assert ("去掉全部筛选" in html, "去掉全部筛选" in narrowed) == (False, True)


def test_the_paper_of_a_day_is_offered_on_top(client):
    issue = make.issue(date=NOON.date())
    make.published(page=make.page(issue=issue), at=NOON)

    html = page_of(client, q="12月26日").content.decode()

    assert f'<a href="{issue.get_absolute_url()}">2023年12月26日的报纸</a>' in html

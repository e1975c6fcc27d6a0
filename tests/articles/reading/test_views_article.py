from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles.enums import ArticleKind, BylineRole
from articles.models import PublishedArticle
from articles.stand import publishing
from tests import make

pytestmark = pytest.mark.django_db

MORNING = datetime(2024, 3, 1, 22, 30, tzinfo=UTC)  # 06:30 on the 2nd in Shanghai


@pytest.mark.parametrize("count", [1, 3])
def test_a_story_takes_three_queries(client, count, django_assert_num_queries):
    page = make.page()
    story = [make.published(page=page, page_order=n, section=make.section()) for n in range(count)]

    with django_assert_num_queries(3):  # the story, its neighbours in print, sections
        response = client.get(story[0].get_absolute_url())

    assert response.context["story"] == story[0]


def test_a_story_that_was_not_printed_takes_two_queries(client, django_assert_num_queries):
    story = make.published()

    with django_assert_num_queries(2):
        response = client.get(story.get_absolute_url())

    assert "见报" not in response.content.decode()


def test_a_story_is_set_as_printed(client):
    article = make.article(
        kicker="引题",
        headline="第一行\n第二行",
        subhead="副题",
        dateline="本报讯",
        body="<p>正文。</p><h2>探访<br>小标题</h2>",
        column=make.column(name="抗严寒 送温暖"),
    )
    reporter = make.reporter(name="陈洋波")
    make.byline(
        article=article,
        reporter=reporter,
        role=BylineRole.TEXT_AND_PHOTO,
        title_as_printed="全媒体记者",
    )
    make.photo_use(article=article, photo=make.photo(caption="图说", source="市文明办供图"))
    story = publishing.publish(article, by=None)

    html = client.get(story.get_absolute_url()).content.decode()

    link = f'<a href="{reporter.get_absolute_url()}" rel="author">陈洋波</a>'
    assert f'<p class="byline" data-part="byline">▢ 全媒体记者 {link} 文/图</p>' in html
    words = '<span class="words">{}</span>'
    assert f'<p class="kicker" data-part="kicker">{words.format("引题")}</p>' in html
    assert f'<p class="subhead" data-part="subhead">{words.format("副题")}</p>' in html
    assert ">■ 抗严寒 送温暖</a>" in html
    lines = [f'<span class="line">{words.format(line)}</span>' for line in ("第一行", "第二行")]
    assert f"{''.join(lines)}\n</h1>" in html
    assert '<span class="dateline">本报讯</span> 正文。' in html
    label = '<span class="crosshead-label">探访</span>'
    assert f"<h2>{label} {words.format('小标题')}</h2>" in html
    assert '<span class="caption">图说</span> <span class="credit">市文明办供图</span>' in html
    assert "<title>第一行第二行 · " in html


def test_a_photo_brief_is_signed_at_its_end(client):
    article = make.article(kind=ArticleKind.PHOTO_BRIEF, body="<p>简讯。</p>")
    make.byline(
        article=article,
        reporter=make.reporter(name="吴峰宇"),
        role=BylineRole.PHOTOGRAPHED,
        title_as_printed="全媒体记者",
    )
    story = publishing.publish(article, by=None)

    html = client.get(story.get_absolute_url()).content.decode()

    assert html.count('data-part="byline"') == 1
    assert html.index("简讯。") < html.index('data-part="byline"')


def test_moments_are_local_and_to_the_second(client):
    story = make.published(at=MORNING)

    html = client.get(story.get_absolute_url()).content.decode()

    assert '<time datetime="2024-03-02T06:30:00+08:00">2024年3月2日 06:30</time>' in html


def test_a_story_says_where_it_was_printed_and_how_sure_that_is(client):
    issue = make.issue(date_is_certain=False)
    story = make.published(page=make.page(issue=issue, number=3, name="要闻"))

    html = client.get(story.get_absolute_url()).content.decode()

    assert f"见报 {issue.date:%Y-%m-%d} 第3版 要闻</a>" in html
    assert "日期据内容推断" in html


def test_a_certain_date_bears_no_note(client):
    story = make.published(page=make.page())

    assert "日期据内容推断" not in client.get(story.get_absolute_url()).content.decode()


def test_neighbours_follow_the_printed_order_across_pages(client):
    issue = make.issue()
    second, first = make.page(issue=issue, number=2), make.page(issue=issue, number=1)
    third = make.published(page=second, page_order=1)
    middle = make.published(page=first, page_order=2)
    lead = make.published(page=first, page_order=1)

    shown = client.get(middle.get_absolute_url()).context

    assert (shown["before"], shown["after"]) == (lead, third)


def test_neighbours_are_public(client):
    page = make.page()
    story = make.published(page=page, page_order=1)
    hidden = make.published(page=page, page_order=2)
    PublishedArticle.objects.filter(pk=hidden.pk).update(withdrawn_at=timezone.now())
    make.article(page=page, page_order=3)

    assert client.get(story.get_absolute_url()).context["after"] is None


def test_an_editor_changing_a_story_changes_nothing_for_readers(client):
    story = make.published(headline="读者看到的")
    before = client.get(story.get_absolute_url()).content
    story.article.headline = "还在改"
    story.article.save()

    assert client.get(story.get_absolute_url()).content == before


def test_a_draft_has_no_page(client):
    assert client.get(make.article().get_absolute_url()).status_code == 404


def test_a_story_of_a_later_issue_has_no_page_yet(client):
    issue = make.issue(released_at=timezone.now() + timedelta(hours=1))
    story = make.published(page=make.page(issue=issue))

    assert client.get(story.get_absolute_url()).status_code == 404


def test_a_withdrawn_story_is_gone_and_says_so_without_its_title(client):
    story = make.published(headline="谣言")
    PublishedArticle.objects.update(withdrawn_at=timezone.now())

    response = client.get(story.get_absolute_url())

    assert response.status_code == 410
    assert "这篇稿件已经撤下" in response.content.decode()
    assert "谣言" not in response.content.decode()


def test_a_story_withdrawn_before_its_time_was_never_there(client):
    story = make.published(at=timezone.now() + timedelta(hours=1))
    PublishedArticle.objects.update(withdrawn_at=timezone.now())

    assert client.get(story.get_absolute_url()).status_code == 404


def test_markup_in_a_headline_is_text(client):
    story = make.published(headline="<script>1</script>", kicker="<b>", subhead="&amp;")

    html = client.get(story.get_absolute_url()).content.decode()

    assert "<script>" not in html
    assert "&lt;script&gt;1&lt;/script&gt;" in html

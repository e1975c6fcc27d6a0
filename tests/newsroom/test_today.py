"""今天: the issue that is being made, and what waits for who looks."""

import re
from datetime import datetime, time, timedelta

import pytest
from django.utils import timezone

from articles.enums import Stage
from articles.models import Article, SectionEditor
from articles.review import workflow
from tests import make

pytestmark = pytest.mark.django_db


def tomorrow(days=1):
    return timezone.localdate() + timedelta(days=days)


def morning(day):
    return timezone.make_aware(datetime.combine(day, time(6)))


def today(client, user, **query):
    client.force_login(user)
    return client.get("/admin/", query)


def row(html, story):
    """The row of a story in the plan, as text."""
    found = re.search(rf'<tr id="story-{story.pk}".*?</tr>', html, re.DOTALL)
    return " ".join(re.sub("<[^>]*>", " ", found[0]).split())


@pytest.fixture
def issue():
    """Tomorrow's, of one page."""
    made = make.issue(date=tomorrow(), number="总第8123期", released_at=morning(tomorrow()))
    make.page(issue=made, name="要闻", responsible_editor="陈洋波")
    return made


def test_the_issue_being_made_is_shown_with_its_pages_and_stories(client, issue):
    make.issue(date=tomorrow(-3))
    page, writer = issue.pages.get(), make.staff("记者", name="赵敏")
    late = timezone.now() - timedelta(hours=1)
    draft = make.article(page=page, page_order=1, created_by=writer, due_at=late)
    waiting = make.article(page=page, page_order=2, created_by=writer, section=make.section())
    make.comment(article=waiting)
    make.byline(article=waiting, reporter=make.reporter(name="陈洋波"))
    workflow.submit(waiting, by=writer, edition=1)
    done = make.published(page=page, page_order=3, stage=Stage.SIGNED_OFF).article
    reviewer = make.editor(name="王芳")

    response = today(client, reviewer)

    html = response.content.decode()
    assert response.context["plan"]["issue"] == issue
    assert "总第8123期" in html
    assert "第1版 要闻" in html
    first, second, third = (row(html, story) for story in (draft, waiting, done))
    assert "已过交稿时间" in first
    assert "没有署名和来源 没有栏目" in first
    assert "草稿 赵敏在写" in first
    assert "批注 1" in second
    assert "初审 等王芳审" in second
    assert "待发布" in third


def test_a_story_that_came_back_says_from_whom_and_why(client, issue):
    writer, reviewer = make.staff("记者", name="赵敏"), make.editor(name="王芳")
    story = make.article(page=issue.pages.get(), created_by=writer)
    workflow.submit(story, by=writer, edition=1)
    workflow.send_back(story, by=reviewer, edition=1, verdict=workflow.Verdict("核实人数"))

    theirs, own = (today(client, user) for user in (reviewer, writer))

    assert "王芳退回，赵敏在改 核实人数" in row(theirs.content.decode(), story)
    assert [len(stories) for _heading, stories in own.context["inbox"]] == [0, 1, 0, 0]
    assert "王芳：核实人数" in own.content.decode()


def test_the_address_chooses_another_issue_and_leads_back(client, issue):
    other = make.issue(date=tomorrow(-3))
    page = make.page(issue=other)
    make.article(page=page, headline="旧稿")
    make.article(headline="网上稿件")

    response = today(client, make.editor(), day=other.date.isoformat())
    html = response.content.decode()

    assert response.context["plan"]["issue"] == other
    assert "旧稿" in html
    assert "网上稿件" not in html
    assert "正在做的一期" in html
    assert f'href="?day={issue.date}"' in html
    now = today(client, make.editor()).content.decode()
    assert "网上稿件" in now
    assert f'href="?day={other.date}"' in now
    assert "正在做的一期" not in now


@pytest.mark.parametrize("day", ["31", "2024-02-30", "0001-01-01", "9999-12-31", "今天"])
def test_a_day_that_is_none_is_said_and_the_issue_being_made_is_shown(client, issue, day):
    response = today(client, make.editor(), day=day)

    assert response.status_code == 200
    assert response.context["plan"]["issue"] == issue
    assert response.context["plan"]["days"].errors["day"]


def test_a_day_without_a_paper_can_be_given_one(client, issue):
    response = today(client, make.editor(), day=tomorrow(5).isoformat())

    assert f'href="/admin/articles/issue/make/?day={tomorrow(5)}"' in response.content.decode()


def test_without_an_issue_the_next_one_is_offered_to_who_may_make_it(client):
    editor, reporter = (today(client, make.staff(role)) for role in ("编辑", "记者"))

    for response in (editor, reporter):
        assert "下一期报纸还没有建" in response.content.decode()
    assert "/admin/articles/issue/make/" in editor.content.decode()
    assert "/admin/articles/issue/make/" not in reporter.content.decode()


def test_a_reporter_finds_their_own_first_and_nothing_of_others(client, issue):
    reporter, page = make.staff("记者"), issue.pages.get()
    make.article(page=page, page_order=1, created_by=reporter, headline="自己写的")
    make.article(page=page, page_order=2, headline="别人写的")
    make.article(headline="别人的网上稿")
    make.page(issue=issue, number=2)

    html = today(client, reporter).content.decode()

    assert "别人" not in html
    assert "共 1 篇" in html
    assert "空版" not in html
    assert "这一版还没有稿件" not in html
    assert html.index("我的草稿") < html.index("第1版 要闻")
    assert "改上线时间" not in html


def test_an_editor_of_one_section_counts_that_section_alone(client, issue):
    editor, section = make.editor(), make.section()
    SectionEditor.objects.create(user=editor, section=section)
    for order, place in enumerate((section, make.section()), start=1):
        make.article(page=issue.pages.get(), page_order=order, section=place)

    html = today(client, editor).content.decode()

    assert "共 1 篇" in html
    assert "（只算您能看到的）" in html


def test_a_page_leads_to_a_new_story_on_it_in_the_next_place(client, issue):
    page = issue.pages.get()
    make.article(page=page, page_order=1)
    make.article(page=page, page_order=4)
    html = today(client, make.editor()).content.decode()
    link = f"/admin/articles/article/add/?page={page.pk}&amp;page_order=5"
    assert link in html

    form = client.get(link.replace("&amp;", "&")).context["adminform"].form

    assert (str(form["page"].value()), str(form["page_order"].value())) == (str(page.pk), "5")


def test_a_longer_list_says_that_it_is_longer(client, monkeypatch):
    monkeypatch.setattr("newsroom.today.WAITING", 2)
    editor = make.editor()
    for n in range(3):
        make.article(created_by=editor, headline=f"第{'甲乙丙'[n]}稿")

    html = today(client, editor).content.decode()

    listed = html[html.index('id="waiting-3"') :]
    assert "我的草稿 2+" in " ".join(re.sub("<[^>]*>", " ", html).split())
    assert "第甲稿" not in listed
    assert "还有更多" in listed


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_the_same_queries_however_much_there_is(
    client, issue, count, django_assert_num_queries
):
    editor = make.editor()
    for number in range(count):
        page = make.page(issue=issue, number=number + 2)
        for order in range(1, count + 1):
            mine = make.byline(article=make.article(page=page, page_order=order, created_by=editor))
            make.photo_use(article=mine.article)
            waits = make.byline().article
            workflow.submit(waits, by=make.editor(), edition=1)
            Article.objects.filter(pk=waits.pk).update(page=page)
            make.comment(article=waits)
        make.published(stage=Stage.SIGNED_OFF)
        make.reader_report(story=mine.article)
        back = make.byline(article=make.article(created_by=editor)).article
        workflow.submit(back, by=editor, edition=1)
        workflow.send_back(back, by=make.editor(), edition=1, verdict=workflow.Verdict("改"))
        handed_in = make.byline(article=make.article(created_by=editor)).article
        workflow.submit(handed_in, by=editor, edition=1)
    client.force_login(editor)

    with django_assert_num_queries(47):
        response = client.get("/admin/")

    assert len(response.context["plan"]["progress"].lines) == 2 * count**2
    assert len(response.context["plan"]["progress"].online) == 3 * count
    assert all(stories for _heading, stories in response.context["inbox"])

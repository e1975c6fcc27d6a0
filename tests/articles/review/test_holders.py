"""Who has a story, for many stories at once, agrees with who may act on each."""

import pytest

from articles.enums import Stage
from articles.models import Article, SectionEditor
from articles.review import duties, workflow
from articles.review.holders import Holder, holders
from people.models import User
from tests import make

pytestmark = pytest.mark.django_db


def held(*stories):
    rows = Article.objects.filter(pk__in=[story.pk for story in stories])
    return holders(rows.select_related("created_by").prefetch_related("bylines__reporter"))


def test_a_draft_is_with_those_who_sign_it_or_else_with_who_began_it():
    by_begun, signed = (make.article(created_by=make.editor(name="赵敏")) for _ in range(2))
    make.byline(article=signed, reporter=make.reporter(name="陈洋波"))

    found = held(by_begun, signed, nobody := make.article())

    assert found[by_begun.pk].people == ("赵敏",)
    assert found[signed.pk].people == ("陈洋波",)
    assert found[nobody.pk] == Holder()


def test_what_is_signed_off_is_with_nobody():
    story = make.published(stage=Stage.SIGNED_OFF).article
    make.byline(article=story)

    assert held(story)[story.pk] == Holder()


def test_those_are_waited_for_who_may_give_the_review():
    """As duties says of each of them one by one."""
    section = make.section()
    people = [make.editor(name=f"编辑{n}") for n in range(4)]
    people += [make.staff("部门主任"), make.staff("记者"), make.editor(is_active=False)]
    people.append(make.colleague("first_review_article", "view_article"))
    make.account(is_superuser=True)
    SectionEditor.objects.create(user=people[1], section=section)
    stories = [make.article(section=s) for s in (section, make.section(), None)]
    credited = make.article(section=section)
    make.byline(article=credited, reporter=make.reporter(user=people[2]))
    for story in (*stories, credited):
        workflow.submit(story, by=people[0], edition=1)
    workflow.pass_review(stories[1], by=people[3], edition=1)

    found = held(*stories, credited)

    for story in (*stories, credited):
        story.refresh_from_db()
        may = User.objects.filter(is_superuser=False, is_active=True).order_by("name", "pk")
        expected = [str(u) for u in may if not duties.why_not_review(story, by=u)]
        assert list(found[story.pk].people) == expected
        assert expected != []


def test_who_edits_at_a_review_has_the_story():
    story, editor = make.article(), make.editor(name="王芳")
    make.editor()
    workflow.submit(story, by=make.editor(), edition=1)
    workflow.note_edit(story, by=editor)

    assert held(story)[story.pk] == Holder(("王芳",), is_at_work=True)


def test_of_many_people_three_are_named():
    assert Holder(("甲", "乙", "丙")).names == "甲、乙、丙"
    assert Holder(("甲", "乙", "丙", "丁")).names == "甲、乙、丙等 4 人"


@pytest.mark.parametrize("count", [1, 3])
def test_the_queries_do_not_grow_with_the_stories(count, django_assert_num_queries):
    stories = [make.article() for _ in range(count)]
    for story in stories:
        workflow.submit(story, by=make.editor(), edition=1)
    rows = list(Article.objects.select_related("created_by").prefetch_related("bylines__reporter"))

    with django_assert_num_queries(4):
        holders(rows)

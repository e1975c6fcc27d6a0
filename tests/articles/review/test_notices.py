"""Who is told of what happens to a story, and what they see of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.enums import REVIEWS, Stage
from articles.models import Article, Notice, SectionEditor
from articles.review import comments, corrections, duties, notices, proposals, workflow
from articles.review.workflow import Verdict
from people.models import User
from tests import make

pytestmark = pytest.mark.django_db


def told(article):
    """Who was told what of a story, by name, in the order of their names."""
    rows = article.notices.exclude(recipient=None).select_related("recipient")
    return sorted((row.recipient.name, row.kind) for row in rows)


@pytest.fixture
def desk():
    """A small newsroom, each called by what they are."""
    roles = {"记者": "记者", "编辑": "编辑", "同事": "编辑", "主任": "部门主任", "总编": "值班总编"}
    return {name: make.staff(role, name=name) for name, role in roles.items()}


@pytest.fixture
def draft(desk):
    story = make.article(created_by=desk["记者"], section=make.section())
    make.byline(article=story, reporter=make.reporter(user=desk["记者"]))
    return story


def submit(article, by):
    return workflow.submit(article, by=by, edition=article.edition)


def passed(article, by):
    return workflow.pass_review(article, by=by, edition=article.edition)


# ---- Who sees, who may review: by sets as one by one -------------------------------------------


@pytest.fixture
def everybody():
    """People of every kind, and two sections of which some edit one alone."""
    first, second = make.section(), make.section()
    people = [
        make.staff(role) for role in ("记者", "编辑", "部门主任", "值班总编", "校对", "管理员")
    ]
    people += [make.editor(), make.chief(), make.chief(is_superuser=True), make.account()]
    people += [make.colleague("view_article"), make.colleague("change_article")]
    people += [make.editor(is_active=False), make.editor(is_staff=False)]
    people += [User.objects.create_superuser("root")]
    limited = [make.editor(), make.chief(), make.staff("部门主任")]
    for person in limited:
        SectionEditor.objects.create(section=first, user=person)
    SectionEditor.objects.create(section=second, user=limited[0])
    return people + limited, first, second


def test_who_sees_a_story_is_who_may_see_it(everybody):
    people, first, second = everybody
    stories = [make.article(section=section) for section in (first, second, None)]
    stories += [make.article(stage=Stage.SIGNED_OFF)]  # with no section, and out of work
    stories += [make.article(created_by=person, section=second) for person in people[-2:]]
    make.byline(article=stories[0], reporter=make.reporter(user=people[0]))

    for story in stories:
        found = {person for person in people if duties.may_see(story, by=person)}
        assert set(duties.who_sees(story)) & set(people) == {p for p in found if p.is_active}


@pytest.mark.parametrize(
    "stage", [REVIEWS[0], pytest.param(REVIEWS[1], marks=pytest.mark.whole), REVIEWS[2]]
)
def test_whose_duty_a_review_is_may_give_it(everybody, stage):
    people, first, second = everybody
    writer, by_name, taken = make.staff("记者"), people[6], people[1]
    make.byline(reporter=make.reporter(user=by_name))
    for section in (first, second, None):
        story = make.article(created_by=writer, section=section)
        make.byline(article=story, reporter=by_name.reporter)
        submit(story, writer)
        if stage != Stage.FIRST_REVIEW:
            passed(story, taken)
        if stage == Stage.FINAL_REVIEW:
            passed(story, make.staff("部门主任"))

        asked = set(duties.who_may_review(story)) & set(people)
        assert asked == {
            person
            for person in people
            if not duties.why_not_review(story, by=person)
            and person.is_active
            and person.is_staff
            and person.groups.filter(permissions__codename=f"{stage}_article").exists()
        }
        assert asked


# ---- Reviews -----------------------------------------------------------------------------------


def test_each_step_tells_whoever_is_next(draft, desk):
    submit(draft, desk["记者"])
    assert told(draft) == [("同事", "waiting"), ("编辑", "waiting")]

    passed(draft, desk["编辑"])
    assert told(draft) == [("主任", "waiting")]

    passed(draft, desk["主任"])
    assert told(draft) == [("总编", "waiting")]

    passed(draft, desk["总编"])
    assert told(draft) == [("记者", "signed_off")]


def test_a_return_tells_the_writers_why(draft, desk):
    make.byline(article=draft, reporter=make.reporter(user=desk["同事"]))
    submit(draft, desk["记者"])

    verdict = Verdict(opinion="补一段背景。")
    workflow.send_back(draft, by=desk["编辑"], edition=draft.edition, verdict=verdict)

    assert told(draft) == [("同事", "sent_back"), ("记者", "sent_back")]
    assert set(draft.notices.values_list("text", flat=True)) == {"补一段背景。"}
    notice = draft.notices.get(recipient=desk["记者"])
    assert notice.line() == f"编辑退回了《{draft.title}》，请修改。"


def test_who_was_asked_and_has_not_looked_is_not_asked_again(draft, desk):
    submit(draft, desk["记者"])
    workflow.note_edit(draft, by=desk["记者"])  # the story goes back to the same review

    assert draft.notices.filter(recipient=desk["编辑"]).count() == 1
    notices.read(draft.notices.get(recipient=desk["编辑"]))
    workflow.note_edit(draft, by=desk["记者"])
    assert draft.notices.filter(recipient=desk["编辑"]).count() == 2


def test_a_refused_move_tells_nobody(draft, desk):
    submit(draft, desk["记者"])
    before = told(draft)

    with pytest.raises(workflow.MoveRefused):
        passed(draft, desk["记者"])

    assert told(draft) == before


def test_what_happens_to_a_published_story_tells_its_writer_and_the_chiefs(desk):
    story = make.published(created_by=desk["记者"]).article
    second = make.chief(name="副总编")

    proposals.confirm(make.proposal(article=story, by=desk["总编"]), by=second)
    corrections.withdraw(story, by=second, reason="失实。")
    corrections.reinstate(story, by=desk["总编"], reason="已核实。")

    assert told(story) == sorted(
        [
            *[("总编", "corrected"), ("记者", "corrected")],
            *[("总编", "withdrawn"), ("记者", "withdrawn")],
            *[("副总编", "reinstated"), ("记者", "reinstated")],
        ]
    )


# ---- Comments ----------------------------------------------------------------------------------


def test_a_comment_goes_to_whom_it_is_addressed_and_whom_it_names(draft, desk):
    by = desk["编辑"]

    made = comments.add(draft, by=by, text="@主任 请定夺。", to=[desk["总编"], by])

    assert set(made.addressees.all()) == {desk["主任"], desk["总编"], by}
    assert told(draft) == [("主任", "comment"), ("总编", "comment")]


def test_an_answer_tells_those_who_took_part(draft, desk):
    made = comments.add(draft, by=desk["编辑"], text="不通。", to=[desk["主任"]])
    Notice.objects.all().delete()

    comments.reply(made, by=desk["记者"], text="已改，＠总编 也请看。")

    assert told(draft) == [(name, "comment") for name in sorted(["编辑", "主任", "总编"])]


def test_nobody_is_called_to_a_story_they_may_not_see(draft, desk):
    outsider = make.staff("记者", name="别的记者")

    with pytest.raises(comments.CommentRefused, match="别的记者看不到"):
        comments.add(draft, by=desk["编辑"], text="请看。", to=[outsider])
    comments.add(draft, by=desk["编辑"], text="@别的记者 请看。")

    assert told(draft) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("@王明 和 @王明华看一下", ["王明", "王明华"]),
        ("王明看一下", []),
        ("@同名 看一下", []),
        ("a@王明", ["王明"]),
        ("", []),
    ],
)
def test_names_in_a_text(text, found):
    people = [User(name=name) for name in ("王明", "王明华", "同名", "同名")]

    assert [person.name for person in notices.named_in(text, people)] == found


# ---- Seen, read, forgotten ---------------------------------------------------------------------


def test_a_notice_is_not_shown_once_its_story_may_not_be_seen(draft, desk):
    submit(draft, desk["记者"])
    assert Notice.objects.shown_to(desk["编辑"]).count() == 1

    SectionEditor.objects.create(section=make.section(), user=desk["编辑"])
    Article.objects.filter(pk=draft.pk).update(section=make.section())

    assert not Notice.objects.shown_to(desk["编辑"]).exists()
    assert Notice.objects.shown_to(desk["同事"]).count() == 1


def test_old_notices_are_forgotten_but_for_those_still_to_be_sent(draft, desk):
    now = timezone.now()
    long_ago = now - timedelta(days=200)
    fresh = Notice(read_at=now, at=long_ago)
    rows = [
        Notice(at=now, read_at=now - timedelta(days=31)),
        Notice(at=long_ago),
        fresh,
        Notice(at=now - timedelta(days=31)),
        Notice(at=long_ago, due_at=now),
    ]
    for row in rows:
        row.article, row.kind, row.recipient = draft, "signed_off", desk["编辑"]
        row.save()
    Notice.objects.filter(pk=fresh.pk).update(at=now)

    assert notices.forget(now=now) == 2
    assert Notice.objects.count() == 3


@pytest.mark.parametrize("count", [1, 4])
def test_telling_takes_the_same_queries_for_any_number(count, django_assert_num_queries):
    writer = make.staff("记者")
    for _ in range(count):
        make.editor()
    story = make.article(created_by=writer)
    Article.objects.filter(pk=story.pk).update(stage=Stage.FIRST_REVIEW)
    story.refresh_from_db()

    with django_assert_num_queries(3):  # what waits no more, who is next, their rows
        notices.moved(story, by=writer)
    assert story.notices.count() >= count

"""三审制: reviews by three people who did not write the story, in code and in the database."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.enums import Decision, ErrorKind, Stage
from articles.models import Article, PublishedArticle, Review, ReviewRoute
from articles.review import workflow
from articles.review.workflow import Verdict
from articles.stand import publishing
from people.models import User
from tests import make

pytestmark = pytest.mark.django_db

STAGES = [Stage.FIRST_REVIEW, Stage.SECOND_REVIEW, Stage.FINAL_REVIEW]


@pytest.fixture
def writer():
    return make.staff("记者")


@pytest.fixture
def draft(writer):
    return make.ready(make.article(created_by=writer))


def submit(article):
    return workflow.submit(article, by=article.created_by, edition=article.edition)


def passed(article, by, **verdict):
    return workflow.pass_review(article, by=by, edition=article.edition, verdict=Verdict(**verdict))


def sent_back(article, by, **verdict):
    return workflow.send_back(article, by=by, edition=article.edition, verdict=Verdict(**verdict))


def at(stage, article):
    """The draft brought to a stage by colleagues whom no test meets again."""
    submit(article)
    while article.stage != stage:
        passed(article, make.staff(make.REVIEWERS[article.stage]))
    return article


def part(article, person):
    return Review.objects.get(article=article, round=article.review_round, person=person)


def superuser():
    return User.objects.create_superuser(f"super{next(make.numbers)}")


# ---- The way of a story -----------------------------------------------------------------------


def test_three_people_pass_a_story_and_it_is_published(draft, writer):
    people = [make.staff(role) for role in make.REVIEWERS.values()]

    submit(draft)
    for stage, person in zip(STAGES, people, strict=True):
        assert draft.stage == stage
        assert not PublishedArticle.objects.exists()
        passed(draft, person, opinion=f"{stage.label}无误")

    assert Article.objects.get().stage == Stage.SIGNED_OFF
    assert PublishedArticle.objects.public().get().published_by == people[-1]
    assert [(r.step, r.person, r.decision, r.opinion) for r in Review.objects.all()] == [
        (Stage.DRAFT, writer, Decision.SUBMITTED, ""),
        *(
            (stage, person, Decision.PASSED, f"{stage.label}无误")
            for stage, person in zip(STAGES, people, strict=True)
        ),
    ]


def test_errors_are_counted_by_kind(draft):
    editor = make.staff("编辑")

    passed(submit(draft), editor, errors={ErrorKind.NAME: 2, ErrorKind.FACT: 0})

    assert part(draft, editor).errors == {"name": 2}
    assert part(draft, editor).error_counts == [("姓名职务", 2)]


@pytest.mark.parametrize("stage", STAGES)
def test_sending_back_begins_a_new_round_with_the_same_writers(draft, writer, stage):
    at(stage, draft)
    reviewer = make.staff(make.REVIEWERS[stage])

    sent_back(draft, reviewer, opinion="核实数字")

    assert (draft.stage, draft.review_round) == (Stage.DRAFT, 2)
    assert list(Review.objects.in_round(draft).values_list("person", "decision")) == [
        (writer.pk, Decision.WROTE)
    ]
    assert [a.reason for a in Article.objects.returned_to(writer)] == ["核实数字"]


def test_who_sent_a_story_back_may_review_it_again(draft):
    editor = make.staff("编辑")
    sent_back(submit(draft), editor, opinion="核实数字")

    passed(submit(draft), editor)

    assert draft.stage == Stage.SECOND_REVIEW


def test_a_kind_of_story_may_take_a_shorter_route(draft):
    ReviewRoute.objects.create(kind="brief", has_second_review=False)
    Article.objects.update(kind="brief")

    passed(submit(draft), make.staff("编辑"))

    assert draft.stage == Stage.FINAL_REVIEW


# ---- Who may not ------------------------------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES)
def test_a_review_needs_its_own_permission(draft, stage):
    at(stage, draft)
    for other, role in make.REVIEWERS.items():
        if other != stage:
            with pytest.raises(workflow.MoveRefused, match=f"没有“{stage.label}”的权限"):
                passed(draft, make.staff(role))


def everything(user):
    """All three review permissions, so that nothing but the duties is in the way."""
    for role in make.REVIEWERS.values():
        user.groups.add(make.staff(role).groups.get())
    return User.objects.get(pk=user.pk)  # which knows nothing of what it might not do before


def refused(article, person):
    """Passing and sending back are refused, and nothing has changed."""
    before = list(Review.objects.values()), Article.objects.values().get(pk=article.pk)
    with pytest.raises(workflow.MoveRefused) as passing:
        passed(article, person)
    with pytest.raises(workflow.MoveRefused) as sending:
        sent_back(article, person, opinion="x")
    assert str(passing.value) == str(sending.value)
    assert (list(Review.objects.values()), Article.objects.values().get(pk=article.pk)) == before
    return str(passing.value)


@pytest.mark.parametrize("stage", STAGES)
def test_who_wrote_a_story_may_not_review_it(draft, writer, stage):
    at(stage, draft)

    assert "您写过或改过" in refused(draft, everything(writer))


@pytest.mark.parametrize("stage", STAGES)
def test_who_edited_the_draft_may_not_review_it(draft, stage):
    helper = everything(make.staff("编辑"))
    workflow.note_edit(draft, by=helper)
    at(stage, draft)

    assert "您写过或改过" in refused(draft, helper)


@pytest.mark.parametrize("stage", STAGES)
def test_who_is_named_in_the_byline_may_not_review(draft, stage):
    named = everything(make.staff("编辑"))
    make.byline(article=draft, reporter=make.reporter(user=named))
    at(stage, draft)

    assert "您在本稿署名中" in refused(draft, named)


def test_nobody_holds_two_steps_of_a_round(draft):
    one = everything(make.staff("编辑"))
    passed(submit(draft), one)

    assert "同一人不能再审一次" in refused(draft, one)


def test_who_edited_within_a_step_holds_it(draft):
    one = everything(make.staff("编辑"))
    workflow.note_edit(submit(draft), by=one)
    passed(draft, make.staff("编辑"))

    assert "同一人不能再审一次" in refused(draft, one)


def test_a_section_editor_reviews_their_sections_alone(draft):
    editor = make.staff("编辑")
    make.section().editors.create(user=editor)

    assert "不在您负责的栏目" in refused(submit(draft), editor)


def test_a_story_without_a_section_is_reviewed_by_every_editor(draft):
    Article.objects.update(section=None)
    editor = make.staff("编辑")
    make.section().editors.create(user=editor)

    assert list(Article.objects.awaiting(editor)) == []
    submit(draft)
    assert list(Article.objects.awaiting(editor)) == [draft]
    assert passed(draft, editor).stage == Stage.SECOND_REVIEW


# ---- What signing off asks for ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("missing", "said"), [("section", "还没有栏目"), ("source", "没有署名，也没有来源")]
)
def test_a_story_may_be_handed_in_but_not_signed_off_without(draft, missing, said):
    setattr(draft, missing, None if missing == "section" else "")
    draft.save()
    at(Stage.FINAL_REVIEW, draft)
    chief = make.chief()

    with pytest.raises(workflow.MoveRefused, match=said):
        passed(draft, chief)
    assert not PublishedArticle.objects.exists()

    make.ready(draft)
    assert passed(draft, chief).stage == Stage.SIGNED_OFF


def test_a_byline_that_waits_for_a_registration_is_reviewed_but_not_signed_off(draft):
    Article.objects.update(unread_byline="□ 王 芳")
    chief = make.chief()

    at(Stage.FINAL_REVIEW, draft)
    with pytest.raises(workflow.MoveRefused, match="署名行“□ 王 芳”还没有识别"):
        passed(draft, chief)
    assert not PublishedArticle.objects.exists()

    Article.objects.update(unread_byline="")
    assert passed(draft, chief).stage == Stage.SIGNED_OFF


def test_a_byline_stands_for_a_source(draft):
    draft.source = ""
    draft.save()
    make.byline(article=draft)
    assert passed(at(Stage.FINAL_REVIEW, draft), make.chief()).stage == Stage.SIGNED_OFF


def test_the_database_holds_no_signed_off_story_without_a_section(draft):
    at(Stage.SIGNED_OFF, draft)
    with pytest.raises(IntegrityError, match="article_signed_off_has_section"):
        Article.objects.update(section=None)


def test_a_story_from_before_the_rule_stays_until_it_is_signed_off_again(draft):
    """It was signed off when no section was asked for; its next signing off asks for one."""
    Article.objects.update(section=None, stage=Stage.SIGNED_OFF, predates_section_rule=True)
    draft.refresh_from_db()
    assert publishing.publish(draft, by=None).section is None

    workflow.note_edit(draft, by=draft.created_by)
    at(Stage.FINAL_REVIEW, draft)
    chief = make.chief()
    with pytest.raises(workflow.MoveRefused, match="还没有栏目"):
        passed(draft, chief)

    make.ready(draft)
    passed(draft, chief)
    assert not Article.objects.get().predates_section_rule


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.SIGNED_OFF])
def test_what_is_not_in_review_is_not_passed(draft, stage):
    if stage == Stage.SIGNED_OFF:
        at(stage, draft)

    assert "不在审稿中" in refused(draft, superuser())


def test_a_move_on_a_text_that_changed_meanwhile_is_refused(draft):
    submit(draft)
    Article.objects.update(edition=draft.edition + 1)

    with pytest.raises(workflow.MoveRefused, match="又有人改过"):
        passed(draft, make.staff("编辑"))


def test_sending_back_needs_a_reason(draft):
    with pytest.raises(workflow.MoveRefused, match="退回须写明理由"):
        sent_back(submit(draft), make.staff("编辑"), opinion=" ")

    assert Article.objects.get().stage == Stage.FIRST_REVIEW


def test_a_story_is_submitted_once_and_by_who_may_edit_it(draft):
    with pytest.raises(workflow.MoveRefused, match="不能提交"):
        workflow.submit(draft, by=make.staff("记者"), edition=draft.edition)
    submit(draft)
    with pytest.raises(workflow.MoveRefused, match="只有草稿"):
        submit(draft)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"headline": " "}, "还没有主题"),
        ({"body": "<p> </p>"}, "还没有正文"),
    ],
)
def test_an_incomplete_story_is_refused_at_every_step(draft, fields, message):
    at(Stage.FINAL_REVIEW, draft)
    Article.objects.update(**fields)
    with pytest.raises(workflow.MoveRefused, match=message):
        passed(draft, make.staff("值班总编"))
    Article.objects.update(stage=Stage.DRAFT)
    with pytest.raises(workflow.MoveRefused, match=message):
        submit(draft)

    assert not PublishedArticle.objects.exists()


def test_a_photo_without_a_credit_is_refused(draft):
    make.photo_use(article=draft, photo=make.photo(reporter=None, source=""))

    with pytest.raises(workflow.MoveRefused, match="没有署名"):
        submit(draft)


# ---- Overrides --------------------------------------------------------------------------------


def test_a_superuser_goes_past_a_rule_with_a_reason_that_stays(draft):
    boss = superuser()
    workflow.note_edit(draft, by=boss)
    submit(draft)
    with pytest.raises(workflow.MoveRefused, match="您写过或改过"):
        passed(draft, boss)
    with pytest.raises(workflow.MoveRefused, match="您写过或改过"):
        passed(draft, boss, override=" ")

    passed(draft, boss, override="台风夜编辑部只有一人")

    assert draft.stage == Stage.SECOND_REVIEW
    override = Review.objects.get(is_override=True)
    assert (override.person, override.step) == (boss, Stage.FIRST_REVIEW)
    assert override.opinion == "台风夜编辑部只有一人"


def test_one_override_does_not_open_the_next_step(draft):
    boss = superuser()
    workflow.note_edit(draft, by=boss)
    passed(submit(draft), boss, override="台风夜")

    assert refused(draft, boss)


def test_nobody_else_overrides(draft):
    helper = everything(make.staff("编辑"))
    workflow.note_edit(draft, by=helper)
    submit(draft)

    with pytest.raises(workflow.MoveRefused, match="您写过或改过"):
        passed(draft, helper, override="有急事")


def test_a_reason_where_no_rule_is_in_the_way_makes_no_override(draft):
    passed(submit(draft), superuser(), override="以防万一")

    assert not Review.objects.filter(is_override=True).exists()


# ---- Changes on the way -----------------------------------------------------------------------


@pytest.mark.parametrize("stage", STAGES)
def test_a_reviewer_edits_within_their_own_step(draft, stage):
    reviewer = make.staff(make.REVIEWERS[stage])
    workflow.note_edit(at(stage, draft), by=reviewer)
    assert (draft.stage, draft.review_round) == (stage, 1)
    assert part(draft, reviewer).decision == Decision.EDITED

    passed(draft, reviewer)

    assert part(draft, reviewer).decision == Decision.PASSED


@pytest.mark.parametrize("stage", STAGES[1:])
def test_a_change_outside_a_step_goes_back_to_the_first_review(draft, stage):
    at(stage, draft)
    outsider = make.staff("编辑")

    workflow.note_edit(draft, by=outsider)

    assert (draft.stage, draft.review_round) == (Stage.FIRST_REVIEW, 2)
    assert "您写过或改过" in refused(draft, outsider)


def test_naming_a_reviewer_in_the_byline_goes_back_to_the_first_review(draft):
    editor = make.staff("编辑")
    director = make.staff("部门主任")
    passed(submit(draft), editor)
    make.byline(article=draft, reporter=make.reporter(user=editor))

    workflow.note_edit(draft, by=director)

    assert (draft.stage, draft.review_round) == (Stage.FIRST_REVIEW, 2)
    assert "署名中" in refused(draft, editor)


def test_naming_a_reviewer_behind_the_workflow_stops_the_next_step(draft):
    editor = make.staff("编辑")
    passed(submit(draft), editor)
    make.byline(article=draft, reporter=make.reporter(user=editor))

    assert "署名中有本轮的审稿人" in refused(draft, make.staff("部门主任"))


def test_an_edit_of_a_live_story_waits_while_readers_keep_the_old(draft):
    at(Stage.SIGNED_OFF, draft)
    published = PublishedArticle.objects.public().values().get()
    editor = make.staff("编辑")

    draft.headline = "还没签发的"
    draft.save()
    workflow.note_edit(draft, by=editor)

    assert (Article.objects.get().stage, draft.review_round) == (Stage.DRAFT, 2)
    assert PublishedArticle.objects.public().values().get() == published
    workflow.submit(draft, by=editor, edition=draft.edition)
    assert "您写过或改过" in refused(draft, editor)


# ---- What the database holds by itself --------------------------------------------------------


def row(article, person, step, decision=Decision.PASSED, **fields):
    defaults = {"round": 1, "edition": 1, "at": timezone.now()}
    return Review.objects.create(
        article=article, person=person, step=step, decision=decision, **defaults | fields
    )


@pytest.mark.parametrize("step", STAGES)
def test_the_database_refuses_a_writers_review(draft, writer, step):
    submit(draft)

    with pytest.raises(IntegrityError), transaction.atomic():
        row(draft, writer, step)


def test_the_database_refuses_two_steps_of_one_person(draft, writer):
    row(draft, writer, Stage.FIRST_REVIEW)

    with pytest.raises(IntegrityError), transaction.atomic():
        row(draft, writer, Stage.SECOND_REVIEW)
    row(draft, writer, Stage.SECOND_REVIEW, round=2)


@pytest.mark.parametrize(
    ("step", "decision", "fields"),
    [
        (Stage.SIGNED_OFF, Decision.PASSED, {}),
        (Stage.DRAFT, Decision.PASSED, {}),
        (Stage.FIRST_REVIEW, Decision.SUBMITTED, {}),
        (Stage.FIRST_REVIEW, Decision.SENT_BACK, {}),
        (Stage.FIRST_REVIEW, Decision.PASSED, {"is_override": True}),
    ],
)
def test_the_database_refuses_a_row_that_cannot_be(draft, writer, step, decision, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        row(draft, writer, step, decision, **fields)


@pytest.mark.parametrize("fields", [{"headline": ""}, {"unread_byline": "□ 王 芳"}])
def test_the_database_refuses_an_incomplete_signed_off_article(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make.article(stage=Stage.SIGNED_OFF, **fields)


# ---- Inbox ------------------------------------------------------------------------------------


def test_a_story_waits_for_those_who_may_review_it_and_nobody_else(draft, writer):
    editor, other, director = make.staff("编辑"), make.staff("编辑"), make.staff("部门主任")
    waits = lambda user: list(Article.objects.awaiting(user))  # noqa: E731

    assert not waits(editor)
    submit(draft)
    assert waits(editor) == waits(other) == [draft]
    assert not waits(director)
    assert not waits(everything(writer))
    workflow.note_edit(draft, by=editor)
    assert waits(editor) == [draft]
    passed(draft, other)
    assert waits(director) == [draft]
    assert not waits(everything(editor))
    make.byline(article=draft, reporter=make.reporter(user=director))
    assert not waits(director)

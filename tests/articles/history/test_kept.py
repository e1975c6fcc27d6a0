"""Reviews, revisions and the admin's own history: nobody changes or deletes them."""

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from articles.enums import Decision, RevisionCause, Stage
from articles.history import revisions
from articles.models import Article, Review, Revision
from articles.review import workflow
from articles.review.workflow import Verdict
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent_back():
    """A draft that was in review and came back, with its reviews and revisions."""
    story = make.article()
    revisions.record(story, by=story.created_by, cause=RevisionCause.SAVED)
    workflow.submit(story, by=make.editor(), edition=story.edition)
    verdict = Verdict(opinion="请补采访。")
    return workflow.send_back(story, by=make.editor(), edition=story.edition, verdict=verdict)


def kept():
    """All that must stay as it is."""
    return [
        *Review.objects.order_by("pk").values_list(),
        *Revision.objects.order_by("pk").values_list(),
        *LogEntry.objects.order_by("pk").values_list(),
    ]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE articles_review SET opinion = '很好。' WHERE decision = 'sent_back'",
        "UPDATE articles_review SET at = (SELECT min(at) FROM articles_revision) WHERE step <> 'x'",
        "UPDATE articles_review SET person_id = person_id + 1 WHERE decision = 'sent_back'",
        "UPDATE articles_review SET round = round + 7 WHERE decision = 'wrote'",
        "DELETE FROM articles_review",
        "DELETE FROM articles_review WHERE decision = 'wrote'",
        "UPDATE articles_revision SET snapshot = '{}'",
        "UPDATE articles_revision SET by_name = '别人'",
        "DELETE FROM articles_revision",
        "UPDATE django_admin_log SET change_message = ''",
        "DELETE FROM django_admin_log",
        pytest.param(
            "TRUNCATE articles_review, articles_revision CASCADE",
            marks=pytest.mark.skipif("connection.vendor != 'postgresql'"),
        ),
    ],
)
def test_the_database_refuses_to_change_what_was_written(sent_back, statement):
    by = make.editor()
    LogEntry.objects.log_actions(by.pk, [sent_back], CHANGE, "改过", single_object=True)
    before = kept()
    connection.check_constraints()  # what PostgreSQL would put off, and truncate nothing till then

    with pytest.raises(IntegrityError, match="kept as they are"), transaction.atomic():
        connection.cursor().execute(statement)
    assert kept() == before


def test_writing_the_same_again_is_no_change(sent_back):
    """As loading a fixture twice does."""
    before = kept()
    for row in [*Review.objects.all(), *Revision.objects.all()]:
        row.save()
    assert kept() == before


def test_a_part_is_decided_once(sent_back):
    story = sent_back
    writer, reviewer = make.editor(), make.editor()
    workflow.note_edit(story, by=writer)
    workflow.submit(story, by=writer, edition=story.edition)  # what was writing is a submission now
    workflow.note_edit(story, by=reviewer)
    workflow.pass_review(story, by=reviewer, edition=story.edition)  # what was edited is passed
    part = Review.objects.get(person=reviewer, round=story.review_round)
    assert part.decision == Decision.PASSED

    part.decision = Decision.EDITED
    with pytest.raises(IntegrityError, match="kept as they are"), transaction.atomic():
        part.save()


def test_a_story_that_was_handed_in_is_not_deleted_by_code(sent_back):
    before = kept()

    with pytest.raises(ProtectedError):
        sent_back.delete()
    with pytest.raises(ProtectedError):
        Article.objects.all().delete()
    assert kept() == before


def test_nor_is_one_that_came_signed_off(sent_back):
    story = make.article(stage=Stage.SIGNED_OFF, section=make.section(), source="据新华社")
    revisions.keep_stored(story)

    with pytest.raises(ProtectedError):
        story.delete()


def test_a_draft_that_was_never_handed_in_goes_with_all_it_has():
    story, writer = make.article(), make.editor()
    workflow.note_edit(story, by=writer)
    revisions.record(story, by=writer, cause=RevisionCause.SAVED)

    story.delete()

    assert kept() == []


@pytest.mark.parametrize("model", [Review, Revision])
def test_a_person_whose_words_are_kept_is_kept(sent_back, model):
    field = "person" if model is Review else "by"
    revisions.record(make.article(), by=make.editor(), cause=RevisionCause.SAVED)
    person = getattr(model.objects.order_by("pk").last(), field)

    with pytest.raises(ProtectedError):
        person.delete()


def test_the_history_of_the_desk_outlives_an_account():
    by = make.editor()
    LogEntry.objects.log_actions(by.pk, [make.article()], CHANGE, "改过", single_object=True)

    with pytest.raises(IntegrityError, match="kept as they are"), transaction.atomic():
        by.delete()
    assert LogEntry.objects.get().user == by

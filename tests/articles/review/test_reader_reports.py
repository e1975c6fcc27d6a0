"""What a reader reports: taken in without an account, held back when it floods, settled once."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.models import Correction, ReaderReport
from articles.review import reader_reports
from articles.review.reader_reports import ALL, TooManyReports
from articles.review.workflow import MoveRefused
from tests import make

pytestmark = pytest.mark.django_db


EACH = 5


@pytest.fixture(autouse=True)
def _no_reports_counted(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.NEWSROOM_RATES = {"report": (EACH, 3600)}


def receive(story, n=1, client="192.0.2.7"):
    return reader_reports.receive(story, text=f"错{n}。", client=client, contact="13800000000")


def test_a_report_is_kept_with_its_story():
    story = make.published()

    report = receive(story)

    assert (report.article_id, report.state, report.contact) == (story.pk, "open", "13800000000")


def test_the_address_is_written_nowhere(tmp_path):
    receive(make.published(), client="192.0.2.7")

    assert "192.0.2.7" not in str(ReaderReport.objects.values().get())
    (counted,) = tmp_path.iterdir()
    kept = counted.read_bytes()
    assert b"192.0.2.7" not in kept
    assert len(kept.strip(b"\0")) <= 8  # one moment


def test_the_same_report_twice_is_one():
    story = make.published()

    assert receive(story) == receive(story)
    assert ReaderReport.objects.count() == 1


def test_one_address_reports_so_often_in_an_hour():
    story = make.published()
    for n in range(EACH):
        receive(story, n)

    with pytest.raises(TooManyReports) as refusal:
        receive(story, EACH)
    assert 3600 / EACH - 60 < refusal.value.wait <= 3600 / EACH
    receive(story, EACH, client="192.0.2.8")


def test_all_addresses_together_report_so_often_in_an_hour():
    story, now = make.published(), timezone.now()
    reports = [
        ReaderReport(article=story.article, text=f"{n}", received_at=now) for n in range(ALL)
    ]
    ReaderReport.objects.bulk_create(reports)

    with pytest.raises(TooManyReports):
        receive(story)
    ReaderReport.objects.update(received_at=now - timedelta(hours=1, seconds=1))
    receive(story)


# ---- The desk -----------------------------------------------------------------------------------


def test_a_report_becomes_somebody_s_task():
    report, editor = make.reader_report(), make.editor()

    reader_reports.take(report, by=editor)

    assert list(ReaderReport.objects.for_desk_of(editor)) == [report]
    assert list(ReaderReport.objects.for_desk_of(make.editor())) == []
    assert list(ReaderReport.objects.for_desk_of(make.staff("记者"))) == []


def test_a_colleague_may_take_a_report_over_and_what_was_found_stays():
    report, first, second = make.reader_report(), make.editor(), make.editor()
    confirmed = reader_reports.confirm(report, by=first, finding="查过原始名单。")

    taken = reader_reports.take(confirmed, by=second)

    assert (taken.handler, taken.state, taken.finding) == (second, "open", "查过原始名单。")


def test_nobody_decides_on_a_report_that_a_colleague_decided_on_meanwhile():
    report, first, second = make.reader_report(), make.editor(), make.editor()
    reader_reports.confirm(report, by=first, finding="查过原始名单。")

    for move in [reader_reports.confirm, reader_reports.decline]:
        with pytest.raises(MoveRefused, match="同事已经处理过"):
            move(report, by=second, finding="无误。")

    report.refresh_from_db()
    assert (report.state, report.handler, report.finding) == ("confirmed", first, "查过原始名单。")


def test_a_confirmed_report_waits_for_whoever_corrects():
    report, editor, chief = make.reader_report(), make.editor(), make.chief()

    reader_reports.confirm(report, by=editor, finding="属实。")

    assert list(ReaderReport.objects.for_desk_of(editor)) == []
    assert list(ReaderReport.objects.for_desk_of(chief)) == [report]


def test_a_correction_settles_the_reports_it_answers_and_forgets_who_wrote():
    story = make.published().article
    answered = [make.reader_report(story=story, contact="a@b.example") for _ in range(2)]
    other = make.reader_report(story=story)

    made = make.correction(article=story, answers=answered)

    for report in answered:
        report.refresh_from_db()
        assert (report.state, report.correction, report.contact) == ("corrected", made, "")
        assert (report.handler, report.settled_at) == (made.by, made.made_at)
    other.refresh_from_db()
    assert other.state == "open"


def test_a_declined_report_forgets_who_wrote_and_cannot_be_settled_again():
    report, editor = make.reader_report(contact="a@b.example"), make.editor()

    declined = reader_reports.decline(report, by=editor, finding="原文无误。")

    assert (declined.state, declined.contact) == ("declined", "")
    for move in [reader_reports.confirm, reader_reports.decline]:
        with pytest.raises(MoveRefused, match="已经结案"):
            move(report, by=editor, finding="再来。")
    with pytest.raises(MoveRefused, match="已经结案"):
        reader_reports.take(report, by=editor)


@pytest.mark.parametrize("of_another_story", [True, False])
def test_a_correction_answers_open_reports_of_its_story_or_is_not_made(of_another_story):
    story = make.published().article
    report = make.reader_report(story=None if of_another_story else story)
    if not of_another_story:
        reader_reports.decline(report, by=make.editor(), finding="无误。")

    with pytest.raises(MoveRefused, match="已经结案"):
        make.correction(article=story, answers=[report])
    assert not Correction.objects.exists()


def test_who_may_not_handle_reports_changes_none():
    report, reporter = make.reader_report(), make.staff("记者")

    with pytest.raises(MoveRefused, match="权限"):
        reader_reports.decline(report, by=reporter, finding="无误。")
    with pytest.raises(MoveRefused, match="权限"):
        make.proposal(article=report.article, by=reporter, answers=[report])


@pytest.mark.parametrize("move", [reader_reports.confirm, reader_reports.decline])
def test_a_finding_has_to_be_written(move):
    with pytest.raises(MoveRefused, match="核实"):
        move(make.reader_report(), by=make.editor(), finding=" ")


@pytest.mark.parametrize(
    "row",
    [
        {"text": ""},
        {"state": "lost"},
        {"state": "confirmed", "finding": "属实。"},  # by nobody
        {"state": "declined", "settled_at": timezone.now(), "contact": "", "handler": 1},
        {"state": "corrected", "settled_at": timezone.now(), "contact": "", "handler": 1},
        {"settled_at": timezone.now()},
    ],
)
def test_the_database_refuses_a_report_that_makes_no_sense(row):
    report, editor = make.reader_report(), make.editor()
    row |= {"handler": editor} if "handler" in row else {}

    with pytest.raises(IntegrityError), transaction.atomic():
        ReaderReport.objects.filter(pk=report.pk).update(**row)


def test_the_database_keeps_no_contact_of_a_settled_report():
    report = reader_reports.decline(make.reader_report(), by=make.editor(), finding="无误。")

    with pytest.raises(IntegrityError), transaction.atomic():
        ReaderReport.objects.filter(pk=report.pk).update(contact="a@b.example")

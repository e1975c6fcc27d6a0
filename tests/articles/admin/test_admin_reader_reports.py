"""The queue of readers' reports at the desk, and the way from a report to its correction."""

import pytest
from django.core.cache import cache

from articles.models import Correction, ProposedCorrection, ReaderReport
from articles.review import reader_reports
from tests import make

pytestmark = pytest.mark.django_db

LIST = "/admin/articles/readerreport/"


@pytest.fixture
def as_role(client):
    def enter(role):
        user = make.staff(role)
        client.force_login(user)
        return user

    return enter


def seen(response):
    """What a page shows of a report, as it sends it back."""
    return {"seen": response.context["form"]["seen"].value()}


def decide(client, report, **said):
    handle = f"{LIST}{report.pk}/handle/"
    return client.post(handle, said | seen(client.get(handle)))


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_costs_the_same_for_any_length(client, as_role, count, django_assert_num_queries):
    for _ in range(count):
        make.reader_report()
    as_role("编辑")
    client.get(LIST)

    with django_assert_num_queries(9):
        response = client.get(LIST + "?waiting=yes")

    assert response.context["cl"].result_count == count


def test_today_lists_what_waits_for_me(client, as_role):
    report = make.reader_report(text="应为12人。")
    as_role("编辑")
    assert "应为12人。" in client.get("/admin/").content.decode()

    reader_reports.confirm(report, by=make.editor(), finding="属实。")
    assert "应为12人。" not in client.get("/admin/").content.decode()

    as_role("值班总编")
    assert "应为12人。" in client.get("/admin/").content.decode()


def test_an_editor_looks_into_a_report_and_settles_it(client, as_role):
    report = make.reader_report(contact="13800000000")
    editor = as_role("编辑")
    handle = f"{LIST}{report.pk}/handle/"
    assert "13800000000" in client.get(handle).content.decode()

    refused = decide(client, report, decision="decline", finding="")
    assert "请写明核实的结果" in refused.content.decode()

    decide(client, report, decision="take")
    decide(client, report, decision="decline", finding="原文无误。")

    report.refresh_from_db()
    assert (report.state, report.handler, report.contact) == ("declined", editor, "")
    again = decide(client, report, decision="take")
    assert "已经结案" in again.content.decode()


def test_a_page_opened_before_a_colleague_decided_is_refused_and_shows_what_they_found(
    client, as_role
):
    report = make.reader_report()
    as_role("编辑")
    handle = f"{LIST}{report.pk}/handle/"
    mine = {"decision": "decline", "finding": "我看没错。"} | seen(client.get(handle))
    reader_reports.confirm(report, by=make.editor(), finding="查过原始名单。")

    refused = client.post(handle, mine)

    page = refused.content.decode()
    assert "同事已经处理过这条纠错" in page
    assert "查过原始名单。" in page
    assert "我看没错。" in page
    report.refresh_from_db()
    assert (report.state, report.finding) == ("confirmed", "查过原始名单。")
    client.post(handle, mine | seen(refused))
    report.refresh_from_db()
    assert (report.state, report.finding) == ("declined", "我看没错。")


def test_what_a_colleague_found_true_is_not_settled_as_spam(client, as_role):
    report = make.reader_report()
    reader_reports.confirm(report, by=make.editor(), finding="属实。")
    as_role("编辑")

    client.post(LIST, {"action": "discard", "_selected_action": [report.pk]})

    report.refresh_from_db()
    assert report.state == "confirmed"


def test_spam_is_settled_in_one_go(client, as_role):
    reports = [make.reader_report() for _ in range(3)]
    as_role("编辑")
    chosen = [report.pk for report in reports[:2]]

    client.post(LIST, {"action": "discard", "_selected_action": chosen})

    states = ReaderReport.objects.order_by("pk").values_list("state", "finding")
    assert list(states) == [("declined", "垃圾信息"), ("declined", "垃圾信息"), ("open", "")]


def test_a_report_becomes_a_correction_on_the_story_in_the_log_and_in_the_feeds(client, as_role):
    cache.clear()
    story = make.published()
    report = reader_reports.receive(story, text="应为12人。", client="192.0.2.1")
    as_role("编辑")
    decide(client, report, decision="confirm", finding="查过名单，属实。")
    as_role("值班总编")
    page = client.get(f"{LIST}{report.pk}/change/").content.decode()
    correct = f"/admin/articles/article/{story.pk}/correct/?reports={report.pk}"
    assert correct in page
    assert f'value="{report.pk}" id="id_reports_0" checked' in " ".join(
        client.get(correct).content.decode().split()
    ).replace("\n", "")

    said = {"kind": "correction", "text": "12人误为15人。", "placement": "top"}
    said["reports"] = [report.pk]
    consequences = client.post(correct, said).content.decode()
    assert "应为12人。" in consequences
    assert not Correction.objects.exists()
    client.post(correct, said | {"_confirm": "1"})
    report.refresh_from_db()
    assert report.state == "confirmed"
    as_role("部门主任")
    proposal = ProposedCorrection.objects.get()
    page = f"/admin/articles/article/{story.pk}/corrections/{proposal.pk}/"
    assert "应为12人。" in client.get(page).content.decode()
    client.post(page, {"move": "confirm"})

    report.refresh_from_db()
    assert (report.state, report.correction.text) == ("corrected", "12人误为15人。")
    client.logout()
    for address in [story.get_absolute_url(), "/corrections/"]:
        assert "12人误为15人。" in client.get(address).content.decode()
    for ending in ["rss", "atom", "json"]:
        assert "12人误为15人。" in client.get(f"/feeds/latest.{ending}").content.decode()


def test_a_report_that_was_settled_meanwhile_is_not_corrected_twice(client, as_role):
    report = make.reader_report()
    as_role("值班总编")
    correct = f"/admin/articles/article/{report.article_id}/correct/"
    said = {"kind": "correction", "text": "更正。", "placement": "top", "reports": [report.pk]}
    make.reader_report(story=report.article)
    reader_reports.decline(report, by=make.editor(), finding="无误。")

    client.post(correct, said | {"_confirm": "1"})

    assert not Correction.objects.exists()

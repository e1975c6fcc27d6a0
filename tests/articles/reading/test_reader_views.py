"""The form in which readers report what is wrong."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from articles.models import PublishedArticle, ReaderReport
from articles.reading import reader_forms
from articles.stand import publishing
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    """Readers have no cookie; what guards the desk's forms is on."""
    return Client(enforce_csrf_checks=True)


def address(story):
    return f"/articles/{story.pk}/report/"


def stamp(story, *, age=timedelta(minutes=1)):
    """What a form opened so long ago carries."""
    value = f"{story.pk}:{signing.b62_encode(int((timezone.now() - age).timestamp()))}"
    return f"{value}:{reader_forms.signer.signature(value)}"


def send(client, story, **fields):
    said = {"text": "应为12人。", "stamp": stamp(story)} | fields
    return client.post(address(story), said)


def test_a_reader_reports_without_an_account_and_gets_no_cookie(client):
    story = make.published()
    page = client.get(story.get_absolute_url()).content.decode()
    assert f'href="{address(story)}"' in page

    form = client.get(address(story))
    response = send(client, story, passage="共15人", contact="13800000000")

    report = ReaderReport.objects.get()
    said = (report.article_id, report.passage, report.text, report.contact)
    assert said == (story.pk, "共15人", "应为12人。", "13800000000")
    assert (response.status_code, response["Location"]) == (302, f"{address(story)}received/")
    assert "已收到" in client.get(response["Location"]).content.decode()
    assert form.cookies == response.cookies == {}
    assert "no-store" in form["Cache-Control"]


def test_the_stamp_of_the_form_itself_is_taken(client, monkeypatch):
    monkeypatch.setattr(reader_forms, "QUICKEST", timedelta(0))
    story = make.published()
    html = client.get(address(story)).content.decode()
    written = re.search('name="stamp" value="([^"]+)"', html)[1]

    assert send(client, story, stamp=written).status_code == 302


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"text": " "}, "请写明错在哪里。"),
        ({"text": "字" * 1001}, "1000"),
        ({"topic": "http://spam.example"}, "有一栏应当留空"),
        ({"stamp": ""}, "再提交一次"),
        ({"stamp": "1:x:y"}, "再提交一次"),
    ],
)
def test_what_is_not_taken_is_said_and_kept_in_the_form(client, fields, told):
    story = make.published()
    response = send(client, story, **{"passage": "原文这句"} | fields)

    assert response.status_code == 200
    assert told in response.content.decode()
    assert "原文这句" in response.content.decode()
    assert not ReaderReport.objects.exists()


@pytest.mark.parametrize("age", [timedelta(seconds=1), timedelta(hours=13)])
def test_a_form_sent_at_once_or_the_next_day_is_asked_for_again(client, age):
    story = make.published()

    response = send(client, story, stamp=stamp(story, age=age))

    assert "再提交一次" in response.content.decode()
    assert not ReaderReport.objects.exists()


def test_a_stamp_is_for_its_own_story(client):
    story, other = make.published(), make.published()

    assert "再提交一次" in send(client, story, stamp=stamp(other)).content.decode()


def test_too_many_reports_are_held_back_in_words(client, settings, tmp_path):
    settings.DATA_DIR, settings.NEWSROOM_RATES = tmp_path, {"report": (5, 3600)}
    story = make.published()
    for n in range(5):
        assert send(client, story, text=f"错{n}").status_code == 302

    response = send(client, story, text="还有一处")

    assert response.status_code == 429
    assert "请过一小时再提交" in response.content.decode()
    assert "还有一处" in response.content.decode()
    assert 660 < int(response["Retry-After"]) <= 720
    assert ReaderReport.objects.count() == 5


def test_a_page_of_another_site_sends_nothing_in_a_reader_s_name(client):
    story = make.published()
    said = {"text": "x", "stamp": stamp(story)}

    response = client.post(address(story), said, headers={"Sec-Fetch-Site": "cross-site"})

    assert (response.status_code, ReaderReport.objects.count()) == (403, 0)


def test_only_a_story_that_readers_have_can_be_reported(client):
    draft = make.article()
    withdrawn = make.published()
    publishing.withdraw(withdrawn.article, reason="失实。", at=timezone.now())
    waiting = make.published()
    PublishedArticle.objects.filter(pk=waiting.pk).update(
        visible_from=timezone.now() + timedelta(hours=1)
    )

    for story in [draft, withdrawn, waiting]:
        assert client.get(address(story)).status_code == 404
        assert send(client, story).status_code == 404
        assert client.get(f"{address(story)}received/").status_code == 404


def test_what_a_reader_wrote_is_text(client):
    story = make.published()

    html = send(client, story, text="<b>x</b>", topic="trap").content.decode()

    assert "&lt;b&gt;x&lt;/b&gt;" in html


def test_a_preview_offers_no_report(admin_client):
    article = make.article()

    assert (
        "/report/"
        not in admin_client.get(f"/admin/articles/article/{article.pk}/preview/").content.decode()
    )

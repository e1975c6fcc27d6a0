"""Corrections: who makes them, what readers see of them, and what is owed on paper."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from articles.enums import CorrectionKind, CorrectionPlacement
from articles.models import Article, Correction, PublishedArticle
from articles.review import corrections, workflow
from articles.stand import publishing
from people.models import User
from tests import make

pytestmark = pytest.mark.django_db


def page_of(client, article):
    response = client.get(article.get_absolute_url())
    assert response.status_code == 200
    html = response.content.decode()
    return html[html.index("<main") :]  # what a reader sees of the story


def paper(days, **fields):
    """A page of the paper of so many days ago."""
    issue = make.issue(date=timezone.localdate() - timedelta(days=days))
    return make.page(issue=issue, **fields)


# ---- Making one --------------------------------------------------------------------------------


def test_a_correction_is_on_the_page_at_once_and_changes_no_text(client):
    story = make.published(body="<p>共12人。</p>")
    before = timezone.now()

    correction = make.correction(
        article=story.article, text="第一段“12人”应为“15人”。", placement="top"
    )

    after = PublishedArticle.objects.get()
    assert after.body_html == story.body_html
    assert (after.version, after.corrected_as) == (2, CorrectionKind.CORRECTION)
    assert before <= after.changed_at == after.corrected_at == correction.made_at
    html = page_of(client, story)
    assert html.index("第一段“12人”应为“15人”。") < html.index("共12人。")
    moment = timezone.localtime(correction.made_at)
    assert f"更正于 {moment.year}年{moment.month}月{moment.day}日 {moment:%H:%M}" in html


@pytest.mark.parametrize("kind", CorrectionKind)
def test_each_kind_is_named_on_the_page(client, kind):
    correction = make.correction(kind=kind)

    html = page_of(client, correction.article)

    assert f"<h2>{kind.label}</h2>" in html
    assert f"{kind.label}于 " in html


def test_a_correction_may_stand_at_the_bottom(client):
    story = make.published(body="<p>正文。</p>")
    make.correction(article=story.article, text="更正在后。", placement="bottom")

    html = page_of(client, story)

    assert html.index("正文。") < html.index("更正在后。")
    assert html.count("更正在后。") == 1


def test_markup_in_a_correction_is_text(client):
    correction = make.correction(text="<script>1</script>")

    html = page_of(client, correction.article)

    assert "<script" not in html
    assert "&lt;script&gt;1&lt;/script&gt;" in html


@pytest.mark.parametrize("placement", CorrectionPlacement)
def test_a_correction_leaves_the_site_with_its_story(client, placement):
    correction = make.correction(text="应为15人。", placement=placement)

    feeds = [client.get(f"/feeds/latest.{name}").content.decode() for name in ("atom", "json")]
    shared = client.get(reverse("article_json", args=[correction.article_id])).json()

    assert [feed.count("应为15人。") for feed in feeds] == [1, 1]
    assert "应为15人。" in shared["bodies"][0]["value"]


def test_a_corrected_story_still_takes_three_queries(client, django_assert_num_queries):
    story = make.published(page=make.page())
    make.correction(article=story.article)
    make.correction(article=story.article, placement="bottom")

    with django_assert_num_queries(3):
        client.get(story.get_absolute_url())


def test_correcting_needs_the_permission():
    story = make.published()

    with pytest.raises(workflow.MoveRefused, match="没有发布更正的权限"):
        make.correction(article=story.article, by=make.editor())

    assert not Correction.objects.exists()


@pytest.mark.parametrize("text", ["", " \n "])
def test_an_empty_correction_is_refused(text):
    with pytest.raises(workflow.MoveRefused, match="请写明更正的内容"):
        make.correction(text=text)


def test_what_readers_do_not_have_is_not_corrected():
    chief = make.chief()
    waiting = make.published(at=timezone.now() + timedelta(hours=1)).article
    withdrawn = make.published().article
    corrections.withdraw(withdrawn, by=chief, reason="失实。")

    for article in [make.article(), waiting, withdrawn]:
        with pytest.raises(workflow.MoveRefused, match="读者现在看不到"):
            make.correction(article=article, by=chief)


def test_a_second_click_does_not_correct_twice():
    story = make.published()
    make.correction(article=story.article, text="应为15人。")

    with pytest.raises(workflow.MoveRefused, match="没有重复发布"):
        make.correction(article=story.article, text=" 应为15人。")

    assert Correction.objects.count() == 1


def test_correcting_a_story_that_is_being_edited_shows_none_of_the_edit(client):
    story = make.published(headline="读者看到的")
    article = story.article
    article.headline = "还没签发的"
    article.save()

    make.correction(article=article)

    assert "还没签发的" not in page_of(client, story)
    assert story.title_markup("headline") in page_of(client, story)


# ---- Keeping them ------------------------------------------------------------------------------


def test_republish_gives_the_same_bytes_with_corrections():
    chief = make.chief()
    article = make.article()
    make.signed_off(article)
    make.correction(article=article, by=chief)
    make.correction(article=article, by=chief, placement="bottom", kind="update")
    before = PublishedArticle.objects.values().get()

    out = StringIO()
    call_command("republish", stdout=out)

    assert PublishedArticle.objects.values().get() == before
    assert out.getvalue() == "1 articles rendered, 0 changed\n"


def test_a_new_text_keeps_the_corrections():
    story = make.published()
    make.correction(article=story.article, text="应为15人。")
    Article.objects.update(body="<p>共15人。</p>")

    fresh = publishing.publish(story.article, by=None)

    assert "应为15人。" in fresh.corrections_top_html
    assert "共15人。" in fresh.body_html


def test_a_superseded_correction_leaves_the_page_and_stays_on_record(client):
    story = make.published()
    first = make.correction(article=story.article, text="应为14人。")

    second = make.correction(article=story.article, text="应为15人。", supersedes=first)

    html = page_of(client, story)
    assert "应为14人。" not in html
    assert "应为15人。" in html
    assert list(Correction.objects.current()) == [second]
    assert Correction.objects.get(pk=first.pk).is_superseded


def test_only_a_current_correction_of_the_story_is_superseded():
    elsewhere = make.correction()
    story = make.published()
    first = make.correction(article=story.article)
    make.correction(article=story.article, supersedes=first)

    for wrong in [elsewhere, first]:
        with pytest.raises(workflow.MoveRefused, match="要取代的更正"):
            make.correction(article=story.article, supersedes=wrong)


def test_a_corrected_story_cannot_be_deleted():
    correction = make.correction()
    PublishedArticle.objects.all().delete()

    with pytest.raises(ProtectedError):
        correction.article.delete()


def test_whoever_corrected_cannot_be_deleted():
    correction = make.correction()

    with pytest.raises(ProtectedError):
        User.objects.get(pk=correction.by_id).delete()


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"text": ""}, "correction_says_something"),
        ({"kind": "joke"}, "correction_kind_known"),
        ({"placement": "middle"}, "correction_placement_known"),
        ({"notice_id": "article"}, "correction_notice_has_a_page"),
    ],
)
def test_the_database_refuses_a_wrong_correction(change, constraint):
    correction = make.correction()
    change = {name: correction.article_id if v == "article" else v for name, v in change.items()}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Correction.objects.update(**change)


@pytest.mark.parametrize("change", [{"corrected_as": "update"}, {"corrected_at": timezone.now()}])
def test_the_database_refuses_half_a_mark_of_correction(change):
    make.published()

    with pytest.raises(IntegrityError, match="published_corrected_at_and_as"), transaction.atomic():
        PublishedArticle.objects.update(**change)


# ---- On paper ----------------------------------------------------------------------------------


def test_a_printed_story_owes_a_printed_correction():
    page = paper(3)
    story = make.published(page=page, page_order=2)
    make.correction()  # of a story that was never printed

    owed = make.correction(article=story.article)

    assert (owed.owed_page, owed.owed_order, owed.needs_print) == (page, 2, True)
    assert list(Correction.objects.awaiting_print()) == [owed]


def test_what_is_owed_stays_where_the_error_was_printed():
    page = paper(3)
    story = make.published(page=page)
    owed = make.correction(article=story.article)
    Article.objects.update(page=None)

    publishing.publish(story.article, by=None)

    assert Correction.objects.awaiting_print().get().owed_page == owed.owed_page == page


def test_an_update_owes_nothing_on_paper():
    story = make.published(page=paper(3))

    assert not make.correction(article=story.article, kind="update").needs_print


def test_a_superseded_correction_hands_on_what_it_owes():
    story = make.published(page=paper(3))
    first = make.correction(article=story.article)
    second = make.correction(article=story.article, supersedes=first)

    assert list(Correction.objects.awaiting_print()) == [second]
    assert not Correction.objects.get(pk=first.pk).needs_print


def test_the_printed_page_closes_what_is_owed():
    owed = make.correction(article=make.published(page=paper(3)).article)
    page = paper(1)

    done = corrections.record_print(owed, by=make.chief(), page=page)

    assert (done.printed_in, done.needs_print) == (page, False)
    assert not Correction.objects.awaiting_print().exists()


def test_the_printed_notice_is_a_story_on_that_page():
    owed = make.correction(article=make.published(page=paper(3)).article)
    page, chief = paper(1), make.chief()
    notice = make.article(page=page)

    with pytest.raises(workflow.MoveRefused, match="不在所选的版上"):
        corrections.record_print(owed, by=chief, page=page, notice=make.article())

    assert corrections.record_print(owed, by=chief, page=page, notice=notice).notice == notice


@pytest.mark.parametrize(
    ("days", "message"), [(3, "原稿之后的一期"), (4, "原稿之后的一期"), (-1, "还没有出版")]
)
def test_a_notice_is_printed_after_the_error_and_not_tomorrow(days, message):
    story_page = paper(3)
    owed = make.correction(article=make.published(page=story_page).article)
    carried = make.page(issue=story_page.issue, number=2) if days == 3 else paper(days)

    with pytest.raises(workflow.MoveRefused, match=message):
        corrections.record_print(owed, by=make.chief(), page=carried)

    assert Correction.objects.awaiting_print().exists()


def test_recording_print_needs_the_permission():
    owed = make.correction(article=make.published(page=paper(3)).article)

    with pytest.raises(workflow.MoveRefused, match="没有登记见报的权限"):
        corrections.record_print(owed, by=make.editor(), page=paper(1))


def test_what_is_owed_longest_comes_first():
    owed = [make.correction(article=make.published(page=paper(n)).article) for n in (3, 2)]

    assert list(Correction.objects.awaiting_print()) == owed
    assert all(isinstance(correction.made_at, datetime) for correction in owed)
    assert CorrectionPlacement(owed[0].placement) == CorrectionPlacement.TOP

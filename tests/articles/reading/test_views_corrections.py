"""The public log of corrections and withdrawals."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Correction, ProposedCorrection, PublishedArticle
from articles.models.rows import LIST_SIZE
from articles.review import corrections
from articles.stand import public_log, publishing
from tests import make

pytestmark = pytest.mark.django_db

LOG = "/corrections/"
NOON = datetime(2024, 3, 1, 4, tzinfo=UTC)


@pytest.fixture
def chief():
    return make.chief()


def texts(response):
    return [entry.text for entry in response.context["page"]]


@pytest.mark.parametrize("count", [1, 3])
def test_the_log_takes_four_queries(client, chief, count, django_assert_num_queries):
    for _ in range(count):
        make.correction(by=chief)
        first = make.correction(by=chief)
        make.correction(article=first.article, by=chief, supersedes=first)
        corrections.withdraw(make.published().article, by=chief, reason="失实。")

    with django_assert_num_queries(4):  # corrections, withdrawals, hidden names, sections
        response = client.get(LOG)

    assert len(response.context["page"]) == 4 * count


def test_an_entry_says_what_when_and_of_which_story(client, chief):
    story = make.published(headline="名单\n揭晓")
    correction = make.correction(article=story.article, by=chief, kind="apology", text="应为15人。")

    html = client.get(LOG).content.decode()

    assert reverse("corrections") == LOG
    link = f'<a href="{story.get_absolute_url()}#correction-{correction.pk}">'
    assert f"{link}{story.title_markup('title')}</a>" in html
    assert "<b>致歉</b>" in html
    assert "应为15人。" in html
    assert timezone.localtime(correction.made_at).isoformat(timespec="seconds") in html
    assert (
        f'id="correction-{correction.pk}"' in client.get(story.get_absolute_url()).content.decode()
    )


def test_the_log_is_newest_first_corrections_and_withdrawals_together(client, chief):
    make.correction(by=chief, text="一")
    corrections.withdraw(make.published().article, by=chief, reason="二")
    make.correction(by=chief, text="三")

    assert texts(client.get(LOG)) == ["三", "二", "一"]


def test_a_withdrawn_story_is_listed_without_its_headline(client, chief):
    story = make.published(headline="谣言")
    make.correction(article=story.article, by=chief, text="旧的更正。")
    corrections.withdraw(story.article, by=chief, reason="消息来源有误。")

    html = client.get(LOG).content.decode()

    assert "<b>撤稿</b>" in html
    assert "消息来源有误。" in html
    assert "谣言" not in html
    assert story.get_absolute_url() not in html
    assert "旧的更正。" not in html


def test_a_reinstated_story_is_listed_with_its_corrections_again(client, chief):
    story = make.published()
    make.correction(article=story.article, by=chief, text="旧的更正。")
    corrections.withdraw(story.article, by=chief, reason="失实。")
    corrections.reinstate(story.article, by=chief, reason="属实。")

    assert texts(client.get(LOG)) == ["旧的更正。"]


def test_corrections_of_what_is_not_public_are_not_shown(client, chief):
    correction = make.correction(by=chief)
    later = timezone.now() + timedelta(hours=1)
    PublishedArticle.objects.update(visible_from=later)

    assert texts(client.get(LOG)) == []
    shown = public_log.page_before(None, now=later)
    assert [entry.text for entry in shown] == [correction.text]


def test_a_superseded_correction_says_so(client, chief):
    first = make.correction(by=chief, text="应为14人。")
    make.correction(article=first.article, by=chief, text="应为15人。", supersedes=first)

    html = client.get(LOG).content.decode()

    assert (
        html.index("应为15人。")
        < html.index("应为14人。")
        < html.index("这一则已由后来的更正取代。")
    )
    assert f"#correction-{first.pk}" not in html


def test_a_long_log_is_paged_by_key(client, chief, django_assert_num_queries):
    for number in range(LIST_SIZE + 4):
        article = make.published(at=NOON).article
        if number % 3:
            make.correction(article=article, by=chief)
        else:
            corrections.withdraw(article, by=chief, reason=f"失实{number}。")
    # All at one moment, so that the key alone tells them apart.
    Correction.objects.update(made_at=NOON)
    PublishedArticle.objects.filter(withdrawn_at__isnull=False).update(withdrawn_at=NOON)

    first = client.get(LOG)
    cursor = first.context["page"].next_cursor
    with django_assert_num_queries(4):
        second = client.get(f"{LOG}?before={cursor}")

    seen = [*texts(first), *texts(second)]
    assert len(texts(first)) == LIST_SIZE
    assert len(seen) == len(set(seen)) == LIST_SIZE + 4
    assert f'<a rel="next" href="?before={cursor}">' in first.content.decode()
    assert second.context["page"].next_cursor == ""
    assert '<link rel="canonical"' not in second.content.decode()


def test_entries_of_one_moment_and_one_key_are_kept_apart(chief):
    made = [make.correction(by=chief) for _ in range(2)]
    for key, correction in enumerate(made, start=10**6):
        ProposedCorrection.objects.filter(correction=correction).delete()
        Correction.objects.filter(pk=correction.pk).update(id=key, made_at=NOON)
        article = make.article(pk=key)
        publishing.publish(article, by=None, at=NOON)
        corrections.withdraw(article, by=chief, reason="失实。")
    PublishedArticle.objects.filter(withdrawn_at__isnull=False).update(withdrawn_at=NOON)

    labels, cursor = [], None
    while cursor != "":
        page = public_log.page_before(cursor, size=1)
        labels += [entry.label for entry in page]
        cursor = page.next_cursor

    assert labels == ["撤稿", "更正"] * 2


def test_small_pages_hold_every_entry_once(chief):
    for _ in range(4):
        make.correction(by=chief)
        corrections.withdraw(make.published().article, by=chief, reason="失实。")
    whole = list(public_log.page_before(None))

    seen, cursor = [], None
    while cursor != "":
        page = public_log.page_before(cursor, size=3)
        seen += page
        cursor = page.next_cursor

    assert seen == whole
    assert len(whole) == 8


def test_every_page_links_to_the_log_at_its_foot(client):
    html = client.get("/").content.decode()

    assert f'<a href="{LOG}">更正与撤稿</a>' in html[html.index("<footer") :]

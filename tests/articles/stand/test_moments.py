"""Nothing early, nothing late: what the clock decides, one second before and at the moment."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from articles.models import PublishedArticle
from articles.review import workflow
from articles.stand import publishing
from tests import make
from tests.two_editors import opened

pytestmark = pytest.mark.django_db

LATER = timezone.now().replace(microsecond=0) + timedelta(days=3)
SECOND = timedelta(seconds=1)


def scheduled():
    article = make.article(section=make.section())
    workflow.schedule(article, by=make.staff("值班总编"), edition=1, publish_at=LATER)
    return make.signed_off(article)


def embargoed():
    return make.signed_off(make.article(embargo_until=LATER, section=make.section()))


def of_an_issue_released_later():
    page = make.page(issue=make.issue(released_at=LATER))
    return make.signed_off(make.article(page=page, section=make.section()))


WAYS = pytest.mark.parametrize("made", [scheduled, embargoed, of_an_issue_released_later])


def seen(now):
    return PublishedArticle.objects.public(now=now).exists()


@WAYS
def test_a_story_appears_at_its_moment_and_not_a_second_before(made):
    made()

    assert not seen(LATER - SECOND)
    assert seen(LATER)


def answers(client, story):
    """Whether each of the places where readers find a story shows it."""
    own = [story.get_absolute_url(), reverse("article_json", args=[story.pk])]
    lists = ["/", "/feeds/latest.rss", "/feeds/latest.json", "/sitemap-news.xml"]
    lists += [f"/search/?q={story.headline}", story.section.get_absolute_url()]
    part = re.search(r"/sitemap-articles-\d+.xml", client.get("/sitemap.xml").content.decode())
    shown = [client.get(address).status_code == 200 for address in own]
    shown += [found(story, client.get(address).content.decode()) for address in lists]
    return [*shown, bool(part) and found(story, client.get(part[0]).content.decode())]


def found(story, text):
    return story.get_absolute_url() in text


@WAYS
def test_readers_find_a_story_everywhere_at_its_moment_and_nowhere_before(
    client, made, monkeypatch
):
    story = made()

    monkeypatch.setattr(timezone, "now", lambda: LATER - SECOND)
    assert set(answers(client, story)) == {False}
    monkeypatch.setattr(timezone, "now", lambda: LATER)
    assert set(answers(client, story)) == {True}


def test_the_latest_of_several_moments_counts():
    article = make.article(
        embargo_until=LATER, page=make.page(issue=make.issue(released_at=LATER - SECOND))
    )
    make.signed_off(article)

    assert not seen(LATER - SECOND)
    assert seen(LATER)


def test_a_plan_changes_until_readers_have_seen_the_story():
    chief = make.staff("值班总编")
    article = scheduled()

    workflow.schedule(article, by=chief, edition=article.edition, publish_at=LATER + SECOND)
    assert not seen(LATER)
    assert seen(LATER + SECOND)

    workflow.schedule(article, by=chief, edition=article.edition, publish_at=None)
    assert seen(timezone.now())
    with pytest.raises(workflow.MoveRefused, match="读者已经看到"):
        workflow.schedule(article, by=chief, edition=article.edition, publish_at=LATER)


@pytest.mark.parametrize("role", ["记者", "编辑", "部门主任"])
def test_the_chief_alone_plans(role):
    article = make.article()

    with pytest.raises(workflow.MoveRefused, match="没有安排发布时间的权限"):
        workflow.schedule(article, by=make.staff(role), edition=1, publish_at=LATER)


def test_an_embargo_set_on_a_signed_off_story_holds_before_anyone_reviews_it():
    article = scheduled()
    article.embargo_until = LATER + SECOND
    article.save()

    workflow.note_edit(article, by=make.editor())

    assert not seen(LATER)
    assert seen(LATER + SECOND)


def test_an_embargo_taken_off_waits_for_the_reviews():
    article = embargoed()
    article.embargo_until = None
    article.save()

    workflow.note_edit(article, by=make.editor())
    assert not seen(LATER - SECOND)
    make.signed_off(article)

    assert seen(timezone.now())


def test_a_new_hour_of_release_holds_for_stories_signed_off_before(client):
    article = of_an_issue_released_later()
    issue = article.page.issue
    client.force_login(make.editor())
    hour = LATER + timedelta(hours=1)

    address = f"/admin/articles/issue/{issue.pk}/change/"
    client.post(
        address,
        opened(client, address)
        | {
            "date": issue.date.isoformat(),
            "released_at_0": timezone.localtime(hour).strftime("%Y-%m-%d"),
            "released_at_1": timezone.localtime(hour).strftime("%H:%M:%S"),
            "pages-TOTAL_FORMS": 0,
            "pages-INITIAL_FORMS": 0,
        },
    )

    assert not seen(hour - SECOND)
    assert seen(hour)


def test_a_live_story_stays_as_it_is_when_its_plan_changes():
    article = make.signed_off(make.article())
    before = PublishedArticle.objects.values().get()
    article.embargo_until = LATER
    article.save()

    publishing.reschedule(article)

    assert PublishedArticle.objects.values().get() == before


def test_republish_keeps_the_moments():
    scheduled()
    before = PublishedArticle.objects.values().get()

    call_command("republish", verbosity=0)

    assert PublishedArticle.objects.values().get() == before

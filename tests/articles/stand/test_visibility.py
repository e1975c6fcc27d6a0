from datetime import timedelta

import pytest
from django.utils import timezone

from articles.enums import Stage, Visibility, WaitReason
from articles.models import Article
from articles.review import corrections
from articles.stand import publishing, visibility
from tests import make

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(hours=2)


def seen(story):
    return visibility.at_present(story)


def published(**fields):
    return make.published(stage=Stage.SIGNED_OFF, **fields).article


def test_a_draft_is_not_published():
    assert seen(make.article()) == visibility.ReaderView(Visibility.UNPUBLISHED)
    assert seen(make.article()).sentence == "未发布"


def test_a_story_that_is_out_says_since_when():
    story = published(at=NOW)
    assert seen(story) == visibility.ReaderView(Visibility.PUBLIC, NOW)


def test_a_story_that_was_changed_since_says_so():
    story = make.published(at=NOW).article  # a draft again
    assert seen(story) == visibility.ReaderView(Visibility.PUBLIC, NOW, is_changed=True)
    assert seen(story).label == "上线后又改过"


@pytest.mark.parametrize(
    ("fields", "reasons"),
    [
        ({"publish_at": LATER, "embargo_until": SOON}, ["schedule"]),
        ({"embargo_until": LATER}, ["embargo"]),
        ({"embargo_until": LATER, "publish_at": LATER}, ["schedule", "embargo"]),
    ],
)
def test_a_waiting_story_says_from_when_and_why(fields, reasons):
    view = seen(published(**fields))
    assert (view.state, view.at) == (Visibility.WAITING, LATER)
    assert [reason.value for reason in view.reasons] == reasons


def test_a_story_of_an_issue_that_is_released_later_waits_for_it():
    story = published(page=make.page(issue=make.issue(released_at=LATER)), embargo_until=SOON)
    assert seen(story) == visibility.ReaderView(Visibility.WAITING, LATER, (WaitReason.ISSUE,))
    assert seen(story).brief == f"待发布：{seen(story).moment}（随期）"


def test_a_plan_that_was_changed_since_gives_no_reason_for_the_old_moment():
    story = published(embargo_until=LATER)
    Article.objects.update(embargo_until=None, stage=Stage.DRAFT)
    view = seen(story)
    assert (view.state, view.at, view.reasons) == (Visibility.WAITING, LATER, ())
    assert "签发后才会换上新的文字" in view.sentence


def test_a_withdrawn_story_says_when_though_its_moment_has_not_come():
    story = published(embargo_until=LATER)
    corrections.withdraw(story, by=make.chief(), reason="失实。")
    view = seen(story)
    assert view.state == Visibility.WITHDRAWN
    assert view.at < LATER


def test_what_signing_off_would_do_is_what_it_does():
    """The desk promises the moment that the stand then has."""
    issue = make.issue(released_at=LATER)
    stories = [
        make.article(),
        make.article(publish_at=SOON),
        make.article(page=make.page(issue=issue), embargo_until=SOON),
        make.article(embargo_until=NOW - timedelta(days=1)),
    ]
    for story in stories:
        row = visibility.annotated(Article.objects.filter(pk=story.pk)).get()
        promised = visibility.once_signed_off(row, now=NOW)
        assert publishing.publish(story, by=None, at=NOW).visible_from == promised.at
        Article.objects.filter(pk=story.pk).update(stage=Stage.SIGNED_OFF, section=make.section())
        assert seen(story) == promised


@pytest.mark.parametrize("count", [1, 3])
def test_what_waits_is_listed_in_the_order_of_its_moments_in_one_query(
    count, django_assert_num_queries
):
    made = [published(embargo_until=LATER - timedelta(minutes=n)) for n in range(count)]
    published()
    make.article(embargo_until=LATER)
    with django_assert_num_queries(1):
        found = list(visibility.waiting(Article.objects.all()))
        assert [visibility.of(story).reason for story in found] == ["解禁"] * count
    assert found == made[::-1]

"""The queue 待确认的改动, a change's page, and what 今天 says of both."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.enums import ChangeDecision, Decision, Stage
from articles.models import Acknowledgement, Column, PendingChange, Review
from articles.review.confirmations import holding, rows
from articles.stand import publishing
from tests import make

pytestmark = pytest.mark.django_db

QUEUE = "/admin/articles/pendingchange/"


def address(change):
    return reverse("admin:articles_pendingchange_change", args=[change.pk])


def listed(response):
    """The changes in each list of the queue."""
    return [
        [card["change"] for card in cards] for _name, cards, _count in response.context["lists"]
    ]


def text(response):
    return " ".join(response.content.decode().split())


def decide(client, user, change, move, **typed):
    client.force_login(user)
    return client.post(address(change), {"move": move, "mark": change.mark} | typed, follow=True)


def messages(response):
    return [str(message) for message in response.context["messages"]]


# ---- The queue --------------------------------------------------------------------------------


def test_each_sees_what_concerns_them(client):
    asker, other = make.chief(), make.chief()
    own, theirs = make.pending_change(by=asker), make.pending_change(by=make.editor())
    of_site = make.pending_change(by=asker)
    PendingChange.objects.filter(pk=of_site.pk).update(model="articles.sitepage")
    PendingChange.objects.filter(pk=of_site.pk).update(
        rows=[{**of_site.rows[0], "model": "articles.sitepage", "before": {}, "after": {}}]
    )
    lists = {}
    for user in (asker, other, make.editor(), make.staff("校对")):
        client.force_login(user)
        lists[user] = listed(client.get(QUEUE))

    assert list(lists.values()) == [
        [[theirs], [own, of_site], []],
        [[own, theirs, of_site], [], []],
        [[own, theirs], [], []],
        [[], [], []],
    ]


def test_a_change_is_shown_before_and_after_with_its_differences_marked(client):
    change = make.pending_change(
        by=make.chief(name="王芳"), name="抗严寒", description="新写的简介"
    )
    client.force_login(make.editor())

    for page in (client.get(QUEUE), client.get(address(change))):
        said = text(page)
        assert "<del>原来</del><ins>新写</ins>的简介" in said
        assert "王芳" in said
        assert "不同意" in said
        assert "收回" not in said


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_takes_as_many_queries_for_three_as_for_one(
    client, count, django_assert_num_queries
):
    user = make.chief()
    for _ in range(count):
        make.pending_change()
        make.pending_change(by=user)
    client.force_login(user)
    client.get(QUEUE)

    # Session, user, permissions (2), changes, co-authors; notices that are not read.
    with django_assert_num_queries(7):
        client.get(QUEUE)


def test_who_has_nothing_to_do_with_a_change_does_not_find_it(client):
    change = make.pending_change()
    client.force_login(make.staff("校对"))

    assert client.get(address(change)).status_code == 404
    assert client.post(address(change), {"move": "confirm", "mark": change.mark}).status_code == 404
    assert client.get(f"{QUEUE}{'9' * 30}/change/").status_code == 404
    assert PendingChange.objects.waiting().exists()


# ---- Deciding ---------------------------------------------------------------------------------


def test_a_colleague_confirms(client):
    change = make.pending_change()

    response = decide(client, make.editor(), change, "confirm")

    assert messages(response) == ["已确认，读者现在看到的是新的。"]
    assert Column.objects.get().name == change.rows[0]["after"]["name"]


def test_a_colleague_refuses_and_today_tells_who_asked_until_they_have_seen_it(client):
    asker, editor = make.chief(), make.editor(name="王芳")
    change = make.pending_change(by=asker)

    unsaid = decide(client, editor, change, "refuse", reason=" ")
    assert "不同意须写明理由" in text(unsaid)
    decide(client, editor, change, "refuse", reason="名字太长。")

    client.force_login(asker)
    page = client.get("/admin/")
    assert page.context["changes"]["refused"] == [change]
    assert "王芳：名字太长。" in text(page)
    client.post(reverse("admin:articles_pendingchange_seen", args=["change", change.pk]))
    assert client.get("/admin/").context["changes"]["refused"] == []


def test_what_was_refused_is_not_shown_once_it_is_asked_for_again(client):
    asker = make.chief()
    change = make.pending_change(by=asker)
    holding.refuse(change, by=make.chief(), reason="名字太长。")
    row, after = Column.objects.get(), {"description": "短"}
    again = rows.held(row, "change", before={"description": row.description}, after=after)
    holding.hold(row, [again], by=asker)

    assert not PendingChange.objects.refused_to(asker).exists()


def test_who_asked_takes_it_back_and_confirms_it_in_no_way(client):
    asker = make.editor()
    change = make.pending_change(by=asker)

    for move in ("confirm", "override"):
        refused = decide(client, asker, change, move, reason="夜班只有我。")
        assert "要由另一个人确认，您是提出人。" in text(refused)
    assert "单独值班" not in text(client.get(address(change)))

    assert messages(decide(client, asker, change, "take_back")) == ["已收回。"]
    assert PendingChange.objects.get().decision == ChangeDecision.TAKEN_BACK


def test_who_is_alone_on_duty_gives_a_reason_and_is_shown_in_today(client):
    chief, other = make.chief(name="陈洋波"), make.chief(name="王芳")
    change = make.pending_change(by=chief)
    assert "须写明理由" in text(decide(client, chief, change, "override"))

    done = decide(client, chief, change, "override", reason="夜班只有我。")

    assert messages(done) == ["已生效，并记为单独值班；同事会在“今天”看到。"]
    seen = reverse("admin:articles_pendingchange_seen", args=["change", change.pk])
    own = client.get("/admin/")
    assert "陈洋波" in text(own)
    assert seen not in text(own)
    client.post(seen)  # one's own
    assert not Acknowledgement.objects.exists()

    client.force_login(other)
    page = text(client.get("/admin/"))
    assert "夜班只有我。" in page
    assert page.index("有人单独处理，请过目") < page.index('class="issue"')
    client.post(seen)
    assert Acknowledgement.objects.get().by == other
    for user in (chief, other):
        client.force_login(user)
        assert client.get("/admin/").context["overrides"] == []


def test_what_changed_since_the_page_was_opened_is_not_confirmed(client):
    change = make.pending_change()
    shown = change.mark
    change.rows[0]["after"] = {"name": "偷换的名字"}
    change.save()
    client.force_login(make.chief())

    response = client.post(address(change), {"move": "confirm", "mark": shown})

    assert "它刚刚又改过，请先看过现在的样子。" in text(response)
    assert "偷换的名字" in text(response)
    assert PendingChange.objects.waiting().exists()


# ---- 今天 -------------------------------------------------------------------------------------


def override(story, by, at=None):
    return Review.objects.create(
        article=story,
        round=1,
        step=Stage.FINAL_REVIEW,
        person=by,
        decision=Decision.PASSED,
        opinion="夜班只有我。",
        edition=1,
        is_override=True,
        at=at or timezone.now(),
    )


def test_stories_that_one_person_passed_alone_are_on_top_of_today_for_who_decides(client):
    chief = make.chief()
    review = override(make.article(headline="夜里的稿件"), by=chief)
    make.proposal()
    shown = {}
    for user in (make.chief(), make.editor(), make.staff("记者"), make.staff("校对")):
        client.force_login(user)
        shown[user] = [each.row for each in client.get("/admin/").context["overrides"]]

    assert list(shown.values()) == [[review], [review], [], []]

    client.force_login(make.chief())
    seen = reverse("admin:articles_pendingchange_seen", args=["review", review.pk])
    client.post(seen)
    client.post(seen)  # once more changes nothing
    assert Acknowledgement.objects.get().review == review


def test_an_override_of_long_ago_is_not_on_top_any_more(client):
    override(make.article(), by=make.chief(), at=timezone.now() - timedelta(days=15))
    client.force_login(make.chief())

    assert client.get("/admin/").context["overrides"] == []


@pytest.mark.parametrize("role", ["编辑", "校对"])
def test_who_does_not_decide_or_does_not_see_the_story_takes_note_of_no_override(client, role):
    section = make.section()
    user = make.staff(role)
    if role == "编辑":
        make.section().editors.create(user=user)
    review = override(make.article(section=section), by=make.chief())
    client.force_login(user)

    assert client.get("/admin/").context["overrides"] == []
    client.post(reverse("admin:articles_pendingchange_seen", args=["review", review.pk]))

    assert not Acknowledgement.objects.exists()


def test_a_story_in_a_section_that_waits_is_not_signed_off(client):
    section = make.section(name="新栏目", is_waiting=True)
    story = make.article(section=section, source="据新华社")

    assert publishing.missing_at_signing(story) == [
        "“新栏目”是新设的，还在等待确认：请先请同事在“待确认的改动”里确认，或者换一个。"
    ]

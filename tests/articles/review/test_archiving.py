"""A draft that was in review is archived, not deleted: out of the way, kept, and brought back."""

import pytest
from django.utils import timezone

from articles import search
from articles.enums import Event, LinkState, Stage
from articles.models import Article, LogLine
from articles.paper.progress import progress
from articles.review import archiving, duties, preview_links, workflow
from articles.review.workflow import MoveRefused, Verdict
from articles.saving import presence
from tests import make

pytestmark = pytest.mark.django_db


def sent_back(**fields):
    """A draft that was in review and came back to its writer."""
    story = make.article(**fields)
    workflow.submit(story, by=story.created_by or make.editor(), edition=story.edition)
    verdict = Verdict(opinion="请补采访。")
    return workflow.send_back(story, by=make.editor(), edition=story.edition, verdict=verdict)


@pytest.fixture
def writer():
    return make.staff("记者")


@pytest.fixture
def story(writer):
    return sent_back(created_by=writer, page=make.page())


def lists(user, story):
    """Where a user finds the story on the desk."""
    rows = Article.objects
    found = {
        "desk": rows.visible_to(user),
        "own": rows.of(user),
        "returned": rows.returned_to(user),
        "search": search.on_desk(rows.visible_to(user), story.headline),
    }
    plan = progress(story.page.issue, by=user, now=timezone.now())
    found["issue"] = [line.story for line in plan.lines]
    return {name for name, stories in found.items() if story in stories}


def test_an_archived_story_is_out_of_lists_inboxes_search_and_counts(writer, story):
    search.index_desk(story)
    assert lists(writer, story) == {"desk", "own", "returned", "search", "issue"}

    archiving.archive(story, by=writer, reason="不发了。")

    assert lists(writer, story) == set()
    assert story in Article.objects.visible_to(writer, with_archived=True)
    assert story not in Article.objects.visible_to(make.staff("记者"), with_archived=True)
    line = LogLine.objects.order_by("number").last()
    assert (line.event, line.story, line.details) == (
        Event.ARCHIVED,
        story.pk,
        {"reason": "不发了。"},
    )


def test_nobody_changes_or_hands_in_an_archived_story(writer, story):
    archiving.archive(story, by=writer)

    assert not duties.may_edit(story, by=writer)
    assert not duties.may_edit(story, by=make.chief())
    with pytest.raises(MoveRefused):
        workflow.submit(story, by=writer, edition=story.edition)


def test_what_is_brought_back_is_a_draft_like_any_other(writer, story):
    archiving.archive(story, by=writer)
    archiving.bring_back(story, by=writer)

    assert duties.may_edit(story, by=writer)
    assert workflow.submit(story, by=writer, edition=story.edition).stage == Stage.FIRST_REVIEW
    assert LogLine.objects.filter(event=Event.UNARCHIVED, story=story.pk).exists()


def test_an_archived_story_is_opened_by_no_preview_link(writer, story):
    link = make.preview_link(article=story, created_by=make.editor())
    now = timezone.now()
    assert preview_links.opens(link, at=now)

    archiving.archive(story, by=writer)

    link.refresh_from_db()
    assert link.state(at=now) == LinkState.OPEN
    assert not preview_links.opens(link, at=now)


@pytest.mark.parametrize("stage", ["in review", "signed off", "archived", "another's"])
def test_what_may_not_be_archived(writer, story, stage):
    if stage == "in review":
        workflow.submit(story, by=writer, edition=story.edition)
    elif stage == "signed off":
        make.signed_off(story)
    elif stage == "archived":
        archiving.archive(story, by=writer)
    by = make.staff("记者") if stage == "another's" else writer

    with pytest.raises(MoveRefused):
        archiving.archive(story, by=by)


def test_nobody_archives_what_a_colleague_is_writing_in(writer, story):
    presence.beat(story, by=make.editor())

    with pytest.raises(MoveRefused, match="正在编辑"):
        archiving.archive(story, by=writer)
    archiving.archive(story, by=make.account(is_superuser=True))


def test_what_is_not_archived_is_not_brought_back(writer, story):
    with pytest.raises(MoveRefused, match="没有归档"):
        archiving.bring_back(story, by=writer)


# ---- At the desk --------------------------------------------------------------------------------


def page(name, story):
    return f"/admin/articles/article/{story.pk}/{name}/"


def listed(client, query=""):
    answer = client.get(f"/admin/articles/article/{query}")
    return list(answer.context["cl"].queryset)


def test_the_form_offers_to_archive_what_was_in_review_and_to_delete_what_was_not(
    client, writer, story
):
    client.force_login(writer)
    never = make.article(created_by=writer)

    kept, other = (client.get(page("change", s)).content.decode() for s in (story, never))

    assert page("archive", story) in kept
    assert page("delete", story) not in kept
    assert page("delete", never) in other
    assert page("archive", never) not in other


def test_whoever_asks_to_delete_what_was_in_review_is_led_to_archive_it(client, writer, story):
    client.force_login(writer)

    for send in (client.get, client.post):
        answer = send(page("delete", story), {"post": "yes"})
        assert (answer.status_code, answer["Location"]) == (302, page("archive", story))
    assert Article.objects.filter(pk=story.pk, archived_at=None).exists()


def test_a_story_is_archived_and_brought_back_by_its_pages(client, writer, story):
    client.force_login(writer)
    filled = {"reason": "不发了。"}

    asked = client.post(page("archive", story), filled).content.decode()
    assert "送过审的稿件不删除" in asked
    client.post(page("archive", story), filled | {"_confirm": "1"})
    assert Article.objects.get(pk=story.pk).archived_at

    assert listed(client) == []
    assert listed(client, "?archived=yes") == [story]
    form = client.get(page("change", story)).content.decode()
    assert "归档，不能修改" in form
    assert page("unarchive", story) in form
    assert 'name="_save"' not in form

    client.post(page("unarchive", story), {"_confirm": "1"})
    assert Article.objects.get(pk=story.pk).archived_at is None
    assert listed(client) == [story]


def test_the_list_deletes_drafts_and_says_of_the_others_to_archive_them(client, writer, story):
    client.force_login(writer)
    never = make.article(created_by=writer)
    marks = {f"based_on-{each.pk}": each.edition for each in (story, never)}
    chosen = {"action": "delete_selected", "_selected_action": [story.pk, never.pk], "post": "yes"}

    answer = client.post("/admin/articles/article/", chosen | marks, follow=True)

    assert list(Article.objects.all()) == [story]
    assert "送过审，不能删除：请打开它，点“归档”。" in answer.content.decode()


def test_the_reviews_of_an_archived_story_are_still_read(client, story):
    archiving.archive(story, by=make.chief())
    client.force_login(make.chief())

    assert story.headline in client.get("/admin/articles/review/").content.decode()

"""What is written down: every move of a story, what readers see, and what is taken out."""

import pytest
from django.urls import reverse

from articles.enums import ErrorKind, Event, RevisionCause
from articles.history import revisions
from articles.models import LexiconEntry, LogLine, ReviewRoute
from articles.review import corrections, preview_links, proposals, workflow
from articles.review.workflow import Verdict
from articles.stand import hiding, merging_names, merging_tags, publishing
from articles.story import restoring
from tests import make
from tests.two_editors import opened

pytestmark = pytest.mark.django_db


def events(about=None):
    """What the log says happened to a row, in its order."""
    lines = LogLine.objects.order_by("number")
    if about:
        lines = lines.filter(model=about._meta.label_lower, key=str(about.pk))
    return list(lines.values_list("event", flat=True))


def last():
    return LogLine.objects.order_by("number").last()


def test_every_move_of_a_story_says_from_which_stage_to_which():
    story = make.ready(make.article())
    writer, reviewer = make.editor(), make.editor()
    workflow.submit(story, by=writer, edition=story.edition)
    workflow.send_back(
        story, by=reviewer, edition=story.edition, verdict=Verdict(opinion="请补采访。")
    )
    workflow.submit(story, by=writer, edition=story.edition)
    for role in ("编辑", "部门主任", "值班总编"):
        workflow.pass_review(story, by=make.staff(role), edition=story.edition)
    workflow.note_edit(story, by=writer)
    workflow.submit(story, by=writer, edition=story.edition)
    workflow.note_edit(story, by=make.editor())
    workflow.note_edit(story, by=make.chief())

    moves = [
        (line.event, line.details["from"], line.details["to"])
        for line in LogLine.objects.order_by("number")
        if "from" in line.details
    ]
    assert moves == [
        ("submitted", "draft", "first_review"),
        ("sent_back", "first_review", "draft"),
        ("submitted", "draft", "first_review"),
        ("passed", "first_review", "second_review"),
        ("passed", "second_review", "final_review"),
        ("signed_off", "final_review", "signed_off"),
        ("reopened", "signed_off", "draft"),
        ("submitted", "draft", "first_review"),
        ("reviewed_again", "first_review", "first_review"),
    ]
    returned = LogLine.objects.get(event="sent_back")
    assert (returned.by_login, returned.details["reason"]) == (reviewer.username, "请补采访。")
    assert events(story).count("published") == 1


def test_an_override_is_written_down_with_its_reason():
    story = make.article()
    boss = make.account(is_superuser=True)
    workflow.submit(story, by=boss, edition=story.edition)
    verdict = Verdict(override="值班的同事都不在。", errors={ErrorKind.FACT: 1})
    workflow.pass_review(story, by=boss, edition=story.edition, verdict=verdict)

    line = LogLine.objects.get(event=Event.PASSED)
    assert (line.by_login, line.details.get("override")) == (boss.username, "值班的同事都不在。")


def test_what_a_refused_move_did_is_not_in_the_log():
    story = make.article()
    with pytest.raises(workflow.MoveRefused):
        workflow.submit(story, by=make.colleague(), edition=story.edition)
    assert events() == []


def test_publication_withdrawal_and_return():
    story = make.published().article
    corrections.withdraw(story, by=make.chief(), reason="失实。")
    corrections.reinstate(story, by=make.chief(), reason="核实无误。")
    publishing.publish(story, by=make.chief())  # the same text again is no publication

    assert events(story) == ["published", "withdrawn", "reinstated"]
    assert last().details == {"reason": "核实无误。"}


def test_corrections_say_who_proposed_and_who_decided():
    one, two, three = make.proposal(), make.proposal(), make.proposal()
    proposals.confirm(one, by=(chief := make.chief()))
    proposals.refuse(two, by=chief, reason="请附依据。")
    proposals.take_back(three, by=three.proposed_by)

    assert events(one) == ["correction_proposed", "correction_confirmed"]
    assert events(two) == ["correction_proposed", "correction_refused"]
    assert events(three) == ["correction_proposed", "correction_taken_back"]
    confirmed = LogLine.objects.get(event="correction_confirmed")
    assert (confirmed.by_login, confirmed.story) == (chief.username, one.article_id)
    assert confirmed.details["proposed_by"] == str(one.proposed_by)


def test_hiding_showing_and_merging():
    person, other = make.entity(name="楼宝娟"), make.entity(name="楼宝鹃")
    chief = make.chief()
    shown = hiding.hide(person, by=chief, reason="本人要求。")
    hiding.show(shown, by=chief, reason="本人同意。")
    merging_names.merge(person, other, by=chief, reason="同一人。")
    assert events(person) == ["hidden", "shown", "merged"]
    assert last().details == {
        "merged": "楼宝鹃",
        "merged_key": other.pk or last().details["merged_key"],
        "reason": "同一人。",
    }

    old, kept = make.tag(), make.tag()
    merging_tags.merge([old], into=kept, by=chief, reason="同义。")
    assert (events(kept), last().details["merged"]) == (["merged"], [old.name])


def test_previews_given_opened_and_revoked():
    editor = make.editor()
    link, token = preview_links.create(make.article(), by=editor, for_whom="市文明办", days=3)
    preview_links.open_by_token(token, address="192.0.2.7", agent="Mozilla")
    preview_links.revoke(link, by=editor)

    assert events(link) == ["preview_given", "preview_opened", "preview_revoked"]
    assert LogLine.objects.get(event="preview_opened").details == {"network": "192.0.2.0/24"}
    said = str(list(LogLine.objects.values()))
    assert token not in said
    assert link.token_hash not in said


def test_a_restored_story():
    story = make.article()
    revision = revisions.record(story, by=None, cause=RevisionCause.SAVED)
    restoring.restore(revision, by=make.editor(), seen_edition=story.edition)

    assert events(story) == ["restored"]


# ---- At the desk --------------------------------------------------------------------------------


@pytest.fixture
def boss(client):
    """A superuser at the desk: they leave a record too."""
    client.force_login(make.account(username="boss", is_superuser=True))
    return client


def test_what_a_superuser_adds_changes_and_deletes(boss):
    add = reverse("admin:articles_lexiconentry_add")
    said = {"level": "warn", "kind": "error", "is_active": "on"}
    boss.post(add, said | {"word": "旧词"})
    word = LexiconEntry.objects.get()
    page = reverse("admin:articles_lexiconentry_change", args=[word.pk])
    boss.post(page, opened(boss, page) | said | {"word": "新词"})
    assert (last().by_login, last().text) == ("boss", str(LexiconEntry.objects.get()))
    delete = reverse("admin:articles_lexiconentry_delete", args=[word.pk])
    boss.post(delete, {"post": "yes", "based_on": boss.get(delete).context["mark"]})

    assert events(word) == ["added", "changed", "deleted"]


def test_a_setting_says_so(boss):
    route = ReviewRoute.objects.create(kind="brief")
    page = reverse("admin:articles_reviewroute_change", args=[route.pk])
    boss.post(page, opened(boss, page) | {"kind": "brief", "has_second_review": "on"})

    assert (last().event, last().details["act"]) == ("setting_changed", "changed")


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("articles_lexiconentry_export", {"file": "lexicon.csv"}),
        ("articles_statistics_csv", None),
        ("articles_statistics_articles_csv", None),
    ],
)
def test_what_is_taken_out_of_the_desk(boss, page, said):
    boss.get(reverse(f"admin:{page}"))

    assert last().event == "exported"
    assert said in (None, last().details)


def test_an_account_that_was_used_is_not_deleted(boss):
    user = make.staff("记者", username="wang")
    never = make.account(username="never")
    boss.force_login(user)
    boss.force_login(make.account(username="chief2", is_superuser=True))

    for account, is_kept in ((user, True), (never, False)):
        delete = reverse("admin:people_user_delete", args=[account.pk])
        mark = boss.get(delete).context["mark"]
        answer = boss.post(delete, {"post": "yes", "based_on": mark}, follow=True)
        assert type(user).objects.filter(pk=account.pk).exists() == is_kept
        assert ("去掉“有效”的勾" in answer.content.decode()) == is_kept

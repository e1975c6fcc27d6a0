"""A correction takes two: what is proposed, who confirms it, and what readers get of it, when."""

import pytest
from django.db import IntegrityError, transaction

from articles.enums import ProposalState, RevisionCause, Stage
from articles.models import (
    Article,
    Correction,
    Notice,
    ProposedCorrection,
    PublishedArticle,
    Review,
    Waiver,
)
from articles.review import corrections, proposals, workflow
from articles.stand import publishing
from people.models import User
from tests import make

pytestmark = pytest.mark.django_db


def live(**fields):
    """A signed-off story that is with readers, as the desk has it."""
    said = {"headline": "名单揭晓", "body": "<p>共12人。</p>", "source": "据市统计局"}
    return make.published(**said | {"stage": Stage.SIGNED_OFF} | fields).article


def new(story, *, captions=None, edition=None, **content):
    return proposals.NewText(
        edition=edition or story.edition, content=content, captions=captions or {}
    )


def stand():
    return PublishedArticle.objects.values().get()


def refused(move, *, match):
    before = (stand(), list(Correction.objects.values()), Article.objects.values().get())
    with pytest.raises(workflow.MoveRefused, match=match):
        move()
    after = (stand(), list(Correction.objects.values()), Article.objects.values().get())
    assert after == before


# ---- One act -----------------------------------------------------------------------------------


def test_readers_keep_every_byte_until_a_second_person_confirms(client):
    story, before = live(), None
    before = (stand(), client.get(story.get_absolute_url()).content)

    proposal = make.proposal(
        article=story,
        text="“12人”应为“15人”。",
        new=new(story, body="<p>共15人。</p>", headline="十五人名单揭晓"),
    )

    assert (stand(), client.get(story.get_absolute_url()).content) == before
    assert not Correction.objects.exists()
    correction = proposals.confirm(proposal, by=make.chief())
    html = client.get(story.get_absolute_url()).content.decode()
    assert "共15人。" in html
    assert "“12人”应为“15人”。" in html
    after = PublishedArticle.objects.get()
    assert (after.version, after.headline) == (2, "十五人名单揭晓")
    assert after.changed_at == after.corrected_at == correction.made_at


def test_the_act_is_recorded_with_two_names_and_no_review_is_made_up():
    story = make.signed_off(make.article(body="<p>共12人。</p>"))
    reviews = list(Review.objects.values())
    corrector, confirmer = make.chief(name="甲"), make.chief(name="乙")

    proposal = make.proposal(article=story, by=corrector, new=new(story, body="<p>共15人。</p>"))
    correction = proposals.confirm(proposal, by=confirmer)

    story.refresh_from_db()
    proposal.refresh_from_db()
    assert (story.stage, story.edition, story.updated_by) == (Stage.SIGNED_OFF, 2, corrector)
    assert (proposal.state, proposal.decided_by) == (ProposalState.PUBLISHED, confirmer)
    assert (proposal.edition, proposal.correction, correction.by) == (2, correction, corrector)
    revision = story.revisions.get(edition=2)
    assert (revision.cause, revision.by) == (RevisionCause.CORRECTED, corrector)
    assert (revision.stage, revision.note) == (Stage.SIGNED_OFF, "乙确认")
    assert list(Review.objects.filter(round=1).values()) == reviews
    of_round = Review.objects.in_round(story)
    assert {part.decision for part in of_round} == {"wrote"}
    assert corrector in [part.person for part in of_round]
    assert confirmer not in [part.person for part in of_round]


def test_who_corrected_does_not_review_the_story_afterwards():
    story, corrector = live(), make.chief()
    proposal = make.proposal(article=story, by=corrector, new=new(story, body="<p>共15人。</p>"))
    proposals.confirm(proposal, by=make.chief())
    story.refresh_from_db()

    workflow.note_edit(story, by=make.editor())
    workflow.submit(story, by=make.editor(), edition=story.edition)
    for role in ("编辑", "部门主任"):
        workflow.pass_review(story, by=make.staff(role), edition=story.edition)

    with pytest.raises(workflow.MoveRefused, match="您写过或改过"):
        workflow.pass_review(story, by=corrector, edition=story.edition)


def test_a_caption_is_corrected_where_the_file_s_own_is_shown():
    story = make.article(body="<p>共12人。</p>")
    use = make.photo_use(article=story, photo=make.photo(caption="图为张三。"))
    make.signed_off(story)

    proposal = make.proposal(article=story, new=new(story, captions={use.pk: "图为李四。"}))
    (change,) = proposals.differences(proposal)
    proposals.confirm(proposal, by=make.chief())

    marked = {piece.kind: piece.text for line in change.lines for piece in line}
    assert (marked["del"], marked["ins"]) == ("张三", "李四")
    (shown,) = PublishedArticle.objects.get().photos
    assert shown["caption"] == "图为李四。"
    use.photo.refresh_from_db()
    assert use.photo.caption == "图为张三。"


def test_a_forbidden_word_is_in_no_note_whoever_forbade_it_meanwhile():
    story = live()
    make.lexicon_entry(word="长风违禁", level="block")
    refused(lambda: make.proposal(article=story, text="不是長風違禁。"), match="長風違禁")
    waiting = make.proposal(article=story, text="不是那个新词。")
    make.lexicon_entry(word="新词", level="block")

    refused(lambda: proposals.confirm(waiting, by=make.chief()), match="新词")


def test_what_is_as_it_was_is_not_called_a_change():
    story = live(headline="两行\n主题", summary="提要")
    as_typed = new(story, headline="两行\r\n主题", summary="提要 ", body="<p>共12人。</p>\n")

    proposal = make.proposal(article=story, new=as_typed)

    assert (proposal.changes_text, proposals.differences(proposal)) == (False, [])
    proposals.confirm(proposal, by=make.chief())
    story.refresh_from_db()
    assert (story.edition, story.review_round) == (1, 1)


def test_a_note_alone_is_confirmed_while_the_story_is_edited_and_shows_nothing_of_it():
    story = live()
    proposal = make.proposal(article=story, text="应为15人。")
    Article.objects.update(body="<p>未审。</p>", stage=Stage.DRAFT, edition=2)

    proposals.confirm(proposal, by=make.chief())

    after = PublishedArticle.objects.get()
    assert "共12人。" in after.body_html
    assert "应为15人。" in after.corrections_top_html


# ---- Who ---------------------------------------------------------------------------------------


def test_nobody_confirms_what_they_wrote():
    story, chief = live(), make.chief()
    proposal = make.proposal(article=story, by=chief)

    refused(lambda: proposals.confirm(proposal, by=chief), match="另一个人确认")
    refused(lambda: proposals.refuse(proposal, by=chief, reason="。"), match="另一个人确认")


def test_nobody_credited_in_the_story_confirms_it():
    story, chief = live(), make.chief()
    make.byline(article=story, reporter=make.reporter(user=chief))
    proposal = make.proposal(article=story)

    refused(lambda: proposals.confirm(proposal, by=chief), match="署名")
    assert list(ProposedCorrection.objects.to_confirm(chief)) == []


def test_who_may_neither_correct_nor_sign_off_confirms_nothing():
    proposal, editor = make.proposal(article=live()), make.editor()

    refused(lambda: proposals.confirm(proposal, by=editor), match="没有确认更正的权限")


@pytest.mark.parametrize("right", ["correct_article", "final_review_article"])
def test_either_right_is_enough_to_confirm(right):
    proposal, colleague = make.proposal(article=live()), make.colleague(right)

    assert list(ProposedCorrection.objects.to_confirm(colleague)) == [proposal]
    proposals.confirm(proposal, by=colleague)

    assert Correction.objects.count() == 1


def test_an_editor_of_other_sections_does_not_confirm():
    section, chief = make.section(), make.chief()
    section.editors.create(user=chief)
    proposal = make.proposal(article=live(section=make.section()))

    refused(lambda: proposals.confirm(proposal, by=chief), match="不在您负责的栏目")


def test_alone_it_takes_a_superuser_with_a_reason_that_is_kept():
    boss = User.objects.create_superuser("boss")
    proposal = make.proposal(article=live(), by=boss)

    refused(lambda: proposals.confirm(proposal, by=boss, override=" "), match="另一个人确认")
    proposals.confirm(proposal, by=boss, override="深夜只有我在岗。")

    proposal.refresh_from_db()
    assert (proposal.is_override, proposal.reason) == (True, "深夜只有我在岗。")
    with pytest.raises(IntegrityError, match="proposal_takes_two"), transaction.atomic():
        ProposedCorrection.objects.update(is_override=False)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"text": ""}, "proposal_says_something"),
        ({"state": "refused"}, "proposal_decided_by_somebody"),
        ({"is_override": True}, "proposal_with_reason"),
        ({"state": "published"}, "proposal_"),
    ],
)
def test_the_database_refuses_a_wrong_proposal(change, constraint):
    make.proposal()

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        ProposedCorrection.objects.update(**change)


# ---- Given back, overtaken ---------------------------------------------------------------------


def test_a_refused_correction_goes_back_with_its_reason_until_there_is_another():
    story, corrector = live(), make.chief()
    first = make.proposal(article=story, by=corrector)
    with pytest.raises(workflow.MoveRefused, match="须写明理由"):
        proposals.refuse(first, by=make.chief(), reason=" ")

    proposals.refuse(first, by=make.chief(), reason="还要核对人数。")

    assert list(ProposedCorrection.objects.refused_to(corrector)) == [first]
    assert ProposedCorrection.objects.get().reason == "还要核对人数。"
    refused(lambda: proposals.confirm(first, by=make.chief()), match="已经处理过：已退回")
    make.proposal(article=story, by=corrector)
    assert list(ProposedCorrection.objects.refused_to(corrector)) == []


def test_one_waits_at_a_time_and_its_author_takes_it_back():
    story, corrector = live(), make.chief()
    first = make.proposal(article=story, by=corrector)
    refused(lambda: make.proposal(article=story), match="已有一则更正等待确认")
    refused(lambda: proposals.take_back(first, by=make.chief()), match="只有提出人")

    proposals.take_back(first, by=corrector)

    assert make.proposal(article=story).is_waiting


@pytest.mark.parametrize("change", [{"edition": 2}, {"stage": Stage.DRAFT}])
def test_a_story_edited_meanwhile_is_not_overwritten(change):
    story = live()
    proposal = make.proposal(article=story, new=new(story, body="<p>共15人。</p>"))
    Article.objects.update(**change)
    proposal.refresh_from_db()

    assert "已经有人改过" in proposals.why_stale(proposal)
    refused(lambda: proposals.confirm(proposal, by=make.chief()), match="已经有人改过")
    late = new(story, edition=1, body="<p>共16人。</p>")
    proposals.take_back(proposal, by=proposal.proposed_by)
    refused(lambda: make.proposal(article=story, new=late), match="已经有人改过")


def test_what_readers_no_longer_have_is_not_corrected():
    story = live()
    proposal = make.proposal(article=story)
    corrections.withdraw(story, by=make.chief(), reason="失实。")

    refused(lambda: proposals.confirm(proposal, by=make.chief()), match="读者现在看不到")


def test_a_report_closed_meanwhile_stays_as_it_was_closed():
    story = live()
    one, other = (make.reader_report(story=story) for _ in range(2))
    proposal = make.proposal(article=story, answers=[one, other])
    type(other).objects.filter(pk=other.pk).update(
        state="declined", finding="无误。", settled_at=one.received_at, handler=make.editor()
    )

    correction = proposals.confirm(proposal, by=make.chief())

    one.refresh_from_db()
    other.refresh_from_db()
    assert (one.state, one.correction, one.handler) == ("corrected", correction, correction.by)
    assert (other.state, other.correction) == ("declined", None)


def test_who_may_confirm_is_told_and_who_proposed_hears_why_it_came_back():
    story, corrector, other = live(), make.chief(), make.chief()
    author = make.chief()
    make.byline(article=story, reporter=make.reporter(user=author))
    Notice.objects.all().delete()

    proposal = make.proposal(article=story, by=corrector)
    told = set(Notice.objects.filter(kind="to_confirm").values_list("recipient", flat=True))
    assert other.pk in told
    assert not {corrector.pk, author.pk} & told
    proposals.refuse(proposal, by=other, reason="先核对。")

    notice = Notice.objects.get(kind="refused")
    assert (notice.recipient, notice.by, notice.text) == (corrector, other, "先核对。")
    assert not Notice.objects.filter(kind="to_confirm").exists()


# ---- Checks before print -----------------------------------------------------------------------


def test_a_forbidden_word_is_not_proposed_nor_confirmed():
    story = live()
    proposal = make.proposal(article=story, new=new(story, body="<p>共15人，禁词。</p>"))
    make.lexicon_entry(word="禁词", level="block")

    refused(lambda: proposals.confirm(proposal, by=make.chief()), match="“禁词”必须改掉")
    proposals.take_back(proposal, by=proposal.proposed_by)
    again = new(story, body="<p>共16人，禁词。</p>")
    refused(lambda: make.proposal(article=story, new=again), match="“禁词”必须改掉")


def test_a_source_is_corrected_but_not_lost_where_nobody_is_named():
    story = live(source="据新华社")

    refused(
        lambda: make.proposal(article=story, new=new(story, source="")),
        match="没有署名，也没有来源",
    )
    proposal = make.proposal(article=story, new=new(story, source="据中新社"))
    proposals.confirm(proposal, by=make.chief())

    assert PublishedArticle.objects.get().source == "据中新社"


def test_an_empty_text_is_refused():
    story = live()

    refused(
        lambda: make.proposal(article=story, new=new(story, body="<p></p>")), match="还没有正文"
    )


def test_a_warning_in_a_caption_is_let_pass_by_who_confirms_and_says_why():
    story = make.article(body="<p>共12人。</p>")
    use = make.photo_use(article=story)
    make.signed_off(story)
    make.lexicon_entry(word="帐号", level="warn")
    proposal = make.proposal(article=story, new=new(story, captions={use.pk: "帐号。"}))
    chief = make.chief()
    assert [finding.matched for finding in proposals.findings(proposal).warnings] == ["帐号"]

    refused(lambda: proposals.confirm(proposal, by=chief), match="有提醒")
    proposals.confirm(proposal, by=chief, checked="单位自称如此。")

    waiver = Waiver.objects.get()
    assert (waiver.by, waiver.reason) == (chief, "单位自称如此。")


# ---- Afterwards --------------------------------------------------------------------------------


def test_a_corrected_text_stays_when_everything_is_rendered_again():
    story = live()
    proposal = make.proposal(article=story, new=new(story, body="<p>共15人。</p>"))
    proposals.confirm(proposal, by=make.chief())
    before = stand()

    assert publishing.republish([story.pk]) == 0
    assert stand() == before


def test_a_printed_story_owes_its_correction_on_paper():
    page = make.page()
    story = live(page=page, page_order=2)
    proposal = make.proposal(article=story, new=new(story, body="<p>共15人。</p>"))

    correction = proposals.confirm(proposal, by=make.chief())

    assert (correction.owed_page, correction.owed_order) == (page, 2)

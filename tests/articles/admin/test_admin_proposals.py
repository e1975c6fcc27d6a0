"""Correcting a story's text through the admin's own pages, by two people."""

import pytest
from django.urls import reverse

from articles.enums import Stage
from articles.models import Article, Correction, ProposedCorrection, PublishedArticle
from people.models import User
from tests import make
from tests.articles.admin.test_admin import sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(client):
    chief = make.chief(name="甲")
    client.force_login(chief)
    return chief


def live(**fields):
    said = {"headline": "名单", "body": "<p>共12人。</p>", "stage": Stage.SIGNED_OFF}
    return make.published(**said | fields).article


def correct(story):
    return reverse("admin:articles_article_correct", args=[story.pk])


def page(proposal):
    return reverse("admin:articles_article_proposal", args=[proposal.article_id, proposal.pk])


def typed(response, **changes):
    """The form as its page sends it back, with some fields changed."""
    form = response.context["form"]
    fields = dict(item for name in form.fields for item in sent(form[name]))
    return {name: value for name, value in (fields | changes).items() if value not in (None, [])}


def proposed(client, story, **changes):
    """Correct a story by its page; what the consequences said, and what was proposed."""
    fields = typed(client.get(correct(story)), **{"text": "应为15人。"} | changes)
    read = client.post(correct(story), fields)
    client.post(correct(story), fields | {"_confirm": "1"})
    return read, ProposedCorrection.objects.order_by("-pk").first()


def marked(response):
    """What the page marks as left out and as put in."""
    pieces = [
        piece
        for change in response.context["changes"]
        for line in change.lines
        for piece in line
        if piece.kind != "same"
    ]
    return [(piece.kind, piece.text) for piece in pieces]


def test_text_and_note_are_corrected_in_one_act_that_another_confirms(client, chief):
    story = live()
    before = PublishedArticle.objects.values().get()

    read, proposal = proposed(client, story, body="<p>共15人。</p>")

    assert "确认之前，读者看到的一个字也不变" in read.content.decode()
    assert "<del>12</del><ins>15</ins>" in read.content.decode()
    assert proposal.content == {"body": "<p>共15人。</p>"}
    assert PublishedArticle.objects.values().get() == before
    own = client.get(page(proposal)).content.decode()
    assert "您是提出人" in own
    assert 'value="confirm"' not in own

    client.force_login(make.chief(name="乙"))
    assert f'href="{page(proposal)}"' in client.get("/admin/").content.decode()
    shown = client.get(page(proposal))
    assert marked(shown) == [("del", "12"), ("ins", "15")]
    assert "应为15人。" in shown.content.decode()
    done = client.post(page(proposal), {"move": "confirm"}, follow=True)

    assert "更正已发布" in done.content.decode()
    public = client.get(story.get_absolute_url()).content.decode()
    assert "共15人。" in public
    assert "应为15人。" in public
    sheet = client.get(reverse("admin:articles_article_sheet", args=[story.pk])).content.decode()
    assert "改正文并发说明" in sheet
    assert "甲" in sheet
    assert "乙" in sheet
    history = client.get(reverse("admin:articles_article_history", args=[story.pk]))
    assert "乙确认" in history.content.decode()
    record = reverse("admin:articles_correction_change", args=[Correction.objects.get().pk])
    assert page(proposal) in client.get(record).content.decode()


def test_what_comes_back_says_why_and_is_taken_up_again(client, chief):
    story = live()
    _read, proposal = proposed(client, story, body="<p>共15人。</p>", placement="bottom")
    client.force_login(make.chief())
    unsaid = client.post(page(proposal), {"move": "refuse"})
    assert "退回须写明理由" in unsaid.content.decode()
    client.post(page(proposal), {"move": "refuse", "reason": "先核对名单。"})

    client.force_login(chief)
    today = client.get("/admin/").content.decode()
    assert "退回给我的更正" in today
    assert "先核对名单。" in today
    again = f"{correct(story)}?again={proposal.pk}"
    assert again in client.get(page(proposal)).content.decode()
    form = client.get(again).context["form"]

    assert form["text"].value() == "应为15人。"
    assert form["placement"].value() == "bottom"
    assert form["body"].value() == "<p>共15人。</p>"


def test_an_edit_meanwhile_is_said_and_nothing_can_be_confirmed(client, chief):
    story = live()
    _read, proposal = proposed(client, story, body="<p>共15人。</p>")
    client.force_login(make.chief())
    form = client.get(reverse("admin:articles_article_change", args=[story.pk]))
    assert "其中对正文的更正就作废" in form.content.decode()
    Article.objects.update(edition=2, stage="draft")

    html = client.get(page(proposal)).content.decode()
    refused = client.post(page(proposal), {"move": "confirm"}).content.decode()

    assert "已经有人改过" in html
    assert 'value="confirm"' not in html
    assert 'value="refuse"' in html
    assert "已经有人改过" in refused
    assert not Correction.objects.exists()


def test_the_form_says_stale_before_anything_is_proposed_and_keeps_what_was_typed(client, chief):
    story = live()
    fields = typed(client.get(correct(story)), text="应为15人。", body="<p>共15人。</p>")
    Article.objects.update(edition=2)

    answer = client.post(correct(story), fields)

    html = answer.content.decode()
    assert "已经有人改过" in html
    assert "共15人。" in html
    assert not answer.context["confirming"]


def test_while_a_story_is_edited_only_a_note_is_written(client, chief):
    story = make.published().article  # a draft at the desk

    html = client.get(correct(story)).content.decode()

    assert "现在只能发说明" in html
    assert 'name="body"' not in html


def test_a_caption_is_corrected_with_its_picture_beside_it(client, chief):
    story = make.article(body="<p>正文。</p>")
    use = make.photo_use(article=story, photo=make.photo(caption="图为张三。"))
    make.signed_off(story)

    read, proposal = proposed(client, story, **{f"caption_{use.pk}": "图为李四。"})

    assert proposal.captions == {str(use.pk): "图为李四。"}
    assert "<del>张三</del><ins>李四</ins>" in read.content.decode()


def test_a_note_alone_changes_no_text(client, chief):
    _read, proposal = proposed(client, live(headline="两行\n主题", summary="提要。"))

    assert (proposal.content, proposal.captions) == ({}, {})


def test_a_warning_is_shown_to_who_confirms_and_wants_a_reason(client, chief):
    _read, proposal = proposed(client, live(), headline="16人名单")
    client.force_login(make.chief())

    assert 'name="checked"' in client.get(page(proposal)).content.decode()
    assert "有提醒" in client.post(page(proposal), {"move": "confirm"}).content.decode()
    client.post(page(proposal), {"move": "confirm", "checked": "另有一人候补。"})

    assert PublishedArticle.objects.get().headline == "16人名单"


def test_its_author_takes_it_back(client, chief):
    _read, proposal = proposed(client, live())

    client.post(page(proposal), {"move": "take_back"})

    assert ProposedCorrection.objects.get().state == "taken_back"
    assert "已经处理过" in client.post(page(proposal), {"move": "take_back"}).content.decode()


def test_a_superuser_alone_says_why_and_the_sheet_shows_it(client):
    client.force_login(User.objects.create_superuser("boss"))
    story = live()
    _read, proposal = proposed(client, story)
    assert "您是提出人" in client.post(page(proposal), {"move": "confirm"}).content.decode()

    client.post(page(proposal), {"move": "confirm", "override": "深夜只有我在岗。"})

    sheet = client.get(reverse("admin:articles_article_sheet", args=[story.pk])).content.decode()
    assert "越级" in sheet
    assert "深夜只有我在岗。" in sheet


@pytest.mark.parametrize(
    ("role", "status"), [("记者", 403), ("编辑", 200), ("校对", 200), ("图片编辑", 403)]
)
def test_who_may_not_confirm_reads_at_most(client, role, status):
    proposal = make.proposal(article=live())
    colleague = make.staff(role)
    proposal.article.created_by = colleague
    proposal.article.save()
    client.force_login(colleague)

    answer = client.get(page(proposal))

    assert answer.status_code == status
    assert 'value="confirm"' not in answer.content.decode()
    client.post(page(proposal), {"move": "confirm"})
    client.post(page(proposal), {"move": "refuse", "reason": "不对。"})
    assert ProposedCorrection.objects.get().is_waiting


def test_a_proposal_is_found_beneath_its_own_story_alone(client, chief):
    proposal, other = make.proposal(article=live()), live()

    mixed = reverse("admin:articles_article_proposal", args=[other.pk, proposal.pk])

    assert client.get(mixed).status_code == 404
    assert client.get(correct(other), {"again": "x"}).status_code == 200
    assert client.get(correct(other), {"again": proposal.pk}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_proposals_takes_the_same_queries(
    client, chief, count, django_assert_num_queries
):
    for _ in range(count):
        make.proposal()

    with django_assert_num_queries(9):
        rows = client.get(reverse("admin:articles_proposedcorrection_changelist"))

    assert len(rows.context["cl"].result_list) == count
    pk = ProposedCorrection.objects.first().pk
    change = reverse("admin:articles_proposedcorrection_change", args=[pk])
    assert client.get(change)["Location"] == page(ProposedCorrection.objects.get(pk=pk))

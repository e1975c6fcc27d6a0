"""The pages of the reviews, as five people use them and as somebody who should not tries them."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.enums import Stage
from articles.models import Article, Autosave, PublishedArticle, Review
from articles.review import corrections, workflow
from articles.saving import presence
from people.models import User
from people.names import mentions
from tests import make
from tests.articles.admin.test_admin import listed

pytestmark = pytest.mark.django_db


def desk_of(user):
    client = Client()
    client.force_login(user)
    return client


def page(name, article):
    return reverse(f"admin:articles_article_{name}", args=[article.pk])


def press(desk, article, move, **said):
    """Open the page of the reviews and press a button on it."""
    address = page("review", article)
    edition = re.search(r'name="edition" value="(\d+)"', desk.get(address).content.decode())
    fields = {"edition": edition[1] if edition else "", "move": move}
    return desk.post(address, fields | said)


def submitted(**fields):
    article = make.article(created_by=make.staff("记者"), **fields)
    return workflow.submit(article, by=article.created_by, edition=1)


def test_a_story_goes_through_the_hands_of_five_people():
    writer, editor, director, chief = (
        desk_of(make.staff(role)) for role in ("记者", "编辑", "部门主任", "值班总编")
    )
    story = make.article(headline="主题", created_by=User.objects.order_by("pk").first())
    make.ready(story)

    press(writer, story, "submit", opinion="请尽快")
    press(editor, story, "send_back", opinion="核实人数", figure=1)
    assert Article.objects.get().stage == Stage.DRAFT
    press(writer, story, "submit")
    press(editor, story, "pass")
    press(director, story, "pass", opinion="可")
    assert not PublishedArticle.objects.exists()
    press(chief, story, "pass")

    assert PublishedArticle.objects.public().get().headline == "主题"
    assert [(r.round, r.step, r.decision, r.opinion) for r in Review.objects.all()] == [
        (1, "draft", "submitted", "请尽快"),
        (1, "first_review", "sent_back", "核实人数"),
        (2, "draft", "submitted", ""),
        (2, "first_review", "passed", ""),
        (2, "second_review", "passed", "可"),
        (2, "final_review", "passed", ""),
    ]
    sheet = editor.get(page("sheet", story)).content.decode()
    assert "核实人数" in sheet
    assert "数字与日期 1" in sheet


def test_who_signs_off_a_withdrawn_story_is_told_that_readers_will_not_see_it():
    chief, story = make.chief(), make.signed_off(make.article(headline="撤下"))
    corrections.withdraw(story, by=chief, reason="失实。")
    workflow.note_edit(story, by=make.staff("记者"))
    workflow.submit(story, by=make.editor(), edition=1)
    for role in ("编辑", "部门主任"):
        workflow.pass_review(story, by=make.staff(role), edition=1)

    desk = desk_of(make.chief())
    press(desk, story, "pass")

    said = [str(m) for m in desk.get(page("review", story)).context["messages"]]
    assert said == ["《撤下》已签发；它已撤稿，恢复以后读者才看得到。"]


@pytest.mark.parametrize("role", ["记者", "部门主任", "值班总编", "校对", "图片编辑", "管理员"])
@pytest.mark.parametrize("move", ["pass", "send_back"])
def test_a_crafted_request_of_the_wrong_person_is_refused(role, move):
    story = submitted()
    user = story.created_by if role == "记者" else make.staff(role)
    said = {"edition": 1, "move": move, "opinion": "x", "override": "x"}

    response = desk_of(user).post(page("review", story), said)

    assert response.status_code == 200
    assert "没有“初审”的权限" in response.content.decode()
    assert Article.objects.get().stage == Stage.FIRST_REVIEW
    assert [review.decision for review in Review.objects.all()] == ["submitted"]


@pytest.mark.parametrize("move", ["", "sign_off", "schedule "])
def test_a_button_that_is_none_moves_nothing(move):
    story = submitted()

    response = desk_of(make.editor()).post(page("review", story), {"edition": 1, "move": move})

    assert response.status_code == 200
    assert Article.objects.get().stage == Stage.FIRST_REVIEW


@pytest.mark.parametrize("edition", ["", "0", "x"])
def test_a_decision_on_another_text_is_refused_and_keeps_the_opinion(edition):
    story = submitted()
    said = {"edition": edition, "move": "pass", "opinion": "写了很久的意见"}

    response = desk_of(make.editor()).post(page("review", story), said)

    assert response.status_code == 200
    assert "写了很久的意见" in response.content.decode()
    assert Article.objects.get().stage == Stage.FIRST_REVIEW


def test_after_a_refusal_the_newest_text_is_decided_on():
    story = submitted()
    desk = desk_of(make.editor())
    Article.objects.update(edition=7, headline="最新的主题")
    said = {"edition": 1, "move": "pass", "opinion": "可"}

    refused = desk.post(page("review", story), said).content.decode()
    assert "又有人改过" in refused
    assert "最新的主题" in refused
    assert 'name="edition" value="7"' in refused
    assert ">\n可</textarea>" in refused
    desk.post(page("review", story), said | {"edition": 7})
    assert Article.objects.get().stage == Stage.SECOND_REVIEW


def test_sending_back_without_a_reason_says_what_is_missing():
    response = press(desk_of(make.editor()), submitted(), "send_back")

    assert "退回须写明理由" in response.content.decode()
    assert Article.objects.get().stage == Stage.FIRST_REVIEW


def test_the_page_says_what_is_missing_before_it_is_handed_in():
    story = make.article(body="", created_by=make.staff("记者"))

    assert "还没有正文" in desk_of(story.created_by).get(page("review", story)).content.decode()


def test_a_superuser_overrides_on_the_page_and_it_is_listed():
    boss = User.objects.create_superuser("boss")
    story = make.article(created_by=boss)
    workflow.submit(story, by=boss, edition=1)
    desk = desk_of(boss)

    assert press(desk, story, "pass").status_code == 200
    assert press(desk, story, "pass", override="台风夜").status_code == 302

    listed = desk.get("/admin/articles/review/?is_override__exact=1").content.decode()
    assert "台风夜" in listed


# ---- Checks before publication ----------------------------------------------------------------


def draft_with(text, **fields):
    return make.article(body=f"<p>{text}</p>", created_by=make.staff("记者"), **fields)


def test_a_forbidden_word_stops_a_story_until_it_is_changed():
    make.lexicon_entry(word="最高级", level="block")
    story = draft_with("这是最高级的产品。")

    response = press(desk_of(story.created_by), story, "submit")

    assert "“最高级”必须改掉" in response.content.decode()
    assert Article.objects.get().stage == Stage.DRAFT


def test_a_warning_is_let_pass_by_name_and_with_a_reason():
    story = draft_with("到场十二人。", headline="到场15人")
    desk = desk_of(story.created_by)
    html = desk.get(page("review", story)).content.decode()
    key = next(n for n in re.findall(r'name="(waive_\w+)"', html) if n != "waive_reason")

    assert "有 1 处提醒" in press(desk, story, "submit").content.decode()
    assert "放行要写明理由" in press(desk, story, "submit", **{key: "on"}).content.decode()
    said = {key: "on", "waive_reason": "电话核实过"}
    assert press(desk, story, "submit", **said).status_code == 302
    assert Article.objects.get().stage == Stage.FIRST_REVIEW
    waiver = story.waivers.get()
    assert (waiver.by, waiver.reason) == (story.created_by, "电话核实过")


def test_who_may_not_pass_a_story_lets_no_warning_pass():
    story = draft_with("到场十二人。", headline="到场15人")
    Article.objects.update(stage=Stage.FIRST_REVIEW)
    desk = desk_of(story.created_by)
    html = desk.get(page("review", story)).content.decode()
    key = next(n for n in re.findall(r'name="(waive_\w+)"', html) if n != "waive_reason")

    page_again = press(desk, story, "pass", **{key: "on", "waive_reason": "核实过"})

    assert not story.waivers.exists()
    assert "核实过" in page_again.content.decode()


def test_a_word_that_comes_in_on_the_way_stops_the_next_step():
    story = submitted(body="<p>新词在此。</p>")
    make.lexicon_entry(word="新词", level="block")

    assert "必须改掉" in press(desk_of(make.editor()), story, "pass").content.decode()
    assert Article.objects.get().stage == Stage.FIRST_REVIEW


@pytest.mark.parametrize("name", ["review", "sheet", "preview", "change"])
def test_a_reporter_sees_nothing_of_other_peoples_stories(name):
    story = make.article(headline="别人的稿件", created_by=make.editor())

    response = desk_of(make.staff("记者")).get(page(name, story), follow=True)

    assert "别人的稿件" not in response.content.decode()


def test_a_reporter_sees_the_own_story_in_review_and_cannot_change_it():
    story = submitted(body="<p>送审的<strong>正文</strong>。</p>")
    desk = desk_of(story.created_by)

    html = desk.get(page("change", story)).content.decode()
    refused = desk.post(page("change", story), {"headline": "偷改"})

    assert "<p>送审的<strong>正文</strong>。</p>" in html
    assert "_continue" not in html
    assert refused.status_code == 403


def test_a_story_that_is_signed_with_my_name_is_mine():
    me = make.staff("记者")
    story = make.article(created_by=make.editor())
    make.byline(article=story, reporter=make.reporter(user=me))

    assert desk_of(me).get(page("change", story)).status_code == 200


def test_a_section_editor_sees_their_sections_and_their_own():
    editor, here, elsewhere = make.editor(), make.section(), make.section()
    here.editors.create(user=editor)
    seen = [
        make.article(section=here),
        make.article(section=elsewhere, created_by=editor),
        make.article(),  # whose section nobody has chosen yet
    ]
    make.article(section=elsewhere)
    Article.objects.create(headline="旧稿", stage=Stage.SIGNED_OFF, predates_section_rule=True)

    response = desk_of(editor).get(reverse("admin:articles_article_changelist"))

    assert set(response.context["cl"].result_list) == set(seen)


def test_the_list_passes_what_this_person_may_pass_and_names_the_rest():
    editor = make.editor()
    good, own = submitted(headline="可以"), make.article(headline="自己的")
    make.ready(good)
    workflow.submit(own, by=editor, edition=1)

    desk = desk_of(editor)
    response = desk.post(
        reverse("admin:articles_article_changelist"),
        listed(desk) | {"action": "pass_selected", "_selected_action": [good.pk, own.pk]},
        follow=True,
    )

    assert [str(message) for message in response.context["messages"]] == [
        "1 篇已通过；1 篇没有通过：《自己的》：本轮稿件您写过或改过，不能再审。",
    ]


def test_the_list_offers_passing_to_reviewers_alone():
    story = submitted()
    desk = desk_of(story.created_by)
    response = desk.post(
        reverse("admin:articles_article_changelist"),
        listed(desk) | {"action": "pass_selected", "_selected_action": [story.pk]},
    )

    assert Article.objects.get().stage == Stage.FIRST_REVIEW
    assert response.status_code in {200, 302}


def test_only_a_draft_that_nobody_read_is_deleted():
    editor = make.editor()
    draft, in_review = make.article(), submitted()
    live = make.signed_off(make.article())
    for story in (draft, live):
        workflow.note_edit(story, by=editor)
    desk = desk_of(editor)

    for story in (in_review, live):
        assert desk.post(page("delete", story), {"post": "yes", "based_on": 1}).status_code == 403
    assert desk.post(page("delete", draft), {"post": "yes", "based_on": 1}).status_code == 302
    assert set(Article.objects.all()) == {in_review, live}


def typed_into(story, *, by):
    fields = {"edition": 1, "window": uuid4(), "saved_at": timezone.now(), "form": {}}
    Autosave.objects.create(article=story, user=by, **fields)


@pytest.mark.parametrize("way", [presence.beat, typed_into])
def test_a_story_somebody_is_typing_in_is_not_deleted(way):
    story, writer, editor = (
        make.article(),
        make.editor(name="王芳"),
        make.editor(),
    )
    way(story, by=writer)
    desk = desk_of(editor)

    answer = desk.post(page("delete", story), {"post": "yes", "based_on": 1})
    assert "王芳正在编辑" in answer.content.decode()
    chosen = {"action": "delete_selected", "_selected_action": [story.pk], "post": "yes"}
    listing = reverse("admin:articles_article_changelist")
    answer = desk.post(listing, listed(desk) | chosen, follow=True)
    assert "王芳正在编辑" in answer.content.decode()
    assert Article.objects.exists()

    boss = desk_of(User.objects.create_superuser("boss"))
    boss.post(page("delete", story), {"post": "yes", "based_on": 1})
    assert not Article.objects.exists()


def test_records_of_reviews_are_looked_at_and_not_touched():
    submitted()
    review = Review.objects.get()
    boss = desk_of(User.objects.create_superuser("boss"))

    assert boss.get("/admin/articles/review/").status_code == 200
    assert boss.get("/admin/articles/review/add/").status_code == 403
    for name in ("change", "delete"):
        address = reverse(f"admin:articles_review_{name}", args=[review.pk])
        assert boss.post(address, {"post": "yes", "opinion": "x"}).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries(count, django_assert_num_queries):
    story = submitted()
    for _ in range(count):
        make.byline(article=story)
        make.photo_use(article=story)
        make.mention(article=story)
        workflow.note_edit(story, by=make.editor())

    desk = desk_of(make.editor())
    mentions.gazetteer()  # built once for many pages

    with django_assert_num_queries(35):
        assert desk.get(page("review", story)).status_code == 200


def test_the_form_leads_to_the_readers_page_only_where_they_have_one():
    desk, waits = desk_of(make.editor()), submitted()
    shown = make.published().article

    assert desk.get(page("change", waits)).context["absolute_url"] is None
    assert desk.get(page("change", shown)).context["absolute_url"].endswith(f"/{shown.pk}/")

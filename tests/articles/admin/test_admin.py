"""The desk as an editor works it: pages open, bad input is answered, nothing typed is lost."""

import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.forms import MultiWidget
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.admin.story import listing
from articles.enums import Stage, Visibility
from articles.models import Article, Byline, PendingChange, PublishedArticle, Review
from articles.review import corrections, workflow
from articles.stand import visibility
from people.models import User
from tests import make

pytestmark = pytest.mark.django_db

OURS = [m for m in admin.site._registry if m._meta.app_label in {"articles", "people"}]
NOT_FOR_EDITORS = {
    "LogLine",
    "Hiding",
    "Merger",
    "SitePage",
    "LexiconEntry",
    "Review",
    "ProposedCorrection",
    "ReaderReport",
    "ReviewRoute",
    "ScoreRule",
    "User",
    "Correction",
    "Withdrawal",
    "DraftRoll",
}  # read only, added elsewhere, and the administrator's
ARRANGED = {"Pin"}  # together on one page, in test_admin_front_page.py


def address(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def typed(response):
    """The fields of the story form as the page sends them back."""
    form = response.context["adminform"].form
    fields = dict(item for name in form.fields for item in sent(form[name]))
    for formset in response.context["inline_admin_formsets"]:
        for bound in [formset.formset.management_form, *formset.formset.forms]:
            fields |= dict(item for name in bound.fields for item in sent(bound[name]))
    return {name: value for name, value in fields.items() if value or type(value) is int}


def sent(bound):
    """One field as the browser sends it: a moment in two parts, no file, anything else in one."""
    value, widget = bound.value(), bound.field.widget
    if widget.needs_multipart_form:
        return []
    if not isinstance(widget, MultiWidget):
        return [(bound.html_name, value)]
    parts = value if isinstance(value, list) else widget.decompress(value)
    return [(f"{bound.html_name}_{n}", part) for n, part in enumerate(parts)]


def save(desk, article=None, *, button="_continue", **changes):
    """Open the story form, change some fields and press a button."""
    page = ("change", article.pk) if article else ("add",)
    fields = typed(desk.get(address(Article, *page))) | changes
    return desk.post(address(Article, *page), fields | {button: "1"})


def listed(desk):
    """The editions the list of stories carries beside its boxes."""
    page = desk.get(address(Article, "changelist")).content.decode()
    return dict(re.findall(r'name="(based_on-\d+)" value="(\d+)"', page))


def errors(response):
    return response.context["adminform"].form.errors


@pytest.fixture
def everything():
    make.tally()
    make.entity_name()
    make.lexicon_entry()
    article = make.published(tags=["标签"], page=make.page(), column=make.column()).article
    make.mention(article=article)
    make.byline(article=article)
    make.photo_use(article=article)
    make.honour()
    make.section()
    make.pending_change()


@pytest.mark.parametrize(
    "model",
    [model for model in OURS if model.__name__ not in NOT_FOR_EDITORS | ARRANGED],
    ids=lambda model: model.__name__,
)
def test_every_page_of_the_desk_opens(desk, everything, model):
    row = model.objects.first()

    assert desk.get(address(model, "changelist")).status_code == 200
    assert desk.get(address(model, "change", row.pk)).status_code == 200
    assert desk.get(address(model, "history", row.pk)).status_code == 200
    assert desk.get(address(model, "changelist"), {"q": "甲"}).status_code in {200, 302}
    if model is not PendingChange:  # one comes of a save that waits
        assert desk.get(address(model, "add")).status_code == 200


def test_all_models_an_editor_needs_are_on_the_desk():
    assert {model.__name__ for model in OURS} == {
        *["Article", "Photo", "Issue", "Page", "Section", "Column", "Tag"],
        *["Reporter", "Entity", "Programme", "Round", "Honour", "Tally", "PendingChange"],
        *NOT_FOR_EDITORS,
        *ARRANGED,
    }


def test_who_may_see_nothing_is_shown_nothing(client):
    client.force_login(User.objects.create_user("guest", is_staff=True))
    make.article(headline="还没见报")

    assert "还没见报" not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_stories_takes_the_same_queries(desk, count, django_assert_num_queries, editor):
    for _ in range(count):
        make.byline(article=make.article(page=make.page(), section=make.section()))

    with django_assert_num_queries(12):
        response = desk.get(address(Article, "changelist"))

    assert len(response.context["cl"].result_list) == count


def test_the_list_says_what_readers_see(desk):
    """In the column and by the filter, as the stand's own query answers."""
    later, chief = timezone.now() + timedelta(hours=1), make.chief()
    signed_off = {"stage": Stage.SIGNED_OFF}
    make.article(headline="草稿")
    make.published(headline="在线", **signed_off)
    make.published(headline="在线又改")
    make.published(headline="封存", embargo_until=later, **signed_off)
    make.published(headline="定时", publish_at=later, **signed_off)
    make.published(headline="期未出", page=make.page(issue=make.issue(released_at=later)))
    corrections.withdraw(make.published(headline="撤下").article, by=chief, reason="失实。")
    unseen = make.published(headline="未见先撤", embargo_until=later).article
    corrections.withdraw(unseen, by=chief, reason="失实。")

    def shown(**query):
        found = desk.get(address(Article, "changelist"), query).context["cl"]
        return {row.headline: listing.live(row) for row in found.result_list}

    live = {"在线": "已上线", "在线又改": "上线后又改过"}
    when = visibility.ReaderView(Visibility.WAITING, later).moment
    reasons = {"封存": "解禁", "定时": "定时", "期未出": "随期"}
    waiting = {name: f"待发布：{when}（{why}）" for name, why in reasons.items()}
    withdrawn = dict.fromkeys(["撤下", "未见先撤"], "已撤稿")
    assert shown() == {"草稿": "未发布"} | live | waiting | withdrawn
    assert shown(live="yes") == live
    assert shown(live="edited") == {"在线又改": "上线后又改过"}
    assert shown(live="waiting") == waiting
    assert shown(live="no") == {"草稿": "未发布"}
    assert shown(live="withdrawn") == withdrawn
    public = Article.objects.filter(published__in=PublishedArticle.objects.public())
    assert {story.headline for story in public} == set(live)


def test_what_waits_is_listed_in_the_order_of_its_moments(desk):
    now = timezone.now()
    for hours in (2, 3, 1):
        make.published(headline=f"{hours}", embargo_until=now + timedelta(hours=hours))
    make.published()

    def shown(query):
        found = desk.get(address(Article, "changelist"), query).context["cl"].result_list
        return [row.headline for row in found]

    assert shown({"live": "waiting"}) == ["1", "2", "3"]
    assert shown({"live": "waiting", "o": "-1"}) == ["3", "2", "1"]


# ---- Writing ----------------------------------------------------------------------------------


def test_a_new_story_is_saved_with_its_byline_and_tags(desk, editor):
    make.reporter(name="陈洋波")

    save(
        desk,
        headline="“李祖乡遇”\r\n共富工坊",
        body="<p>正文。</p>",
        printed_byline="▢ 全媒体记者 陈洋波 文/图",
        tags="共富工坊，ＡＩ；直播",
    )

    article = Article.objects.get()
    assert article.headline == "“李祖乡遇”\n共富工坊"
    assert article.updated_by == editor
    assert [(b.reporter.name, b.role, b.title_as_printed) for b in article.bylines.all()] == [
        ("陈洋波", "text_photo", "全媒体记者")
    ]
    assert {tag.name for tag in article.tags.all()} == {"共富工坊", "AI", "直播"}


@pytest.mark.parametrize("line", ["义乌，？！", "🎉"])
def test_a_tag_of_marks_alone_is_told_at_the_field_and_nothing_is_lost(desk, line):
    response = save(desk, headline="主题在此", body="<p>正文还在。</p>", tags=line)

    (problem,) = errors(response)["tags"]
    assert problem.startswith("标签里至少要有一个汉字、字母或数字：")
    assert not Article.objects.exists()
    page = response.content.decode()
    assert "主题在此" in page
    assert "正文还在。" in page
    assert f'value="{line}"' in page


def test_a_story_with_such_a_tag_from_before_opens_on_every_page(desk):
    article = make.article(tags=[make.tag(name="？！")])
    workflow.submit(article, by=make.editor(), edition=article.edition)

    for page in ("change", "preview", "review"):
        assert desk.get(address(Article, page, article.pk)).status_code == 200


def test_pasted_markup_is_cleaned(desk):
    dirty = '<p class="MsoNormal" onclick="x">　　正文<o:p></o:p></p><script>alert(1)</script>'

    save(desk, headline="主题", body=dirty)

    assert Article.objects.get().body == "<p>正文</p>"


def test_a_missing_headline_is_told_at_the_field_and_nothing_is_lost(desk):
    response = save(
        desk, headline=" ", kicker="引题在此", body="<p>正文还在。</p>", tags="标签还在"
    )

    assert errors(response) == {"headline": ["请填写主题。"]}
    assert not Article.objects.exists()
    page = response.content.decode()
    assert "引题在此" in page
    assert "正文还在。" in page
    assert "标签还在" in page


def test_a_byline_row_takes_the_present_title_and_the_next_number(desk):
    article = make.article()
    make.byline(article=article, order=1)
    late = make.reporter(title="首席记者")

    save(
        desk,
        article,
        **{
            "bylines-TOTAL_FORMS": 2,
            "bylines-1-reporter": late.pk,
            "bylines-1-role": "text",
            "bylines-1-order": 0,
        },
    )

    assert [(b.title_as_printed, b.order) for b in article.bylines.all()] == [
        ("", 1),
        ("首席记者", 2),
    ]


# ---- Two editors ------------------------------------------------------------------------------


def test_a_stale_save_is_refused_and_keeps_what_was_typed(desk):
    article = make.article(headline="原来的")
    opened = typed(desk.get(address(Article, "change", article.pk)))
    colleague, other = Client(), make.editor()
    colleague.force_login(other)
    save(colleague, article, headline="同事先存的")

    response = desk.post(
        address(Article, "change", article.pk), opened | {"headline": "我后存的", "_continue": "1"}
    )

    article.refresh_from_db()
    assert article.headline == "同事先存的"
    assert "“同事先存的”又有改动，这次没有动它。" in errors(response)["__all__"][0]
    assert f"{other} 在" in response.content.decode()
    assert "我后存的" in response.content.decode()


def test_a_save_that_does_not_say_what_it_saw_is_refused(desk):
    article = make.article(headline="原来的")

    save(desk, article, headline="改过", based_on="")

    article.refresh_from_db()
    assert article.headline == "原来的"


# ---- Preview and the way to the reviews ------------------------------------------------------


def test_saving_to_preview_shows_the_story_and_publishes_nothing(desk):
    article = make.article(headline="旧主题")

    response = save(desk, article, button="_preview", headline="新主题")
    page = desk.get(response["Location"])

    assert "新主题" in page.content.decode()
    assert "预览" in page.content.decode()
    assert not PublishedArticle.objects.exists()


def test_a_preview_needs_the_right_to_see_stories(client):
    article = make.article()
    client.force_login(User.objects.create_user("guest", is_staff=True))

    assert client.get(address(Article, "preview", article.pk)).status_code == 404


def test_a_preview_of_nothing_is_not_found(desk):
    assert desk.get(address(Article, "preview", 99)).status_code == 404


def test_saving_to_hand_in_hands_in(desk):
    article = make.article(headline="旧主题")

    response = save(desk, article, button="_review", headline="新主题")

    assert response["Location"] == reverse("admin:index")
    saved = Article.objects.get()
    assert (saved.headline, saved.stage) == ("新主题", Stage.FIRST_REVIEW)
    assert [review.decision for review in saved.reviews.all()] == ["submitted"]


def test_what_cannot_be_handed_in_is_saved_and_its_reviews_say_what_is_missing(desk):
    article = make.article(headline="旧主题", body="")

    response = save(desk, article, button="_review", headline="新主题")

    assert response["Location"] == address(Article, "review", article.pk)
    saved = Article.objects.get()
    assert (saved.headline, saved.stage) == ("新主题", Stage.DRAFT)
    page = desk.get(response["Location"])
    assert [str(message)[:9] for message in page.context["messages"]] == ["已保存，还没有送审"]
    assert page.context["problems"]


def test_saving_in_review_leads_to_the_reviews_and_moves_nothing(desk):
    article = make.article(stage=Stage.FIRST_REVIEW)

    response = save(desk, article, button="_review", headline="新主题")

    assert response["Location"] == address(Article, "review", article.pk)
    assert Article.objects.get().headline == "新主题"


def test_an_edit_of_a_live_story_waits_while_readers_keep_the_old(desk):
    article = make.signed_off(make.article(headline="读者看到的"))

    save(desk, article, headline="还没签发的")

    assert Article.objects.get().stage == Stage.DRAFT
    assert PublishedArticle.objects.get().headline == "读者看到的"


def test_saving_without_a_change_keeps_the_story_signed_off(desk):
    article = make.signed_off(make.article())
    before = Article.objects.values().get()

    save(desk, article)

    assert Article.objects.get().stage == Stage.SIGNED_OFF
    assert Article.objects.values().get() == before
    assert not article.revisions.filter(cause="saved").exists()


def test_who_starts_or_changes_a_draft_is_noted_as_its_writer(desk, editor):
    save(desk, headline="主题", body="<p>正文。</p>")
    story = make.article()
    save(desk, story, headline="改过")

    assert Article.objects.get(headline="主题").created_by == editor
    assert [review.person for review in Review.objects.all()] == [editor, editor]


@pytest.mark.parametrize(("is_out", "status"), [(False, 200), (True, 403)])
def test_a_draft_that_readers_have_may_not_be_deleted(desk, is_out, status):
    article = make.published(stage=Stage.DRAFT).article if is_out else make.article()
    page = reverse("admin:articles_article_delete", args=[article.pk])

    assert desk.get(page).status_code == status


def test_a_new_story_of_a_reporter_begins_with_their_name(client):
    writer = make.staff("记者")
    own = make.reporter(user=writer, title="全媒体记者")
    client.force_login(writer)

    form = typed(client.get(address(Article, "add"))) | {"headline": "自己写的"}
    client.post(address(Article, "add"), form)

    (credit,) = Article.objects.get().bylines.all()
    assert (credit.reporter, credit.role, credit.title_as_printed, credit.order) == (
        own,
        "text",
        "全媒体记者",
        1,
    )


def test_of_a_pasted_byline_the_writer_s_own_name_is_what_it_says(client):
    writer = make.staff("记者")
    make.reporter(user=writer, name="陈洋波")
    make.reporter(name="王志坚")
    client.force_login(writer)

    for line in ["记者 陈洋波 文/图", "记者 王志坚"]:
        form = typed(client.get(address(Article, "add")))
        client.post(address(Article, "add"), form | {"headline": line, "printed_byline": line})

    credits = [(row.article.headline, row.reporter.name, row.role) for row in Byline.objects.all()]
    assert sorted(credits) == [
        ("记者 王志坚", "王志坚", "text"),
        ("记者 陈洋波 文/图", "陈洋波", "text_photo"),
    ]


def test_who_enters_others_stories_finds_nobody_s_name_in_a_new_one(desk, editor):
    make.reporter(user=editor)

    page = desk.get(address(Article, "add"))

    assert typed(page)["bylines-TOTAL_FORMS"] == 0

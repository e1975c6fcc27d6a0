from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.enums import ArticleKind, BylineRole, MentionRelation, Placement
from articles.models import Article, PublishedArticle
from articles.review import workflow
from articles.stand import publishing
from tests import make

pytestmark = pytest.mark.django_db

LATER = datetime(2030, 1, 1, 6, tzinfo=UTC)


def test_publishing_puts_the_text_on_the_stand():
    article = make.article(headline="揭牌", body="<p>正文一段。</p>", dateline="本报讯")

    published = publishing.publish(article, by=None)

    assert PublishedArticle.objects.public().get() == published
    assert published.headline == "揭牌"
    assert "本报讯" in published.body_html
    assert published.version == 1


def test_publishing_the_same_text_again_changes_nothing():
    article = make.article()
    first = publishing.publish(article, by=None)

    second = publishing.publish(article, by=None, at=LATER)

    assert second.version == 1
    assert second.changed_at == first.changed_at


def test_a_changed_text_is_a_new_version_of_the_same_story():
    article = make.article()
    first = publishing.publish(article, by=None)
    article.headline = "改过的主题"
    article.save()

    second = publishing.publish(article, by=None, at=LATER)

    assert second.version == 2
    assert second.published_at == first.published_at
    assert second.visible_from == first.visible_from
    assert second.changed_at == LATER


def test_a_story_waits_for_its_issue():
    issue = make.issue(released_at=LATER)
    article = make.article(page=make.page(issue=issue))

    published = publishing.publish(article, by=None)

    assert published.visible_from == LATER
    assert not PublishedArticle.objects.public(now=LATER - timedelta(seconds=1)).exists()
    assert PublishedArticle.objects.public(now=LATER).get() == published


def test_a_story_added_to_an_old_issue_is_not_backdated():
    now = timezone.now()
    issue = make.issue(released_at=now - timedelta(days=3))

    published = publishing.publish(make.article(page=make.page(issue=issue)), by=None, at=now)

    assert published.visible_from == now


def test_the_byline_is_printed_with_its_mark_and_linked():
    article = make.article()
    reporter = make.reporter(name="陈洋波")
    make.byline(
        article=article,
        reporter=reporter,
        title_as_printed="全媒体记者",
        role=BylineRole.TEXT_AND_PHOTO,
    )

    published = publishing.publish(article, by=None)

    assert published.byline_text == "▢ 全媒体记者 陈洋波 文/图"
    assert f'<a href="{reporter.get_absolute_url()}" rel="author">陈洋波</a>' in (
        published.byline_html
    )
    assert list(published.reporters.all()) == [reporter]


def test_a_photo_brief_is_signed_without_a_mark():
    article = make.article(kind=ArticleKind.PHOTO_BRIEF)
    make.byline(
        article=article,
        reporter=make.reporter(name="吴峰宇"),
        title_as_printed="全媒体记者",
        role=BylineRole.PHOTOGRAPHED,
    )

    assert publishing.publish(article, by=None).byline_text == "全媒体记者 吴峰宇 摄"


def test_photos_carry_caption_and_credit():
    article = make.article()
    photo = make.photo(caption="直播带货", reporter=make.reporter(name="陈洋波"))
    make.photo_use(article=article, photo=photo)

    published = publishing.publish(article, by=None)

    assert [(p["caption"], p["credit"]) for p in published.photos] == [("直播带货", "图/陈洋波")]
    assert "直播带货" in published.body_html
    assert "图/陈洋波" in published.body_html


def test_an_inline_photo_stands_where_the_body_says():
    photo = make.photo(caption="文中之图")
    article = make.article(
        body=f'<p>前。</p><figure data-photo="{photo.guid}"></figure><p>后。</p>'
    )
    make.photo_use(article=article, photo=photo, placement=Placement.INLINE)

    html = publishing.publish(article, by=None).body_html

    assert html.index("前。") < html.index("文中之图") < html.index("后。")
    assert html.count("文中之图") == 1


def test_a_leading_photo_that_the_body_places_stands_there_and_on_the_card():
    photo = make.photo(caption="题图在文中")
    article = make.article(
        body=f'<p>前。</p><figure data-photo="{photo.guid}"></figure><p>后。</p>'
    )
    make.photo_use(article=article, photo=photo, placement=Placement.LEAD)

    published = publishing.publish(article, by=None)

    html = published.body_html
    assert html.index("前。") < html.index("题图在文中") < html.index("后。")
    assert html.count("题图在文中") == 1
    assert 'loading="lazy"' in html
    assert photo.file.url in published.card_html


def test_an_inline_photo_the_body_does_not_place_comes_last():
    article = make.article(body="<p>正文。</p>")
    make.photo_use(
        article=article, photo=make.photo(caption="无处安放"), placement=Placement.INLINE
    )

    html = publishing.publish(article, by=None).body_html

    assert html.index("正文。") < html.index("无处安放")


def test_only_confirmed_and_visible_entities_are_named():
    article = make.article()
    subject = make.entity(name="李祖村")
    named = make.entity(name="后宅街道")
    make.mention(article=article, entity=named)
    make.mention(article=article, entity=subject, relation=MentionRelation.SUBJECT)
    make.mention(article=article, entity=make.entity(name="未确认"), is_confirmed=False)
    make.mention(article=article, entity=make.entity(name="不公开", hidden=True))

    published = publishing.publish(article, by=None)

    assert set(published.entities.all()) == {subject, named}
    html = published.context_html
    assert html.index("李祖村") < html.index("后宅街道")
    assert "未确认" not in html
    assert "不公开" not in html


def test_length_counts_the_dateline_and_the_body():
    article = make.article(dateline="本报讯", body="<p>共12人。</p>")

    assert publishing.publish(article, by=None).length == 3 + 4


def test_the_stand_has_the_body_as_the_desk_has_it_and_readers_get_it_cleaned():
    published = make.published(body='<p onclick="x">正文。</p><script>x</script>')

    assert published.body == published.article.body
    assert published.body_html == "<p>正文。</p>"


def test_a_preview_writes_nothing():
    article = make.article(headline="未见报")

    assert publishing.preview(article, address=str).headline == "未见报"
    assert not PublishedArticle.objects.exists()


def test_republish_gives_the_same_bytes(django_assert_num_queries):
    article = make.article()
    make.byline(article=article)
    make.photo_use(article=article)
    make.mention(article=article)
    make.signed_off(article)
    before = PublishedArticle.objects.values().get()

    out = StringIO()
    call_command("republish", stdout=out)

    assert PublishedArticle.objects.values().get() == before
    assert out.getvalue() == "1 articles rendered, 0 changed\n"


def test_republish_mends_a_damaged_row():
    article = make.article(body="<p>原文。</p>")
    published = make.signed_off(article).published
    PublishedArticle.objects.update(body_html="", card_html="")

    call_command("republish", stdout=StringIO())

    fresh = PublishedArticle.objects.get()
    assert fresh.body_html == published.body_html
    assert fresh.version == 1


def test_republish_leaves_alone_what_is_being_edited():
    editor = make.editor()
    article = make.article(headline="读者看到的")
    make.signed_off(article)
    workflow.note_edit(article, by=editor)
    article.headline = "还没签发的"
    article.save()

    call_command("republish", stdout=StringIO())

    assert PublishedArticle.objects.get().headline == "读者看到的"


def test_republish_renders_what_is_signed_off_by_now():
    chief = make.chief()
    article = make.signed_off(make.article(headline="旧主题"))
    keys = [article.pk]
    workflow.note_edit(article, by=chief)
    Article.objects.update(headline="新主题", edition=article.edition + 1)
    article.refresh_from_db()
    make.signed_off(article)

    assert publishing.republish(keys) == 0

    assert PublishedArticle.objects.get().headline == "新主题"

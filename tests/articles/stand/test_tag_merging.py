"""Tags that mean the same: synonyms, merging, and what follows for pages, search and addresses."""

import json
from urllib.parse import unquote

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from django.utils import timezone

from articles import search
from articles.enums import RevisionCause, Stage
from articles.history import revisions
from articles.models import PendingChange, PublishedArticle, Tag
from articles.review.confirmations import holding
from articles.review.confirmations.holding import ConfirmationRefused
from articles.stand import merging_tags, publishing, related
from articles.stand.merging_tags import MergeRefused, merge
from articles.story import restoring
from tests import make
from tests.two_editors import opened

pytestmark = pytest.mark.django_db


def live(*tags, **fields):
    """A story that is signed off and on the stand."""
    return make.published(tags=tags, **{"stage": Stage.SIGNED_OFF} | fields)


def names(rows):
    return [tag.name for tag in rows.all()]


# ---- Merging ------------------------------------------------------------------------------------


def test_stories_pages_and_search_follow():
    kept, old = make.tag(name="人工智能", slug="人工智能"), make.tag(name="智能", slug="智能")
    one, both = live(old), live(make.tag(name="前"), old, kept)

    assert merge([old], into=kept, by=make.editor(), reason="同义。") == 1

    for story, expected in ((one, ["人工智能"]), (both, ["前", "人工智能"])):
        story.refresh_from_db()
        assert names(story.article.tags) == story.keywords == expected
        assert set(names(story.tags)) == set(expected)
        assert old.get_absolute_url() not in story.context_html
        assert kept.get_absolute_url() in story.context_html
    assert one.version == 1  # a new name of a tag is no new text
    found = search.answer(search.Question(q="人工智能", tag=kept.pk))
    assert [hit.story for hit in found.hits] == [both, one]


@pytest.mark.parametrize("stage", [Stage.SIGNED_OFF, Stage.DRAFT])
def test_stories_stay_related_by_the_tag_that_is_kept(stage):
    kept, old = make.tag(), make.tag()
    one, other = live(old, stage=stage), live(kept)

    merge([old], into=kept, by=make.editor(), reason="同义。")

    one.refresh_from_db()
    assert one.related_by["tags"] == [kept.pk]
    assert (related.stories(one), related.stories(other)) == ([other], [one])


def test_a_story_that_is_being_edited_keeps_its_text_and_is_listed(client):
    kept, old = make.tag(slug="新"), make.tag(slug="旧")
    story = make.published(tags=[old])  # a draft on the desk
    before = story.context_html

    merge([old], into=kept, by=make.editor(), reason="同义。")

    story.refresh_from_db()
    assert (names(story.article.tags), story.context_html) == ([kept.name], before)
    assert list(client.get(kept.get_absolute_url()).context["page"]) == [story]
    assert [h.story for h in search.answer(search.Question(q="正文", tag=kept.pk)).hits] == [story]


@pytest.mark.parametrize("format", ["", ".rss", ".atom", ".json"])
def test_the_old_address_leads_on(client, format):
    kept, old = make.tag(name="AI", slug="AI"), make.tag(name="智能", slug="智能")
    live(old)
    merge([old], into=kept, by=make.editor(), reason="同义。")

    address = f"/feeds/tags/智能{format}" if format else "/tags/智能/"
    response = client.get(address)

    assert response.status_code == 301
    assert response["Location"] == address.replace("智能", "AI")
    assert client.get(response["Location"]).status_code == 200


def test_merges_are_logged_and_do_not_chain():
    first, second, third = (make.tag() for _ in range(3))
    editor = make.editor()
    live(first)

    merge([first], into=second, by=editor, reason="同义。")
    merge([second], into=third, by=editor, reason="同义。")

    assert {tag.main for tag in Tag.objects.filter(main__isnull=False)} == {third}
    said = LogEntry.objects.order_by("pk").values_list("object_repr", "change_message", "user")
    assert list(said) == [
        (second.name, f"并入了“{first.name}”，新增 1 篇稿件。原因：同义。", editor.pk),
        (first.name, f"已并入“{second.name}”。原因：同义。", editor.pk),
        (third.name, f"并入了“{second.name}”，新增 1 篇稿件。原因：同义。", editor.pk),
        (second.name, f"已并入“{third.name}”。原因：同义。", editor.pk),
    ]


def test_a_tag_is_not_merged_into_itself_or_a_synonym():
    kept, old = make.tag(), make.tag()
    editor = make.editor()
    merge([old], into=kept, by=editor, reason="同义。")

    with pytest.raises(MergeRefused, match="同义词"):
        merge([kept], into=old, by=editor, reason="同义。")
    with pytest.raises(MergeRefused, match="它自己"):
        merge([kept], into=kept, by=editor, reason="同义。")


def test_a_merge_that_fails_changes_nothing(monkeypatch):
    kept, old = make.tag(), make.tag()
    story = live(old)
    monkeypatch.setattr(merging_tags, "_log", lambda *args, **kwargs: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        merge([old], into=kept, by=make.editor(), reason="同义。")

    assert (names(story.tags), names(story.article.tags)) == ([old.name], [old.name])
    assert Tag.objects.get(pk=old.pk).main is None


# ---- Synonyms -----------------------------------------------------------------------------------


def test_whoever_writes_a_synonym_gets_the_tag():
    kept = make.tag(name="AI")
    synonym = make.tag(name="人工智能", main=kept)
    article = make.article()

    article.tags.set(["人工智能", "前", "ai"])
    assert names(article.tags) == ["AI", "前"]
    article.tags.set([synonym])
    assert names(article.tags) == ["AI"]


def test_a_synonym_finds_the_stories_and_the_tag():
    kept = make.tag(name="AI", slug="AI")
    story = live(kept, headline="机器人")
    make.tag(name="人工智能", main=kept)  # after it was published

    answer = search.answer(search.Question(q="人工智能"))
    assert [hit.story for hit in answer.hits] == [story]
    assert [s.label for s in search.suggestions("人工")] == ["AI"]


def test_an_old_edition_comes_back_with_the_tag_that_took_over():
    kept, old = make.tag(), make.tag()
    article = make.article(tags=[old], created_by=(editor := make.editor()))
    revision = revisions.record(article, by=editor, cause=RevisionCause.SAVED)
    merge([old], into=kept, by=editor, reason="同义。")

    restoring.restore(revision, by=editor, seen_edition=1)

    assert names(article.tags) == [kept.name]


# ---- Related tags -------------------------------------------------------------------------------


def test_tags_beside_a_tag_are_those_its_public_stories_share(client):
    tag, often, once, hidden, other = (make.tag(slug=f"t{n}") for n in range(5))
    live(tag, often), live(tag, often, once), live(other)
    make.published(tags=[tag, hidden], at=timezone.now() + timezone.timedelta(days=1))
    PublishedArticle.objects.filter(pk=live(tag, hidden).pk).update(withdrawn_at=timezone.now())
    make.article(tags=[tag, hidden])

    response = client.get(tag.get_absolute_url())

    assert response.context["related"] == [often, once]
    assert f'<a href="/tags/t1/" rel="tag">{often.name}</a>' in response.content.decode()
    assert "相关标签" not in client.get(other.get_absolute_url()).content.decode()


# ---- In the admin -------------------------------------------------------------------------------


MERGE = "/admin/articles/tag/merge/"


def chosen(client, *tags):
    """What the list's action leads to."""
    data = {"action": "merge_selected", "_selected_action": [tag.pk for tag in tags]}
    return client.post(reverse("admin:articles_tag_changelist"), data, follow=True)


def merged(client, *tags, into, **sent):
    said = {"tags": [tag.pk for tag in tags], "into": into.pk, "reason": "同义。", "_confirm": "1"}
    return client.post(MERGE, {name: v for name, v in (said | sent).items() if v}, follow=True)


def test_tags_are_merged_from_the_list_after_asking(client):
    client.force_login(make.editor())
    kept, old = make.tag(name="AI"), make.tag(name="智能")
    live(old), live(old), live(kept)

    asked = chosen(client, kept, old).content.decode()
    assert asked.index("智能（2 篇稿件）") < asked.index("AI（1 篇稿件）")
    read = merged(client, kept, old, into=kept, _confirm="").content.decode()
    assert "“AI”新增 2 篇稿件，其中读者看得到的 2 篇。" in read
    assert f"{unquote(old.get_absolute_url())} 转到 {kept.get_absolute_url()}" in read
    assert "不能一键撤销" in read
    assert Tag.objects.get(pk=old.pk).main is None

    said = merged(client, kept, old, into=kept).content.decode()
    assert "合并已提交，等另一位同事确认；读者现在看到的还是原来的。" in said
    assert Tag.objects.get(pk=old.pk).main is None
    make.confirmed()
    assert Tag.objects.get(pk=old.pk).main == kept


def test_tags_of_which_readers_have_nothing_are_merged_at_once(client):
    client.force_login(make.editor())
    kept, old = make.tag(name="AI"), make.tag(name="智能")
    make.article(tags=[old])

    assert "已并入“AI”，它新增了 1 篇稿件" in merged(client, kept, old, into=kept).content.decode()
    assert Tag.objects.get(pk=old.pk).main == kept


def test_a_merger_is_confirmed_with_its_reason_and_by_who_asked_in_the_history(client):
    asker = make.editor()
    client.force_login(asker)
    kept, old = make.tag(name="AI", slug="AI"), make.tag(name="智能")
    live(old)
    merged(client, kept, old, into=kept)
    change = PendingChange.objects.get()
    assert (change.kind, change.note) == ("merger", "同义。")

    Tag.objects.filter(pk=kept.pk).update(main=make.tag())
    with pytest.raises(ConfirmationRefused, match="不能再并入"):
        holding.confirm(change, by=make.editor())
    Tag.objects.filter(pk=kept.pk).update(main=None)
    holding.confirm(change, by=make.editor())

    log = LogEntry.objects.get(object_id=old.pk)
    assert (log.user, log.change_message) == (asker, "已并入“AI”。原因：同义。")
    assert client.get(old.get_absolute_url())["Location"] == "/tags/AI/"


def test_a_tag_s_name_changes_for_readers_once_somebody_has_confirmed_it(client):
    client.force_login(make.editor())
    tag = make.tag(name="智能", slug="ai")
    live(tag)

    saved(client, tag, name="恶意的标签")

    assert "恶意" not in client.get("/tags/ai/").content.decode()
    assert not Tag.objects.called("恶意的标签").exists()
    make.confirmed()
    assert "恶意的标签" in client.get("/tags/ai/").content.decode()


def test_a_tag_that_no_public_story_bears_has_no_page(client):
    tag = make.tag(slug="ai")
    synonym = make.tag(slug="zhineng", main=tag)
    make.article(tags=[tag])
    make.published(tags=[tag], at=timezone.now() + timezone.timedelta(days=1))

    for each in (tag, synonym):
        assert client.get(each.get_absolute_url()).status_code == 404
        assert client.get(f"/feeds/tags/{each.slug}.rss").status_code == 404
    live(tag)
    assert client.get(synonym.get_absolute_url())["Location"] == "/tags/ai/"


def test_either_of_two_tags_may_stay_and_why_they_are_one_is_asked(client):
    client.force_login(make.editor())
    often, seldom = make.tag(), make.tag()
    live(often)

    assert (
        "请写明合并的原因" in merged(client, often, seldom, into=seldom, reason="").content.decode()
    )
    assert Tag.objects.get(pk=often.pk).main is None
    merged(client, often, seldom, into=seldom)
    make.confirmed()

    assert Tag.objects.get(pk=often.pk).main == seldom
    with pytest.raises(MergeRefused, match="请写明合并的原因"):
        merge([seldom], into=make.tag(), by=make.editor(), reason=" ")


@pytest.mark.parametrize(
    "asked", ["", "?tags=x&tags=99999999999999999999", "?tags=1&tags=2&into=x"]
)
def test_an_address_that_names_no_tags_leads_back_to_the_list(client, asked):
    client.force_login(make.editor())

    answer = client.get(MERGE + asked)

    assert (answer.status_code, answer["Location"]) == (302, "/admin/articles/tag/")


def test_one_tag_alone_and_a_synonym_are_refused_with_a_word(client):
    client.force_login(make.editor())
    kept, third = make.tag(), make.tag()
    old = make.tag(main=kept)

    assert "请至少选两个标签。" in chosen(client, kept).content.decode()
    assert "不能再并入" in merged(client, third, old, into=old).content.decode()
    assert Tag.objects.get(pk=third.pk).main is None


def test_a_reporter_may_not_merge(client):
    client.force_login(make.staff("记者"))
    kept, old = make.tag(), make.tag()

    assert merged(client, kept, old, into=kept).status_code == 403

    assert Tag.objects.get(pk=old.pk).main is None


def saved(client, tag=None, **sent):
    names = ("change", [tag.pk]) if tag else ("add", [])
    address = reverse(f"admin:articles_tag_{names[0]}", args=names[1])
    seen = opened(client, address) if tag else {}
    return client.post(address, {"name": "", "main": ""} | seen | sent, follow=True)


def test_a_tag_that_is_made_a_synonym_gives_up_its_stories(client):
    client.force_login(make.editor())
    kept, old = make.tag(name="AI", slug="AI"), make.tag(name="智能")
    story = live(old)

    asked = saved(client, old, name="智能", main=kept.pk)

    old.refresh_from_db()
    assert old.main is None
    assert asked.context["form"]["into"].value() == str(kept.pk)
    merged(client, old, kept, into=kept)
    make.confirmed()
    story.refresh_from_db()
    assert story.keywords == ["AI"]
    assert (
        "智能" in client.get(reverse("admin:articles_tag_change", args=[kept.pk])).content.decode()
    )


def test_a_synonym_is_added_with_its_address(client):
    client.force_login(make.editor())
    kept = make.tag(name="AI", slug="AI")

    saved(client, name="人工智能", main=kept.pk)

    live(kept)
    assert client.get("/tags/人工智能/")["Location"] == "/tags/AI/"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("ａi", "已有标签“AI”。"),
        ("甲、乙", "请只写一个标签"),
        ("，", "请只写一个标签"),
        ("？！", "至少要有一个汉字"),
    ],
)
def test_a_name_that_is_no_new_tag_is_refused(client, name, problem):
    client.force_login(make.editor())
    make.tag(name="AI")

    assert problem in saved(client, name=name).content.decode()
    assert Tag.objects.count() == 1


def test_a_synonym_of_itself_or_of_a_synonym_is_refused(client):
    client.force_login(make.editor())
    kept = make.tag(name="AI")
    synonym = make.tag(name="智能", main=kept)

    assert "标签不能并入它自己。" in saved(client, kept, name="AI", main=kept.pk).content.decode()
    assert "本身是同义词" in saved(client, name="新", main=synonym.pk).content.decode()
    assert names(Tag.objects) == ["AI", "智能"]


# ---- Names offered while one types --------------------------------------------------------------


def offered(client, typed):
    response = client.get(reverse("admin:articles_tag_suggest"), {"q": typed})
    assert response.status_code == 200
    return [(s["label"], s["note"]) for s in json.loads(response.content)["suggestions"]]


def test_tags_are_offered_by_what_they_begin_with_and_by_synonyms(client):
    client.force_login(make.staff("记者"))
    make.tag(name="义乌共富"), make.tag(name="共富工坊")
    make.tag(name="一起富", main=make.tag(name="共同富裕"))

    assert offered(client, "共富") == [("共富工坊", ""), ("义乌共富", "")]
    assert offered(client, "一起") == [("共同富裕", "同义词：一起富")]
    assert offered(client, "") == offered(client, "，") == offered(client, "\0") == []
    assert offered(client, "%") == offered(client, "'; DROP") == offered(client, "a" * 10_000) == []


def test_full_width_letters_are_offered_the_same(client):
    client.force_login(make.staff("记者"))
    make.tag(name="AI")

    assert offered(client, "ａｉ") == [("AI", "")]


def test_a_form_s_line_of_tags_names_where_to_ask(client):
    client.force_login(make.editor())
    html = client.get(reverse("admin:articles_article_add")).content.decode()

    assert f'data-suggestions="{reverse("admin:articles_tag_suggest")}"' in html


def test_published_text_says_nothing_of_synonyms():
    kept = make.tag(name="AI")
    article = make.article()
    article.tags.set([make.tag(name="智能", main=kept)])

    assert publishing.publish(article, by=None).keywords == ["AI"]

"""The desk's own search: its drafts, by every word and name, as readers search the stand."""

import random

import pytest
from django.urls import reverse
from django.utils.http import urlencode

from articles import search
from articles.enums import RevisionCause
from articles.history import revisions
from articles.models import Article, DeskEntry
from articles.review import workflow
from articles.text.pinyin import spells
from tests import make
from tests.articles.search.test_search import HOSTILE

pytestmark = pytest.mark.django_db


def kept(**fields):
    """A story as the desk saves one."""
    article = make.article(**fields)
    revisions.record(article, by=None, cause=RevisionCause.SAVED)
    return article


def found(typed):
    return list(search.on_desk(Article.objects.all(), typed))


# ---- What is found ------------------------------------------------------------------------------


@pytest.mark.parametrize("field", ["kicker", "headline", "subhead", "web_headline", "summary"])
def test_every_part_of_a_draft_is_found(field):
    draft = kept(**{field: "前义乌后"})

    assert found("义乌") == found("乌") == found("義烏後") == [draft]
    assert found("义后") == []


def test_body_byline_caption_tag_and_column_of_a_draft_are_found():
    article = make.article(
        body="<p>共富工坊</p><p>揭牌５Ｇ</p>",
        tags=[make.tag(name="直播")],
        column=make.column(name="抗严寒 送温暖"),
        unread_byline="本报记者某某",
    )
    make.photo_use(article=article, photo=make.photo(caption="村口晒谷", source="村民供图"))
    make.byline(article=article, reporter=make.reporter(name="陈洋波"), title_as_printed="记者")
    search.index_desk(article)

    for word in ["工坊", "5g", "直播", "严寒送", "晒谷", "村民", "陈洋波", "记者陈", "某某"]:
        assert found(word) == [article], word
    assert found("坊揭") == []  # two paragraphs
    assert found("工坊 晒谷") == [article]
    assert found("工坊 没有") == []


def test_headlines_come_before_texts_and_newer_before_older():
    old, text, new = kept(headline="义乌"), kept(body="<p>义乌</p>"), kept(headline="在义乌")

    assert found("义乌") == [new, old, text]


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_has_an_answer(typed):
    kept(headline="无关的稿件")

    assert found(typed) == []


def test_every_substring_of_generated_drafts_finds_what_a_scan_finds():
    """Few characters, so that everything crosses, repeats and overlaps."""
    chance = random.Random(1)
    texts = ["".join(chance.choices("义乌遵江人，", k=30)) for _ in range(40)]
    drafts = [kept(headline="甲", body=f"<p>{text}</p>") for text in texts]
    queries = {"".join(chance.choices("义乌遵江人", k=chance.randint(1, 4))) for _ in range(120)}

    for query in queries:
        holding = [d for d, text in zip(drafts, texts, strict=True) if query in text]
        assert found(query) == holding[::-1], query


# ---- Names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("letters", "spelled"),
    [
        ("cyb", True),
        ("chenyangbo", True),
        ("chenyb", True),
        ("cyangb", True),
        ("cy", False),
        ("c", False),
        ("cybo", True),
        ("cyba", False),
        ("chenyangboa", False),
        ("", False),
    ],
)
def test_a_name_is_spelled_by_the_beginnings_of_its_words(letters, spelled):
    assert spells(letters, "chen yang bo") == spelled


def test_letters_of_no_name_spell_nothing():
    assert not spells("", "")
    assert not spells("a", "")


@pytest.mark.parametrize("typed", ["cyb", "CYB", "ｃｙｂ", "chenyangbo", "chenyb", "cyb 工坊"])
def test_a_name_is_found_by_its_pinyin(typed):
    article = make.article(body="<p>共富工坊</p>")
    make.byline(article=article, reporter=make.reporter(name="陈洋波", sort_key="chen yang bo"))
    search.index_desk(article)
    kept(body="<p>共富工坊</p>")

    assert found(typed) == [article]


def test_a_named_person_is_found_by_pinyin_and_by_other_names_hidden_or_not():
    entity = make.entity(name="何小明", sort_key="he xiao ming", hidden=True)
    article = make.article()
    make.mention(article=article, entity=entity, is_confirmed=False)
    search.index_desk(article)

    make.entity_name(entity=entity, name="小何")  # after it was saved

    assert found("hxm") == found("小何") == found("何小明") == [article]


def test_letters_in_a_text_are_found_as_well_as_the_names_they_spell():
    article = make.article()
    make.byline(article=article, reporter=make.reporter(name="鲍一鸣", sort_key="bao yi ming"))
    search.index_desk(article)
    text = kept(body="<p>用BYM模型</p>")

    assert found("bym") == [text, article]


# ---- The index follows the desk -----------------------------------------------------------------


def test_an_edit_is_found_as_it_is_saved(client):
    chief = make.chief()
    article = kept(headline="旧主题", created_by=chief)
    article.headline = "新主题"
    article.edition += 1
    article.save()
    revisions.record(article, by=chief, cause=RevisionCause.SAVED)

    assert (found("旧主题"), found("新主题")) == ([], [article])


def test_a_story_that_was_never_saved_here_is_found_once_it_moves():
    article = make.article(headline="义乌", created_by=(writer := make.editor()))
    assert found("义乌") == []

    workflow.submit(article, by=writer, edition=article.edition)

    assert found("义乌") == [article]


def test_a_deleted_draft_is_gone():
    kept(headline="义乌").delete()

    assert (found("义乌"), DeskEntry.objects.count()) == ([], 0)


def test_rebuild_finds_every_story_of_the_desk():
    articles = [make.article(headline=f"义乌{n}") for n in range(3)]
    assert not search.is_current()

    assert search.rebuild_desk() == 3
    assert search.is_current()
    assert found("义乌") == articles[::-1]

    DeskEntry.objects.update(version="00000000")
    assert not search.is_current()


# ---- In the admin -------------------------------------------------------------------------------


def listed(client, **asked):
    response = client.get(f"{reverse('admin:articles_article_changelist')}?{urlencode(asked)}")
    return response, list(response.context["cl"].result_list)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_is_searched_with_its_words_marked(client, count, django_assert_num_queries):
    client.force_login(make.chief())
    listed(client)  # content types and permissions
    body = "<p>开头一句。日前“共富”<b>工坊</b>&lt;i&gt;揭牌。</p>"
    articles = [kept(body=body) for _ in range(count)]
    kept(headline="无关的")

    with django_assert_num_queries(12):
        response, rows = listed(client, q="共富工坊")

    assert rows == articles[::-1]
    html = response.content.decode()
    assert html.count("日前“<mark>共富”工坊</mark>&lt;i&gt;揭牌。") == count


def test_a_column_sorts_what_was_found_and_nothing_typed_lists_all(client):
    client.force_login(make.chief())
    beta, alpha = kept(headline="义乌B"), kept(headline="义乌A")
    other = kept(headline="别的", body="<p>义乌</p>")

    assert listed(client, q="义乌")[1] == [alpha, beta, other]
    assert listed(client, q="义乌", o="1")[1] == [alpha, beta, other]
    assert listed(client, q="义乌", o="-1")[1] == [other, beta, alpha]
    assert listed(client, q=" ")[1] == [other, alpha, beta]
    assert "找到的句子" not in listed(client)[0].content.decode()


def test_nobody_finds_what_they_may_not_see(client):
    reporter = make.staff("记者")
    mine, _theirs = kept(headline="义乌甲", created_by=reporter), kept(headline="义乌乙")
    client.force_login(reporter)

    assert listed(client, q="义乌")[1] == [mine]


@pytest.mark.parametrize("typed", ["'", '"', "%", "(", "a" * 10_000, "😀", "\0", "NOT"])
def test_the_list_answers_whatever_is_typed(client, typed):
    client.force_login(make.chief())
    kept()

    response = client.get(
        f"{reverse('admin:articles_article_changelist')}?{urlencode({'q': typed})}", follow=True
    )
    assert response.status_code == 200

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from articles import search
from articles.models import PublishedArticle
from articles.stand import publishing
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("each_engine")]

NOON = datetime(2024, 3, 1, 4, tzinfo=UTC)


def ask(q, *, now=None, **asked):
    search.drain()
    return search.answer(search.Question.read({"q": q} | asked), now=now)


def found(q, **asked):
    return [hit.story for hit in ask(q, **asked).hits]


# ---- What is found ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "field", ["kicker", "headline", "subhead", "web_headline", "summary", "dateline"]
)
def test_every_part_of_a_story_is_found(field):
    story = make.published(**{field: "前义乌后"})

    assert found("义乌") == found("乌") == found("前义乌后") == [story]
    assert found("义后") == []


def test_body_caption_credit_byline_tag_and_column_are_found():
    article = make.article(
        body="<p>共富工坊</p><p>揭牌</p>",
        tags=[make.tag(name="直播")],
        column=make.column(name="抗严寒 送温暖"),
    )
    make.photo_use(article=article, photo=make.photo(caption="村口晒谷", source="村民供图"))
    make.byline(article=article, reporter=make.reporter(name="陈洋波"), title_as_printed="记者")
    story = publishing.publish(article, by=None)

    for word in ["工坊", "直播", "严寒送", "晒谷", "村民", "陈洋波", "记者陈洋波"]:
        assert found(word) == [story], word
    assert found("坊揭") == []  # two paragraphs


def test_a_pair_that_crosses_a_word_is_no_longer_word():
    zunyi = make.published(body="<p>遵义乌江大桥</p>")
    apart = make.published(body="<p>遵义，义乌，乌江</p>")

    assert set(found("义乌")) == {zunyi, apart}
    assert found("遵义乌江") == [zunyi]  # the other has all its pairs
    assert found("义乌 遵义") == [apart, zunyi]


def test_all_words_must_occur():
    both = make.published(headline="义乌好人", body="<p>共富工坊</p>")
    make.published(headline="义乌")

    assert found("义乌 工坊") == [both]
    assert found("义乌 没有") == []


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("建５Ｇ网", "5g网"),
        ("用BIM模型", "ｂｉｍ"),
        ("共12个", "12个"),
        ("义乌好人", "義烏好人"),
        ("義烏好人", "义乌好人"),
        ("“李祖乡遇”共富工坊", "李祖乡遇共富工坊"),
        ("李祖乡遇共富工坊", "《李祖乡遇》“共富工坊”"),
        ("阿卜杜拉·买买提", "阿卜杜拉买买提"),
        ("达57.1亿元", "57.1亿"),
        ("见A/B.C，“OR”和*号", "a/b.c or"),
    ],
)
def test_width_case_script_and_marks_make_no_difference(written, typed):
    story = make.published(body=f"<p>{written}</p>")

    assert found(typed) == [story]


@pytest.mark.parametrize(
    ("written", "typed"), [("共120个", "12个"), ("15G网", "5G"), ("5，网", "5网")]
)
def test_a_number_is_found_whole(written, typed):
    make.published(body=f"<p>{written}</p>")

    assert found(typed) == []


HOSTILE = [
    *["", " ", "\0", "义\0乌", '"', "'", "''", "\\", "%", "_", "*", "-", "NOT", "AND OR NOT"],
    *["NEAR(a b)", 'a" OR "b', "grams:义", "^义", "{a b}:c", "义乌*", "+义乌", "义乌 -好人"],
    *["a & !b | (c", "'a':*B", "a <-> b", "'; DROP TABLE articles_searchindex; --"],
    *["%s %(x)s {0}", "（）[]{}<>", "1e309", "²½㎡", "\r\n\t", "\u202e义", "\u0308" * 50],
    *["😀👨\u200d👩\u200d👧", "\ue000s1", "\ud800", "ﷺ" * 60],
    *["义" * 10_000, "a " * 5_000, "“" * 999],
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_has_an_answer(typed):
    make.published(headline="无关的稿件")

    assert ask(typed).hits == []
    assert search.suggestions(typed) == []


def test_a_mark_cannot_be_typed():
    section = make.section()
    make.published(section=section)

    assert found(f"\ue000s{section.pk}") == []


# ---- What is never found ------------------------------------------------------------------------


def test_a_draft_is_not_found_and_an_edit_waits():
    make.article(headline="草稿义乌")
    article = make.article(headline="旧主题")
    story = publishing.publish(article, by=None)
    article.headline = "新主题"
    article.save()

    assert (found("义乌"), found("新主题"), found("旧主题")) == ([], [], [story])

    story = publishing.publish(article, by=None)

    assert (found("新主题"), found("旧主题")) == ([story], [])


def test_a_story_is_found_from_its_moment_until_it_is_withdrawn():
    issue = make.issue(released_at=NOON)
    early = NOON - timedelta(days=1)
    story = make.published(headline="义乌", page=make.page(issue=issue), at=early)

    def at(moment):
        return [hit.story for hit in ask("义乌", now=moment).hits]

    assert at(early) == at(NOON - timedelta(microseconds=1)) == []
    assert at(NOON) == [story]
    assert search.suggestions("义", now=early) == []

    PublishedArticle.objects.update(withdrawn_at=NOON)

    answer = ask("义乌", now=NOON + timedelta(days=1))
    assert (answer.hits, answer.count, sum(answer.ties.values())) == ([], 0, 0)
    assert search.suggestions("义") == []


def test_publishing_that_fails_leaves_the_index_as_it_was():
    story = make.published(headline="旧主题")
    story.article.headline = "新主题"
    story.article.save()
    with transaction.atomic():
        publishing.publish(story.article, by=None)
        transaction.set_rollback(True)

    assert (found("旧主题"), found("新主题")) == ([story], [])


# ---- Names --------------------------------------------------------------------------------------


def test_every_name_of_an_entity_finds_its_stories():
    entity = make.entity(name="义乌市科学技术协会")
    article = make.article()
    make.mention(article=article, entity=entity)
    story = publishing.publish(article, by=None)
    make.published()

    make.entity_name(entity=entity, name="市“科协”")  # after it was published

    assert found("市科协") == found("义乌市科学技术协会") == [story]
    assert found("科协") == []  # a part of another name is no name
    assert ask("市科协").pages == [entity]


def test_a_hidden_entity_is_found_by_no_name():
    entity = make.entity(name="某小朋友")
    make.entity_name(entity=entity, name="小朋友的别名")
    article = make.article()
    make.mention(article=article, entity=entity)
    story = publishing.publish(article, by=None)
    assert found("某小朋友") == [story]

    entity.hidden = True
    entity.save()

    for name in ["某小朋友", "小朋友的别名"]:
        answer = ask(name)
        assert (answer.hits, answer.pages, search.suggestions(name)) == ([], [], [])


def test_a_reporter_is_found_by_name_whatever_the_byline_prints():
    reporter = make.reporter(name="吴峰宇")
    article = make.article()
    make.byline(article=article, reporter=reporter)
    story = publishing.publish(article, by=None)
    reporter.name = "吴锋宇"
    reporter.save()

    assert found("吴锋宇") == [story]
    assert ask("吴锋宇").pages == [reporter]

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from articles import publishing, search
from articles.models import PublishedArticle, SearchEntry
from articles.search import engines, results
from articles.search.matching import words
from tests import make

pytestmark = pytest.mark.django_db

NOON = datetime(2024, 3, 1, 4, tzinfo=UTC)


def ask(q, *, now=None, **asked):
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


# ---- Order, pages, counts -----------------------------------------------------------------------


def test_better_places_come_first_and_newer_ones_among_equals():
    def at(hour, **fields):
        return make.published(at=NOON + timedelta(hours=hour), **fields)

    body_old, body_new = (at(n, body="<p>义乌</p>") for n in (1, 9))
    summary = at(8, summary="义乌")
    subhead = at(2, subhead="义乌")
    headline = at(0, headline="义乌")
    kicker = at(3, kicker="义乌")

    assert found("义乌") == [kicker, headline, subhead, summary, body_new, body_old]
    assert found("义乌", sort="date") == [body_new, summary, kicker, subhead, body_old, headline]


@pytest.mark.parametrize("sort", ["", "date"])
def test_pages_hold_every_story_once_and_in_order(sort, monkeypatch):
    monkeypatch.setattr(results, "PAGE_SIZE", 3)
    monkeypatch.setattr(results, "CANDIDATES", 7)
    monkeypatch.setattr(engines, "FEW", 0)
    monkeypatch.setattr(engines, "RECENT", 5)
    stories = [  # some at one moment
        make.published(
            headline="义乌" if n % 3 else "别的", body="<p>义乌</p>", at=NOON + timedelta(n // 2)
        )
        for n in range(17)
    ][::-1]
    make.published(headline="别的", at=NOON + timedelta(3))
    newest = sorted(stories[:7], key=lambda s: s.headline != "义乌") if not sort else stories[:7]

    seen, after, pages = [], {}, 0
    while after is not None:
        answer = ask("义乌", sort=sort, **after)
        assert (answer.count, answer.is_capped) == (7, True)
        seen += [hit.story for hit in answer.hits]
        after = {"after": str(answer.next)} if answer.next else None
        pages += 1
        if pages == 1:  # does not push the others on
            make.published(headline="义乌")

    assert (seen, pages) == ([*newest, *stories[7:]], 6)


def test_common_and_rare_words_are_found_in_the_same_order(monkeypatch):
    stories = [make.published(body="<p>义乌</p>", at=NOON + timedelta(n)) for n in range(12)][::-1]
    make.published(at=NOON)
    rare = found("义乌")
    monkeypatch.setattr(engines, "FEW", 0)
    for recent in [100, 2, 12]:
        monkeypatch.setattr(engines, "RECENT", recent)
        assert found("义乌") == rare == stories


def test_an_answer_is_narrowed_and_counted():
    section, tag = make.section(), make.tag()
    entity, reporter = make.entity(), make.reporter()
    article = make.article(headline="义乌", section=section, tags=[tag])
    make.byline(article=article, reporter=reporter)
    make.mention(article=article, entity=entity)
    make.photo_use(article=article)
    rich = publishing.publish(article, by=None, at=NOON)
    plain = make.published(headline="义乌", section=section, at=NOON - timedelta(1))

    ties = {"section": section, "tag": tag, "entity": entity, "reporter": reporter}
    for name, row in ties.items():
        expected = [rich, plain] if row is section else [rich]
        assert found("义乌", **{name: str(row.pk)}) == expected
        assert ask("义乌").ties[name[0], row.pk] == len(expected)
    assert found("义乌", photo="1") == [rich]
    assert ask("义乌").pictured == 1
    assert found("义乌", section=str(section.pk), tag=str(tag.pk), photo="1") == [rich]
    assert found("义乌", since="2024-03-01") == [rich]
    assert found("义乌", until="2024-02-29") == [plain]
    assert found("义乌", since="2024-02-29", until="2024-03-01") == [rich, plain]


# ---- The index ----------------------------------------------------------------------------------


def explained(word):
    """The plan of the query that proposes stories, and one line of it that reads the index."""
    sql, parameters = engines.engine()._query(((word,),))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # a small table is read through
        plan = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
        cursor.execute(f"{plan} {sql}", parameters)
        return " ".join(str(column) for row in cursor.fetchall() for column in row)


@pytest.mark.parametrize("word", ["义", "义乌", "义乌好人"])
def test_the_index_is_searched_and_not_scanned(word):
    make.published(headline="义乌好人")
    plan = explained(words(word)[0])

    if connection.vendor == "postgresql":
        assert "Bitmap Index Scan on articles_searchindex_grams" in plan
        assert "Seq Scan" not in plan
    else:
        assert "VIRTUAL TABLE INDEX 0:M" in plan  # M: by MATCH


def proposed(word):
    sql, parameters = engines.engine()._query(((word,),))
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return [key for (key,) in cursor.fetchall()]


def test_rebuild_gives_the_same_index():
    stories = [make.published(headline=f"义乌{n}") for n in range(3)]
    before = list(SearchEntry.objects.order_by("pk").values())
    out = StringIO()

    call_command("rebuild_search", stdout=out)

    assert list(SearchEntry.objects.order_by("pk").values()) == before
    assert out.getvalue() == "3 articles indexed\n"
    assert found("义乌") == stories[::-1]


def test_an_index_by_another_tokenizer_is_not_current():
    make.published(headline="义乌")
    assert search.is_current()

    SearchEntry.objects.update(version="00000000")
    assert not search.is_current()
    search.rebuild()
    assert search.is_current()

    SearchEntry.objects.all().delete()
    assert not search.is_current()


def test_publishing_again_leaves_no_trace_of_the_old_text():
    story = make.published(headline="旧的", at=timezone.now())
    story.article.headline = "新的"
    story.article.save()
    publishing.publish(story.article, by=None)

    assert [proposed("旧的"), proposed("新的")] == [[], [story.pk]]

"""A story about the word comes before one that mentions it; what is worth the same, by date."""

from datetime import UTC, date, datetime, timedelta

import pytest

from articles import search
from articles.enums import MentionRelation
from articles.search import results
from articles.search.days import meant
from articles.stand import publishing
from tests import make

pytestmark = pytest.mark.django_db

NOON = datetime(2024, 3, 20, 4, tzinfo=UTC)
FILLING = "全市各镇街按照部署抓紧推进各项工作，群众反映良好。"


def at(day, **fields):
    return make.published(at=NOON - timedelta(days=60 - day), **fields)


def told(before, word, after=""):
    return f"<p>{before}{word}{after}</p>"


def ask(q, *, now=NOON, **asked):
    search.drain()
    return search.answer(search.Question.read({"q": q} | asked), now=now)


def found(q, **asked):
    return [hit.story for hit in ask(q, **asked).hits]


# ---- About it or not ----------------------------------------------------------------------------


def test_what_speaks_of_it_often_for_its_length_comes_first():
    often = at(1, body=told("", "榫卯是传统工艺，" * 6, FILLING * 20))
    once = at(2, body=told(FILLING * 10, "榫卯", FILLING * 10))
    once_in_much = at(3, body=told(FILLING * 60, "榫卯", FILLING * 60))

    assert found("榫卯") == [often, once, once_in_much]


def test_what_begins_with_it_comes_before_what_ends_with_it():
    early = at(1, body=told("", "榫卯工艺在这里传了四代，榫卯", FILLING * 20))
    late = at(2, body=told(FILLING * 20, "榫卯工艺在这里传了四代，榫卯。"))

    assert found("榫卯") == [early, late]


@pytest.mark.parametrize(
    ("word", "whole", "part"),
    [
        ("李伟", "民警李伟说，他会常来。", "民警李伟民说，他会常来。"),
        ("义乌", "车队昨天到了义乌。", "车队昨天到了遵义乌江大桥。"),
        ("动车", "记者昨天坐动车去杭州。", "记者昨天骑电动车去杭州。"),
    ],
)
def test_a_word_of_its_own_comes_before_a_part_of_another(word, whole, part):
    own = at(1, body=told(FILLING * 6, whole, FILLING))
    of_another = at(2, body=told(FILLING * 6, part, FILLING))
    headline = at(3, headline=part)

    assert found(word)[-1] == of_another
    assert set(found(word)) == {own, of_another, headline}


def test_words_that_stand_together_come_before_words_that_stand_apart():
    together = at(1, body=told(FILLING * 6, "供水管网改造昨天完工。", FILLING * 9))
    apart = at(2, body=told(FILLING * 6, "供水", FILLING * 6 + "管网") + told(FILLING, "末尾。"))

    assert found("供水 管网") == [together, apart]


def test_whom_a_story_is_about_comes_before_whom_it_names():
    entity, tag = make.entity(name="李祖村"), make.tag(name="候鸟")

    def linked(day, relation):
        article = make.article(body=told("", FILLING))
        make.mention(article=article, entity=entity, relation=relation)
        return publishing.publish(article, by=None, at=NOON - timedelta(days=60 - day))

    about = linked(1, MentionRelation.SUBJECT)
    named = linked(2, MentionRelation.MENTIONED)
    tagged = make.article(body=told(FILLING * 6, "候鸟", FILLING), tags=[tag])
    tagged = publishing.publish(tagged, by=None, at=NOON - timedelta(days=59))
    untagged = at(2, body=told(FILLING * 6, "候鸟", FILLING))

    assert found("李祖村") == [about, named]
    assert found("候鸟") == [tagged, untagged]


def test_of_what_is_worth_the_same_the_newer_comes_first_also_where_one_says_it_once_more():
    notices = [
        at(day, headline="停水通知", body=told("", "明天停水，" * times, FILLING))
        for day, times in enumerate([3, 2, 3, 2])
    ]

    assert found("停水") == notices[::-1]


def test_a_name_typed_with_a_space_means_the_name_first():
    padded = at(1, body=told(FILLING * 6, "校长王　伟说，", FILLING))
    both = at(2, headline="王家村建起伟星桥", body=told("王家村的伟星桥", FILLING))

    assert found("王 伟") == found("王　伟") == [padded, both]
    assert found("王伟") == [padded]


def test_an_entry_from_before_the_parts_is_found_all_the_same():
    story = at(1, headline="榫卯")
    story.search_entry.solid, story.search_entry.word_starts = "榫卯。。正文。标签", b""
    story.search_entry.save()

    assert found("榫卯") == [story]


# ---- Dates --------------------------------------------------------------------------------------

TODAY = date(2024, 3, 20)  # a Wednesday


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        *[(typed, "2024-03-05", "2024-03-05") for typed in ("3月5日", "3月5号", "三月五日")],
        *[(typed, "2023-12-26", "2023-12-26") for typed in ("2023-12-26", "2023年12月26日")],
        *[(typed, "2023-12-26", "2023-12-26") for typed in ("12月26日", "去年12月26日")],
        ("２０２３．１２．２６", "2023-12-26", "2023-12-26"),
        ("12月26日星期二", "2023-12-26", "2023-12-26"),
        ("二〇二三年十二月二十六日", "2023-12-26", "2023-12-26"),
        ("26日", "2024-02-26", "2024-02-26"),
        ("31日", "2024-01-31", "2024-01-31"),
        ("2月29日", "2024-02-29", "2024-02-29"),
        ("12月", "2023-12-01", "2023-12-31"),
        ("去年12月", "2023-12-01", "2023-12-31"),
        ("今年的2月", "2024-02-01", "2024-02-29"),
        ("2023年12月", "2023-12-01", "2023-12-31"),
        ("2023年", "2023-01-01", "2023-12-31"),
        ("前年", "2022-01-01", "2022-12-31"),
        ("昨天", "2024-03-19", "2024-03-19"),
        ("今日", "2024-03-20", "2024-03-20"),
        ("本周", "2024-03-18", "2024-03-24"),
        ("上星期", "2024-03-11", "2024-03-17"),
        ("上周日", "2024-03-17", "2024-03-17"),
        ("上个月", "2024-02-01", "2024-02-29"),
    ],
)
def test_a_date_means_days(typed, first, last):
    assert meant(typed, on=TODAY).latest == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "typed",
    [
        "2月30日",
        "13月",
        "0年",
        "9999年",
        "农历三月初三",
        "3日内",
        "3月龄",
        "100天",
        "3.5%",
        "去年今日",
    ],
)
def test_what_is_no_date_is_a_word(typed):
    assert meant(typed, on=TODAY) is None


def of_day(day, **fields):
    return make.published(at=datetime(2024, 3, day, 22, tzinfo=UTC) - timedelta(days=1), **fields)


@pytest.mark.usefixtures("each_engine")
def test_a_day_means_its_paper_first_then_what_names_it():
    issue = make.issue(date=date(2024, 3, 8))
    inner, front = (make.page(issue=issue, number=number) for number in (4, 1))
    front = of_day(8, headline="头版", page=front, page_order=1)
    inner = of_day(8, headline="内页", page=inner, page_order=1)
    names_it = of_day(12, body="<p>3月8日，共富工坊揭牌。</p>")
    old = make.published(body="<p>2024年3月8日起实行。</p>", at=NOON - timedelta(days=90))
    workshop = of_day(8, headline="共富工坊")
    of_day(9, headline="别的")

    for typed in ("3月8日", "三月八日"):
        assert found(typed)[:3] == [front, inner, workshop], typed
    assert found("3月8日") == [front, inner, workshop, names_it, old]
    assert found("2024-03-08") == found("2024年3月8日") == [front, inner, workshop, old]
    assert found("3月8日 共富工坊") == [workshop, names_it]
    assert found("“3月8日”") == [names_it, old]
    assert set(found("昨天", now=NOON - timedelta(days=11))) == {front, inner, workshop}
    assert ask("3月8日").issue == issue
    assert (ask("3月").issue, ask("3月8日").count) == (None, 5)


def test_a_day_without_its_year_is_the_last_that_has_a_paper():
    paper = make.published(headline="头版", at=datetime(2023, 12, 26, 4, tzinfo=UTC))

    assert found("12月26日", now=NOON + timedelta(days=1_000)) == [paper]


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("sort", ["", "date"])
def test_pages_of_a_month_hold_every_story_once(sort, monkeypatch):
    monkeypatch.setattr(results, "PAGE_SIZE", 3)
    monkeypatch.setattr(results, "CANDIDATES", 4)
    of_march = [of_day(1 + n // 2, headline=f"稿件{n}") for n in range(9)][::-1]
    names_it = [
        make.published(body="<p>到3月为止。</p>", at=NOON + timedelta(days=20 + n))
        for n in range(7)
    ][::-1]

    seen, after = [], {}
    while after is not None:
        answer = ask("3月", now=NOON + timedelta(days=90), sort=sort, **after)
        assert (answer.count, answer.is_capped) in {(8, True), (4, True)}
        seen += [hit.story for hit in answer.hits]
        after = {"after": str(answer.next)} if answer.next else None

    assert seen == [*of_march, *names_it]


# ---- What readers are offered -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "labels"),
    [("gaotie", ["高铁"]), ("gaot", ["高铁"]), ("Gao Tie", ["高铁"]), ("lizucun", ["李祖村"])],
)
def test_letters_offer_what_they_spell(typed, labels, commit):
    make.entity(name="李祖村", sort_key="li zu cun", kind="village")
    with commit():
        at(1, headline="高铁新站开工")

    assert [offer.label for offer in search.suggestions(typed, now=NOON)] == labels


def test_a_tag_is_offered_by_its_letters_as_a_tag(commit):
    tag = make.tag(name="候鸟")
    with commit():
        make.published(tags=[tag], headline="候鸟来了")

    assert [(s.label, s.address) for s in search.suggestions("houniao")] == [
        ("候鸟", tag.get_absolute_url())
    ]


def test_letters_offer_no_word_that_readers_do_not_see(commit):
    entity = make.entity(name="王小明", sort_key="wang xiao ming")
    with commit():
        story = at(1, headline="高铁新站开工")
        at(2, headline="王小明好样的")
    withdrawn_at = {"withdrawn_at": NOON}
    type(story).objects.filter(pk=story.pk).update(**withdrawn_at)
    entity.hidden = True
    entity.save()

    assert search.suggestions("gaotie", now=NOON) == []
    assert search.suggestions("wangxiaoming", now=NOON) == []


def test_where_nothing_is_found_there_is_something_to_go_on_with(commit):
    village = make.entity(name="李祖村", sort_key="li zu cun", kind="village")
    hidden = make.entity(name="李祖树", sort_key="li zu shu", hidden=True)
    with commit():
        story = at(1, headline="共富工坊揭牌", section=make.section())

    def near(q, **asked):
        question = search.Question.read({"q": q} | asked)
        assert search.answer(question, now=NOON).hits == []
        return search.nearby(question, now=NOON)

    assert [(part.text, part.stories) for part in near("共富工坊 没有").parts] == [("共富工坊", 1)]
    assert [part.text for part in near("共富工坊招人").parts] == ["共富工坊"]
    assert [part.text for part in near("义乌共富工坊").parts] == ["共富工坊"]
    assert near("里祖村").names == near("李组村").names == [village]
    assert hidden not in near("李祖数").names
    assert [part.text for part in near("公坊").words] == ["工坊"]
    assert near("没有").newest == [story]
    assert near("没有").unnarrowed is None
    narrowed = near("共富工坊", since="2024-03-19")
    assert (narrowed.unnarrowed.stories, narrowed.unnarrowed.address) == (
        1,
        "?q=%E5%85%B1%E5%AF%8C%E5%B7%A5%E5%9D%8A",
    )
    assert narrowed.parts == []


def test_what_is_offered_instead_cuts_no_number_and_begins_with_no_particle(commit):
    with commit():
        at(1, headline="12月2日招聘", body="<p>3月26日起，9.5折。疫苗到了。</p>")

    def parts(q):
        question = search.Question.read({"q": q})
        assert search.answer(question, now=NOON).hits == []
        return [part.text for part in search.nearby(question, now=NOON).parts]

    assert parts("12月26日") == []
    assert parts("9.52折") == []
    assert parts("苗圃的疫苗") == ["疫苗"]
    assert parts("12月2日的疫苗") == ["12月2日", "疫苗"]
    assert parts("苗·木房") == parts("苗 木房") == []


def test_who_is_named_above_is_not_offered_again(client):
    one = make.entity(name="余少波", sort_key="yu shao bo", kind="person")
    namesake = make.entity(name="于少波", sort_key="yu shao bo", kind="person")

    page = client.get("/search/", {"q": "余少波"})
    assert page.context["answer"].pages == [one]
    assert page.context["nearby"].names == [namesake]
    assert "没有找到提到这个名字的报道" in page.content.decode()


def test_letters_that_spell_a_name_offer_who_is_called_so(commit):
    one = make.entity(name="楼宝娟", sort_key="lou bao juan", kind="person")
    make.entity(name="楼宝绢", sort_key="lou bao juan", kind="person", hidden=True)

    for q in ("loubaojuan", "lbj"):
        question = search.Question.read({"q": q})
        assert search.nearby(question, now=NOON).names == [one]

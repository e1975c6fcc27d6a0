"""What is the same is found and hidden alike, in every index and in whatever spelling."""

import random
import re
from datetime import date, timedelta

import opencc
import pytest

from articles import search
from articles.models import Article, SearchEntry
from articles.stand import hiding, publishing
from people.models import Entity
from tests import make
from tests.articles.text.test_same_texts import PAIRS
from tests.city.paper import day
from tests.city.press import RELEASE, Press, moment
from tests.city.world import build_world

pytestmark = pytest.mark.django_db

FIRST = date(2024, 3, 1)
WORD = re.compile(r"[\u4e00-\u9fff]{2,6}|\d{4,}")
TRADITIONAL = [opencc.OpenCC(rule) for rule in ("s2t", "s2tw", "s2hk")]
SPELLINGS = ["楼宝娟", "樓寶娟", "楼 宝　娟", "楼\u200b宝娟", "“楼宝”娟", "楼·宝娟", "樓寳娟"]


def found(query):
    search.drain()
    return {hit.story.pk for hit in search.answer(search.Question(q=query)).hits}


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize("every", [11, pytest.param(1, marks=pytest.mark.whole)])
def test_readers_and_the_desk_find_what_is_the_same_and_nothing_else(every):
    pairs = PAIRS[::every]
    stories = {text: make.published(body=f"<p>昨天，{text}，记者说</p>") for _n, text, _is in pairs}
    for story in stories.values():
        search.index_desk(Article.objects.for_publishing().get(pk=story.article_id))
    wrong = []
    for name, text, is_found in pairs:
        story, query = stories[text], f"“{name}”"
        at_desk = search.on_desk(Article.objects.all(), query).filter(pk=story.article_id)
        if {story.pk in found(query), at_desk.exists()} != {is_found}:
            wrong.append((name, text))

    assert wrong == []


@pytest.mark.usefixtures("each_engine")
def test_a_hidden_name_brings_its_stories_back_in_no_spelling(client):
    person = make.entity(name="楼宝娟")
    make.entity_name(entity=person, name="阿卜杜拉·买买提")
    tag = make.tag(name="樓宝娟")
    make.tag(name="宝娟阿姨楼宝娟", main=make.tag(name="好人"))
    spelled = [*SPELLINGS, "阿卜杜拉．买买提", "阿卜杜拉买买提"]
    stories = [publishing.publish(make.article(body=f"<p>{n}来了</p>"), by=None) for n in spelled]
    article = make.article(headline="樓寶娟和鄰居", body="<p>人人都说好</p>", tags=[tag])
    stories.append(publishing.publish(article, by=None))
    of_the_name = {story.pk for story in stories}
    assert found("楼宝娟") == of_the_name - {stories[-3].pk, stories[-2].pk}
    assert found("“樓寶娟”") == found("楼宝娟")

    hiding.hide(person, by=make.chief(), reason="本人要求。")

    for name in spelled:
        answer = search.answer(search.Question(q=f"“{name}”"))
        assert found(f"“{name}”") == set(), name
        assert (answer.pages, search.suggestions(name)) == ([], []), name
    for story in stories:
        page = client.get(story.get_absolute_url()).content.decode()
        assert "某某" in page
        assert not any(name in page for name in spelled)
    assert client.get(tag.get_absolute_url()).status_code == 404


def test_a_hidden_name_is_found_in_what_an_earlier_tokenizer_cut():
    person = make.entity(name="楼宝娟")
    story = make.published(body="<p>樓寶娟来了</p>")
    SearchEntry.objects.update(version="00000000", solid="。。樓寶娟来了")

    hiding.hide(person, by=make.chief(), reason="本人要求。")

    story.refresh_from_db()
    assert "某某" in story.body_html


def test_names_and_tags_are_found_and_suggested_in_every_spelling():
    entity = make.entity(name="長風集團", kind="organisation")
    other = make.entity(name="无关公司", kind="organisation")
    make.entity_name(entity=entity, name="長風ＧＤＰ中心")
    tag = make.tag(name="錢鍾書")
    article = make.article(headline="GDP统计", body="<p>正文</p>", tags=[tag])
    publishing.publish(article, by=None)

    for typed in ["长风集团", "長風集团", "⻓风集團", "长 风 集 团"]:
        assert search.answer(search.Question(q=f"“{typed}”")).pages == [entity], typed
        assert [s.label for s in search.suggestions(typed)] == ["長風集團"], typed
    assert [s.label for s in search.suggestions("长风gdp")] == ["長風集團"]
    assert [s.label for s in search.suggestions("钱锺")] == ["錢鍾書"]
    assert [s.label for s in search.suggestions("GD")][-1] == "GDP统计"
    assert other.name not in {s.label for s in search.suggestions("长风")}


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("二○二三年", "二〇二三年"),
        ("3,000人", "3000人"),
        ("王　伟", "“王 伟”"),
        ("义乌市⻓途汽⻋站", "长途汽车站"),
        ("他們看著孩子們，甚麼都不缺", "看着孩子们"),
        ("他們看著孩子們，甚麼都不缺", "什么都不缺"),
        ("Chinagoods平台与iPhone15联动", "China"),
        ("Chinagoods平台与iPhone15联动", "iPhone"),
        ("Chinagoods平台与iPhone15联动", "iPhone 15"),
        ("Chinagoods平台与iPhone15联动", "iPhone15"),
        ("乾县、乾隆、干燥", "乾县"),
        ("乾县、乾隆、干燥", "乾隆"),
        ("乾县、乾隆、干燥", "干燥"),
        ("土著居民，名著", "著"),
        ("土著居民，名著", "著居民"),
        ("看著孩子", "著孩子"),
        ("占比达3.5%", "3.5%"),
        ("占比达3.5%", "3.5"),
    ],
)
def test_a_text_is_found_and_shown_as_it_was_typed(text, query):
    story = make.published(body=f"<p>{text}</p>")

    search.drain()
    hit = search.answer(search.Question(q=query)).hits[0]

    assert hit.story == story
    assert "".join(piece.text for piece in hit.excerpt) == text
    assert any(piece.is_marked for piece in hit.excerpt)


@pytest.mark.usefixtures("each_engine")
@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("占比达3.5倍", "3.5%"),
        ("使用AI技术", "AIR"),
        ("Air show", "AI"),  # a word of two letters is no beginning
        ("C语言", "C++"),
        ("看着名画", "“著名”"),
        ("15G", "5G"),
    ],
)
def test_what_is_not_the_same_is_not_found(text, query):
    make.published(body=f"<p>{text}</p>")

    assert found(query) == set()


def test_only_the_word_is_marked_where_another_begins_alike():
    make.published(body="<p>二○二三年和二〇二四年</p>")

    hit = search.answer(search.Question(q="二○二三年")).hits[0]

    assert [piece.text for piece in hit.excerpt if piece.is_marked] == ["二○二三年"]


@pytest.mark.parametrize(
    ("days", "stories", "count"),
    [(1, 9, 8), pytest.param(30, None, 300, marks=pytest.mark.whole)],
)
def test_a_month_of_the_city_answers_the_same_in_every_spelling(days, stories, count):
    press = Press(build_world(1))
    for number in range(days):
        press.print_day(day(press.world, FIRST + timedelta(days=number), stories))
    now = moment(FIRST + timedelta(days=days), RELEASE)
    press.catch_up(now)
    chance = random.Random(3)
    texts = list(SearchEntry.objects.order_by("pk").values_list("text", flat=True))
    names = list(Entity.objects.order_by("pk").values_list("name", flat=True))
    words = [chance.choice(WORD.findall(chance.choice(texts)) or names) for _ in range(count)]
    different = [
        (word, spelled)
        for word in [*words, *names[: count // 3]]
        for spelled in _spellings(word)
        if _answer(spelled, now=now) != _answer(word, now=now)
    ]

    assert sum(bool(_answer(word, now=now)[0]) for word in words) > count // 2
    assert different == []


def _spellings(word):
    """The word in Traditional characters of three places, full-width, with what shows nothing."""
    yield from {converter.convert(word) for converter in TRADITIONAL} - {word}
    yield "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in word)
    yield f"{word[0]}\u200b{word[1:]}"


def _answer(query, *, now):
    answer = search.answer(search.Question(q=query), now=now)
    return [hit.story.pk for hit in answer.hits], answer.count, answer.ties

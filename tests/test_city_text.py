"""The text of the invented city: the same for a seed, true to its notes, and varied like copy."""

import json
import re
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.city.honours import PEOPLE, programmes, round_of, rounds_on
from tests.city.markup import html
from tests.city.paper import MAKERS, day
from tests.city.patterns import topics
from tests.city.sheets import Block, Mark
from tests.city.words import Text, Word, finish, unit
from tests.city.world import build_world

MONDAY = date(2024, 5, 20)
SAMPLE = json.loads((Path(__file__).parent / "sample" / "sample_issue.json").read_text("utf-8"))
TAGS = re.compile(
    r"</?(?:p|h2|br|blockquote|ul|ol|li|table|thead|tbody|tr|th|td|a|strong|em|sub|figure)\b[^<>]*>"
)


@pytest.fixture(scope="module")
def world():
    return build_world(1)


@pytest.fixture(scope="module")
def week(world):
    return [day(world, MONDAY + timedelta(n), 40) for n in range(5)]


@pytest.fixture(scope="module")
def stories(week):
    return [story for each in week for story in each.stories]


@pytest.fixture(scope="module")
def month(world):
    return [story for n in range(20) for story in day(world, MONDAY + timedelta(n), 30).stories]


# ---- The same for a seed -------------------------------------------------------------------------


def test_a_day_is_the_same_whatever_was_written_before():
    first, second = build_world(3), build_world(3)
    day(second, MONDAY - timedelta(40), 12)

    assert day(first, MONDAY, 20) == day(second, MONDAY, 20)


def test_another_seed_is_another_paper():
    one, other = day(build_world(1), MONDAY, 9), day(build_world(2), MONDAY, 9)

    assert not {story.headline_text for story in one.stories} & {
        story.headline_text for story in other.stories
    }


# ---- Words ---------------------------------------------------------------------------------------


def test_a_text_knows_where_its_words_stand():
    text = Text((Word("记者"), unit("市_水务局", "body", "市水务局"), Word("。", "mark")))

    assert text.text == "记者市水务局。"
    assert [(span.start, span.end) for span in text.spans("body")] == [(2, 6)]
    assert text.breaks == (2, 3, 6)


def test_a_quoted_word_inside_a_quotation_takes_single_marks():
    quoted = [
        Word("“", "mark"),
        unit("“共享_菜园”", "quoted"),
        Word("”", "mark"),
        unit("“说事_日”", "quoted"),
    ]

    assert finish(quoted).text == "“‘共享菜园’”“说事日”"


def test_the_words_of_every_text_are_where_they_say(stories):
    for story in stories:
        for _, text in story.texts():
            assert all(word.text for word in text.words)
            for span in text.spans():
                assert text.text[span.start : span.end] == span.word.text
                assert "".join(span.word.parts) in ("", span.word.text)


def test_print_has_no_traces_of_the_patterns(stories):
    for story in stories:
        for place, text in story.texts():
            assert not re.search(r"[\s_{}<>\[\]|]|(?<![元克升])/", text.text), (
                story.key,
                place,
                text.text,
            )
            assert not re.search(r"[，、；：][，。、；！？]|。。|[，、]”|“”|的的", text.text), (
                story.key,
                text.text,
            )


def test_quotation_marks_pair(stories):
    for story in stories:
        for _, text in story.texts():
            for opening, closing in ("“”", "‘’", "《》", "（）"):
                assert text.text.count(opening) == text.text.count(closing), text.text


# ---- Stories -------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 9, 30, 60])
def test_a_day_has_as_many_stories_as_it_is_asked_for(world, size):
    paper = day(world, MONDAY, size)

    assert len(paper.stories) == size
    assert len({story.key for story in paper.stories}) == size
    assert [key for page in paper.pages for key in page.stories] == [
        story.key for story in paper.stories
    ]
    assert [page.number for page in paper.pages] == list(range(1, len(paper.pages) + 1))
    assert (1 if size < 10 else 4) <= len(paper.pages) <= (1 if size < 10 else 8)


def test_without_a_number_a_day_has_25_to_60(world):
    assert 25 <= len(day(world, MONDAY).stories) <= 60


def test_a_full_day_has_every_kind(world):
    kinds = {story.kind for story in day(world, MONDAY, 30).stories}

    assert kinds >= set(MAKERS) - {"profile", "honours"}


LENGTHS = {
    "brief": (55, 140),
    "report": (250, 1600),
    "feature": (6000, 12000),
    "commentary": (450, 1000),
}


@pytest.mark.parametrize("kind", LENGTHS)
def test_stories_are_as_long_as_their_kind(stories, kind):
    least, most = LENGTHS[kind]

    assert [
        story.length
        for story in stories
        if story.kind == kind and not least <= story.length <= most
    ] == []


def test_headlines_have_6_to_34_characters(stories):
    assert [
        story.headline_text for story in stories if not 6 <= len(story.headline_text) <= 34
    ] == []
    assert {len(story.headline) for story in stories} == {1, 2}


def test_no_headline_stands_twice_on_a_day_even_with_another_figure(week):
    for paper in week:
        shapes = Counter(re.sub(r"[\d.]+", "", story.headline_text) for story in paper.stories)
        assert max(shapes.values()) == 1


def test_figures_above_a_report_are_in_it(month):
    for story in month:
        if story.kind in ("report", "photos"):
            below = [text for block in story.blocks for text in block.texts()]
            below += [picture.caption for picture in story.photos]
            body = "".join(text.text for text in below)
            above = (*story.headline, story.subhead, story.summary)
            spans = [span for text in above for span in text.spans("number")]
            assert [span.word.text for span in spans if span.word.text not in body] == []


def test_headlines_have_their_kickers_and_subheads_numbers_and_quoted_words(month):
    reports = [story for story in month if story.kind == "report"]

    assert any(story.kicker and story.subhead for story in reports)
    assert any(not story.kicker and not story.subhead for story in reports)
    kinds = {word.kind for story in month for line in story.headline for word in line.words}
    assert kinds >= {"word", "number", "place", "body", "quoted", "title", "mark"}


def test_bylines_have_one_to_six_names(stories):
    signed = [story for story in stories if story.kind != "notice"]

    assert {len(story.credits) for story in signed} >= {1, 2, 3, 4, 5}
    assert {len(story.credits) for story in signed} <= {1, 2, 3, 4, 5, 6}
    assert {credit.role for story in stories for credit in story.credits} == {
        "文",
        "图",
        "文图",
        "摄",
        "供图",
    }
    for story in signed:
        assert len({credit.name for credit in story.credits}) == len(story.credits)


def test_photo_stories_have_5_to_30_captions(stories):
    assert {5 <= len(story.photos) <= 30 for story in stories if story.kind == "photos"} == {True}


def test_a_body_is_html_of_the_small_vocabulary(stories):
    for story in stories:
        markup = html(story.blocks)
        assert "<" not in TAGS.sub("", markup)
        shown = re.findall(r'data-photo="(\d+)"', markup)
        assert shown == [str(number) for number in range(len(story.photos))]


def test_bodies_use_what_the_vocabulary_has(month):
    blocks = [block for story in month for block in story.blocks]

    kinds = {block.kind for block in blocks}
    assert kinds == {"p", "h2", "blockquote", "ul", "ol", "table", "figure"}
    assert {mark.tag for block in blocks for mark in block.marks} == {"strong", "em", "a", "sub"}
    assert any(block.start > 1 for block in blocks)
    assert any(block.label for block in blocks)


def test_html_of_each_block():
    text = words("甲", "乙")
    blocks = [
        Block("p", text, marks=(Mark(1, 2, "a", "/x?a&b"),)),
        Block("h2", text, label=words("探访")),
        Block("blockquote", text),
        Block("ol", items=(text,), start=3),
        Block("table", rows=((text,), (text,))),
        Block("figure", photo=1),
    ]

    assert html(blocks) == (
        '<p>甲<a href="/x?a&amp;b">乙</a></p><h2>探访<br>甲乙</h2>'
        "<blockquote><p>甲乙</p></blockquote>"
        '<ol start="3"><li>甲乙</li></ol><table><thead><tr><th>甲乙</th></tr></thead>'
        '<tbody><tr><td>甲乙</td></tr></tbody></table><figure data-photo="1"></figure>'
    )


def words(*written):
    return Text(tuple(Word(each) for each in written))


# ---- What is true --------------------------------------------------------------------------------


def test_mentions_are_in_the_body(world, stories):
    for story in stories:
        body = "\n".join(text.text for block in story.blocks for text in block.texts())
        for mention in story.mentions:
            assert mention.name in body
            if mention.kind == "name":
                assert world.person(mention.key).name == mention.name
            assert mention.times >= 1


def test_namesakes_have_keys_of_their_own(month):
    keys = {}
    for story in month:
        for mention in story.mentions:
            if mention.kind == "name":
                keys.setdefault(mention.name, set()).add(mention.key)

    assert max(map(len, keys.values())) > 1


def test_stated_counts_are_the_number_of_names(stories):
    counted = [(story, count) for story in stories for count in story.counts]

    assert counted
    for story, count in counted:
        assert len(count.listed) == count.value
        assert count.text.startswith(str(count.value))
        stated = "".join(text.text for text in story.blocks[count.block].texts())
        assert count.text in stated


def test_a_round_is_announced_with_all_its_names_in_order(world):
    days = [MONDAY + timedelta(n) for n in range(90)]
    announced = [(on, found) for on in days for found in rounds_on(world, on)]

    assert len(announced) >= 10
    for on, found in announced[:4]:
        paper = day(world, on, 25)
        (story,) = [story for story in paper.stories if story.announces == found.key]
        body = "".join(text.text for block in story.blocks for text in block.texts())
        entries = [each.citation.text + "的" for each in found.honours]
        if "其中，有" not in body:
            entries = [each.name.text for each in found.honours]
        places = [body.index(entry) for entry in entries]
        assert places == sorted(places)
        assert found.key in paper.rounds
        assert found.count in body
        assert all(each.name.text in body for each in found.honours)
        assert all(each.unit.text in body for each in found.honours if each.kind == "person")
        assert round_of(world, found.key) == found


def test_every_programme_names_its_receivers_once(world):
    for programme in programmes().values():
        found = round_of(world, f"{programme.key}-2024-01")
        names = [each.name.text for each in found.honours]
        assert len(set(names)) == len(names)
        assert programme.size[0] <= len(names) <= programme.size[1]
        assert programme.who in PEOPLE or programme.who in world.groups


def test_a_correction_finds_its_mistake(month):
    corrected = [(story, story.correction) for story in month if story.correction]

    assert corrected
    for story, correction in corrected:
        assert correction.wrong in story.blocks[correction.block].text.text
        assert correction.wrong != correction.right


def test_stories_are_held_embargoed_and_withdrawn(month):
    assert any(story.scheduled_for for story in month)
    assert any(story.embargo_until for story in month)
    assert any(story.withdrawal for story in month)


def test_pins_are_stories_of_the_day(week):
    for paper in week:
        keys = {story.key for story in paper.stories}
        assert paper.pins
        assert {pin.story for pin in paper.pins} <= keys
        assert [pin.rank for pin in paper.pins] == list(range(1, len(paper.pins) + 1))


# ---- Like copy -----------------------------------------------------------------------------------


def test_a_project_is_followed_with_figures_that_hold(world, month):
    told = Counter(story.project for story in month if story.project)

    assert len(told) > 20
    assert max(told.values()) > 1
    for story in month:
        if story.project:
            number = int(story.project.rpartition("-")[2])
            assert world.project(world.topics[story.topic], number, MONDAY).key == story.project


def test_sentences_seldom_stand_twice(stories):
    found = Counter(
        sentence
        for story in stories
        for block in story.blocks
        if block.kind != "table"
        for text in block.texts()
        for sentence in re.split("[。！？]", text.text)
        if len(sentence) >= 8
    )
    again = sum(times for times in found.values() if times > 1)

    assert again / sum(found.values()) <= 0.05


def test_few_words_are_many_and_most_are_rare(stories):
    counted = Counter(
        word.text
        for story in stories
        for _, text in story.texts()
        for word in text.words
        if word.kind == "word"
    )
    ranked = [times for _, times in counted.most_common()]

    assert sum(ranked[:100]) > 0.3 * sum(ranked)
    assert sum(times <= 2 for times in ranked) > 0.2 * len(ranked)


def test_there_are_forty_topics_and_each_has_its_words():
    assert len(topics()) >= 40
    for topic in topics().values():
        assert set(topic.near) <= set(topics())
        assert set(topic.lists) >= {
            "thing",
            "act",
            "plan",
            "scene",
            "fact",
            "quote",
            "oquote",
            "head",
            "cross",
            "view",
            "cap",
        }
        roles = {role.name for role in topic.roles}
        assert {name for quote in topic.lists["quote"] for name in quote.speakers} <= roles


def test_nothing_is_named_as_on_the_sample_page(world, stories):
    sample = {entity["name"] for story in SAMPLE["stories"] for entity in story["entities"]}
    sample |= {reporter["name"] for story in SAMPLE["stories"] for reporter in story["reporters"]}
    sample = {name for name in sample if len(name) >= 2}
    ours = {body.name for body in world.bodies.values()}
    ours |= {each.name for each in (*world.reporters, *world.correspondents)} | set(world.editors)
    ours |= {mention.name for story in stories for mention in story.mentions}
    ours |= {
        each.name.text
        for programme in programmes()
        for each in round_of(world, f"{programme}-2024-04").honours
    }

    assert ours & sample == set()
    printed = "".join(text.text for story in stories for _, text in story.texts())
    assert [name for name in sample if len(name) > 2 and name in printed] == []


def test_people_have_names_of_every_build(world, stories):
    names = {
        mention.name for story in stories for mention in story.mentions if mention.kind == "name"
    }

    assert {len(name) for name in names if "·" not in name} == {2, 3, 4}
    assert any("·" in name for name in names)
    assert any(
        name.startswith(("欧阳", "上官"))
        for name in names | {each.name for each in world.reporters}
    )

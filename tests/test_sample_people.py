"""Whom and what the sample issue names, and the honours it announces, as transcribed."""

import re

import pytest

from articles.enums import MentionRelation
from articles.models import Article
from people.models import Entity, Honour, Programme, Round, Tally
from tests.sample_site import STORIES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]

KINDS = {  # the transcription tells places apart more finely than the desk
    "place_province": "place",
    "place_city": "place",
    "place_subdistrict": "place",
    "place_market": "place",
    "place_venue": "place",
    "place_village": "village",
    "place_community": "community",
    "volunteer_team": "team",
}

ANNOUNCED = {  # the lists that the stories are about; the other titles are held already
    ("省级示范“共富工坊”", "第一批"),
    ("金华市“科学家故事众创空间”创新试点学校", "首批"),
    ("义乌好人", "2023年第四季度"),
}


def named(story):
    return [entity for entity in story["entities"] if entity["type"] != "reporter"]


def articles():
    return list(Article.objects.for_publishing().order_by("page_order"))


def test_every_mention_is_as_transcribed():
    for article, story in zip(articles(), STORIES, strict=True):
        assert sorted(mention.entity.name for mention in article.mentions.all()) == sorted(
            entity["name"] for entity in named(story)
        )


def test_every_entity_has_the_kind_and_parent_transcribed():
    printed = {}
    for entity in (entity for story in STORIES for entity in named(story)):
        kind = KINDS.get(entity["type"], entity["type"])
        known = printed.setdefault((kind, entity["name"]), "")
        printed[kind, entity["name"]] = entity.get("parent") or known

    stored = Entity.objects.select_related("parent")

    assert {(e.kind, e.name): e.parent.name if e.parent else "" for e in stored} == printed


def test_other_names_are_the_printed_forms_that_add_something():
    forms = {
        (entity["name"], form)
        for story in STORIES
        for entity in named(story)
        for form in entity["surface_forms"]
        if form not in {entity["name"], f"“{entity['name']}”"}
    }
    stored = Entity.objects.exclude(other_names=None).values_list("name", "other_names__name")

    # 义乌市 is printed inside the names of a rule and of a depot, not by itself.
    assert set(stored) == forms | {("义乌", "义乌市")}


def test_each_story_says_whom_it_is_about():
    def subjects(article):
        mentions = article.mentions.filter(relation=MentionRelation.SUBJECT)
        return [mention.entity.name for mention in mentions]

    good_people = [recipient["name"] for recipient in STORIES[8]["honours"][0]["recipients"]]

    assert [subjects(article) for article in articles()] == [
        ["李祖乡遇共富工坊"],
        ["数字与智能化产业社区项目"],
        ["绣湖中学", "绣湖小学", "福田小学"],
        [],
        ["鸡鸣山社区"],
        ["国际商贸城第五分公司"],
        ["商城集团"],
        ["“我与慈善”社会征文活动"],
        good_people,
    ]


def test_the_honours_are_as_printed():
    good_people = Round.objects.get(programme__name="义乌好人", name="2023年第四季度")
    printed = STORIES[8]["honours"][0]["recipients"]
    schools = Round.objects.get(name="首批", programme__name__endswith="创新试点学校")
    workshops = Round.objects.get(name="第一批")

    def roll(round):
        return [(h.recipient.name, h.citation) for h in Honour.objects.filter(round=round)]

    assert roll(good_people) == [(r["name"], r["citation"]) for r in printed]
    assert len(printed) == 10
    assert roll(schools) == [("绣湖中学", ""), ("绣湖小学", ""), ("福田小学", "")]
    assert roll(workshops) == [("李祖乡遇共富工坊", "")]
    assert set(Honour.objects.values_list("category", flat=True)) == {""}


def test_the_programmes_have_the_levels_and_bodies_printed():
    def bodies(programme):
        return sorted(body.name for body in programme.bodies.all())

    assert {p.name: (p.level, bodies(p)) for p in Programme.objects.all()} == {
        "义乌好人": ("county", []),
        "金华好人": ("prefecture", []),
        "浙江好人": ("provincial", []),
        "中国好人": ("national", []),
        "省级示范“共富工坊”": ("provincial", ["省委两新工委", "省委组织部"]),
        "金华市“科学家故事众创空间”创新试点学校": (
            "prefecture",
            ["金华市教育局", "金华市科协"],
        ),
        "全国文明村": ("national", []),
        "浙江省未来乡村": ("provincial", []),
        "浙江省美丽乡村精品村": ("provincial", []),
        "传统产业升级转型服务社区项目": ("", []),
        "义乌市重点项目": ("county", []),
        "“科学家故事众创空间”创新试点城市": ("provincial", ["省教育厅", "省科协"]),
        "“三方协同”试点小区": ("county", []),
    }
    ladder = [rung.name for rung in Programme.objects.get(name="金华好人").ladder()]
    assert ladder == ["义乌好人", "金华好人", "浙江好人", "中国好人"]


def test_the_tallies_are_as_printed():
    assert set(Tally.objects.values_list("programme__name", "place__name", "count")) == {
        ("中国好人", "义乌", 7),
        ("浙江好人", "义乌", 37),
        ("金华好人", "义乌", 172),
    }


def test_a_day_that_is_not_printed_is_not_shown():
    assert {round.announced for round in Round.objects.all()} == {"2023年", "2023年9月", ""}


def honours_of(story):
    """What a story states of honours that somebody has: programme, round, recipients in order."""
    return [
        (
            re.sub("^“([^“”]*)”$", r"\1", honour["programme"]).replace("我市", "义乌市"),
            honour["batch"] or honour["period"],
            [
                recipient["name"].replace("“李祖乡遇”", "李祖乡遇")
                for recipient in honour["recipients"]
            ],
        )
        for honour in story["honours"]
        if honour["recipients"]
    ]


def test_every_honour_that_the_page_states_is_held_by_those_it_names():
    rounds = Round.objects.select_related("programme").prefetch_related("honours__recipient")
    held = {
        (r.programme.name, r.name): [honour.recipient.name for honour in r.honours.all()]
        for r in rounds
    }

    stated = [honour for story in STORIES for honour in honours_of(story)]

    assert held == {(programme, batch): names for programme, batch, names in stated}
    assert len(stated) == 10


def test_a_title_that_is_held_already_leads_to_the_story_that_states_it():
    own = Honour.objects.exclude(article=None).order_by("article__page_order", "pk")

    assert [(h.article.page_order, h.round.programme.name, h.round.name) for h in own] == [
        (order, programme, batch)
        for order, story in enumerate(STORIES, start=1)
        for programme, batch, _names in honours_of(story)
        if (programme, batch) not in ANNOUNCED
    ]


def test_the_announcing_stories_are_linked_to_their_rounds():
    linked = Article.objects.exclude(announces=None).order_by("page_order")

    assert [(a.page_order, a.announces.get().name) for a in linked] == [
        (1, "第一批"),
        (3, "首批"),
        (9, "2023年第四季度"),
    ]

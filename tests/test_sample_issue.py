"""The sample issue as loaded: whole, and equal to the transcription to the character."""

import json
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from articles.models import Article, Issue, PublishedArticle, Section
from articles.text import body, bylines
from tests.sample_site import STORIES, shown_stories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sample")]

FIXTURE = Path(__file__).parent.parent / "fixtures" / "sample_issue.json"


def counts():
    ours = [m for app in ("articles", "people") for m in apps.get_app_config(app).get_models()]
    found = {model.__name__: model._default_manager.count() for model in ours}
    del found["HeadlineWord"]  # kept once a transaction has ended, and a test ends it nowhere
    return {name: count for name, count in found.items() if count}


def test_loading_alone_gives_the_whole():
    assert counts() == {
        "Issue": 1,
        "Page": 1,
        "Section": 5,
        "Column": 1,
        "Tag": 19,
        "Tagging": 19,
        "Article": 9,
        "Byline": 10,
        "Mention": 86,
        "Photo": 3,
        "PhotoUse": 3,
        "PublishedArticle": 9,
        "PublishedPicture": 3,
        "LogLine": 9,  # that each was published
        "Revision": 9,
        "RevisionPicture": 3,
        "PublishedCredit": 13,  # ten in bylines, three under photos
        "PublishedEntity": 86,
        "PublishedTag": 19,
        "SearchEntry": 9,
        "Reporter": 7,
        "Entity": 79,
        "EntityName": 9,
        "Programme": 13,
        "Round": 10,
        "Honour": 21,
        "Tally": 3,
        "DeskEntry": 9,
        "StandVersion": 1,
    }


def test_loading_twice_changes_nothing():
    before, stand = counts(), list(PublishedArticle.objects.order_by("pk").values())

    call_command("loaddata", "sample_issue", verbosity=0)

    assert counts() == before
    assert list(PublishedArticle.objects.order_by("pk").values()) == stand


def test_the_fixture_has_no_keys_and_no_accounts():
    rows = json.loads(FIXTURE.read_text(encoding="utf-8"))

    assert [row for row in rows if "pk" in row] == []
    assert {row["model"].split(".")[0] for row in rows} == {"articles", "people"}
    assert "articles.publishedarticle" not in {row["model"] for row in rows}


def test_the_issue_says_its_date_is_inferred():
    issue = Issue.objects.get()

    assert issue.date.isoformat() == "2023-12-26"
    assert not issue.date_is_certain


def articles():
    return list(Article.objects.for_publishing().order_by("page_order"))


def test_every_field_is_as_transcribed():
    def fields(article):
        return {
            "kicker": article.kicker,
            "headline": article.printed_headline,
            "headline_lines": article.headline_lines,
            "subhead": article.subhead,
            "dateline": article.dateline,
            "kind": article.kind,
            "column": article.column.name if article.column else "",
        }

    shown = [fields(article) for article in articles()]

    assert shown == [{name: story[name] for name in shown[0]} for story in STORIES]


def test_every_paragraph_and_crosshead_is_as_transcribed():
    for article, story in zip(articles(), STORIES, strict=True):
        lines = [" ".join(filter(None, [b.get("label"), b["text"]])) for b in story["body"]]
        crossheads = [b for b in story["body"] if b["type"] == "crosshead"]

        assert body.parse(article.body).text.split("\n") == lines
        assert [(c.label, c.text) for c in body.parse(article.body).crossheads] == [
            (b["label"], b["text"]) for b in crossheads
        ]
        assert body.clean(article.body) == article.body


def test_every_byline_is_as_transcribed():
    for article, story in zip(articles(), STORIES, strict=True):
        assert [
            {
                "name": byline.reporter.name,
                "role_title": byline.title_as_printed,
                "credit": bylines.PRINTED[byline.role],
            }
            for byline in article.bylines.all()
        ] == story["reporters"]
        assert article.published.byline_text == story["byline_raw"]


def test_every_photo_is_as_transcribed():
    for article, story in zip(articles(), STORIES, strict=True):
        photos = [use.photo for use in article.photo_uses.all()]

        assert [(photo.caption, photo.reporter.name) for photo in photos] == [
            (photo["caption"], photo["credit"]["name"]) for photo in story["photos"]
        ]
        assert {photo.source_type for photo in photos} <= {"placeholder"}


def test_every_section_has_a_story_and_every_tag_its_words():
    def words(article):
        text = "".join([article.printed_headline, article.subhead, body.parse(article.body).text])
        return text.translate(str.maketrans("", "", "“”"))

    tags = [(words(article), tag.name) for article in articles() for tag in article.tags.all()]

    assert [name for text, name in tags if name not in text] == []
    assert [s.name for s in Section.objects.filter(article=None)] == []


@pytest.mark.parametrize(
    ("model", "change", "place"),
    [
        ("articles.article", ("共富工坊”名单揭晓", "共富工坊”名单掲晓"), (1, "kicker")),
        ("articles.article", ("榜上有名", "榜上有明"), (1, "headline")),
        ("articles.article", ("我市积极探索", "我市积极探素"), (4, "subhead")),
        ("articles.article", ("本报讯", "本报訊"), (1, "body")),
        ("articles.article", ("共享“云上经济”红利", "共享“云上经济”红力"), (1, "body")),
        ("articles.article", ("<br>小区物业服务质量堪忧", "<br>小区物业服务质量堪优"), (4, "body")),
        ("articles.article", ("楼事楼办”", "楼事楼办"), (4, "body")),
        ("articles.photo", ("直播带货农产品", "直播带货农产"), (1, "body")),
        ("articles.byline", ("全媒体记者", "记者"), (1, "byline")),
        ("articles.byline", ("photographed", "photo"), (6, "byline")),
    ],
)
def test_one_changed_character_is_noticed(tmp_path, client, model, change, place):
    old, new = change
    rows = json.loads(FIXTURE.read_text(encoding="utf-8"))
    changed, name = next(
        (row, name)
        for row in rows
        for name, value in row["fields"].items()
        if row["model"] == model and isinstance(value, str) and old in value
    )
    changed["fields"][name] = changed["fields"][name].replace(old, new, 1)
    loaded = [row for row in rows if row["model"] == "articles.article" or row is changed]
    loaded = [row for row in loaded if row["fields"].get("page_order", place[0]) == place[0]]
    damaged = tmp_path / "damaged.json"  # the change, and its story, which is published anew
    damaged.write_text(json.dumps(loaded, ensure_ascii=False), encoding="utf-8")
    call_command("loaddata", str(damaged), verbosity=0)

    pairs = zip(STORIES, shown_stories(client), strict=True)

    assert [
        (story["id"], part)
        for story, shown in pairs
        for part, text in shown.items()
        if text != story["printed"][part]
    ] == [place]


def test_natural_keys_lead_back_to_their_rows():
    call_command("loaddata", "score_rules_example", verbosity=0)
    for app in ("articles", "people"):
        for model in apps.get_app_config(app).get_models():
            if not hasattr(model, "natural_key"):  # a record of what was done, in no fixture
                continue
            row = model._default_manager.first()
            if row is not None:  # there is none of what the desk alone records
                assert model._default_manager.get_by_natural_key(*row.natural_key()) == row

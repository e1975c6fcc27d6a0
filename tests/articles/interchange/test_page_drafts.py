"""The stories of a page become drafts: all or none, once, and never published."""

import json
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command

from articles.enums import BylineRole, RevisionCause, Stage
from articles.interchange.pages import drafting
from articles.interchange.pages.contents import Paragraph, Story
from articles.models import Article, Column, PublishedArticle, Revision
from tests import make

pytestmark = pytest.mark.django_db

STORY = Story(
    kicker="引题",
    headline="城东水库通过验收",
    subhead="副题",
    column="民生速递",
    dateline="本报讯",
    byline="▢ 全媒体记者 张三丰 文/图",
    body=(
        Paragraph("p", "", "昨日，<水库>通过了验收。"),
        Paragraph("h2", "探访", "大坝高五十米"),
        Paragraph("p", "", "供水二百万吨。"),
    ),
    captions=("水库大坝",),
)


def save(*stories, page=None, by=None, digest="d"):
    return drafting.save_drafts(stories, page=page, by=by, digest=digest)


def test_a_story_becomes_a_draft_on_its_page():
    page, user = make.page(), make.editor()
    reporter = make.reporter(name="张三丰")
    column = Column.objects.create(name="民生速递")
    make.article(page=page, page_order=3)
    (draft,) = save(STORY, page=page, by=user).articles
    draft.refresh_from_db()
    assert (draft.kicker, draft.headline, draft.subhead) == ("引题", "城东水库通过验收", "副题")
    assert (draft.dateline, draft.column, draft.page, draft.page_order) == (
        "本报讯",
        column,
        page,
        4,
    )
    assert draft.body == (
        "<p>昨日，&lt;水库&gt;通过了验收。</p><h2>探访<br>大坝高五十米</h2><p>供水二百万吨。</p>"
        "<p>图片说明：水库大坝</p>"
    )
    byline = draft.bylines.get()
    assert (byline.reporter, byline.role, byline.title_as_printed, byline.order) == (
        reporter,
        BylineRole.TEXT_AND_PHOTO,
        "全媒体记者",
        1,
    )
    assert draft.unread_byline == ""
    assert (draft.stage, draft.created_by, draft.edition) == (Stage.DRAFT, user, 1)
    assert Revision.objects.get(article=draft).cause == RevisionCause.SAVED
    assert PublishedArticle.objects.count() == 0


def test_the_same_file_twice_changes_nothing():
    first = save(STORY, STORY)
    kept = list(Article.objects.order_by("pk").values())
    again = save(STORY, replace(STORY, headline="别的"), STORY)
    assert (first.made, again.made) == (True, False)
    assert again.articles == first.articles
    assert list(Article.objects.order_by("pk").values()) == kept
    assert save(STORY, digest="another").made


def test_all_or_none_are_saved():
    broken = replace(STORY, body=(Paragraph("p", "", None),))
    with pytest.raises(AttributeError):
        save(STORY, broken)
    assert Article.objects.count() == 0


@pytest.mark.parametrize("names", [[], ["张三丰", "张三丰"]])
def test_a_byline_that_is_not_sure_stays_as_its_line(names):
    for number, name in enumerate(names):
        make.reporter(name=name, distinction=str(number))
    (draft,) = save(STORY).articles
    assert draft.unread_byline == "▢ 全媒体记者 张三丰 文/图"
    assert draft.bylines.count() == 0


def test_a_command_has_no_user_and_the_history_says_that_it_was_imported():
    make.reporter(name="张三丰")
    (draft,) = save(STORY).articles
    revision = Revision.objects.get(article=draft)
    assert (draft.created_by, revision.by, revision.cause) == (None, None, RevisionCause.IMPORTED)
    assert draft.bylines.get().reporter.name == "张三丰"
    assert [row["title_as_printed"] for row in revision.snapshot["bylines"]] == ["全媒体记者"]


def test_a_story_without_a_headline_says_so():
    (draft,) = save(replace(STORY, headline="")).articles
    assert draft.headline == "（待补主题）昨日，<水库>通过了验收。"


def test_what_is_too_long_for_its_field_stands_in_the_text():
    long = {"kicker": "引" * 121, "source": "源" * 61, "dateline": "电" * 31, "byline": "名" * 501}
    (draft,) = save(replace(STORY, headline="题" * 201, **long)).articles
    assert (draft.kicker, draft.source, draft.dateline) == ("", "", "")
    assert draft.headline == "题" * 200
    for text in [*long.values(), "题" * 201]:
        assert f"<p>{text}</p>" in draft.body


def test_more_stories_than_a_page_can_have_are_refused():
    with pytest.raises(ValueError, match="201"):
        save(*[STORY] * 201)


PAGE = """城东水库通过验收

本报记者 张三丰

昨日，城东水库通过了验收。

孤零零的一行

岚溪日报
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(PAGE)
    return path


def run(*arguments, capsys):
    call_command("import_page", *map(str, arguments))
    return capsys.readouterr()


@pytest.mark.parametrize("options", [["--json"], ["--json", "--dry-run"]])
def test_the_command_prints_the_reading(file, capsys, options):
    said = run(file, *options, capsys=capsys)
    found = json.loads(said.out)
    assert found["stories"][0]["body"] == [
        {"kind": "p", "label": "", "text": "昨日，城东水库通过了验收。"}
    ]
    assert {"headline", "byline", "body"} <= set(found["stories"][0]["confidence"])
    assert found["unassigned"] == ["孤零零的一行", "岚溪日报"]
    assert Article.objects.count() == 0


def test_the_command_saves_drafts_on_a_page_once(file, capsys):
    page = make.page(issue=make.issue(date="2026-01-05"), number=3)
    where = ["--issue", "2026-01-05", "--page", "3"]
    said = run(file, *where, capsys=capsys)
    assert "城东水库通过验收" in said.out
    assert "1 drafts saved" in said.out
    assert [a.headline for a in Article.objects.filter(page=page)] == ["城东水库通过验收"]
    assert "1 drafts were here already" in run(file, *where, "--json", capsys=capsys).err
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (["--issue", "2026-01-05", "--page", "3"], "there is no page 3"),
        (["--issue", "2026-01-05"], "belong together"),
    ],
)
def test_the_command_says_what_is_missing(file, where, said):
    with pytest.raises(CommandError, match=said):
        call_command("import_page", str(file), *where)


def test_a_file_that_is_none_or_no_page_is_refused(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_page", str(tmp_path / "none.txt"))
    (tmp_path / "empty.txt").write_text(" ")
    with pytest.raises(CommandError, match="文件里没有文字"):
        call_command("import_page", str(tmp_path / "empty.txt"))

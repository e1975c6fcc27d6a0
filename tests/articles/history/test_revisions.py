"""What an article was: kept whole, readable when names have changed, compared field by field."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles.enums import RevisionCause
from articles.history import revisions
from articles.models import Article, ArticleContent, Revision
from people.models import User
from tests import make
from tests.cost import GRAMS

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make.editor(name="王小文")


def whole(**fields):
    """A story with something in every field."""
    defaults = {
        "kicker": "引题",
        "subhead": "副题",
        "web_headline": "网页标题",
        "summary": "提要",
        "source": "据新华社",
        "dateline": "本报讯",
        "unread_byline": "□ 某 人",
        "page_order": 2,
        "section": make.section(),
        "column": make.column(),
        "page": make.page(),
        "headline": "上行\n下行",
        "due_at": datetime(2026, 1, 1, 8, tzinfo=ZoneInfo("Asia/Shanghai")),
        "embargo_until": datetime(2026, 1, 2, 8, tzinfo=ZoneInfo("Asia/Shanghai")),
        "publish_at": datetime(2026, 1, 3, 8, tzinfo=ZoneInfo("Asia/Shanghai")),
        "tags": ["共富工坊"],
    }
    article = make.article(**defaults | fields)
    make.byline(article=article, reporter=make.reporter(name="陈洋波"), title_as_printed="记者")
    make.photo_use(article=article, photo=make.photo(caption="直播", source="市文明办"), alt="图")
    make.mention(article=article, entity=make.entity(name="李祖村"), is_confirmed=False)
    article.announces.add(make.round(name="第一批"))
    return article


def keep(article, *, by=None, cause=RevisionCause.SAVED):
    """Save and keep, as the desk does."""
    article.edition += 1
    article.save()
    return revisions.record(article, by=by, cause=cause)


def shown(changes):
    signs = {"same": "{}", "del": "[-{}-]", "ins": "{{+{}+}}"}
    return {
        change.name: [
            "".join(signs[piece.kind].format(piece.text) for piece in line) for line in change.lines
        ]
        for change in changes
    }


def test_a_revision_says_who_and_when_and_how_long(editor):
    article = make.article(dateline="本报讯", body="<p>共57.1万，5G。</p>")

    revision = revisions.record(article, by=editor, cause=RevisionCause.SCHEDULED, note="请审")

    revision.refresh_from_db()
    assert (revision.edition, revision.stage, revision.cause) == (1, "draft", "scheduled")
    assert (revision.by, revision.by_name, revision.note) == (editor, "王小文", "请审")
    assert revision.length == 9
    assert abs(revision.at - timezone.now()).total_seconds() < 60


def test_every_field_of_a_story_is_kept():
    snapshot = revisions.snapshot(whole())

    assert {f.name for f in ArticleContent._meta.get_fields()} < snapshot.keys()
    assert [name for name, value in snapshot.items() if not value] == []
    assert set(revisions.names()) == snapshot.keys()


def test_every_row_a_story_names_has_a_known_table():
    related = {f.name for f in ArticleContent._meta.get_fields() if f.is_relation}

    assert related < revisions.RELATED.keys()


def test_a_revision_reads_the_same_when_names_change_or_go(editor):
    article = whole()
    revision = revisions.record(article, by=editor, cause=RevisionCause.SAVED)
    before = shown(revisions.reading(revision.snapshot))

    for row in (article.section, article.column, article.bylines.get().reporter):
        row.name = f"{row.name}改"
        row.save()
    article.tags.all().delete()
    article.announces.clear()
    article.mentions.all().delete()
    editor.name = "改名"
    editor.save()

    revision = Revision.objects.get()
    assert shown(revisions.reading(revision.snapshot)) == before
    assert before["bylines"] == ["陈洋波 · 文 · 记者"]
    assert before["mentions"] == ["李祖村 · 文中提及 · 尚待确认"]
    assert before["tags"] == ["共富工坊"]
    assert before["headline"] == ["上行⏎下行"]
    assert before["kind"] == ["消息"]
    assert before["embargo_until"] == ["2026-01-02 08:00"]
    assert (revision.by, revision.by_name) == (editor, "王小文")


def test_an_edition_is_kept_once():
    article = make.article()
    revisions.record(article, by=None, cause=RevisionCause.SAVED)

    with pytest.raises(IntegrityError), transaction.atomic():
        revisions.record(article, by=None, cause=RevisionCause.SAVED)


@pytest.mark.parametrize("count", [1, 3])
def test_keeping_takes_the_same_queries(count, django_assert_num_queries):
    article = make.article()
    for _ in range(count):
        make.byline(article=article)
        make.photo_use(article=article, photo=make.photo(source="", reporter=make.reporter()))
        make.mention(article=article)
        article.tags.add(make.tag())
        article.announces.add(make.round())

    with django_assert_num_queries(18 + GRAMS):
        revisions.record(article, by=None, cause=RevisionCause.SAVED)


# ---- Comparing --------------------------------------------------------------------------------


def test_twelve_to_fifteen_marks_the_number_and_nothing_more():
    article = make.article(body="<p>前一段。</p><p>义乌12家工坊入选。</p>")
    old = keep(article)
    article.body = "<p>前一段。</p><p>义乌15家工坊入选。</p>"
    new = keep(article)

    assert shown(revisions.compare(old.snapshot, new.snapshot)) == {
        "body": ["前一段。", "义乌[-12-]{+15+}家工坊入选。"]
    }


def test_a_story_that_did_not_change_has_no_changes():
    article = whole()

    assert revisions.compare(keep(article).snapshot, keep(article).snapshot) == []


def test_every_field_that_changed_is_told_in_the_order_of_the_form():
    article = whole()
    old = keep(article)
    article.kicker, article.headline = "另一引题", "上行下行"
    article.section, article.page, article.page_order = None, None, 0
    article.kind = "brief"
    article.bylines.update(role="text_photo")
    article.photo_uses.update(alt="另一图")
    article.mentions.update(is_confirmed=True)
    article.tags.add("直播")
    article.announces.clear()
    article.embargo_until = None
    new = keep(article)

    changes = shown(revisions.compare(old.snapshot, new.snapshot))

    section, page = old.snapshot["section"]["name"], old.snapshot["page"]["name"]
    guid = old.snapshot["photo_uses"][0]["photo"]["guid"][:8]
    assert changes == {
        "kicker": ["{+另一+}引题"],
        "headline": ["上行[-⏎-]下行"],
        "bylines": ["陈洋波 · 文{+/图+} · 记者"],
        "kind": ["[-消息-]{+简讯+}"],
        "section": [f"[-{section}-]"],
        "page": [f"[-{page}-]"],
        "page_order": ["[-2-]"],
        "photo_uses": [f"直播 {guid} 市文明办 · 题图 · {{+另一+}}图"],
        "mentions": ["李祖村 · 文中提及[- · 尚待确认-]"],
        "tags": ["共富工坊", "{+直播+}"],
        "announces": [f"[-{old.snapshot['announces'][0]['name']}-]"],
        "embargo_until": ["[-2026-01-02 08:00-]"],
    }
    assert list(changes)[:3] == ["kicker", "headline", "bylines"]


def test_the_order_of_names_is_part_of_the_story():
    article = make.article()
    first = make.byline(article=article, reporter=make.reporter(name="甲某"), order=1)
    make.byline(article=article, reporter=make.reporter(name="乙某"), order=2)
    old = keep(article)
    first.order = 3
    first.save()

    changes = shown(revisions.compare(old.snapshot, keep(article).snapshot))

    assert list(changes) == ["bylines"]


def test_a_snapshot_without_a_field_that_is_newer_is_compared_as_without_it():
    article = make.article(kicker="引题")
    old = keep(article).snapshot
    new = dict(old)
    del old["kicker"]

    assert shown(revisions.compare(old, new)) == {"kicker": ["{+引题+}"]}


# ---- What does not come through the form ------------------------------------------------------


def test_what_nobody_kept_is_kept_before_it_changes(editor):
    article = make.article(updated_by=editor)

    revisions.keep_stored(article)
    revisions.keep_stored(article)

    revision = Revision.objects.get()
    assert (revision.edition, revision.by, revision.cause) == (1, editor, "imported")
    assert revision.at == Article.objects.get().updated_at


def test_loading_a_fixture_keeps_each_story_once():
    for _ in range(2):
        call_command("loaddata", "sample_issue", verbosity=0)

    assert Revision.objects.count() == Article.objects.count() == 9
    assert {r.cause for r in Revision.objects.all()} == {"imported"}


def test_loading_over_an_edited_story_goes_on_counting():
    call_command("loaddata", "sample_issue", verbosity=0)
    article = Article.objects.get(page_order=1)
    article.headline = "改过的"
    keep(article, by=User.objects.create_user("someone"))

    call_command("loaddata", "sample_issue", verbosity=0)

    kept = Revision.objects.filter(article=article).order_by("edition")
    assert [(r.edition, r.cause) for r in kept] == [(1, "imported"), (2, "saved"), (3, "imported")]
    assert kept[0].snapshot == kept[2].snapshot
    assert Article.objects.get(pk=article.pk).edition == 3

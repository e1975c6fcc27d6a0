"""Two editors at one story: the later save is refused, and neither loses a word."""

import pytest
from django.test import Client

from articles.history import revisions
from articles.models import Article, PublishedArticle, Revision
from tests import make
from tests.articles.admin.test_admin import address, errors, save, typed
from tests.two_editors import Opened, sides

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague():
    client = Client()
    client.force_login(make.editor(username="同事"))
    return client


@pytest.fixture
def desk(client):
    client.force_login(make.editor(username="我"))
    return client


def test_both_texts_and_what_was_are_shown_to_the_character(desk, colleague):
    article = make.article(headline="义乌12家工坊", body="<p>甲。</p>")
    mine = Opened(desk, article)
    save(colleague, article, headline="义乌15家工坊")

    refused = mine.save(headline="义乌13家工坊")

    assert sides(refused) == {
        "主题": ("both", "义乌12家工坊", "义乌[-12-]{+15+}家工坊", "义乌[-12-]{+13+}家工坊")
    }
    assert "这次没有动它" in errors(refused)["__all__"][0]
    assert typed(refused)["headline"] == "义乌13家工坊"
    assert Article.objects.get().headline == "义乌15家工坊"


def test_saving_again_keeps_what_each_of_us_changed(desk, colleague):
    article = make.article(headline="主题", kicker="引题", body="<p>正文。</p>")
    mine = Opened(desk, article)
    save(colleague, article, kicker="同事改的引题", tags="同事加的")

    refused = mine.save(body="<p>我改的正文。</p>")
    assert {label: side[0] for label, side in sides(refused).items()} == {
        "引题": "theirs",
        "正文": "mine",
        "标签": "theirs",
    }
    response = mine.save_on_newest(refused)

    assert response["Location"] == address(Article, "change", article.pk)
    stored = Article.objects.get()
    assert (stored.kicker, stored.body) == ("同事改的引题", "<p>我改的正文。</p>")
    assert [tag.name for tag in stored.tags.all()] == ["同事加的"]
    assert [r.edition for r in Revision.objects.order_by("edition")] == [1, 2, 3]


def test_paragraphs_and_tags_each_of_us_changed_come_together(desk, colleague):
    article = make.article(body="<p>一。</p><p>二。</p><p>三。</p>", tags=["旧", "共有"])
    mine = Opened(desk, article)
    save(colleague, article, body="<p>一改。</p><p>二。</p><p>三。</p>", tags="共有，同事的")

    refused = mine.save(body="<p>一。</p><p>二。</p><p>三。</p><p>四。</p>", tags="旧，共有，我的")
    mine.save_on_newest(refused)

    assert {label: side[0] for label, side in sides(refused).items()} == {
        "正文": "merged",
        "标签": "merged",
    }
    stored = Article.objects.get()
    assert stored.body == "<p>一改。</p><p>二。</p><p>三。</p><p>四。</p>"
    assert {tag.name for tag in stored.tags.all()} == {"共有", "同事的", "我的"}


def test_a_paragraph_both_changed_is_for_a_person_to_settle(desk, colleague):
    article = make.article(body="<p>义乌12家。</p><p>二。</p>")
    mine = Opened(desk, article)
    save(colleague, article, body="<p>义乌15家。</p><p>二改。</p>")

    refused = mine.save(body="<p>义乌13家。</p><p>二。</p>")

    assert sides(refused)["正文"] == (
        "both",
        "义乌12家。\n二。",
        "义乌[-12-]{+15+}家。\n二{+改+}。",
        "义乌[-12-]{+13+}家。\n二。",
    )
    assert typed(refused)["body"] == "<p>义乌13家。</p><p>二。</p>"


def test_every_kind_of_field_i_left_alone_becomes_the_colleagues(desk, colleague):
    article = make.article(page=make.page(), section=make.section(), page_order=1)
    article.announces.add(make.round())
    mine = Opened(desk, article)
    theirs = {
        "section": make.section().pk,
        "page": make.page().pk,
        "page_order": 7,
        "kind": "brief",
        "announces": [make.round().pk, make.round().pk],
        "summary": "同事的提要",
        "web_headline": "同事的网页标题",
    }
    save(colleague, article, **theirs)
    before = revisions.snapshot(Article.objects.for_publishing().get())

    mine.save_on_newest(mine.save(dateline="本报讯"))

    after = revisions.snapshot(Article.objects.for_publishing().get())
    assert after == before | {"dateline": "本报讯"}
    assert sorted(ref["key"] for ref in after["announces"]) == theirs["announces"]


def test_an_embargo_a_colleague_set_stays_set(desk, colleague):
    article = make.article()
    mine = Opened(desk, article)
    save(colleague, article, embargo_until_0="2030-01-02", embargo_until_1="08:30:00")

    refused = mine.save(kicker="我的", due_at_0="2030-01-01", due_at_1="乱写")
    mine.save_on_newest(refused, due_at_1="18:00")

    assert sides(refused)["解禁时间"] == ("theirs", "", "{+2030-01-02 08:30+}", "")
    assert sides(refused)["交稿时间"] == ("mine", "", "", "{+2030-01-01 乱写+}")
    stored = revisions.snapshot(Article.objects.for_publishing().get())
    assert stored["embargo_until"] == "2030-01-02T00:30:00+00:00"
    assert stored["due_at"] == "2030-01-01T10:00:00+00:00"


def test_what_i_emptied_stays_empty(desk, colleague):
    article = make.article(kicker="引题", tags=["旧"])
    article.announces.add(make.round())
    mine = Opened(desk, article)
    save(colleague, article, subhead="副题")
    for name in ("kicker", "tags", "announces"):
        del mine.fields[name]

    refused = mine.save()

    assert {label: side[0] for label, side in sides(refused).items()} == {
        "引题": "mine",
        "副题": "theirs",
        "标签": "mine",
        "公布的荣誉批次": "mine",
    }
    mine.save_on_newest(refused)
    stored = Article.objects.get()
    assert (stored.kicker, stored.subhead) == ("", "副题")
    assert (stored.tags.count(), stored.announces.count()) == (0, 0)


def test_what_both_typed_alike_is_no_conflict(desk, colleague):
    article = make.article(headline="旧")
    mine = Opened(desk, article)
    save(colleague, article, headline="新")

    assert sides(mine.save(headline="新")) == {}


def test_a_third_save_is_seen_too(desk, colleague):
    article = make.article(headline="旧", kicker="旧引题")
    mine = Opened(desk, article)
    save(colleague, article, headline="同事第一次")
    refused = mine.save(subhead="我的副题")
    save(colleague, article, kicker="同事第二次")

    again = mine.save_on_newest(refused)

    assert {label: side[0] for label, side in sides(again).items()} == {
        "引题": "theirs",
        "副题": "mine",
    }
    mine.save_on_newest(again)
    stored = Article.objects.get()
    assert (stored.headline, stored.kicker, stored.subhead) == (
        "同事第一次",
        "同事第二次",
        "我的副题",
    )


def test_a_refused_page_shown_again_is_refused_again(desk, colleague):
    article = make.article(headline="旧")
    mine = Opened(desk, article)
    save(colleague, article, headline="同事的")
    refused = mine.save(headline="我的")
    mine.fields = typed(refused)

    assert mine.save().status_code == 200
    assert Article.objects.get().headline == "同事的"


@pytest.mark.parametrize("button", ["_save", "_continue", "_preview", "_review"])
def test_every_button_is_refused_on_an_old_edition(desk, colleague, button):
    article = make.article(headline="旧")
    mine = Opened(desk, article)
    save(colleague, article, headline="同事的")

    assert mine.save(button, headline="我的").status_code == 200
    assert Article.objects.get().headline == "同事的"
    assert not PublishedArticle.objects.exists()


def test_other_mistakes_are_told_beside_the_conflict_and_nothing_is_lost(desk, colleague):
    article = make.article(headline="旧")
    mine = Opened(desk, article)
    save(colleague, article, kicker="同事的")

    refused = mine.save(headline=" ", page_order="x", section="99999", printed_byline="乱 写 的")

    assert {"headline", "page_order", "section", "printed_byline"} <= errors(refused).keys()
    page = refused.content.decode()
    assert "乱 写 的" in page
    assert sides(refused)["版内次序"][3] == "{+x+}"
    assert sides(refused)["栏目"][3] == "{+99999+}"


@pytest.mark.parametrize("opened", ["", "x", "²", "99", "9" * 30])
def test_without_a_known_beginning_everything_typed_counts_as_mine(desk, opened):
    article = make.article(headline="旧")

    refused = save(desk, article, headline="我的", based_on=opened)

    assert sides(refused) == {"主题": ("mine", "旧", "旧", "[-旧-]{+我的+}")}


def test_an_ordinary_page_offers_no_saving_on_top(desk):
    article = make.article()

    page = desk.get(address(Article, "change", article.pk)).content.decode()

    assert "_save_on_newest" not in page
    assert "_continue" in page

"""Two editors at one story: the later save is refused, and neither loses a word."""

import re
import threading

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client

from articles import conflicts, revisions
from articles.models import Article, PublishedArticle, Revision
from tests import make
from tests.articles.test_admin import address, errors, listed, save, typed

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


class Opened:
    """A story form that stands open in a browser."""

    def __init__(self, client, article):
        self.client, self.article = client, article
        self.fields = typed(client.get(address(Article, "change", article.pk)))

    def save(self, button="_continue", value="1", **changes):
        self.fields |= changes
        return self._sent(button, value)

    def save_on_newest(self, refused, **changes):
        """What the page that was refused holds now, sent by its button."""
        self.fields = typed(refused) | changes
        page = refused.content.decode()
        (edition,) = set(re.findall(r'name="_save_on_newest" value="(\d+)"', page))
        return self._sent("_save_on_newest", edition)

    def _sent(self, button, value):
        page = address(Article, "change", self.article.pk)
        return self.client.post(page, self.fields | {button: value})


def whose(field):
    if field.is_mine and field.is_theirs:
        return "merged" if field.is_merged else "both"
    return "mine" if field.is_mine else "theirs"


def sides(response):
    """The differing fields: whose change each is, and the three texts, marked."""
    signs = {"same": "{}", "del": "[-{}-]", "ins": "{{+{}+}}"}
    return {
        field.label: (
            whose(field),
            *(
                "\n".join(
                    "".join(signs[p.kind].format(p.text) for p in line)
                    for run in runs
                    for line in run.lines
                )
                for runs in (field.base, field.theirs, field.mine)
            ),
        )
        for field in response.context["conflict"].fields
    }


# ---- Fields -----------------------------------------------------------------------------------


def test_both_texts_and_what_was_are_shown_to_the_character(desk, colleague):
    article = make.article(headline="义乌12家工坊", body="<p>甲。</p>")
    mine = Opened(desk, article)
    save(colleague, article, headline="义乌15家工坊")

    refused = mine.save(headline="义乌13家工坊")

    assert sides(refused) == {
        "主题": ("both", "义乌12家工坊", "义乌1[-2-]{+5+}家工坊", "义乌1[-2-]{+3+}家工坊")
    }
    assert "同事 已在" in errors(refused)["__all__"][0]
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
        "义乌1[-2-]{+5+}家。\n二{+改+}。",
        "义乌1[-2-]{+3+}家。\n二。",
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


@pytest.mark.parametrize("button", ["_save", "_continue", "_preview", "_sign_off"])
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

    refused = save(desk, article, headline="我的", opened_edition=opened)

    assert sides(refused) == {"主题": ("mine", "旧", "旧", "[-旧-]{+我的+}")}


def test_an_ordinary_page_offers_no_saving_on_top(desk):
    article = make.article()

    page = desk.get(address(Article, "change", article.pk)).content.decode()

    assert "_save_on_newest" not in page
    assert "_continue" in page


# ---- Rows -------------------------------------------------------------------------------------


def bylines():
    rows = Article.objects.get().bylines.order_by("order", "pk")
    return [(b.reporter.name, b.role, b.title_as_printed) for b in rows]


@pytest.fixture
def credited():
    article = make.article()
    for order, name in enumerate(["甲某", "乙某"], start=1):
        make.byline(article=article, reporter=make.reporter(name=name), order=order)
    return article


def add_byline(name, *, at, total, **parts):
    row = {"reporter": make.reporter(name=name).pk, "role": "text", "order": 0} | parts
    return {"bylines-TOTAL_FORMS": total} | {f"bylines-{at}-{p}": v for p, v in row.items()}


def test_rows_both_added_are_both_kept(desk, colleague, credited):
    mine = Opened(desk, credited)
    save(colleague, credited, **add_byline("同事加的", at=2, total=3))

    refused = mine.save(**add_byline("我加的", at=2, total=3))
    mine.save_on_newest(refused)

    assert [name for name, *_ in bylines()] == ["甲某", "乙某", "同事加的", "我加的"]
    state, _base, theirs, mine_text = sides(refused)["署名"]
    assert state == "merged"
    assert "{+同事加的" in theirs
    assert "{+我加的" in mine_text


def test_a_row_a_colleague_deleted_while_i_changed_it_lives_on_in_my_form(
    desk, colleague, credited
):
    mine = Opened(desk, credited)
    save(colleague, credited, **{"bylines-0-DELETE": "on"})

    refused = mine.save(**{"bylines-0-title_as_printed": "首席记者"})

    assert "首席记者" in refused.content.decode()
    mine.save_on_newest(refused)
    assert sorted(bylines()) == [("乙某", "text", ""), ("甲某", "text", "首席记者")]


def test_a_row_a_colleague_deleted_and_i_left_alone_stays_deleted(desk, colleague, credited):
    mine = Opened(desk, credited)
    save(colleague, credited, **{"bylines-0-DELETE": "on"})

    refused = mine.save(kicker="我的")
    mine.save_on_newest(refused)

    assert bylines() == [("乙某", "text", "")]
    assert sides(refused)["署名"][0] == "theirs"


def test_a_row_i_deleted_stays_deleted(desk, colleague, credited):
    mine = Opened(desk, credited)
    save(colleague, credited, kicker="同事的")

    refused = mine.save(**{"bylines-0-DELETE": "on"})
    mine.save_on_newest(refused, **{"bylines-0-DELETE": "on"})

    assert bylines() == [("乙某", "text", "")]
    assert sides(refused)["署名"][0] == "mine"
    assert 'name="bylines-0-DELETE" id="id_bylines-0-DELETE" checked' in refused.content.decode()


def test_one_row_changed_in_two_parts_by_two_keeps_both(desk, colleague, credited):
    mine = Opened(desk, credited)
    save(colleague, credited, **{"bylines-0-role": "text_photo"})

    mine.save_on_newest(mine.save(**{"bylines-0-title_as_printed": "首席记者"}))

    assert bylines()[0] == ("甲某", "text_photo", "首席记者")


@pytest.mark.parametrize(
    ("theirs", "mine_changes", "state"),
    [
        ({"bylines-0-role": "photo"}, {"bylines-0-role": "text_photo"}, "both"),
        ({"bylines-0-role": "photo"}, {"bylines-0-DELETE": "on"}, "both"),
        ({"bylines-0-DELETE": "on"}, {"bylines-0-role": "text_photo"}, "both"),
        ({"bylines-0-role": "photo"}, {"bylines-1-role": "text_photo"}, "merged"),
        ({"bylines-0-DELETE": "on"}, {"bylines-1-DELETE": "on"}, "merged"),
    ],
)
def test_a_row_both_changed_is_for_a_person_to_settle(
    desk, colleague, credited, theirs, mine_changes, state
):
    mine = Opened(desk, credited)
    save(colleague, credited, **theirs)

    assert sides(mine.save(**mine_changes))["署名"][0] == state


def test_the_same_row_added_by_both_is_added_once(desk, colleague, credited):
    mine = Opened(desk, credited)
    row = add_byline("同一人", at=2, total=3)
    save(colleague, credited, **row)

    response = mine.save_on_newest(mine.save(kicker="我的", **row))

    assert response.status_code == 302
    assert [name for name, *_ in bylines()].count("同一人") == 1


def test_rows_both_reordered_still_fit_their_stored_rows(desk, colleague, credited):
    mine = Opened(desk, credited)
    save(colleague, credited, **{"bylines-0-order": 3})

    refused = mine.save(**{"bylines-1-title_as_printed": "我给乙某的"})
    mine.save_on_newest(refused)

    assert bylines() == [("乙某", "text", "我给乙某的"), ("甲某", "text", "")]


def test_photos_and_mentions_are_laid_out_too(desk, colleague):
    article = make.article()
    use = make.photo_use(article=article, photo=make.photo(caption="旧图"), alt="替代", order=1)
    make.mention(article=article, entity=make.entity(name="李祖村"), is_confirmed=False)
    photo, entity = make.photo(caption="我选的图"), make.entity(name="我认的人")
    mine = Opened(desk, article)
    save(colleague, article, **{"photo_uses-0-caption": "同事的图说", "mentions-0-DELETE": "on"})

    refused = mine.save(
        **{
            "photo_uses-TOTAL_FORMS": 2,
            "photo_uses-1-photo": photo.pk,
            "photo_uses-1-placement": "inline",
            "photo_uses-1-order": 0,
            "mentions-0-is_confirmed": "on",
            "mentions-TOTAL_FORMS": 2,
            "mentions-1-entity": entity.pk,
            "mentions-1-relation": "subject",
            "mentions-1-is_confirmed": "on",
        }
    )
    mine.save_on_newest(refused)

    found = sides(refused)
    assert f"{{+我选的图 {str(photo.guid)[:8]} 本报资料 · 文中+}}" in found["稿件图片"][3]
    assert "{+同事的图说 · +}" in found["稿件图片"][2]
    assert found["提及"][1:3] == (
        "李祖村 · 文中提及 · 尚待确认",
        "[-李祖村 · 文中提及 · 尚待确认-]",
    )
    stored = Article.objects.get()
    assert [(u.photo, u.caption) for u in stored.photo_uses.all()] == [
        (use.photo, "同事的图说"),
        (photo, ""),
    ]
    assert {(m.entity.name, m.is_confirmed) for m in stored.mentions.all()} == {
        ("李祖村", True),
        ("我认的人", True),
    }
    use.refresh_from_db()
    assert use.alt == "替代"


def test_what_was_typed_and_is_nonsense_is_shown_again(desk, colleague, credited):
    mine = Opened(desk, credited)
    save(colleague, credited, kicker="同事的")

    refused = mine.save(
        **{
            "bylines-0-order": "第一",
            "bylines-1-reporter": "99999",
            "bylines-1-title_as_printed": "x" * 99,
        }
    )

    page = refused.content.decode()
    assert 'value="第一"' in page
    assert "x" * 99 in page
    assert "99999" in sides(refused)["署名"][3]


@pytest.mark.parametrize("count", [1, 3])
def test_laying_out_a_conflict_takes_the_same_queries(count, django_assert_num_queries):
    article = make.article()
    stored = revisions.snapshot(article)
    sent = QueryDict(mutable=True)
    sent.update({"bylines-TOTAL_FORMS": count, "photo_uses-TOTAL_FORMS": count})
    for n in range(count):
        sent[f"bylines-{n}-reporter"] = make.reporter().pk
        sent[f"photo_uses-{n}-photo"] = make.photo(reporter=make.reporter()).pk

    with django_assert_num_queries(2):
        conflict = conflicts.find(sent, fields=set(), base=None, theirs=stored)

    assert [len(field.mine[0].lines) for field in conflict.fields] == [count, count]


# ---- Lists and questions ----------------------------------------------------------------------


def test_a_list_acts_only_on_what_it_shows(desk, colleague):
    fresh, changed = make.article(headline="没动过"), make.article(headline="动过")
    editions = listed(desk)
    save(colleague, changed, headline="同事改的")

    chosen = {"action": "sign_off_selected", "_selected_action": [fresh.pk, changed.pk]}
    response = desk.post(address(Article, "changelist"), editions | chosen, follow=True)

    assert [p.headline for p in PublishedArticle.objects.all()] == ["没动过"]
    said = [str(m) for m in response.context["messages"] if m.level_tag == "error"]
    assert said == [
        "《同事改的》在您打开列表之后又有人保存过，这次没有动它。请看过最新版本再操作。"
    ]


def test_a_list_that_does_not_say_what_it_shows_does_nothing(desk):
    article = make.article()

    desk.post(
        address(Article, "changelist"),
        {"action": "sign_off_selected", "_selected_action": [article.pk]},
    )

    assert not PublishedArticle.objects.exists()


def test_a_story_saved_while_the_question_stood_open_is_not_deleted(desk, colleague):
    article = make.article(headline="旧")
    page = address(Article, "delete", article.pk)
    question = desk.get(page)
    save(colleague, article, headline="同事的")
    answer = {"post": "yes", "opened_edition": question.context["object"].edition}

    again = desk.post(page, answer)

    assert again.status_code == 200
    assert "又有人保存过" in again.content.decode()
    assert "同事的" in again.content.decode()
    desk.post(page, answer | {"opened_edition": 2})
    assert not Article.objects.exists()


# ---- Many at once -----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_ten_saves_at_once_one_wins_and_the_others_are_told():
    article = make.article(headline="开头")
    clients = [Client() for _ in range(10)]
    for client in clients:
        client.force_login(make.editor())

    for turn in range(3):
        forms = [Opened(client, article) for client in clients]
        texts = [f"第{turn}轮第{n}人" for n in range(10)]
        answers = _at_once(
            lambda form, text: form.save(headline=text), list(zip(forms, texts, strict=True))
        )

        winners = [text for text, answer in zip(texts, answers, strict=True) if answer == 302]
        assert sorted(answers) == [200] * 9 + [302]
        assert [Article.objects.get().headline] == winners
        assert Article.objects.get().edition == turn + 2
    assert sorted(Revision.objects.values_list("edition", flat=True)) == [1, 2, 3, 4]


def _at_once(act, calls):
    """The status of each call, all begun at the same moment, each on a connection of its own."""
    start = threading.Barrier(len(calls))
    answers = [None] * len(calls)

    def run(place, *arguments):
        try:
            start.wait()
            response = act(*arguments)
            answers[place] = response.status_code
            if response.status_code == 200:
                assert "保存过它" in errors(response)["__all__"][0]
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, *call)) for n, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers

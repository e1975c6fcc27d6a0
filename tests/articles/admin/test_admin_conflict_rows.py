"""Two editors at the rows of one story: credits, photos, mentions."""

import pytest
from django.http import QueryDict
from django.test import Client

from articles.history import revisions
from articles.models import Article
from articles.story import conflicts
from tests import make
from tests.articles.admin.test_admin import save
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
    ("changes", "state"),
    [
        (({"bylines-0-role": "photo"}, {"bylines-0-role": "text_photo"}), "both"),
        (({"bylines-0-role": "photo"}, {"bylines-0-DELETE": "on"}), "both"),
        (({"bylines-0-DELETE": "on"}, {"bylines-0-role": "text_photo"}), "both"),
        (({"bylines-0-role": "photo"}, {"bylines-1-role": "text_photo"}), "merged"),
        (({"bylines-0-DELETE": "on"}, {"bylines-1-DELETE": "on"}), "merged"),
    ],
)
def test_a_row_both_changed_is_for_a_person_to_settle(desk, colleague, credited, changes, state):
    theirs, my_changes = changes
    mine = Opened(desk, credited)
    save(colleague, credited, **theirs)

    assert sides(mine.save(**my_changes))["署名"][0] == state


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

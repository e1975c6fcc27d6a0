"""The pictures in a story's form: rows that are lost by nothing, and whose they are."""

from uuid import uuid4

import django
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, Photo, PhotoUse
from people.models import Reporter
from tests import make
from tests.articles.admin.test_admin import address, save, typed
from tests.photo_folder import small
from tests.two_editors import Opened, sides

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


def rows(*photos, start=0, **parts):
    """New rows as the form's scripts send them."""
    sent = {"photo_uses-TOTAL_FORMS": start + len(photos)}
    for n, photo in enumerate(photos, start=start):
        row = {"photo": getattr(photo, "pk", photo), "placement": "inline", "order": n + 1} | parts
        sent |= {f"photo_uses-{n}-{name}": value for name, value in row.items()}
    return sent


def pictures(response):
    """The photos that the rows of a page show."""
    page = response.content.decode()
    return [photo for photo in Photo.objects.order_by("pk") if f'data-photo="{photo.guid}"' in page]


def photo(**fields):
    return make.photo(reporter=make.reporter(), file_name="IMG_1.JPG", **fields)


def uses(article=None):
    found = PhotoUse.objects.select_related("photo")
    return [(use.photo, use.placement, use.caption, use.alt) for use in found.order_by("order")]


# ---- Opening and saving --------------------------------------------------------------------------


def pictured(count):
    article = make.article()
    for order in range(count):
        make.photo_use(article=article, photo=photo(), order=order + 1)
    return article


def queries_of(act, *args):
    with CaptureQueriesContext(connection) as queries:
        act(*args)
    return len(queries)


def test_opening_and_refusing_cost_the_same_with_one_picture_and_with_three(desk):
    def open_form(article):
        return desk.get(address(Article, "change", article.pk))

    def refuse(article, sent):
        desk.post(address(Article, "change", article.pk), sent | {"headline": ""})

    one, three = pictured(1), pictured(3)
    more = [typed(open_form(one)) | rows(photo(), start=1)]
    more += [typed(open_form(three)) | rows(photo(), photo(), photo(), start=3)]

    assert queries_of(open_form, one) == queries_of(open_form, three)
    # Django asks of each row whether its picture stands there already, from 6.1 on twice; of these,
    # there are four rows more.
    asked = 8 if django.VERSION >= (6, 1) else 4
    assert queries_of(refuse, three, more[1]) - queries_of(refuse, one, more[0]) <= asked + 2


def test_a_row_is_saved_with_all_its_words(desk):
    article, shot = make.article(), photo()

    save(desk, article, **rows(shot, placement="lead", caption="图说", alt="画面"))
    save(desk, article, **{"photo_uses-0-alt": "另一画面"})

    assert uses() == [(shot, "lead", "图说", "另一画面")]


def test_of_several_that_lead_the_first_does(desk):
    article, shots = make.article(), [photo(), photo(), photo()]

    save(desk, article, **rows(*shots, placement="lead"))

    assert uses() == [(shots[0], "lead", "", ""), *((s, "inline", "", "") for s in shots[1:])]


def test_a_story_that_came_with_several_leads_keeps_them_while_its_text_is_edited(desk):
    article = make.article()
    for order in (1, 2):
        make.photo_use(article=article, photo=photo(), order=order)

    save(desk, article, summary="提要")

    assert [placement for _photo, placement, *_words in uses()] == ["lead", "lead"]


def test_a_new_row_that_is_removed_again_is_not_saved(desk):
    article, shots = make.article(), [photo(), photo()]

    save(desk, article, **rows(*shots), **{"photo_uses-0-DELETE": "on"})

    assert [use[0] for use in uses()] == [shots[1]]


# ---- Nothing is lost -----------------------------------------------------------------------------


def test_a_refused_form_keeps_its_rows_with_their_pictures(desk):
    shots = [photo(), photo()]

    refused = save(desk, headline="", **rows(*shots, caption="图说"))

    assert pictures(refused) == shots
    again = desk.post(address(Article, "add"), typed(refused) | {"headline": "主题"})
    assert again.status_code == 302
    assert [(use[0], use[2]) for use in uses()] == [(shot, "图说") for shot in shots]


def test_what_was_typed_before_comes_back_with_its_pictures(desk):
    article, shot = make.article(), photo()
    form = typed(desk.get(address(Article, "change", article.pk)))
    form |= rows(shot, caption="图说") | {"autosave_window": str(uuid4())}
    desk.post(reverse("admin:articles_article_autosave", args=[article.pk]), form)

    page = desk.get(address(Article, "change", article.pk), {"autosave": "restore"})

    assert pictures(page) == [shot]
    assert typed(page)["photo_uses-0-caption"] == "图说"


def test_pictures_that_two_editors_add_are_both_kept(desk, client_of_colleague):
    article, ours, theirs = make.article(), photo(), photo()
    mine = Opened(desk, article)
    save(client_of_colleague, article, **rows(theirs, alt="同事的画面"))

    refused = mine.save(**rows(ours, alt="我的画面"))
    mine.save_on_newest(refused)

    assert pictures(refused) == [ours, theirs]
    assert [(use[0], use[3]) for use in uses()] == [(theirs, "同事的画面"), (ours, "我的画面")]


def test_an_alternative_text_is_part_of_a_conflict(desk, client_of_colleague):
    article = make.article()
    make.photo_use(article=article, photo=photo(), alt="原来的", order=1)
    mine = Opened(desk, article)
    save(client_of_colleague, article, **{"photo_uses-0-alt": "同事的"})

    refused = mine.save(**{"photo_uses-0-alt": "我的"})

    assert sides(refused)["稿件图片"][0] == "both"


def test_a_picture_that_is_deleted_meanwhile_is_named_at_its_row(desk):
    article, shot = make.article(), photo()
    key = shot.pk
    shot.delete()

    said = {
        str(key): "您打开这一页之后，这里选的一项已经删除，请另选或留空。",
        **dict.fromkeys(("x", "9" * 30, "²"), "这张图片已经不在图库里，请移除这一行。"),
    }
    for wrong, message in said.items():
        refused = save(desk, article, **rows(wrong))
        (formset,) = (
            f.formset for f in refused.context["inline_admin_formsets"] if f.opts.model is PhotoUse
        )
        assert formset.errors[0]["photo"] == [message]


@pytest.fixture
def client_of_colleague(client):
    other = client.__class__()
    other.force_login(make.editor(username="同事"))
    return other


# ---- Uploads and credits beside the story --------------------------------------------------------


def sent(desk, page, key, **fields):
    return desk.post(reverse(f"admin:articles_photo_{page}", args=[key]), fields, headers=JSON)


def test_an_upload_beside_a_story_answers_with_its_row_and_a_second_time_with_the_first(desk):
    content = small()
    answers = [
        desk.post(
            reverse("admin:articles_photo_upload"),
            {"files": make.upload("IMG_7.JPG", content), "source_type": "photograph"},
            headers=JSON,
        ).json()["results"][0]
        for _ in range(2)
    ]

    (shot,) = Photo.objects.all()
    assert (answers[0]["photo"]["id"], answers[1]["twin"]["id"]) == (shot.pk, shot.pk)
    assert f'data-photo="{shot.guid}"' in answers[0]["photo"]["row"]
    assert "IMG_7.JPG" in answers[0]["photo"]["row"]


def test_a_credit_is_stored_as_it_is_typed_and_a_refusal_changes_nothing(desk):
    shot = make.photo(source="旧来源")

    stored = sent(desk, "credit", shot.pk, line="市文明办供图")
    refused = sent(desk, "credit", shot.pk, line=" ")

    assert stored.json()["message"] == "署名已存：市文明办供图"
    assert 'data-credit="市文明办供图"' in stored.json()["photos"][0]["row"]
    assert (refused.status_code, refused.json()["photos"]) == (409, [])
    assert Photo.objects.get().source == "市文明办供图"


def test_one_button_registers_a_photographer_and_for_a_reporter_it_asks(desk, client):
    shot = make.photo(source="王小明", photographer="王小明")
    client = client.__class__()
    client.force_login(make.staff("记者", name="陈洋波"))

    asked = sent(client, "register", shot.pk)
    waiting = desk.get(reverse("admin:articles_photo_photographers")).content.decode()
    assert "待登记的摄影者：1 张图片" in desk.get("/admin/").content.decode()
    assert "待登记的摄影者：1 张图片" not in client.get("/admin/").content.decode()
    granted = desk.post(reverse("admin:articles_photo_register", args=[shot.pk]), {"listed": "1"})

    assert asked.json()["message"] == "已请编辑登记这位摄影者。"
    assert "王小明" in waiting
    assert "陈洋波" in waiting
    assert granted.url == reverse("admin:articles_photo_photographers")
    assert Photo.objects.get().reporter == Reporter.objects.get(name="王小明")
    page = desk.get(granted.url).content.decode()
    assert "没有等着登记的摄影者。" in page
    assert "已登记通讯员“王小明”" in page


def test_a_request_is_declined(desk):
    shot = make.photo(source="王小明", photographer="王小明")
    Photo.objects.update(registration_asked_at=shot.uploaded_at)

    sent(desk, "decline", shot.pk)

    assert not Photo.objects.registration_asked().exists()
    assert Photo.objects.get().credit == "王小明"


@pytest.mark.parametrize(
    ("role", "codes"),
    [
        ("记者", {"credit": 200, "register": 200, "decline": 403, "photographers": 403}),
        ("编辑", {"credit": 200, "register": 200, "decline": 200, "photographers": 200}),
        ("图片编辑", {"credit": 200, "register": 200, "decline": 403, "photographers": 403}),
        ("校对", {"credit": 403, "register": 403, "decline": 403, "photographers": 403}),
        ("管理员", {"credit": 403, "register": 403, "decline": 403, "photographers": 403}),
    ],
)
def test_who_may_credit_register_and_decline(client, role, codes):
    client.force_login(make.staff(role))
    shot = make.photo(source="王小明", photographer="王小明")

    answers = {
        page: sent(client, page, shot.pk, line="新来源").status_code
        for page in ("decline", "register", "credit")
    }
    answers["photographers"] = client.get(reverse("admin:articles_photo_photographers")).status_code

    assert answers == codes


def test_a_photo_that_is_gone_is_not_found(desk):
    assert sent(desk, "credit", 999, line="新").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_requests_take_the_same_queries(desk, count, django_assert_num_queries, editor):
    for n in range(count):
        shot = make.photo(source=f"甲{n}", photographer=f"甲{n}")
        Photo.objects.filter(pk=shot.pk).update(
            registration_asked_at=shot.uploaded_at, registration_asked_by=editor
        )

    with django_assert_num_queries(6):
        desk.get(reverse("admin:articles_photo_photographers"))


# ---- Said before review --------------------------------------------------------------------------


def test_the_review_page_says_which_pictures_stand_nowhere(desk):
    placed, lost = photo(caption="在文中"), photo(caption="没处放")
    article = make.article(
        body=f'<p>正文。</p><figure data-photo="{placed.guid}"></figure>'
        '<figure data-photo="6f0b3f1e-0000-4000-8000-000000000000"></figure>'
    )
    for shot in (placed, lost):
        make.photo_use(article=article, photo=shot, placement="inline")
    make.photo_use(article=article, photo=photo(caption="题图"), placement="lead")

    page = desk.get(reverse("admin:articles_article_review", args=[article.pk]))

    assert page.context["picture_notes"] == [
        "图片“没处放”是文中图，还没有放进正文，现在会排在全文最后。",
        "正文里有 1 处放着不在“稿件图片”里的图，读者看不到。",
    ]
    assert "没处放" in page.content.decode()


def test_what_stands_nowhere_is_said_when_a_story_is_handed_in(desk, editor):
    article = make.article(created_by=editor)
    make.photo_use(article=article, photo=photo(caption="没处放"), placement="inline", order=1)

    page = desk.get(save(desk, article, button="_review").url).content.decode()

    assert "图片“没处放”是文中图，还没有放进正文，现在会排在全文最后。" in page

"""What a story announces is offered on its form, kept as drafts, and tied to it once confirmed."""

import re

import pytest
from django.urls import reverse

from articles.enums import Stage
from articles.models import Article, Mention
from people.models import Entity, Honour, Programme, Round
from people.models.drafts import DraftRoll
from tests import make
from tests.articles.admin.test_admin import address, save

pytestmark = pytest.mark.django_db

BODY = "<p>近日，市里公布第三批“义乌名师”名单。其中，有常年坚守山区的楼小芳，村小教师王建国。</p>"
NAMES = re.compile(
    r'name="(suggested_\w+)"(?P<ticked> checked)?>\s<b>([^<]+)</b>(?:(?!</li>).)*?'
    r'<p class="finding-excerpt">\s*(.*?)\s*</p>',
    re.DOTALL,
)


def form(desk, article):
    return desk.get(address(Article, "change", article.pk))


def offered(response):
    """The rounds offered, each with its names."""
    found = response.context.get("suggestions", {}).get("rolls") or []
    return [
        (o["roll"].programme, o["roll"].round, [n.name.name for n in o["roll"].names])
        for o in found
    ]


def boxes(response):
    return {m[3]: m[1] for m in NAMES.finditer(response.content.decode())}


def whole(response, place=0):
    return f"suggested_{response.context['suggestions']['rolls'][place]['roll'].token}"


def drafts():
    return list(DraftRoll.objects.values_list("programme", "round_name", "text").order_by("pk"))


def confirm(desk, draft):
    """Press the button of the draft's page as it comes."""
    page = reverse("admin:people_draftroll_change", args=[draft.pk])
    response = desk.get(page)
    fields = dict(re.findall(r'name="(seen_\w+)" value="(\w+)">', response.content.decode()))
    shown = response.context["form"]
    fields |= {name: shown[name].value() or "" for name in shown.fields if "seen" not in name}
    return desk.post(page, fields | {"confirm": "1"})


def test_a_round_is_offered_with_its_names_in_their_sentences_and_nothing_ticked(desk):
    response = form(desk, make.article(body=BODY))

    assert offered(response) == [("义乌名师", "第三批", ["楼小芳", "王建国"])]
    page = response.content.decode()
    assert [(m[3], bool(m["ticked"]), m[4]) for m in NAMES.finditer(page)] == [
        ("楼小芳", False, "其中，有常年坚守山区的<mark>楼小芳</mark>，村小教师王建国。"),
        ("王建国", False, "其中，有常年坚守山区的楼小芳，村小教师<mark>王建国</mark>。"),
    ]
    assert not re.search(r'name="suggested_\w+" checked', page)


def test_accepting_a_round_keeps_a_draft_and_makes_nothing(desk, editor):
    article = make.article(body=BODY)

    done = save(desk, article, **{whole(form(desk, article)): "on"})

    assert drafts() == [
        (
            "义乌名师",
            "第三批",
            "姓名\t类型\t单位\t类别\t事迹\n楼小芳\t人物\t\t\t常年坚守山区\n王建国\t人物\t\t\t村小教师",
        )
    ]
    draft = DraftRoll.objects.get()
    assert (draft.article, draft.created_by) == (article, editor)
    assert [m.objects.count() for m in [Entity, Programme, Round, Honour, Mention]] == [0] * 5
    page = desk.get(done["Location"])
    link = reverse("admin:people_draftroll_change", args=[draft.pk])
    assert page.content.decode().count(f'<a href="{link}">义乌名师 第三批</a>') == 2
    assert offered(page) == []


def test_accepting_is_no_edit_of_the_story(desk):
    article = make.signed_off(make.article(body=BODY))
    edition = article.edition

    save(desk, article, **{whole(form(desk, article)): "on"})

    article.refresh_from_db()
    assert (article.edition, article.stage) == (edition, Stage.SIGNED_OFF)


def test_one_name_may_be_accepted_and_the_rest_is_offered_again(desk):
    article = make.article(body=BODY)

    save(desk, article, **{boxes(form(desk, article))["王建国"]: "on"})

    assert [text.splitlines()[1:] for _, _, text in drafts()] == [["王建国\t人物\t\t\t村小教师"]]
    assert offered(form(desk, article)) == [("义乌名师", "第三批", ["楼小芳"])]


def test_names_without_an_honour_are_offered_apart(desk):
    make.entity(name="锦都社区", kind="community")
    make.reporter(name="楼大江")
    body = "<p>近日，稠江街道锦都社区、“童心”幼儿园来了。</p><p>村民楼大江说，村民王建国说。</p>"
    article = make.article(body=body)

    response = form(desk, article)
    assert offered(response) == [("", "", ["童心幼儿园", "王建国"])]
    save(desk, article, **{boxes(response)["童心幼儿园"]: "on"})

    assert drafts() == [("", "", "姓名\t类型\t单位\t类别\t事迹\n童心幼儿园\t学校\t\t\t")]


def test_only_what_the_saved_text_says_is_accepted(desk):
    article = make.article(body=BODY)
    box = whole(form(desk, article))

    save(desk, article, body="<p>没有名单。</p>", **{box: "on", "suggested_x": "on"})

    assert drafts() == []


def test_a_refused_form_keeps_the_ticks(desk):
    article = make.article(body=BODY)
    box = boxes(form(desk, article))["楼小芳"]

    refused = save(desk, article, headline="", **{box: "on"})

    ticked = [m[3] for m in NAMES.finditer(refused.content.decode()) if m["ticked"]]
    assert ticked == ["楼小芳"]
    assert drafts() == []


def test_from_the_story_to_the_round_and_back(desk):
    article = make.article(body=BODY)
    save(desk, article, **{whole(form(desk, article)): "on"})

    done = confirm(desk, DraftRoll.objects.get())

    assert done["Location"] == address(Article, "change", article.pk)
    round = Round.objects.get()
    response = desk.get(done["Location"])
    assert re.search(rf'name="announce_{round.pk}" checked', response.content.decode())
    assert [offer.entity.name for offer, _ in response.context["mention_offers"]] == [
        "楼小芳",
        "王建国",
    ]
    edition = Article.objects.get().edition
    save(desk, article, **{f"announce_{round.pk}": "on", f"asked_{round.pk}": "1"})
    article.refresh_from_db()
    assert (list(article.announces.all()), article.edition) == ([round], edition + 1)
    assert response.context["suggestions"]["rounds"] != []
    assert form(desk, article).context["suggestions"]["rounds"] == []


def test_a_round_of_another_story_s_draft_is_not_tied(desk):
    other = make.round()
    article = make.article(body=BODY)

    save(desk, article, **{f"announce_{other.pk}": "on", "announce_x": "on"})

    assert list(article.announces.all()) == []


def test_who_may_not_add_drafts_is_offered_none_and_keeps_none(client):
    article = make.article(body=BODY)
    box = make.editor(username="seer")
    client.force_login(box)
    box = whole(form(client, article))
    client.force_login(make.colleague("view_article", "change_article"))

    assert offered(form(client, article)) == []
    save(client, article, kicker="引题", **{box: "on"})
    assert drafts() == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_asks_the_same_questions_however_much_is_offered(
    desk, count, django_assert_num_queries
):
    body = "".join(
        f"<p>第{'一二三'[n]}批“好人{n}”名单公布，楼小{'甲乙丙'[n]}入选。</p>" for n in range(count)
    )
    body += "".join(f"<p>村民王大{'甲乙丙'[n]}说。</p>" for n in range(count))
    article = make.article(body=body)
    for n in range(count):
        make.draft_roll(article=article, text=f"毛阿{'甲乙丙'[n]}")
    assert len(offered(form(desk, article))) == count + 1

    with django_assert_num_queries(23):
        form(desk, article)

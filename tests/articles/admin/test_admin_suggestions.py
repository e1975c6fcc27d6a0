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
    """The story's form, asked for with what its text offers."""
    return desk.get(address(Article, "change", article.pk), {"offered": "1"})


def offered(response):
    """The rounds offered, each with its names."""
    found = response.context.get("suggestions", {}).get("rolls") or []
    return [
        (o["roll"].programme, o["roll"].round, [n.name.name for n in o["roll"].names])
        for o in found
    ]


def part(article):
    """The address of the part of the form that shows what the text offers."""
    return reverse("admin:articles_article_offered", args=[article.pk])


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
    page = desk.get(done["Location"], {"offered": "1"})
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
    assert offered(response) == [("", "", ["王建国", "稠江街道", "童心幼儿园"])]
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
    assert client.get(part(article)).status_code == 200
    box = whole(form(client, article))
    client.force_login(make.colleague("view_article", "change_article"))

    assert offered(form(client, article)) == []
    assert client.get(part(article)).status_code == 403
    save(client, article, kicker="引题", **{box: "on"})
    assert drafts() == []


def test_a_text_is_read_when_it_is_asked_for_and_not_when_its_form_is_opened(desk):
    article = make.article(body=BODY)

    response = desk.get(address(Article, "change", article.pk))

    assert f'data-address="{part(article)}"' in response.content.decode()
    assert "rolls" not in response.context["suggestions"]
    assert list(boxes(desk.get(part(article)))) == ["楼小芳", "王建国"]


def test_what_a_text_offers_is_kept_from_those_who_do_not_see_the_story(client):
    article = make.article(body=BODY, created_by=make.editor(username="other"))
    client.force_login(make.staff("记者"))

    assert client.get(part(article)).status_code == 404


def test_of_other_names_six_are_shown_and_the_rest_asked_for(desk):
    names = [f"王{first}{last}" for first in "建国志" for last in "明强伟"]
    body = "".join(f"<p>村民{name}说，很好。</p>" for name in names)

    page = desk.get(part(make.article(body=body))).content.decode()

    shown, more = page.split("<details>")
    assert (shown.count('name="suggested_'), more.count('name="suggested_')) == (6, 3)
    assert "再看 3 个" in more


def test_a_ticked_name_among_those_asked_for_is_seen_again_when_the_form_comes_back(desk):
    names = [f"王{first}{last}" for first in "建国志" for last in "明强伟"]
    article = make.article(body="".join(f"<p>村民{name}说，很好。</p>" for name in names))
    last = list(boxes(form(desk, article)).items())[-1]

    refused = save(desk, article, headline="", **{last[1]: "on"}).content.decode()

    assert "<details open>" in refused
    assert [m[3] for m in NAMES.finditer(refused) if m["ticked"]] == [last[0]]


def test_a_list_of_which_not_all_was_read_never_passes_for_whole(desk):
    body = (
        "<p>工信部公示第五批专精特新“小巨人”企业名单，"
        "我市明远光电（浙江）有限公司等6家企业上榜。</p>"
    )
    article = make.article(body=body)

    response = form(desk, article)
    page = response.content.decode()
    assert "原文写6家，这里只读出1家。采纳以后请对照原文补齐。" in page
    assert "整批采纳" not in page
    save(desk, article, **{whole(response): "on"})

    draft = DraftRoll.objects.get()
    warning = "原文写6家，这份名单里是1家。请对照原文补齐或核对，再确认入库。"
    address_of_draft = reverse("admin:people_draftroll_change", args=[draft.pk])
    assert warning in desk.get(address_of_draft).content.decode()
    draft.text = "\n".join(f"明远光电{n}有限公司" for n in "甲乙丙丁戊己")
    draft.save()
    assert "这份名单里是" not in desk.get(address_of_draft).content.decode()


def test_more_names_than_the_text_counts_are_said_too(desk):
    body = "<p>省妇联公布2025年度“最美家庭”名单，楼小芳、王建国、毛阿三等2户入选。</p>"

    page = form(desk, make.article(body=body)).content.decode()

    assert "原文写2户，这里读出3户。采纳以后请对照原文核对。" in page
    assert "整批采纳" not in page


def test_a_list_that_was_read_whole_is_taken_as_a_whole(desk):
    body = "<p>省妇联公布2025年度“最美家庭”名单，我市楼小芳、王建国、毛阿三等3户入选。</p>"

    page = form(desk, make.article(body=body)).content.decode()

    assert "整批采纳，共 3 个" in page
    assert "原文写" not in page


def test_a_sentence_is_shown_without_the_quotation_mark_that_closes_the_one_before(desk):
    article = make.article(body="<p>“鸟最怕人近。”村民楼大江说。</p>")

    page = form(desk, article).content.decode()

    assert [(m[3], m[4]) for m in NAMES.finditer(page)] == [
        ("楼大江", "村民<mark>楼大江</mark>说。")
    ]


def test_the_branch_of_a_known_body_is_not_offered(desk):
    make.entity(name="市水利局")
    article = make.article(body="<p>市水利局党支部昨日开展活动，市教育局党支部也去了。</p>")

    assert offered(form(desk, article)) == [("", "", ["市教育局党支部"])]


def test_a_hidden_name_is_never_offered(desk):
    make.entity(name="楼小芳", hidden=True)

    assert offered(form(desk, make.article(body=BODY))) == [("义乌名师", "第三批", ["王建国"])]


def test_who_signs_the_story_is_not_offered(desk):
    make.reporter(name="楼大江")
    article = make.article(
        body="<p>记者楼大江、通讯员毛阿三报道。村民王建国说。</p>", unread_byline="通讯员 毛阿三"
    )

    assert offered(form(desk, article)) == [("", "", ["王建国"])]


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

"""Entities a story names are offered on its form, and registered with the save."""

import re

import pytest
from django.test import Client

from articles.enums import MentionRelation, Stage
from articles.models import Mention
from articles.saving import autosaves
from people.models import Entity
from tests import make
from tests.articles.admin.test_admin import Article, address, save, typed

pytestmark = pytest.mark.django_db

OFFER = re.compile(
    r'name="mention_(\d+)"(?P<ticked> checked)?.*?'
    r'<p class="finding-excerpt">\s*(?P<sentence>.*?)\s*</p>',
    re.DOTALL,
)


def form(desk, article):
    return desk.get(address(Article, "change", article.pk))


def offers(response):
    """What the page offers: each entity, whether its box is ticked, and the sentence shown."""
    page = response.content.decode()
    return [(int(m[1]), bool(m["ticked"]), m["sentence"]) for m in OFFER.finditer(page)]


def mentions(article):
    rows = article.mentions.values_list("entity__name", "relation", "is_confirmed")
    return list(rows.order_by("pk"))


def test_each_entity_is_offered_once_in_its_sentence(desk):
    village = make.entity(name="李祖村", kind="village")
    short = make.entity(name="王林")
    make.entity(name="后宅街道")
    body = "<p>近日有雨。王林在李祖村&lt;旁&gt;说。</p><p>李祖村很美。</p>"
    article = make.article(headline="要闻", body=body)

    assert offers(form(desk, article)) == [
        (short.pk, False, "<mark>王林</mark>在李祖村&lt;旁&gt;说。"),
        (village.pk, True, "王林在<mark>李祖村</mark>&lt;旁&gt;说。"),
    ]


def test_an_entity_that_is_mentioned_already_is_not_offered(desk):
    article = make.article(body="<p>李祖村、后宅街道。</p>")
    make.mention(article=article, entity=make.entity(name="李祖村", kind="village"))
    make.mention(article=article, entity=make.entity(name="后宅街道"), is_confirmed=False)

    response = form(desk, article)

    assert offers(response) == []
    assert "尚未登记的" not in response.content.decode()


def test_namesakes_are_offered_side_by_side_and_unticked(desk):
    one = make.entity(name="陈永生", distinction="教师")
    other = make.entity(name="陈永生", distinction="村民")
    article = make.article(body="<p>陈永生说。</p>")

    response = form(desk, article)

    assert [offer[:2] for offer in offers(response)] == [(one.pk, False), (other.pk, False)]
    page = response.content.decode()
    assert page.count("有同名，请选定是哪一个") == 2
    assert "<b>陈永生（教师）</b>" in page


def test_a_hidden_person_is_not_offered_and_cannot_be_registered(desk):
    hidden = make.entity(name="楼宝娟", hidden=True)
    article = make.article(body="<p>楼宝娟。</p>")

    assert offers(form(desk, article)) == []
    save(desk, article, **{f"mention_{hidden.pk}": "on"})
    assert mentions(article) == []


def test_what_is_ticked_is_registered_with_the_save_and_the_rest_of_the_form(desk):
    village = make.entity(name="李祖村", kind="village")
    workshop = make.entity(name="李祖乡遇共富工坊", kind="workshop")
    city = make.entity(name="义乌", kind="place")
    body = "<p>李祖村的工坊。义乌。</p>"
    article = make.article(headline="义乌“李祖乡遇”\n共富工坊上榜", body=body)
    boxes = {f"mention_{entity.pk}": "on" for entity in [village, workshop, city]}

    response = save(desk, article, kicker="引题", **boxes)

    assert mentions(article) == [
        ("义乌", MentionRelation.MENTIONED, True),  # a city is not what a story is about
        ("李祖乡遇共富工坊", MentionRelation.SUBJECT, True),
        ("李祖村", MentionRelation.MENTIONED, True),
    ]
    article.refresh_from_db()
    assert article.kicker == "引题"
    page = desk.get(response["Location"])
    assert "登记了正文里提到的 3 个人物或单位。" in page.content.decode()
    assert offers(page) == []
    revision = article.revisions.get(edition=article.edition)
    assert len(revision.snapshot["mentions"]) == 3


def test_what_was_unticked_is_not_asked_again_and_not_shown_to_readers(desk):
    village = make.entity(name="李祖村", kind="village")
    article = make.article(body="<p>李祖村。</p>")

    save(desk, article, **{f"offered_{village.pk}": "1"})

    assert mentions(article) == [("李祖村", MentionRelation.MENTIONED, False)]
    assert offers(form(desk, article)) == []


def test_nothing_is_registered_unless_it_was_offered_on_a_page(desk):
    make.entity(name="李祖村", kind="village")
    article = make.article(body="<p>李祖村。</p>")

    form(desk, article)
    save(desk, article, kicker="引题")

    assert mentions(article) == []


def test_only_what_the_saved_text_names_is_registered(desk):
    gone = make.entity(name="李祖村", kind="village")
    never = make.entity(name="后宅街道", kind="place")
    article = make.article(body="<p>李祖村。</p>")
    boxes = {f"mention_{gone.pk}": "on", f"mention_{never.pk}": "on", "mention_x": "on"}

    save(desk, article, body="<p>村里。</p>", **boxes)

    assert mentions(article) == []


def test_what_was_offered_unticked_and_left_so_is_offered_again(desk):
    village = make.entity(name="李祖村", kind="village")
    short = make.entity(name="王林")
    article = make.article(body="<p>李祖村的王林。</p>")

    save(desk, article, **{f"mention_{village.pk}": "on", f"offered_{village.pk}": "1"})

    assert mentions(article) == [("李祖村", MentionRelation.MENTIONED, True)]
    assert [offer[:2] for offer in offers(form(desk, article))] == [(short.pk, False)]


def test_registering_alone_counts_as_an_edit(desk, editor):
    village = make.entity(name="李祖村", kind="village")
    article = make.signed_off(make.article(body="<p>李祖村。</p>"))

    save(desk, article, **{f"mention_{village.pk}": "on"})

    article.refresh_from_db()
    assert article.stage == Stage.DRAFT
    assert mentions(article) == [("李祖村", MentionRelation.MENTIONED, True)]


def test_readers_see_an_entity_only_once_the_story_is_signed_off_again(desk):
    village = make.entity(name="李祖村", kind="village")
    article = make.signed_off(make.article(body="<p>李祖村。</p>"))
    public = article.published.get_absolute_url()
    link = f'href="{village.get_absolute_url()}"'

    assert link not in Client().get(public).content.decode()
    save(desk, article, **{f"mention_{village.pk}": "on"})
    assert link not in Client().get(public).content.decode()
    article.refresh_from_db()
    make.signed_off(article)
    assert link in Client().get(public).content.decode()


def test_a_refused_form_keeps_the_ticks_and_reads_the_text_as_typed(desk):
    certain = make.entity(name="李祖村", kind="village")
    short = make.entity(name="王林")
    new = make.entity(name="后宅街道", kind="place")
    article = make.article(body="<p>李祖村的王林。</p>")
    sent = {f"offered_{certain.pk}": "1", f"mention_{short.pk}": "on"}

    refused = save(desk, article, headline="", body="<p>李祖村、王林、后宅街道。</p>", **sent)

    assert [offer[:2] for offer in offers(refused)] == [
        (certain.pk, False),
        (short.pk, True),
        (new.pk, True),
    ]
    assert mentions(article) == []


def test_ticks_come_back_with_what_was_kept_aside(desk, editor):
    certain = make.entity(name="李祖村", kind="village")
    article = make.article(body="<p>李祖村。</p>")
    page = form(desk, article)
    window = re.search(r'name="autosave_window" value="([^"]+)"', page.content.decode())[1]
    fields = typed(page) | {f"offered_{certain.pk}": "1", "autosave_window": window}
    assert desk.post(address(Article, "autosave", article.pk), fields).status_code == 200
    assert autosaves.of(editor, article=article)

    restored = desk.get(address(Article, "change", article.pk), {"autosave": "restore"})

    assert [offer[:2] for offer in offers(restored)] == [(certain.pk, False)]


def test_who_may_only_look_is_offered_nothing(client):
    entity = make.entity(name="李祖村", kind="village")
    article = make.article(body="<p>李祖村。</p>")
    client.force_login(make.staff("校对"))

    assert offers(form(client, article)) == []
    client.post(address(Article, "change", article.pk), {f"mention_{entity.pk}": "on"})
    assert mentions(article) == []


def test_who_may_not_add_mentions_is_offered_none_and_registers_none(client):
    entity = make.entity(name="李祖村", kind="village")
    article = make.article(body="<p>李祖村。</p>")
    client.force_login(make.colleague("view_article", "change_article"))

    assert offers(form(client, article)) == []
    save(client, article, kicker="引题", **{f"mention_{entity.pk}": "on"})
    assert mentions(article) == []
    article.refresh_from_db()
    assert article.kicker == "引题"


def test_renaming_in_the_admin_is_seen_once_it_is_confirmed(desk):
    entity = make.entity(name="李祖村", kind="village")
    page = address(Entity, "change", entity.pk)

    desk.post(page, typed(desk.get(page)) | {"name": "李祖新村"})
    entity.refresh_from_db()
    assert (entity.name, entity.edition) == ("李祖村", 2)
    make.confirmed()

    entity.refresh_from_db()
    assert (entity.name, entity.edition) == ("李祖新村", 3)


@pytest.mark.parametrize("count", [1, 3])
def test_the_form_asks_the_same_questions_however_many_are_offered(
    desk, count, django_assert_num_queries
):
    villages = [make.entity(name=f"李祖{n}村", kind="village") for n in range(count)]
    article = make.article(body="".join(f"<p>{village}。</p>" for village in villages))
    form(desk, article)  # builds the names

    with django_assert_num_queries(22):
        form(desk, article)


def test_saving_registers_each_entity_once_even_with_a_row_typed_by_hand(desk):
    village = make.entity(name="李祖村", kind="village")
    article = make.article(body="<p>李祖村。</p>")
    row = {"mentions-TOTAL_FORMS": "1", "mentions-0-entity": village.pk}
    row |= {"mentions-0-relation": "pictured", "mentions-0-is_confirmed": "on"}

    save(desk, article, **row, **{f"mention_{village.pk}": "on"})

    assert Mention.objects.filter(article=article).count() == 1

"""Rolls as files and by the page, and names as they were on the day."""

import csv
from datetime import date
from io import StringIO

import pytest
from django.db import connection
from django.urls import reverse

from articles.stand import hiding, publishing
from people.models import Entity, Honour
from people.models.rows import ROLL_SIZE
from tests import make

pytestmark = pytest.mark.django_db


def address(round, ending):
    kept = {"programme_pk": round.programme_id, "pk": round.pk, "format": ending}
    return reverse("round_file", kwargs=kept)


def table(response):
    return list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))


def long_roll(size):
    round = make.round(announced_on=date(2024, 1, 1))
    people = Entity.objects.bulk_create(
        Entity(name=f"获奖者{n}", distinction=str(round.pk), sort_key=f"huo {n:05}")
        for n in range(size)
    )
    Honour.objects.bulk_create(
        Honour(round=round, recipient=person, order=n) for n, person in enumerate(people, 1)
    )
    return round


@pytest.fixture
def round():
    return make.round(
        programme=make.programme(name="义乌好人"),
        name="2023年第四季度",
        announced_on=date(2023, 12, 26),
        announced_precision="quarter",
    )


def test_a_roll_as_csv_and_json_says_what_the_page_says(client, round):
    street = make.entity(kind="place", name="后宅街道")
    second = make.entity(kind="group", name="环卫班组")
    first = make.entity(name="楼宝娟", parent=street)
    make.honour(round=round, recipient=second, order=2, unit_as_printed="=SUM(A1)")
    make.honour(round=round, recipient=first, order=1, category="助人为乐", citation="热心公益")

    response = client.get(address(round, "csv"))
    document = client.get(address(round, "json")).json()

    at = f"http://testserver{first.get_absolute_url()}"
    which = ["义乌好人", "2023年第四季度", "2023年第4季度"]
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert table(response)[1:] == [
        [*which, "楼宝娟", "人物", "后宅街道", "助人为乐", "热心公益", at],
        [
            *which,
            "环卫班组",
            "群体",
            "'=SUM(A1)",
            "",
            "",
            at.replace(str(first.pk), str(second.pk)),
        ],
    ]
    assert [h["name"] for h in document["honours"]] == ["楼宝娟", "环卫班组"]
    assert document["honours"][0] | {"url": at, "unit": "后宅街道"} == document["honours"][0]


def test_a_file_is_not_sent_twice_to_who_has_it(client, round):
    make.honour(round=round)
    etag = client.get(address(round, "json"))["ETag"]

    assert client.get(address(round, "json"), headers={"if-none-match": etag}).status_code == 304


def test_files_hold_no_hidden_name(client, round):
    person = make.entity(name="楼宝娟")
    make.honour(round=round, recipient=person)
    make.honour(round=round, citation="与楼宝娟一起")
    hiding.hide(person, by=make.chief(), reason="本人要求。")

    for ending in ("csv", "json"):
        text = client.get(address(round, ending)).content.decode()
        assert ("楼宝娟" in text, "与某某一起" in text) == (False, True)
    assert client.get(f"/entities/{person.pk}/honours.csv").status_code == 404
    assert client.get(f"/honours/999/{round.pk}.csv").status_code == 404


def test_a_long_roll_goes_on_page_by_page_in_printed_order(client):
    round = long_roll(2 * ROLL_SIZE + 1)
    found, where = [], ""
    while where is not None:
        context = client.get(round.get_absolute_url(), {"after": where}).context
        assert context["roll"].start == len(found) + 1
        found += [honour.recipient.name for honour, _own in context["honours"]]
        where = context["roll"].next

    assert found == [f"获奖者{n}" for n in range(2 * ROLL_SIZE + 1)]
    assert client.get(round.get_absolute_url(), {"after": "x"}).status_code == 400


@pytest.mark.parametrize("many", [2_000, pytest.param(10_000, marks=pytest.mark.whole)])
def test_honour_and_entity_pages_cost_the_same_for_ten_as_for_thousands(
    client, many, django_assert_num_queries
):
    city = make.entity(kind="place")
    rounds = [long_roll(10), long_roll(many)]
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as a database does by itself once so many rows have stood

    def queries(url, expected):
        with django_assert_num_queries(expected):
            assert client.get(url).status_code == 200

    for round in rounds:
        Entity.objects.filter(honours__round=round).update(parent=city)
        last = round.honours.order_by("-order")[5].pk
        queries(round.get_absolute_url(), 8)
        queries(f"{round.get_absolute_url()}?after={last}", 10)  # the last one, and its place
        queries(round.programme.get_absolute_url(), 8)
        queries("/honours/", 6)
        queries(city.get_absolute_url(), 7)
        queries("/entities/", 2)
        queries(f"/entities/?within={city.pk}&initial=H", 3)
        queries(address(round, "csv"), 4)


def test_a_roll_keeps_the_names_of_its_day_when_a_school_is_renamed(client):
    school = make.entity(kind="school", name="绣湖中学教育集团")
    street = make.entity(kind="place", name="新稠城街道")
    Entity.objects.filter(pk=school.pk).update(parent=street)
    make.entity_name(entity=school, name="绣湖中学", until=date(2024, 9, 1))
    make.entity_name(entity=street, name="稠城街道", until=date(2024, 9, 1))
    old, new = (make.round(announced_on=day) for day in (date(2023, 12, 26), date(2024, 9, 1)))
    for round in (old, new):
        make.honour(round=round, recipient=school)

    def says(round):
        html = client.get(round.get_absolute_url()).content.decode()
        name = f'<a href="{school.get_absolute_url()}">'
        printed, _, unit = html.partition(name)[2].partition("</p>")[0].partition("</a>")
        return printed, unit.strip()

    assert says(old) == ("绣湖中学", '<span class="note">稠城街道</span>')
    assert says(new) == ("绣湖中学教育集团", '<span class="note">新稠城街道</span>')
    page = client.get(school.get_absolute_url()).content.decode()
    assert page.count("当时名为 绣湖中学") == 1
    assert "至 2024年9月1日" in page


def test_an_honour_cites_the_story_that_announced_it(client):
    round, recipient = make.round(), make.entity()
    by_round, own, draft = (make.article(headline=h) for h in ("公布整批", "补登一人", "还没见报"))
    by_round.announces.add(round)
    for article in (by_round, own):
        publishing.publish(article, by=None)
    honours = [
        make.honour(round=r, recipient=recipient, article=a)
        for r, a in [(round, None), (make.round(), own), (make.round(), draft)]
    ]

    shown = dict(client.get(recipient.get_absolute_url()).context["announced"])

    assert [[s.title for s in shown[h]] for h in honours] == [["公布整批"], ["补登一人"], []]
    page = client.get(honours[1].round.get_absolute_url()).content.decode()
    assert f'见 <a href="{own.get_absolute_url()}">补登一人</a>' in page
    assert "还没见报" not in client.get(honours[2].round.get_absolute_url()).content.decode()


def test_recipients_a_year_are_drawn_with_their_table(client):
    programme = make.programme()
    for year, count in [(2021, 1), (2023, 3), (2023, 1)]:
        round = make.round(programme=programme, announced_on=date(year, 6, 1))
        for _ in range(count):
            make.honour(round=round)
    make.honour(round=make.round(programme=programme))

    response = client.get(programme.get_absolute_url())
    html = response.content.decode()

    chart = response.context["chart"]
    assert [(bar.year, bar.count, bar.height) for bar in chart.bars] == [
        (2021, 1, 30),
        (2022, 0, 0),
        (2023, 4, 120),
    ]
    assert '<tr><th scope="row">2022</th><td>0</td></tr>' in html
    assert client.get(make.round().programme.get_absolute_url()).context["chart"] is None


@pytest.mark.parametrize(
    "query", ["initial=a", "initial=AB", "within=x", "within=１", "within=-1", "relation=x"]
)
def test_a_bad_choice_is_a_readable_400(client, query):
    page = make.entity().get_absolute_url() if "relation" in query else "/entities/"

    assert client.get(f"{page}?{query}").status_code == 400
    assert client.get("/entities/?within=999999999999999999").status_code == 404


def test_entities_are_filed_by_their_initial(client):
    for name, key in [("李", "li"), ("楼", "lou bao"), ("ZZ", "zz"), ("…", ""), ("一", "yi")]:
        make.entity(name=name, sort_key=key)

    def listed(letter):
        found = client.get("/entities/", {"initial": letter}).context["entities"]
        return [entity.name for _, entity in found]

    assert [listed(letter) for letter in ("L", "Z", "#", "A")] == [["李", "楼"], ["ZZ"], ["…"], []]


def test_stories_of_an_entity_are_told_apart_by_how_they_concern_it(client):
    person = make.entity()
    stories = {}
    for relation in ("subject", "mentioned", "pictured"):
        article = make.article()
        make.mention(article=article, entity=person, relation=relation)
        photo = make.photo(file=f"photos/{relation}.jpg")
        make.photo_use(article=article, photo=photo, placement="lead")
        stories[relation] = publishing.publish(article, by=None)

    def listed(relation):
        return list(client.get(person.get_absolute_url(), {"relation": relation}).context["page"])

    assert len(listed("")) == 3
    assert listed("subject") == [stories["subject"]]
    assert listed("mentioned") == [stories["pictured"], stories["mentioned"]]
    assert listed("pictured") == [stories["pictured"]]
    photos = client.get(person.get_absolute_url()).context["photos"]
    assert [(p["src"], s) for p, s in photos] == [
        ("/media/photos/pictured.jpg", stories["pictured"])
    ]

"""What is saved about people and honours is for readers once somebody else has confirmed it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import PendingChange, PublishedArticle
from articles.review.confirmations import holding
from articles.review.confirmations.holding import ConfirmationRefused
from articles.stand import hiding, publishing
from people.models import Entity, EntityName, Honour, Programme, Reporter, Round, Tally
from people.rolls import enrolling, rolls
from people.rolls.rolls import Pasted
from tests import make
from tests.articles.admin.test_admin import address, typed
from tests.people.reading.test_waiting import public_site
from tests.people.rolls.test_rolls import seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    """An editor, logged in."""
    client.user = make.editor()
    client.force_login(client.user)
    return client


def save(desk, model, row=None, **changes):
    """Send a form of the desk as it was opened, but for what is changed."""
    page = address(model, "change", row.pk) if row else address(model, "add")
    response = desk.post(page, typed(desk.get(page)) | changes)
    assert response.status_code == 302, response.context["errors"]
    return response


def pages():
    """The addresses that say something of people and honours, those of waiting rows among them."""
    rows = [r for m in (Entity, Reporter, Programme, Round) for r in m.objects.order_by("pk")]
    found = [row.get_absolute_url() for row in rows]
    found += [f"{row.get_absolute_url()}honours.json" for row in rows if isinstance(row, Entity)]
    found += [f"{row.get_absolute_url()[:-1]}.csv" for row in rows if isinstance(row, Round)]
    lists = ["/", "/honours/", "/entities/", "/reporters/", "/search/suggest/?q=新叫法"]
    return [*lists, *found, *(s.get_absolute_url() for s in PublishedArticle.objects.all())]


@pytest.fixture
def answers(desk):
    """What readers get of these pages now: statuses and texts, by address."""

    def ask(addresses=None):
        reader = type(desk)()
        got = {each: reader.get(each) for each in addresses or pages()}
        return {each: (a.status_code, a.content.decode()) for each, a in got.items()}

    return ask


def site():
    """A public site, with a story that names and announces what stands on it."""
    found = public_site()
    found["reporter"] = Reporter.objects.get()
    found["tally"] = Tally.objects.get()
    found["honour"] = Honour.objects.get()
    found["other_name"] = make.entity_name(entity=found["person"], name="宝娟阿姨")
    found["photo"] = make.photo(file="photos/face.jpg")
    found["pair"] = make.programme(name="金华好人")
    return found


def precise(row):
    return {f"{row}-announced_precision": "day"}


# ---- One act of the desk after the other, each with what readers get of it in the end ----------


def changes_person(desk, on):
    save(desk, Entity, on["person"], name="新的名字", description="新的简介", kind="group")
    return ["新的名字", "新的简介"]


def gives_a_portrait(desk, on):
    save(desk, Entity, on["person"], portrait=on["photo"].pk)
    return [on["photo"].file.url]


def moves_person(desk, on):
    save(desk, Entity, on["person"], parent="")
    return []


def adds_other_name(desk, on):
    rows = {"other_names-TOTAL_FORMS": 2, "other_names-1-entity": on["person"].pk}
    save(desk, Entity, on["person"], **rows, **{"other_names-1-name": "新叫法"})
    return ["新叫法"]


def changes_other_name(desk, on):
    save(desk, Entity, on["person"], **{"other_names-0-name": "新叫法"})
    return ["新叫法"]


def deletes_other_name(desk, on):
    save(desk, Entity, on["person"], **{"other_names-0-DELETE": "on"})
    return []


def adds_person(desk, on):
    new = {"other_names-TOTAL_FORMS": 1, "other_names-0-name": "新叫法"}
    save(desk, Entity, name="新来的人", kind="person", description="新的简介", **new)
    return ["新来的人", "新的简介", "新叫法"]


def adds_person_beside(desk, on):
    """In the window that a form opens beside itself."""
    page = address(Entity, "add") + "?_popup=1"
    fields = typed(desk.get(page)) | {"name": "新来的人", "_popup": "1"}
    assert desk.post(page, fields).status_code == 200
    return ["新来的人"]


def changes_reporter(desk, on):
    save(desk, Reporter, on["reporter"], title="新的称谓", bio="新的简介")
    return ["新的称谓", "新的简介"]


def adds_reporter(desk, on):
    save(desk, Reporter, name="新来的记者", title="新的称谓", bio="新的简介")
    return ["新来的记者", "新的称谓", "新的简介"]


def changes_programme(desk, on):
    ladder = {"next_rung": on["pair"].pk, "bodies": [on["village"].pk]}
    save(desk, Programme, on["programme"], description="新的简介", **ladder)
    return ["新的简介", "金华好人"]


def adds_programme(desk, on):
    rows = {"rounds-TOTAL_FORMS": 1, "rounds-0-name": "新批次"} | precise("rounds-0")
    rows |= {"tallies-TOTAL_FORMS": 1, "tallies-0-place": on["village"].pk}
    rows |= {"tallies-0-as_of": "2024-05-01", "tallies-0-count": 4321}
    save(desk, Programme, name="新荣誉", **rows)
    return ["新荣誉", "新批次", "4321"]


def adds_round_beneath(desk, on):
    n = on["programme"].rounds.count()
    rows = {"rounds-TOTAL_FORMS": n + 1, f"rounds-{n}-name": "新批次"} | precise(f"rounds-{n}")
    save(desk, Programme, on["programme"], **rows)
    return ["新批次"]


def changes_round(desk, on):
    save(desk, Round, on["round"], name="新批次", announced_on="2022-02-02")
    return ["新批次", "2022年2月2日"]


def adds_round(desk, on):
    rows = {"honours-TOTAL_FORMS": 1, "honours-0-recipient": on["village"].pk, "honours-0-order": 0}
    fields = {"programme": on["programme"].pk, "name": "新批次", "honours-0-citation": "新事迹"}
    save(desk, Round, **rows, **fields)
    return ["新批次", "新事迹"]


def changes_honour_beneath(desk, on):
    save(desk, Round, on["round"], **{"honours-0-citation": "新事迹"})
    return ["新事迹"]


def deletes_honour_beneath(desk, on):
    save(desk, Round, on["round"], **{"honours-0-DELETE": "on"})
    return []


def adds_honour(desk, on):
    fields = {"round": on["round"].pk, "recipient": on["village"].pk, "citation": "新事迹"}
    save(desk, Honour, **fields)
    return ["新事迹"]


def changes_honour(desk, on):
    save(desk, Honour, on["honour"], citation="新事迹", category="新类别")
    return ["新事迹", "新类别"]


def deletes_honour(desk, on):
    page = address(Honour, "delete", on["honour"].pk)
    mark = desk.get(page).context["mark"]
    desk.post(page, {"post": "yes", "based_on": mark})
    return []


def deletes_honours_of_a_list(desk, on):
    chosen = {"action": "delete_selected", "_selected_action": [on["honour"].pk]}
    question = desk.post(address(Honour, "changelist"), chosen)
    marks = {f"based_on-{key}": mark for key, mark in question.context["marks"]}
    desk.post(address(Honour, "changelist"), chosen | marks | {"post": "yes"})
    return []


def adds_tally(desk, on):
    fields = {"programme": on["programme"].pk, "place": on["village"].pk}
    save(desk, Tally, **fields, as_of="2024-05-01", count=4321)
    return ["4321"]


def changes_tally(desk, on):
    save(desk, Tally, on["tally"], count=4321)
    return ["4321"]


def enters_a_roll(desk, on):
    pasted = Pasted("新来的人，李祖村，新类别，新事迹\n楼宝娟")
    enrolling.save(
        on["round"], pasted, seen=seen(rolls.plan(pasted, round=on["round"])), by=desk.user
    )
    return ["新来的人", "新事迹"]


ACTS = [
    *[changes_person, gives_a_portrait, moves_person, adds_other_name, changes_other_name],
    *[deletes_other_name, adds_person, adds_person_beside, changes_reporter, adds_reporter],
    *[changes_programme, adds_programme, adds_round_beneath, changes_round, adds_round],
    *[changes_honour_beneath, deletes_honour_beneath, adds_honour, changes_honour, deletes_honour],
    *[deletes_honours_of_a_list, adds_tally, changes_tally, enters_a_roll],
]


@pytest.mark.parametrize("act", ACTS)
def test_readers_have_the_old_until_somebody_else_confirms(desk, answers, act):
    on = site()
    before = answers()

    words = act(desk, on)

    meanwhile = answers()
    assert {each: meanwhile.pop(each) for each in before} == before
    assert {status for status, _text in meanwhile.values()} <= {404}
    change = PendingChange.objects.get()
    with pytest.raises(ConfirmationRefused):
        holding.confirm(change, by=desk.user)

    holding.confirm(change, by=make.editor())

    after = answers()
    assert after != before
    assert {status for status, _text in after.values()} == {200}
    found = "".join(text for _status, text in after.values())
    assert [word for word in words if word not in found] == []

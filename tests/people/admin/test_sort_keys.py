"""By which letters people and bodies are listed, and where a wrong one is put right."""

from importlib import import_module

import pytest
from django.apps import apps
from django.urls import reverse

from people.models import Entity, Reporter
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make.editor())
    return client


def listed(desk, model, key):
    """The list sent back with this key in its first row."""
    page = reverse(f"admin:people_{model._meta.model_name}_changelist")
    formset = desk.get(page).context["cl"].formset
    sent = {f"form-{name}": value for name, value in formset.management_form.initial.items()}
    for form in formset.forms:
        sent |= {form[name].html_name: form[name].value() for name in form.fields}
        sent |= {f"initial-{form[name].html_name}": form[name].value() for name in form.fields}
    return desk.post(page, sent | {"form-0-sort_key": key, "_save": "1"})


@pytest.mark.parametrize(
    ("made", "page", "rows"),
    [
        (make.entity, "/entities/?initial=S", "entities"),
        (make.reporter, "/reporters/", "reporters"),
    ],
)
def test_a_wrong_key_is_seen_and_put_right_in_the_list(desk, client, made, page, rows):
    row = made(name="单家坡", sort_key="dan jia po")

    assert listed(desk, type(row), "Shān jiā pō").status_code == 302

    row.refresh_from_db()
    assert row.sort_key == "shan jia po"
    assert client.get(page).context[rows] == [("S", row)]


def test_a_key_that_is_taken_away_in_the_list_is_worked_out(desk):
    row = make.entity(name="曾宅", kind="village", sort_key="ceng zhai")

    listed(desk, Entity, "")

    row.refresh_from_db()
    assert row.sort_key == "zeng zhai"


def test_what_else_is_wrong_with_a_row_is_said_in_the_list(desk):
    make.entity(name="曾宅", sort_key="ceng zhai", portrait=make.photo(alt=""))

    answer = listed(desk, Entity, "zeng zhai")

    assert answer.status_code == 200
    assert answer.context["cl"].formset.errors[0].keys() == {"__all__"}
    assert Entity.objects.get().sort_key == "ceng zhai"


def test_an_agency_has_no_surname(desk):
    desk.post(reverse("admin:people_reporter_add"), {"name": "解放日报", "kind": "agency"})

    assert Reporter.objects.get().sort_key == "jie fang ri bao"


def test_what_has_no_letter_is_listed_under_none(client):
    last = make.entity(name="\U000323af村", sort_key="~ cun")
    make.entity(name="周庄", sort_key="zhou zhuang")

    def under(letter):
        return client.get("/entities/", {"initial": letter}).context["entities"]

    assert [initial for initial, _entity in under("Z")] == ["Z"]
    assert under("#") == [("#", last)]


def test_keys_of_before_are_worked_out_again_but_not_those_that_somebody_wrote():
    village = make.entity(name="单桥", kind="village", sort_key="dan qiao")
    person = make.entity(name="郇小明", kind="person", sort_key="huan xiao ming")
    written = make.entity(name="查村", kind="village", sort_key="cha")
    agency = make.reporter(name="解放日报", kind="agency", sort_key="jie fang ri bao")

    import_module("people.migrations.0009_sort_keys").work_out_again(apps, None)

    rows = [village, person, written, agency]
    for row in rows:
        row.refresh_from_db()
    assert [row.sort_key for row in rows] == [
        "shan qiao",
        "xun xiao ming",
        "cha",
        "jie fang ri bao",
    ]

"""A form with a thousand rows beneath it opens and saves as one with three."""

from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.admin.rows import MOST_SHOWN
from people.models import Entity, Honour, Round
from tests import make
from tests.articles.admin.test_admin import address, typed

pytestmark = pytest.mark.django_db

LONG = 60  # more than Django would take in one form without a limit of our own: 16 fields a row
FORM = "application/x-www-form-urlencoded"  # as a browser sends a form that takes no file


@pytest.fixture
def desk(client):
    client.force_login(make.editor())
    return client


def recipients(count):
    return Entity.objects.bulk_create(
        Entity(name=f"人物{count}-{n}", sort_key=f"ren {n}") for n in range(count)
    )


def roll(count, **fields):
    """A round of that many names, whose list stood in one story."""
    made, story = make.round(), make.article()
    Honour.objects.bulk_create(
        Honour(round=made, recipient=entity, article=story, order=n, **fields)
        for n, entity in enumerate(recipients(count), start=1)
    )
    return made


def honoured(count):
    """Somebody with an honour from that many rounds."""
    entity, story, programme = make.entity(), make.article(), make.programme()
    rounds = Round.objects.bulk_create(
        Round(programme=programme, name=f"第{n}批") for n in range(count)
    )
    Honour.objects.bulk_create(
        Honour(round=made, recipient=entity, article=story, order=1) for made in rounds
    )
    return entity


def unchanged(said):
    return {}


def changed(said):
    return {"honours-1-citation": "事迹"}


def deleted(said):
    return {"honours-1-DELETE": "on"}


def added(said):
    rows, who = said["honours-TOTAL_FORMS"], make.entity().pk
    return {"honours-TOTAL_FORMS": rows + 1, f"honours-{rows}-recipient": who} | {
        f"honours-{rows}-order": rows + 1
    }


def opened(desk, obj):
    return typed(desk.get(address(type(obj), "change", obj.pk)))


def save(desk, obj, said):
    return desk.post(address(type(obj), "change", obj.pk), urlencode(said), content_type=FORM)


@pytest.mark.parametrize("with_rows", [roll, honoured])
@pytest.mark.parametrize("role", ["编辑", "记者"])
def test_a_long_form_opens_in_as_many_queries_as_a_short_one(client, with_rows, role):
    """To be filled in, and to be read."""
    client.force_login(make.staff(role))
    taken = []
    for count in (3, LONG):
        obj = with_rows(count)
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address(type(obj), "change", obj.pk))
        assert page.context["has_change_permission"] is (role == "编辑")
        assert page.content.decode().count("has_original") == count
        taken.append(len(queries))

    assert taken[0] == taken[1]


@pytest.mark.parametrize(
    ("change", "difference", "citations"),
    [(unchanged, 0, 0), (changed, 0, 1), (added, 1, 0), (deleted, -1, 0)],
)
def test_a_long_roll_is_saved_in_as_many_queries_as_a_short_one(
    desk, change, difference, citations
):
    taken = []
    for count in (3, LONG):
        made = roll(count)
        said = opened(desk, made)
        said |= change(said)
        with CaptureQueriesContext(connection) as queries:
            response = save(desk, made, said)
        assert response.status_code == 302
        make.confirmed()
        assert made.honours.count() == count + difference
        assert made.honours.exclude(citation="").count() == citations
        taken.append(len(queries))

    assert taken[0] == taken[1]


def test_a_roll_of_many_names_with_all_that_is_said_of_them_is_saved(desk):
    count = MOST_SHOWN - 1
    made = roll(count, citation="义" * 300, unit_as_printed="后宅街道李祖村", category="助人为乐")
    said = opened(desk, made)

    response = save(desk, made, said | added(said) | {f"honours-{count - 1}-citation": "改过"})

    assert response.status_code == 302
    make.confirmed()
    assert made.honours.count() == count + 1
    assert made.honours.get(citation="改过").order == count


def test_a_name_that_is_in_the_roll_is_not_added_again(desk):
    made = roll(3)
    said = opened(desk, made)
    again = {"honours-3-recipient": made.honours.last().recipient_id}

    response = save(desk, made, said | added(said) | again)

    assert response.status_code == 200
    assert response.context["errors"]
    assert made.honours.count() == 3


def test_a_row_that_a_colleague_changed_is_not_taken_for_unchanged(desk):
    made = roll(3)
    said = opened(desk, made)
    made.honours.filter(order=1).update(citation="同事改的")

    response = save(desk, made, said | changed(said))

    assert "这次没有动它" in response.content.decode()
    assert list(made.honours.values_list("citation", flat=True)) == ["同事改的", "", ""]


def test_a_row_of_another_round_is_not_saved_with_this_one(desk):
    made, other = roll(3), roll(4)
    said = opened(desk, made)
    foreign = other.honours.first().pk

    save(desk, made, said | {"honours-0-id": foreign, "honours-0-citation": "错放"})

    assert not Honour.objects.exclude(citation="").exists()


def test_what_was_chosen_stays_in_a_form_that_is_refused(desk):
    made, who = roll(3), make.entity(name="陈洋波")
    said = opened(desk, made)

    page = save(desk, made, said | {"honours-0-recipient": who.pk, "honours-1-order": "x"})

    html = page.content.decode()
    assert page.status_code == 200
    assert f'<option value="{who.pk}" selected>陈洋波</option>' in html
    kept = made.honours.get(order=2).recipient
    assert f'<option value="{kept.pk}" selected>{kept.name}</option>' in html

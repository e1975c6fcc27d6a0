"""A round with thousands of names, and somebody with as many honours, open as quickly as any."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.admin.rows import MOST_SHOWN
from people.models import Entity, Honour, Programme, Round
from tests import make
from tests.articles.admin.test_admin import address
from tests.people.admin.test_admin_rows import desk, honoured, opened, roll, save

pytestmark = pytest.mark.django_db
__all__ = ["desk"]

MOST_QUERIES = 15


def test_a_round_with_three_thousand_names_opens_and_is_saved_and_leaves_them_alone(desk):
    made = roll(3000)
    with CaptureQueriesContext(connection) as queries:
        page = desk.get(address(Round, "change", made.pk))
    assert len(queries) <= MOST_QUERIES
    assert len(page.content) < 100_000
    before = list(Honour.objects.order_by("pk").values())

    with CaptureQueriesContext(connection) as queries:
        response = save(desk, made, opened(desk, made) | {"name": "改过的名字"})

    assert response.status_code == 302
    assert len(queries) <= 4 * MOST_QUERIES  # opened once more, saved, and held
    make.confirmed()
    assert Round.objects.get(pk=made.pk).name == "改过的名字"
    assert list(Honour.objects.order_by("pk").values()) == before


def test_its_names_are_a_list_of_their_own_page_by_page(desk):
    made, other = roll(MOST_SHOWN + 1), roll(3)
    html = desk.get(address(Round, "change", made.pk)).content.decode()
    listed = f"{address(Honour, 'changelist')}?round__id__exact={made.pk}"
    assert f'href="{listed}"' in html
    assert f'href="{address(Honour, "add")}?round={made.pk}"' in html

    page = desk.get(listed)

    changes = page.context["cl"]
    assert changes.result_count == MOST_SHOWN + 1
    assert list(changes.result_list) == list(made.honours.all()[:100])
    assert str(made) in page.content.decode()
    assert changes.queryset.filter(round=other).count() == 0
    assert desk.get(f"{listed}&p=2").context["cl"].result_list[0].round == made


def test_a_short_roll_stays_in_the_form(desk):
    made = roll(3)

    page = desk.get(address(Round, "change", made.pk))

    assert "honours-0-recipient" in page.content.decode()
    assert "field-long_lists" not in page.content.decode()


def test_a_roll_that_grew_while_its_form_was_open_is_not_saved_over(desk):
    """The rows of the old form would have nowhere to go."""
    made = roll(MOST_SHOWN)
    said = opened(desk, made)
    make.honour(round=made)

    response = save(desk, made, said | {"honours-1-citation": "事迹"})

    assert response.status_code == 200
    assert "这次没有动它" in response.content.decode()


@pytest.mark.parametrize("count", [MOST_SHOWN + 1, 3000])
def test_somebody_with_many_honours_opens_quickly(desk, count):
    entity = honoured(count)

    with CaptureQueriesContext(connection) as queries:
        page = desk.get(address(Entity, "change", entity.pk))

    assert len(queries) <= MOST_QUERIES
    assert f"recipient__id__exact={entity.pk}" in page.content.decode()
    listed = desk.get(address(Honour, "changelist"), {"recipient__id__exact": entity.pk})
    assert listed.context["cl"].result_count == count


def test_an_honour_with_many_rounds_opens_quickly(desk):
    programme = make.programme()
    Round.objects.bulk_create(Round(programme=programme, name=f"第{n}批") for n in range(300))

    with CaptureQueriesContext(connection) as queries:
        page = desk.get(address(Programme, "change", programme.pk))

    assert len(queries) <= MOST_QUERIES
    listed = f"{address(Round, 'changelist')}?programme__id__exact={programme.pk}"
    assert f'href="{listed}"' in page.content.decode()
    assert desk.get(listed).context["cl"].result_count == 300


@pytest.mark.parametrize("key", ["x", "", "9" * 30, "-1", "1,2", "\0"])
def test_a_key_that_is_none_lists_all(desk, key):
    roll(3)

    page = desk.get(address(Honour, "changelist"), {"round__id__exact": key}, follow=True)

    assert page.status_code == 200
    assert page.context["cl"].result_count == 3

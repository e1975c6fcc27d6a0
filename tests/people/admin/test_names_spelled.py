"""A name that is there already in another spelling is noticed where it is entered."""

import pytest
from django.core.exceptions import ValidationError

from people.models import Entity, Reporter
from tests import make

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("model", "one"), [(Reporter, make.reporter), (Entity, make.entity)])
def test_a_name_in_another_spelling_is_noticed_and_told_apart_by_a_distinction(model, one):
    one(name="陈洋波")

    twice = model(name="陳 洋波")
    with pytest.raises(ValidationError, match="已有“陈洋波”"):
        twice.full_clean()
    twice.distinction = "金华"
    twice.full_clean()


def test_a_row_is_no_double_of_itself():
    person = make.entity(name="陳洋波")
    person.name = "陈洋波"
    person.full_clean()
    person.save()

    assert Entity.objects.get(compared="陈洋波") == person

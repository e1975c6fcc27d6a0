"""A name that is there already in another spelling is noticed where it is entered."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

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


@pytest.mark.parametrize("typed", ["陳洋波", "陈 洋", "⻓風", "长风集", "钱锺书", "錢鍾"])
def test_a_name_is_offered_at_the_desk_in_whatever_spelling_it_is_typed(admin_client, typed):
    make.reporter(name="陈洋波")
    person = make.entity(name="陈洋波")
    make.entity_name(entity=make.entity(name="無關公司"), name="長風集團")
    make.tag(name="钱鍾书", main=make.tag(name="作家"))

    field = {"app_label": "articles", "model_name": "mention", "field_name": "entity"}
    entities = admin_client.get(reverse("admin:autocomplete"), {**field, "term": typed}).json()
    field = {"app_label": "articles", "model_name": "byline", "field_name": "reporter"}
    reporters = admin_client.get(reverse("admin:autocomplete"), {**field, "term": typed}).json()
    tags = admin_client.get(reverse("admin:articles_tag_suggest"), {"q": typed}).json()
    said = [[row["text"] for row in found["results"]] for found in (entities, reporters)]

    of_a_person, of_a_body = (["陈洋波"], ["陈洋波"], []), (["無關公司"], [], [])
    expected = of_a_person if typed[0] in "陳陈" else of_a_body
    if typed[0] in "钱錢":
        expected = ([], [], [{"label": "作家", "note": "同义词：钱鍾书"}])
    assert (*said, tags["suggestions"]) == expected
    assert str(person) == "陈洋波"

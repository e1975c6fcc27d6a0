"""Reporters and entities as search engines are told of them."""

import pytest

from people.enums import EntityKind, ReporterKind
from tests import make
from tests.page_head import HERE, head, the_paper, way

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def paper(settings):
    settings.NEWSROOM_SITE_NAME = "义乌商报"


def test_an_honoured_person_is_told_with_the_awards(client):
    programme = make.programme(name="义乌好人")
    employer = make.entity(name="公交公司", kind="organisation")
    person = make.entity(
        name="吴海福", description="司机", parent=employer, portrait=make.photo(file="photos/p.jpg")
    )
    make.entity_name(entity=person, name="老吴")
    round = make.round(programme=programme, name="2023年第四季度")
    make.honour(round=round, recipient=person, category="助人为乐")

    found, steps = head(client, person).things

    url = HERE + person.get_absolute_url()
    assert found == {
        "@type": "Person",
        "@id": f"{url}#entity",
        "name": "吴海福",
        "alternateName": ["老吴"],
        "description": "司机",
        "url": url,
        "image": f"{HERE}/media/photos/p.jpg",
        "award": ["义乌好人 2023年第四季度 助人为乐"],
        "affiliation": {
            "@type": "Organization",
            "name": "公交公司",
            "url": HERE + employer.get_absolute_url(),
        },
    }
    assert steps == way(("人物与单位", "/entities/"), ("吴海福", person.get_absolute_url()))


@pytest.mark.parametrize(
    ("kind", "own"),
    [
        ("school", "School"),
        ("village", ["AdministrativeArea", "Organization"]),
        ("document", "CreativeWork"),
    ],
)
def test_whatever_is_honoured_is_of_a_type_that_can_be(client, kind, own):
    entity = make.entity(kind=kind)
    honour = make.honour(recipient=entity)

    found = head(client, entity).things[0]

    assert found["@type"] == own
    assert found["award"] == [f"{honour.round.programme.name} {honour.round.name}"]


@pytest.mark.parametrize(
    ("kind", "above", "word"),
    [
        ("workshop", "organisation", "parentOrganization"),
        ("compound", "community", "containedInPlace"),
        ("person", "organisation", "affiliation"),
        ("person", "village", None),
    ],
)
def test_what_an_entity_belongs_to_is_told_if_there_is_a_word(client, kind, above, word):
    parent = make.entity(kind=above)
    found = head(client, make.entity(kind=kind, parent=parent)).things[0]

    words = [w for w in ("parentOrganization", "containedInPlace", "affiliation") if w in found]
    assert words == ([word] if word else [])


def test_a_hidden_parent_is_not_named(client):
    parent = make.entity(name="不公开", kind="organisation", hidden=True)

    html = client.get(make.entity(parent=parent).get_absolute_url()).content.decode()

    assert "不公开" not in html


@pytest.mark.parametrize("kind", EntityKind)
def test_every_kind_of_entity_has_a_type(client, kind):
    assert head(client, make.entity(kind=kind)).things[0]["@type"]


def test_a_reporter_of_the_paper_works_there(client):
    staff = make.reporter(name="陈洋波", title="全媒体记者", bio="跑民生")
    giver = make.reporter(kind=ReporterKind.CORRESPONDENT)
    agency = make.reporter(kind=ReporterKind.AGENCY)

    found, steps = head(client, staff).things

    url = HERE + staff.get_absolute_url()
    assert found == {
        "@type": "Person",
        "@id": f"{url}#reporter",
        "name": "陈洋波",
        "jobTitle": "全媒体记者",
        "description": "跑民生",
        "url": url,
        "worksFor": the_paper("义乌商报"),
    }
    assert steps == way(("记者", "/reporters/"), ("陈洋波", staff.get_absolute_url()))
    assert "worksFor" not in head(client, giver).things[0]
    assert head(client, agency).things[0]["@type"] == "Organization"

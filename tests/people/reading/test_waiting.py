"""What waits for a second person is in no answer that a reader gets, and changes no byte of one."""

import pytest

from articles.stand import publishing
from people.models import Entity, Programme, Reporter, Round
from tests import make
from tests.crawl import crawl, holding

pytestmark = pytest.mark.django_db

SECRET = "未经确认"
SEEDS = [
    *[f"/search/?q={SECRET}", f"/search/suggest/?q={SECRET}", "/search/?q=好人"],
    *["/entities/?kind=person", "/entities/?initial=W", "/sitemap.xml"],
]


def test_waiting_rows_are_nowhere_and_change_no_byte(client):
    site = public_site()
    before = crawl(client, *SEEDS, every=3)

    waiting = plant(**site)
    after = crawl(client, *SEEDS, every=3)

    assert after == before
    assert holding(SECRET, after) == [f"/search/?q={SECRET}"]  # which says what was asked for
    answers = {address: client.get(address).status_code for address in pages_of(waiting)}
    assert answers == dict.fromkeys(answers, 404)


def public_site():
    """A site on which everything that can wait stands beside something that does not."""
    village = make.entity(kind="village", name="李祖村")
    person = make.entity(name="楼宝娟", parent=village)
    programme = make.programme(name="义乌好人")
    programme.bodies.add(make.entity(kind="organisation", name="市文明办"))
    round = make.round(programme=programme, announced_on="2023-12-20")
    make.honour(round=round, recipient=person)
    make.tally(programme=programme, place=village)
    story = make.article(headline="好人楼宝娟", body="<p>李祖村的楼宝娟。</p>")
    make.mention(article=story, entity=person, relation="subject")
    make.byline(article=story)
    story.announces.add(round)
    publishing.publish(story, by=None)
    return {"village": village, "person": person, "programme": programme, "round": round}


def plant(*, village, person, programme, round):
    """A waiting row of each kind in every place that the site has for one."""
    held = {"is_waiting": True}
    entity = make.entity(
        name=f"{SECRET}的人", sort_key="wei", description=SECRET, parent=village, **held
    )
    make.entity_name(entity=entity, name=f"{SECRET}别名")
    Entity.objects.filter(pk=village.pk).update(parent=entity)
    reporter = make.reporter(name=f"{SECRET}记者", sort_key="wei", **held)
    higher = make.programme(name=f"{SECRET}荣誉", **held)
    Programme.objects.filter(pk=programme.pk).update(next_rung=higher)
    make.programme(name=f"{SECRET}下级", next_rung=programme, **held)
    programme.bodies.add(entity)
    late = make.round(programme=programme, name=f"{SECRET}一批", announced_on="2024-01-01", **held)
    of_waiting = make.round(programme=higher, name=f"{SECRET}二批", announced_on="2024-01-02")
    make.honour(round=late, recipient=person, citation=SECRET)
    make.honour(round=of_waiting, recipient=person, citation=SECRET)
    make.honour(round=round, recipient=make.entity(name="另一人", **held), citation=SECRET)
    make.honour(round=round, recipient=village, citation=SECRET, **held)
    make.tally(programme=programme, place=village, as_of="2024-02-02", count=99, **held)
    make.tally(programme=programme, place=entity, as_of="2024-02-03", count=99)
    return [entity, reporter, higher, late, of_waiting]


def pages_of(rows):
    found = [row.get_absolute_url() for row in rows]
    for row in rows:
        if isinstance(row, Entity | Reporter):
            feeds = f"/feeds{row.get_absolute_url().rstrip('/')}"
            found += [f"{feeds}.{ending}" for ending in ("rss", "atom", "json")]
        if isinstance(row, Entity):
            found += [f"/entities/{row.pk}/honours.{ending}" for ending in ("csv", "json")]
            found += [f"/entities/?within={row.pk}"]
        if isinstance(row, Round):
            page = row.get_absolute_url().rstrip("/")
            found += [f"{page}.csv", f"{page}.json"]
    return found

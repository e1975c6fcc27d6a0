"""Somebody new is passed with the first story that names them, by name, at that story's moment."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.enums import BylineRole
from articles.review import corrections
from articles.stand import hiding, publishing
from people.models import Entity, Reporter
from tests import make

pytestmark = pytest.mark.django_db


def waiting_story(**fields):
    """A story of the desk that names somebody new, signed by somebody new, with a new taker."""
    person = make.entity(name="新人甲", is_waiting=True)
    writer = make.reporter(name="记者乙", is_waiting=True)
    taker = make.reporter(name="摄影丙", is_waiting=True)
    story = make.article(body="<p>新人甲来了。</p>", **fields)
    make.mention(article=story, entity=person)
    make.byline(article=story, reporter=writer, role=BylineRole.TEXT)
    make.photo_use(article=story, photo=make.photo(source="", reporter=taker))
    return story, [person, writer, taker]


def seen(client, rows):
    return [client.get(row.get_absolute_url()).status_code for row in rows]


def test_whom_a_published_story_names_is_passed_with_it(client):
    story, rows = waiting_story()
    other = make.entity(name="旁人", is_waiting=True)
    make.mention(article=story, entity=other, is_confirmed=False)
    assert seen(client, [*rows, other]) == [404] * 4

    publishing.publish(story, by=None)

    assert seen(client, [*rows, other]) == [200, 200, 200, 404]
    page = client.get(story.get_absolute_url()).content.decode()
    assert page.count(f'href="{rows[0].get_absolute_url()}"') == 2  # in the text, and below it
    assert f'href="{rows[1].get_absolute_url()}"' in page


def test_a_name_is_not_seen_before_the_story(client):
    later = timezone.now() + timedelta(hours=2)
    story, rows = waiting_story(embargo_until=later)

    publishing.publish(story, by=None)

    assert seen(client, rows) == [404] * 3
    assert not Entity.objects.visible().exists()
    assert {row.visible_from for row in Entity.objects.confirmed()} == {later}


def test_a_name_goes_with_the_moment_of_its_story(client):
    story, rows = waiting_story(embargo_until=timezone.now() + timedelta(hours=2))
    publishing.publish(story, by=None)

    story.embargo_until = None
    story.save()
    publishing.reschedule(story)

    assert seen(client, rows) == [200] * 3


def test_a_story_that_is_out_brings_a_name_forward(client):
    story, rows = waiting_story(embargo_until=timezone.now() + timedelta(hours=2))
    publishing.publish(story, by=None)
    sooner = make.article(body="<p>新人甲又来了。</p>")
    make.mention(article=sooner, entity=rows[0])

    publishing.publish(sooner, by=None)

    assert seen(client, rows) == [200, 404, 404]


def test_a_name_waits_again_when_its_story_is_withdrawn_before_its_time(client):
    story, rows = waiting_story(embargo_until=timezone.now() + timedelta(hours=2))
    publishing.publish(story, by=None)

    corrections.withdraw(story, by=make.chief(), reason="有误。")
    assert Entity.objects.filter(is_waiting=True).count() == 1
    assert Reporter.objects.filter(is_waiting=True).count() == 2

    corrections.reinstate(story, by=make.chief(), reason="核实了。")
    assert not Entity.objects.filter(is_waiting=True).exists()
    assert seen(client, rows) == [404] * 3


def test_somebody_hidden_s_namesake_is_named_before_anybody_has_confirmed_them(client):
    hidden = make.entity(name="王林", distinction="甲")
    hiding.hide(hidden, by=make.chief(), reason="本人要求。")
    story = make.article(body="<p>另一位王林来了。</p>")
    make.mention(article=story, entity=make.entity(name="王林", distinction="乙", is_waiting=True))

    publishing.publish(story, by=None)

    assert "王林" in client.get(story.get_absolute_url()).content.decode()


def test_a_round_is_named_where_it_was_announced_once_it_is_confirmed(client):
    round = make.round(name="第九批", is_waiting=True)
    story = make.article()
    story.announces.add(round)
    published = publishing.publish(story, by=None)
    address = story.get_absolute_url()
    assert "第九批" not in client.get(address).content.decode()
    story.announces.clear()  # edited again: readers have what was signed off
    round.is_waiting = False
    round.save()

    publishing.show_round(round)

    page = client.get(address).content.decode()
    assert f'href="{round.get_absolute_url()}"' in page
    published.refresh_from_db()
    assert published.version == 1
    assert client.get(round.get_absolute_url()).content.decode().count(address) == 1

"""The city's paper in the database: what was written stands there, each thing at its hour."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from articles.models import (
    Article,
    Correction,
    Issue,
    Page,
    PhotoUse,
    Pin,
    PublishedArticle,
    Review,
    Withdrawal,
)
from people.models import Honour
from tests.city import markup
from tests.city.honours import rounds_on
from tests.city.paper import day
from tests.city.pictures import Photographer
from tests.city.press import RELEASE, Press, moment
from tests.city.world import build_world

pytestmark = pytest.mark.django_db

ON = date(2024, 3, 20)


@pytest.fixture(scope="module")
def world():
    return build_world(3)


def days(world, stories):
    """Days of so many stories, one after the other."""
    return (day(world, ON + timedelta(days=n), stories) for n in range(400))


def events(sheet, name):
    return [story for story in sheet.stories if getattr(story, name)]


def test_a_day_stands_on_the_stand_as_it_was_written(world):
    sheet = day(world, ON, 9)

    Press(world).print_day(sheet)

    release = moment(ON, RELEASE)
    assert not PublishedArticle.objects.public(now=release - timedelta(seconds=1)).exists()
    assert Issue.objects.get().pages.count() == len(sheet.pages)
    stories = {story.headline_text: story for story in sheet.stories}
    public = PublishedArticle.objects.public(now=release + timedelta(days=1))
    assert {one.printed_headline for one in public} == set(stories)
    for article in Article.objects.prefetch_related("bylines__reporter", "mentions__entity"):
        story = stories[article.printed_headline]
        assert article.body == markup.html(story.blocks, {})
        assert [b.reporter.name for b in article.bylines.all()] == [c.name for c in story.credits]
        assert {m.entity.name for m in article.mentions.all()} == {m.name for m in story.mentions}
        assert (article.page.number, article.page_order) == (story.page, story.order)


def test_a_story_that_is_reviewed_has_passed_three_people(world):
    press = Press(world)
    articles = press.print_day(day(world, ON, 3), is_reviewed=True)

    for article in articles:
        passed = Review.objects.filter(article=article, decision="passed").order_by("at", "pk")
        assert [review.step for review in passed] == [
            "first_review",
            "second_review",
            "final_review",
        ]
    assert PublishedArticle.objects.filter(visible_from=moment(ON, RELEASE)).count() > 0


def test_what_was_found_wrong_later_is_said_at_its_hour(world):
    press = Press(world)
    sheet = next(s for s in days(world, 8) if events(s, "correction") and events(s, "withdrawal"))
    press.print_day(sheet)
    press.catch_up(moment(sheet.on + timedelta(days=30), RELEASE))

    wrong, gone = events(sheet, "correction"), events(sheet, "withdrawal")
    release = moment(sheet.on, RELEASE)
    assert {(w.article.printed_headline, w.withdrawn_at) for w in Withdrawal.objects.all()} == {
        (story.headline_text, release + timedelta(hours=story.withdrawal.after_hours))
        for story in gone
    }
    assert {(c.text, timezone.localdate(c.made_at)) for c in Correction.objects.all()} == {
        (story.correction.text, sheet.on + timedelta(days=story.correction.after_days))
        for story in wrong
        if story not in gone
    }


def test_a_round_is_announced_with_its_names_in_order(world):
    sheet = next(sheet for sheet in days(world, 3) if sheet.rounds)
    on, (given, *_others) = sheet.on, rounds_on(world, sheet.on)

    Press(world).print_day(sheet)

    honours = Honour.objects.filter(round__name=given.label.text, round__announced_on=on)
    named = honours.filter(round__programme__bodies__name=given.programme.body).order_by("order")
    assert [(h.recipient.name, h.citation) for h in named] == [
        (honour.name.text, honour.citation.text) for honour in given.honours
    ]


def test_photos_are_in_every_story_that_has_them_none_twice(world):
    sheet = next(s for s in days(world, 4) if any(len(one.photos) > 4 for one in s.stories))
    press = Press(world, Photographer(fresh_from=sheet.on + timedelta(days=1), pool=2))

    articles = press.print_day(sheet)

    counts = [PhotoUse.objects.filter(article=article).count() for article in articles]
    assert counts == [len(story.photos) for story in sheet.stories]
    assert max(counts) >= 5


def test_tomorrows_paper_is_left_in_the_making(world):
    press = Press(world)
    sheet = day(world, timezone.localdate() + timedelta(days=1), 10)

    press.leave_at_the_desk(sheet)

    stages = list(Article.objects.order_by("pk").values_list("stage", flat=True))
    assert (
        stages
        == [
            "draft",
            "first_review",
            "second_review",
            "final_review",
            "signed_off",
        ]
        * 2
    )
    assert not PublishedArticle.objects.public().exists()
    assert Page.objects.filter(issue__date=sheet.on).count() == len(sheet.pages)


def test_pins_stand_as_the_day_plans_them(world):
    sheet = next(sheet for sheet in days(world, 6) if sheet.pins)
    press = Press(world)

    press.pin(sheet, press.print_day(sheet))

    of = {story.key: story.headline_text for story in sheet.stories}
    assert [(pin.order, pin.article.printed_headline) for pin in Pin.objects.order_by("order")] == [
        (pin.rank, of[pin.story]) for pin in sorted(sheet.pins, key=lambda pin: pin.rank)
    ]

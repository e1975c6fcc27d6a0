"""`python -m tests.city DAYS`: so many days of the city's paper in the database of the environment.

The days end today, each with its pages, stories, honours, corrections and withdrawals; of the last
two the photos are their own, and tomorrow's paper is in the making. The same seed and day give the
same stories, whatever else is asked for.
"""

import argparse
import os
import sys
from datetime import date, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
django.setup()

from django.contrib.auth.models import Group  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles.models import Article, Issue  # noqa: E402
from tests.city.paper import day  # noqa: E402
from tests.city.pictures import Photographer  # noqa: E402
from tests.city.press import Press  # noqa: E402
from tests.city.world import build_world  # noqa: E402

FRESH = 2  # days, the last ones, whose photos are their own


def main() -> None:
    asked = _asked()
    call_command("migrate", verbosity=0)
    if not Group.objects.filter(name="值班总编").exists():
        call_command("loaddata", "roles", verbosity=0)
    first = asked.until - timedelta(days=asked.days - 1)
    if Issue.objects.filter(date__gte=first).exists():
        sys.exit(f"There is a paper of {first} or later already: take another database.")
    fill(asked, first=first)


def fill(asked: argparse.Namespace, *, first: date) -> None:
    """Print the days that were asked for, and say so."""
    world = build_world(asked.seed)
    fresh_from = asked.until - timedelta(days=FRESH - 1)
    photographer = Photographer(fresh_from=fresh_from) if asked.photos else None
    press = Press(world, photographer)
    for number in range(asked.days):
        on = first + timedelta(days=number)
        sheet = day(world, on, asked.stories)
        articles = press.print_day(sheet, is_reviewed=on == asked.until)
        sys.stdout.write(f"{on}  {len(articles)} stories on {len(sheet.pages)} pages\n")
        sys.stdout.flush()
        if on == asked.until:
            press.pin(sheet, articles)
    press.catch_up(timezone.now())
    if asked.tomorrow:
        press.leave_at_the_desk(day(world, asked.until + timedelta(days=1), asked.stories))
    sys.stdout.write(f"{Article.objects.count()} stories at the desk\n")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.city", description=__doc__)
    parser.add_argument("days", type=int, metavar="DAYS")
    parser.add_argument("--until", type=date.fromisoformat, default=timezone.localdate())
    parser.add_argument("--stories", type=int, help="a day; 25 to 60 if it is not said")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-photos", dest="photos", action="store_false")
    parser.add_argument("--no-tomorrow", dest="tomorrow", action="store_false")
    return parser.parse_args()


main()

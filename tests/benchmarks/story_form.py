"""What the form of a story costs, as a multiple of the list of stories, on the sample and a city.

Both are opened by the same editor, the list with a full page of stories, the form with one that is
longer than nineteen of twenty and has all that stories have. What is compared is processor time,
of each the quickest of some, in turn, so that what else the machine does falls on both.
"""

import os
import sys
import tempfile
import time
from datetime import date, timedelta

ROUNDS, REQUESTS = 7, 3
DAYS = 2  # of the invented city's paper
MOST = 1.5  # times the list
MOST_QUERIES = 35


def full_story(story, *, by, rows=5):
    """Give a story what a large one has: bylines, photos, mentions, tags, comments, reviews."""
    from articles.review import workflow
    from tests import make

    for n in range(3):
        make.byline(article=story, role="text", order=50 + n)
    for n in range(rows):
        make.photo_use(article=story, placement="inline", order=50 + n)
    for _ in range(rows):
        make.mention(article=story)
        make.comment(article=story)
    story.tags.add("老人", "社区", "养老服务")
    workflow.submit(story, by=by, edition=story.edition)
    reviewer = make.staff("编辑")
    verdict = workflow.Verdict(opinion="请补齐。")
    workflow.send_back(story, by=reviewer, edition=story.edition, verdict=verdict)
    return story


def seconds(client, address):
    """The processor time of opening a page."""
    start = time.process_time()
    for _ in range(REQUESTS):
        assert client.get(address).status_code == 200
    return (time.process_time() - start) / REQUESTS


def cost(client, story):
    """The processor time of the form of a story and of the list, in seconds."""
    from django.urls import reverse

    form = reverse("admin:articles_article_change", args=[story.pk])
    listed = reverse("admin:articles_article_changelist")
    for address in (form, listed):
        seconds(client, address)  # warms templates and caches
    times = [(seconds(client, form), seconds(client, listed)) for _ in range(ROUNDS)]
    return tuple(map(min, zip(*times, strict=True)))


def queries(client, story):
    """How many queries the form of a story takes."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    with CaptureQueriesContext(connection) as taken:
        client.get(reverse("admin:articles_article_change", args=[story.pk]))
    return len(taken)


def fill_list():
    """Copy the stories there are until the list has a full page."""
    from articles.admin.article import ArticleAdmin
    from articles.models import Article
    from tests import make

    stories = list(Article.objects.select_related("section", "page"))
    for n in range(ArticleAdmin.list_per_page - len(stories)):
        model = stories[n % len(stories)]
        copied = make.article(body=model.body, section=model.section, page=model.page)
        make.byline(article=copied)


def city():
    """Fill the database with some days of the invented city's paper, without photos."""
    from tests.city.paper import day
    from tests.city.press import Press
    from tests.city.world import build_world

    world = build_world(1)
    press = Press(world)
    for n in range(DAYS):
        press.print_day(day(world, date(2024, 5, 1) + timedelta(days=n)))


def main():
    import django

    django.setup()
    from django.core.management import call_command
    from django.test import Client

    from articles.models import Article
    from tests import make

    call_command("migrate", verbosity=0)
    call_command("loaddata", "roles", "sample_issue", verbosity=0)
    editor = make.editor()
    client = Client(headers={"host": "localhost"})
    client.force_login(editor)
    for name, fill in {"sample": fill_list, "city": city}.items():
        fill()
        bodies = sorted(Article.objects.values_list("body", flat=True), key=len)
        body = bodies[len(bodies) * 19 // 20]
        where = {"section": make.section(), "column": make.column(), "page": make.page()}
        made = make.article(body=body, created_by=editor, **where)
        story = full_story(made, by=editor)
        form, listed = cost(client, story)
        sys.stdout.write(
            f"{name}: the story form takes {form / listed:.2f} times the list (at most {MOST}), "
            f"which is {form * 1000:.0f} ms here, "
            f"and {queries(client, story)} queries (at most {MOST_QUERIES})\n"
        )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "NEWSROOM_DATA_DIR": folder}
        os.environ.pop("DATABASE_URL", None)
        main()

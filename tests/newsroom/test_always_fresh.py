"""Whatever changes what readers get, the next request has it after LOOK seconds, in every process.

Two servers, each with a memory of its own, keep every page of a small paper. Then something
happens, and both are asked for every page again: they answer what Django does.
"""

import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection, transaction
from django.utils import timezone

from articles.models import PublishedArticle, Section
from articles.paper import front_page
from articles.review import corrections
from articles.review.confirmations import holding
from articles.stand import former_addresses, hiding, merging_names, merging_tags, publishing
from newsroom.page_cache import LOOK
from tests import make
from tests.wsgi import ask, cached

SOON = timedelta(hours=1)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def clock(monkeypatch):
    """Time that passes when a test says so."""
    now, seconds, passed = timezone.now, time.time, SimpleNamespace(by=timedelta())

    def wait():
        passed.by += SOON

    passed.wait = wait
    monkeypatch.setattr(timezone, "now", lambda: now() + passed.by)
    monkeypatch.setattr(time, "time", lambda: seconds() + passed.by.total_seconds())
    return passed


@pytest.fixture
def paper(clock):
    """A paper of two stories, of which one has all that a story can have."""
    made = SimpleNamespace(
        clock=clock, chief=make.chief(), section=make.section(description="简介")
    )
    made.issue, made.column, made.tag = make.issue(), make.column(), make.tag()
    made.page = make.drawn_page(issue=made.issue)
    made.reporter, made.entity = make.reporter(bio="简介"), make.entity(description="简介")
    made.photo = make.library_photo(source="老张供图")
    made.article = make.article(
        page=made.page, section=made.section, column=made.column, tags=[made.tag]
    )
    make.byline(article=made.article, reporter=made.reporter)
    make.mention(article=made.article, entity=made.entity, relation="subject")
    make.photo_use(article=made.article, photo=made.photo)
    made.honour = make.honour(recipient=made.entity, article=made.article)
    made.round = made.honour.round
    made.site_page = make.site_page()
    make.signed_off(made.article)
    made.other = make.published(section=made.section).article
    return made


def addresses(paper):
    rows = [paper.section, paper.column, paper.tag, paper.reporter, paper.entity, paper.issue]
    rows += [paper.page, paper.round, paper.round.programme, paper.site_page, paper.article]
    keys = {"sections": paper.section.slug, "columns": paper.column.pk, "entities": paper.entity.pk}
    stories = PublishedArticle.objects.order_by("pk")
    return [
        *(row.get_absolute_url() for row in (*rows, paper.other, *stories)),
        *("/", "/issues/", "/reporters/", "/entities/", "/honours/", "/corrections/"),
        *("/feeds/latest.rss", "/feeds/latest.json", f"/articles/{paper.article.pk}.json"),
        *(f"/feeds/{kind}/{key}.atom" for kind, key in keys.items()),
        *(f"/entities/{paper.entity.pk}/honours.csv", "/robots.txt"),
        *("/sitemap.xml", "/sitemap-news.xml", "/sitemap-site-0.xml", "/sitemap-articles-0.xml"),
    ]


def publish(paper):
    make.published(section=paper.section)


def edit_and_sign_off(paper):
    paper.article.headline = "又改了一遍"
    paper.article.save()
    publishing.publish(paper.article, by=paper.chief)


def correct(paper):
    make.correction(article=paper.article)


def withdraw(paper):
    corrections.withdraw(paper.article, by=paper.chief, reason="失实。")


def withdraw_and_bring_back(paper):
    withdraw(paper)
    yield
    corrections.reinstate(paper.article, by=paper.chief, reason="属实。")


def hide_a_person_and_show_it(paper):
    hidden = hiding.hide(paper.entity, by=paper.chief, reason="本人要求。")
    yield
    hiding.show(hidden, by=paper.chief, reason="本人同意。")


def hide_a_reporter(paper):
    hiding.hide(paper.reporter, by=paper.chief, reason="本人要求。")


def pin(paper):
    placed = [front_page.Placed(paper.other.pk, timezone.now() + timedelta(hours=1))]
    front_page.arrange(placed, by=paper.chief, seen=front_page.fingerprint())


def pin_expires(paper):
    make.pin(article=paper.other, until=timezone.now() + SOON)
    yield
    paper.clock.wait()


def section_is_renamed(paper):
    Section.objects.filter(pk=paper.section.pk).update(name="改了名")


def section_moves(paper):
    former, paper.section.slug = paper.section.slug, "moved"
    with transaction.atomic():
        paper.section.save()
        former_addresses.lead_on(paper.section, former=former)


def section_is_added(paper):
    make.section()


def column_is_confirmed(paper):
    change = make.pending_change()
    PublishedArticle.objects.update(column_id=change.key)
    yield
    holding.confirm(change, by=paper.chief)


def tag_is_renamed(paper):
    paper.tag.name = "改了名"
    paper.tag.save()


def tags_are_merged(paper):
    merging_tags.merge([paper.tag], into=make.tag(), by=paper.chief, reason="同义。")


def photo_is_credited(paper):
    paper.photo.source = "新来源"
    paper.photo.save()
    publishing.show_photo(paper.photo)


def reporters_are_merged(paper):
    merging_names.merge(make.reporter(), paper.reporter, by=paper.chief, reason="同一人。")


def entities_are_merged(paper):
    merging_names.merge(make.entity(), paper.entity, by=paper.chief, reason="同一人。")


def portrait_is_given(paper):
    paper.reporter.portrait = paper.photo
    paper.reporter.save()


def person_is_described(paper):
    paper.entity.description = "另一段简介"
    paper.entity.save()


def person_is_called_otherwise(paper):
    make.entity_name(entity=paper.entity)


def honour_is_added(paper):
    make.honour(recipient=make.entity(), round=paper.round)


def honour_is_taken_back(paper):
    paper.honour.delete()


def round_is_confirmed(paper):
    type(paper.round).objects.filter(pk=paper.round.pk).update(is_waiting=True)
    yield
    type(paper.round).objects.filter(pk=paper.round.pk).update(is_waiting=False)


def tally_is_added(paper):
    make.tally(programme=paper.round.programme)


def site_page_is_changed(paper):
    paper.site_page.body = "<p>另一段。</p>"
    paper.site_page.save()


def region_is_drawn(paper):
    make.region(page=paper.page, article=paper.article)


def page_is_named(paper):
    paper.page.name = "要闻版"
    paper.page.save()


def issue_is_released(paper):
    issue = make.issue(released_at=timezone.now() + timedelta(hours=1))
    story = make.published(page=make.page(issue=issue), section=paper.section)
    yield "unchanged"
    issue.released_at = timezone.now()
    issue.save()
    story.article.page.issue = issue
    publishing.reschedule(story.article)


def issue_is_due(paper):
    issue = make.issue(released_at=timezone.now() + SOON)
    make.published(page=make.page(issue=issue), section=paper.section)
    yield "unchanged"
    paper.clock.wait()


def schedule_is_due(paper):
    make.published(publish_at=timezone.now() + SOON, section=paper.section)
    yield "unchanged"
    paper.clock.wait()


def embargo_ends(paper):
    make.published(embargo_until=timezone.now() + SOON, section=paper.section)
    yield "unchanged"
    paper.clock.wait()


def name_is_due(paper):
    make.reporter(visible_from=timezone.now() + SOON)
    yield "unchanged"
    paper.clock.wait()


def sql_by_hand(paper):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_publishedarticle SET headline = 'x', card_html = 'x'")


FIRST = [edit_and_sign_off, schedule_is_due]
OTHERS = [
    *(publish, hide_a_person_and_show_it),
    *(correct, withdraw, withdraw_and_bring_back, hide_a_reporter, pin, pin_expires),
    *(section_is_renamed, section_moves, section_is_added, column_is_confirmed),
    *(tag_is_renamed, tags_are_merged, photo_is_credited, portrait_is_given),
    *(reporters_are_merged, entities_are_merged),
    *(person_is_described, person_is_called_otherwise),
    *(honour_is_added, honour_is_taken_back, round_is_confirmed, tally_is_added),
    *(site_page_is_changed, region_is_drawn, page_is_named),
    *(issue_is_released, issue_is_due, embargo_ends, name_is_due, sql_by_hand),
]


def pages(application, asked):
    """Status, text, and where it leads on to, of every address."""
    found = {address: ask(application, address) for address in asked}
    return {a: (got.status, got.body, got.headers.get("Location")) for a, got in found.items()}


def steps(act, paper):
    """Do it, step by step: for each whether readers see it."""
    done = act(paper)
    if done is None:
        yield True
        return
    for said in done:
        yield said != "unchanged"
    yield True


@pytest.mark.parametrize(
    "act", [*FIRST, *(pytest.param(act, marks=pytest.mark.whole) for act in OTHERS)]
)
def test_the_next_request_has_what_is_new_on_every_page(paper, act):
    django, servers, asked = WSGIHandler(), [cached(), cached()], addresses(paper)
    before = pages(django, asked)
    for server in servers:
        pages(server, asked)
    for is_seen in steps(act, paper):
        time.sleep(LOOK)
        after = pages(django, asked)
        assert (after != before) == is_seen
        for server in servers:
            got = pages(server, asked)
            assert [address for address in asked if got[address] != after[address]] == []
        before = after

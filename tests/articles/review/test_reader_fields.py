"""The list of what readers get names every field, and says of none wrongly that they do not get it.

A page that links to a story reads many a row whole. So a column of the desk may be read with its
row; but then changing it changes no byte of any page.
"""

import sqlite3
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Concat, Left
from django.urls import resolve, reverse
from django.utils import timezone

from articles.models import FormerAddress
from articles.review.confirmations import reader_fields
from articles.stand import merging_names
from articles.urls import urlpatterns as articles_urls
from people.urls import urlpatterns as people_urls
from tests import make
from tests.crawl import crawl

pytestmark = pytest.mark.django_db

OURS = [model for app in ("articles", "people") for model in apps.get_app_config(app).get_models()]
LISTED = {entry.model: entry for entry in reader_fields.LIST}
PRIVATE = {"preview", "preview_page", "preview_picture"}  # of one draft, for who has the link
GATES = {"is_waiting", "visible_from"}  # say whether readers have a row: they see none of it


def names_of(model):
    """The fields of a model that the list has to name: all but its key."""
    opts = model._meta
    return {f.name for f in (*opts.concrete_fields, *opts.many_to_many) if not f.primary_key}


def named(entry):
    return [*entry.waits, *entry.at_once, *entry.desk]


# ---- Every field is named -----------------------------------------------------------------------


def test_every_model_stands_in_the_list_once():
    groups = [LISTED, reader_fields.PASSED, reader_fields.DESK]
    found = [model for group in groups for model in group]

    assert len(reader_fields.LIST) == len(LISTED)
    assert sorted(m._meta.label for m in found) == sorted(m._meta.label for m in OURS)


@pytest.mark.parametrize("model", LISTED, ids=lambda model: model._meta.label)
def test_every_field_of_a_model_that_readers_get_is_named_once(model):
    assert sorted(named(LISTED[model])) == sorted(names_of(model))


def test_what_does_not_wait_says_why():
    reasons = [why for e in reader_fields.LIST for why in e.at_once.values()]
    reasons += [*reader_fields.PASSED.values(), *reader_fields.DESK.values()]

    assert all(len(why) > 20 for why in reasons)


# ---- And rightly --------------------------------------------------------------------------------


@pytest.fixture
def paper():
    """A day's paper with a row of everything that readers get; the addresses no link leads to."""
    page, photo = make.drawn_page(), make.library_photo(reporter=make.reporter(), caption="说明")
    tag, column = make.tag(), make.column(description="简介")
    section = make.section(description="简介")
    story = make.article(page=page, section=section, column=column, tags=[tag])
    make.photo_use(article=story, photo=photo)
    place = make.entity(kind="place")
    entity = make.entity(portrait=photo, description="简介", parent=place)
    make.entity_name(entity=entity)
    make.byline(article=story, reporter=make.reporter(portrait=photo, bio="简介"))
    make.mention(article=story, entity=entity)
    honour = make.honour(recipient=entity, article=story)
    honour.round.programme.bodies.add(place)
    make.tally(programme=honour.round.programme, place=place)
    make.signed_off(story)
    make.published()  # without a picture: one is drawn for it
    make.region(page=page, article=story)
    make.pin(article=story)
    make.correction(article=story)
    synonym = make.tag(main=tag)
    site_page = make.site_page()
    FormerAddress.objects.create(section=section, slug="former")
    merging_names.merge(make.entity(), entity, by=make.chief(), reason="同一人。")
    return [
        *(
            f"{reverse('search')}?q=简介",
            f"{reverse('search_suggest')}?q=简介",
            "/sections/former/",
        ),
        *(row.get_absolute_url() for row in (site_page, synonym, column, section)),
        reverse("report_received", args=[story.pk]),
        reverse("site_page", args=[site_page.slug]),
    ]


def column_of(table, name):
    """The model and the field of a column that was read; None for a key or none of ours."""
    by_table = {m._meta.db_table: m for m in apps.get_models(include_auto_created=True)}
    model = by_table.get(table)
    if model is None or model not in OURS:
        return None
    fields = {f.column: f for f in model._meta.concrete_fields}
    field = fields.get(name)
    is_key = field is None or field.primary_key or isinstance(field, models.UUIDField)
    return None if is_key else (model, field)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite tells which columns are read")
def test_readers_pages_read_no_column_that_the_list_does_not_give_them(client, paper):
    read = set()

    def note(action, table, name, *_rest):
        if action == sqlite3.SQLITE_READ:
            read.add((table, name))
        return sqlite3.SQLITE_OK

    connection.connection.set_authorizer(note)
    before = crawl(client, *paper)
    connection.connection.set_authorizer(None)

    visited = {resolve(address.split("?")[0]).url_name for address in before}
    assert {p.name for p in [*articles_urls, *people_urls]} - visited - PRIVATE == set()
    found = {found for each in read if (found := column_of(*each))}
    assert {str(f) for m, f in found if m in reader_fields.DESK} == set()
    desk = {(m, f) for m, f in found if m in LISTED and f.name in LISTED[m].desk}
    for model, field in desk:
        change(model, field)
    after = crawl(client, *paper)
    assert sorted(after) == sorted(before)
    assert [address for address in before if after[address] != before[address]] == []


def change(model, field):
    """Give every row another value in a field of the desk."""
    if field.name in GATES:
        return
    rows = model._base_manager.all()
    if field.choices:
        rows.update(**{field.name: field.choices[-1][0]})
    elif isinstance(field, models.BooleanField):
        rows.update(**{field.name: ~F(field.name)})
    elif isinstance(field, models.IntegerField):
        rows.update(**{field.name: F(field.name) + 7})
    elif isinstance(field, models.DateTimeField):
        rows.update(**{field.name: timezone.now() - timedelta(days=400)})
    elif isinstance(field, models.DateField):
        rows.update(**{field.name: "2019-01-01"})
    elif isinstance(field, models.ForeignKey):
        rows.update(**{field.name: None})
    else:
        rows.update(**{field.name: Left(Concat(Value("桩"), F(field.name)), 20)})

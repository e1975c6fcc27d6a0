"""Sheets and scripts are sent as one, and nothing of them is lost or out of date."""

import os

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command

from newsroom import bundles

CSS, JS = bundles.BUNDLES
APART = {"sheet.css"}  # of the printed page, which no story needs


@pytest.fixture
def collected(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)
    return tmp_path


@pytest.mark.parametrize("name", bundles.BUNDLES)
def test_a_bundle_holds_its_parts_whole_and_in_order(name, collected):
    sent = (collected / name).read_text(encoding="utf-8")

    places = []
    for part, _medium in bundles.BUNDLES[name]:
        text = (bundles.SOURCE / part).read_text(encoding="utf-8")
        places.append(sent.index(text))
    assert places == sorted(places)


def test_what_is_for_one_medium_is_kept_for_it():
    assert "@media screen {\n/* 大字" in bundles.text(CSS)
    assert "@media print {\n" in bundles.text(CSS)


def test_every_sheet_of_the_readers_site_is_in_the_bundle():
    sheets = (bundles.SOURCE / "newsroom" / "css").glob("*.css")
    own = {path.name for path in sheets if not path.name.startswith(("desk", "statistics"))}

    assert {part.rpartition("/")[2] for part, _medium in bundles.BUNDLES[CSS]} == own - APART


def test_a_bundle_that_is_out_of_date_is_collected_anew(collected):
    (collected / JS).write_text("old", encoding="utf-8")
    os.utime(collected / JS, (0, 0))  # collected before, not within the same second

    call_command("collectstatic", interactive=False, verbosity=0)

    assert (collected / JS).read_text(encoding="utf-8") == bundles.text(JS)


def test_looking_a_bundle_up_writes_nothing(settings, tmp_path):
    settings.DATA_DIR = tmp_path

    assert finders.find(JS) is None
    assert [*bundles.BundleFinder().list(None)]
    assert [*tmp_path.iterdir()] == []


def test_other_files_are_left_to_other_finders():
    assert bundles.BundleFinder().find("newsroom/icon.svg") == []
    assert finders.find("newsroom/icon.svg").endswith("icon.svg")

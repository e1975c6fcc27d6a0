"""A photo's files: where they lie, when they are drawn, and when they go."""

import io
import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone
from PIL import Image

from articles import imaging
from articles.models import Photo, PublishedArticle
from articles.models.reader_files import reader_files
from articles.photos import files as photo_files
from articles.photos import library
from articles.stand import publishing
from tests import make, photo_folder

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(places):
    return places


@pytest.fixture
def photo(commit):
    with commit():
        drawn = make.library_photo()
    return fresh(drawn)


def files(folder):
    return sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file())


def fresh(photo):
    return Photo.objects.get(pk=photo.pk)


def command(*options):
    out, err = io.StringIO(), io.StringIO()
    call_command("renditions", *options, stdout=out, stderr=err)
    return out.getvalue() + err.getvalue()


def test_an_upload_is_kept_as_it_came_and_drawn_in_every_size(photo, folders):
    content = make.picture()
    kept = library.receive(make.upload(content=content), by=make.editor(), said={}).photo

    with kept.original.open() as original:
        assert original.read() == content
    photo = fresh(photo)
    names = {rendition["name"] for rendition in photo.renditions}
    assert (photo.recipe, len(names)) == (imaging.RECIPE, 12)
    assert photo.file.name in names
    for rendition in photo.renditions:
        with reader_files().open(rendition["name"]) as file:
            assert Image.open(file).size == (rendition["width"], rendition["height"])
        assert rendition["name"].startswith(f"photos/{photo.guid}/")


@pytest.mark.parametrize(
    ("format", "ending"), [("JPEG", ".jpg"), ("PNG", ".png"), ("WEBP", ".webp"), ("AVIF", ".avif")]
)
@pytest.mark.parametrize("called", ["图.html", "a.php.gif", "no ending"])
def test_an_original_is_stored_under_an_end_that_says_what_it_is(format, ending, called):
    content = photo_folder.written(photo_folder.scene((64, 48), 1), format)

    sent = make.upload(called, content=content)
    photo = library.receive(sent, by=make.editor(), said={}).photo

    assert photo.original.name == f"{photo.guid}{ending}"
    assert photo.file_name == called


def test_an_upload_draws_what_a_first_look_needs_and_the_worker_the_rest():
    photo = make.library_photo()

    assert {(r["cut"], r["format"]) for r in photo.renditions} == {
        ("whole", "jpeg"),
        ("card", "jpeg"),
    }
    assert fresh(photo).recipe == 0

    assert command("--missing") == "1 photos drawn, 0 could not be\n"

    assert (fresh(photo).recipe, len(fresh(photo).renditions)) == (imaging.RECIPE, 12)
    assert command("--missing") == "0 photos drawn, 0 could not be\n"


def test_a_published_page_gets_what_the_worker_draws(commit, client):
    photo = make.library_photo()
    article = make.article()
    make.photo_use(article=article, photo=photo)
    story = publishing.publish(article, by=None)
    assert b"image/avif" not in client.get(story.get_absolute_url()).content

    with commit():
        command("--missing")

    assert b"image/avif" in client.get(story.get_absolute_url()).content


def test_a_row_that_is_not_saved_leaves_no_file(folders, monkeypatch):
    def fail(*args, **kwargs):
        raise DatabaseError("gone")

    monkeypatch.setattr(Photo, "save_base", fail)

    with pytest.raises(DatabaseError):
        make.library_photo()

    assert files(folders) == []


def test_a_disk_that_fails_leaves_no_file(folders, monkeypatch):
    saved = FileSystemStorage._save
    calls = []

    def fail(storage, name, content):
        calls.append(name)
        if len(calls) == 3:
            raise OSError("disk full")
        return saved(storage, name, content)

    monkeypatch.setattr(FileSystemStorage, "_save", fail)

    with pytest.raises(OSError, match="disk full"):
        make.library_photo()

    assert files(folders) == []
    assert not Photo.objects.exists()


def test_a_bad_file_leaves_nothing(folders):
    content = make.picture()[:900]

    received = library.receive(make.upload(content=content), by=make.editor(), said={})

    assert (received.photo, files(folders)) == (None, [])
    assert "损坏" in received.refusal


def test_the_same_file_is_kept_once(photo, folders):
    before = files(folders)
    with photo.original.open() as file:
        content = file.read()

    received = library.receive(make.upload(content=content), by=make.editor(), said={})

    assert (received.photo, received.twin) == (None, photo)
    assert files(folders) == before


def test_a_smaller_copy_is_kept_and_told():
    scene = photo_folder.scene((900, 600), 1)
    photo = make.library_photo(content=photo_folder.written(scene))
    small = photo_folder.written(scene.resize((300, 200)), quality=70)

    received = library.receive(make.upload(content=small), by=make.editor(), said={})

    assert received.photo
    assert received.similar == [photo]


def test_another_focus_draws_the_crops_anew_and_nothing_else(photo, commit):
    before = {r["name"]: reader_files().get_modified_time(r["name"]) for r in photo.renditions}
    photo.focal_x = 20
    photo.save()

    with commit():
        photo_files.redraw(fresh(photo))

    after = {r["name"] for r in fresh(photo).renditions}
    kept = before.keys() & after
    assert {name.rpartition("/")[2].split("-")[0] for name in kept} == {
        "whole",
        "card",
        "16x9",
    }  # as wide as it is
    assert {reader_files().get_modified_time(name) for name in kept} <= set(before.values())
    assert before.keys() - after <= set(fresh(photo).former_files)


def test_who_changed_a_photo_meanwhile_draws_it(photo):
    stale = fresh(photo)
    Photo.objects.update(edition=7, focal_x=3)
    stale.focal_x = 90

    with pytest.raises(photo_files.Overtaken):
        photo_files.redraw(stale)

    assert fresh(photo).focal_x == 3
    assert fresh(photo).renditions == photo.renditions


def test_a_lost_original_is_told_and_stops_no_other(caplog):
    lost, sound = make.library_photo(), make.library_photo()
    lost.original.storage.delete(lost.original.name)

    assert command("--missing") == "1 photos drawn, 1 could not be\n"
    assert f"Photo {lost.pk} cannot be drawn: " in caplog.text
    assert fresh(sound).recipe == imaging.RECIPE


def test_an_older_recipe_is_drawn_again(photo, monkeypatch):
    assert not Photo.objects.to_draw().exists()

    Photo.objects.update(recipe=imaging.RECIPE + 1)

    assert list(Photo.objects.to_draw()) == [photo]


# ---- Sweeping ------------------------------------------------------------------------------------


def age(folder):
    """As if everything had lain there since yesterday."""
    for path in (p for p in folder.rglob("*") if p.is_file()):
        yesterday = (timezone.now() - timedelta(days=1)).timestamp()
        os.utime(path, (yesterday, yesterday))


def test_files_that_nothing_shows_are_pruned(photo, commit, folders):
    photo.source = "另一来源"
    photo.save()
    with commit():
        photo_files.redraw(photo)
    old = fresh(photo).former_files
    default_storage.save(f"photos/{photo.guid}/left-by-a-crash.jpg", ContentFile(b"x"))
    age(folders)

    assert command("--prune") == f"{len(old) + 1} files pruned\n"

    private = folders / "originals"
    left = {str(p.relative_to(private)) for p in (private / "photos").rglob("*.*")}
    assert left == {r["name"] for r in fresh(photo).renditions}
    assert fresh(photo).former_files == []
    assert photo.original.storage.exists(photo.original.name)


def test_what_a_story_still_names_is_kept(photo, commit, folders):
    article = make.article()
    make.photo_use(article=article, photo=photo)
    publishing.publish(article, by=None)
    photo.source = "另一来源"
    photo.save()
    shown = PublishedArticle.objects.get().photos
    with commit():
        photo_files.redraw(photo)
    PublishedArticle.objects.update(photos=shown)  # as if it had not been brought up to date
    age(folders)

    assert command("--prune") == "1 files pruned\n"  # the square of a portrait, which is no story's

    assert [p for p in fresh(photo).former_files if not default_storage.exists(p)] == []
    assert {shown[0]["src"], shown[0]["card"]["src"]} <= {
        default_storage.url(name) for name in fresh(photo).former_files
    }


def test_what_was_stored_a_moment_ago_is_kept(folders):
    default_storage.save(f"photos/{make.photo().guid}/being-saved.jpg", ContentFile(b"x"))
    default_storage.save("photos/no photo/a.jpg", ContentFile(b"x"))
    age(folders / "media" / "photos" / "no photo")

    assert command("--prune") == "0 files pruned\n"


def test_pruning_nothing_is_no_error():
    assert command("--prune") == "0 files pruned\n"

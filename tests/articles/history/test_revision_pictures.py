"""Which pictures a revision shows, noted beside it."""

from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps

from articles import migrations
from articles.history import revisions
from articles.models import Revision, RevisionPicture
from tests import make

pytestmark = pytest.mark.django_db


def kept(*photos):
    article = make.article()
    for order, photo in enumerate(photos, start=1):
        make.photo_use(article=article, photo=photo, order=order)
    return revisions.record(article, by=None, cause="saved")


def test_a_revision_is_found_by_each_picture_it_shows():
    one, other = make.photo(), make.photo()
    both, alone, _none = kept(one, other), kept(one), kept()

    assert list(Revision.objects.showing([one])) == [both, alone]
    assert list(Revision.objects.showing([other])) == [both]
    assert list(Revision.objects.showing([one, other])) == [both, alone]
    assert list(Revision.objects.showing([])) == []


def test_it_is_found_by_a_picture_that_is_deleted():
    photo = make.photo()
    revision = kept(photo)
    revision.article.photo_uses.all().delete()
    photo.delete()

    assert list(Revision.objects.showing([photo])) == [revision]


def test_the_pictures_of_revisions_of_before_are_noted():
    one, other = make.photo(), make.photo()
    kept(one, other)
    kept()
    noted = set(RevisionPicture.objects.values_list("revision", "guid"))
    RevisionPicture.objects.all().delete()

    (found,) = Path(migrations.__file__).parent.glob("*_revision_pictures.py")
    import_module(f"articles.migrations.{found.stem}").note_pictures(apps, None)

    assert set(RevisionPicture.objects.values_list("revision", "guid")) == noted
    assert len(noted) == 2

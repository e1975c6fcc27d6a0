"""Pictures lie in the public folder while something public shows them, and no longer."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles.models import PublishedArticle
from articles.models.reader_files import private_storage
from articles.review import corrections, preview_links
from articles.stand import hiding, publishing, withholding
from tests import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]

SOON = timedelta(hours=2)


@pytest.fixture
def photo():
    """One with the files of a first look: the worker has not drawn the rest."""
    return make.library_photo()


def story(photo, **fields):
    article = make.article(**fields)
    make.photo_use(article=article, photo=photo)
    return article


def publish(commit, article):
    with commit():
        return publishing.publish(article, by=None)


def status(client, address):
    """What is answered at an address, its bytes read to their end."""
    response = client.get(address)
    assert b"".join(response) or not response.streaming
    return response.status_code


def answers(names):
    """What somebody without an account gets at the addresses of files."""
    return {status(Client(), default_storage.url(name)) for name in names}


def public(names):
    return {name for name in names if default_storage.exists(name)}


def test_a_drafts_picture_is_nowhere_in_the_public_folder(photo):
    story(photo)
    assert public(photo.public_names) == set()
    assert answers(photo.public_names) == {404}


@pytest.mark.parametrize("wait", ["embargo_until", "publish_at"])
def test_a_picture_is_there_from_the_hour_of_its_story_without_any_job(
    photo, wait, commit, monkeypatch
):
    waiting = publish(commit, story(photo, **{wait: timezone.now() + SOON}))
    assert answers(photo.public_names) == {404}
    assert public(photo.public_names) == set()

    later = waiting.visible_from + timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert answers(photo.public_names) == {200}
    assert public(photo.public_names) == set()  # given out from where nobody else comes
    html = Client().get(waiting.get_absolute_url()).content.decode()
    assert photo.file.url in html


def test_the_worker_then_moves_it_for_the_server_in_front(photo, commit, monkeypatch):
    page = make.drawn_page()
    waiting = publish(commit, story(photo, publish_at=timezone.now() + SOON, page=page))
    names = {*photo.public_names, *page.public_files}
    assert withholding.move_due() == withholding.Moved()
    assert answers(names) == {404}

    now = waiting.visible_from + timedelta(minutes=5)
    monkeypatch.setattr(timezone, "now", lambda: now)
    assert answers(names) == {200}
    assert withholding.move_due() == withholding.Moved(restored=len(names))

    assert public(names) == names
    assert withholding.move_due() == withholding.Moved()


def test_a_public_storys_picture_is_public_and_a_withdrawn_ones_is_not(photo, commit):
    published = publish(commit, story(photo))
    assert public(photo.public_names) == photo.public_names
    assert answers(photo.public_names) == {200}

    with commit():
        corrections.withdraw(published.article, by=make.chief(), reason="失实。")

    assert answers(photo.public_names) == {404}
    assert public(photo.public_names) == set()


def test_a_picture_taken_out_of_its_story_leaves_the_public_folder(photo, commit):
    article = story(photo)
    publish(commit, article)
    article.photo_uses.all().delete()

    publish(commit, article)

    assert answers(photo.public_names) == {404}


def test_a_portrait_is_public_while_its_person_is_not_hidden(photo, commit):
    person = make.entity(kind="person", portrait=photo)
    assert answers(photo.public_names) == {200}

    with commit():
        hiding.hide(person, by=make.chief(), reason="本人要求。")

    assert answers(photo.public_names) == {404}


def test_only_files_that_the_photo_names_are_given_out(photo, commit):
    """Another that waits beside them, of a change that nobody has confirmed, is not."""
    publish(commit, story(photo))
    waiting = private_storage().save(f"photos/{photo.guid}/waits.jpg", ContentFile(b"new"))

    assert answers([waiting, photo.original.name]) == {404}


def test_an_install_from_before_is_put_in_order_by_a_command(photo, commit, capsys):
    """Until now every file of every photo and page lay in the public folder."""
    seen, page, empty = make.library_photo(), make.drawn_page(), make.drawn_page()
    publish(commit, story(seen, page=page))
    seen.refresh_from_db()
    names = [photo.public_names, seen.public_names, page.public_files, empty.public_files]
    storages = {name: default_storage for each in names for name in each}
    for name in set(storages) - public(storages):
        data = withholding.read(photo.file.storage, name)
        photo.file.storage.delete(name)
        default_storage.save(name, ContentFile(data))

    for _ in range(2):
        call_command("move_photos")

    said = capsys.readouterr().out.splitlines()
    assert said == [
        f"{len(photo.public_names)} photos withheld, 0 restored",
        "3 page files withheld, 0 restored",
        "0 photos withheld, 0 restored",
    ]
    assert [answers(each) for each in names] == [{404}, {200}, {200}, {404}]
    assert PublishedArticle.objects.count() == 1


# ---- The desk and previews ----------------------------------------------------------------------


def sources(html):
    """The addresses of pictures in a page."""
    found = re.findall(r'src(?:set)?="([^"]+)"', html)
    each = [part.split()[0] for text in found for part in text.split(",")]
    return {a for a in each if "photos/" in a or "/pictures/" in a or "/media/" in a}


DESK_PAGES = [
    "/admin/articles/photo/",
    "/admin/articles/photo/{photo}/change/",
    "/admin/articles/article/{story}/change/",
    "/admin/articles/article/{story}/review/",
    "/admin/articles/article/{story}/preview/",
]


@pytest.mark.parametrize("role", ["编辑", "校对", "图片编辑"])
def test_the_desk_shows_what_readers_do_not_get(photo, role, client):
    article = story(photo)
    client.force_login(make.staff(role))

    for place in DESK_PAGES:
        html = client.get(place.format(photo=photo.pk, story=article.pk)).content.decode()
        shown = sources(html)
        assert shown, place
        assert {status(client, address) for address in shown} == {200}, place
        assert {status(Client(), address) for address in shown} == {302}, place


def test_the_desk_shows_the_files_of_a_page_that_is_not_out(client):
    page = make.drawn_page()
    client.force_login(make.editor())
    for place in ("change", "regions"):
        html = client.get(f"/admin/articles/page/{page.pk}/{place}/").content.decode()
        assert f"/admin/articles/page/{page.pk}/file/" in html
    for field in ("image", "large_image", "thumbnail"):
        address = f"/admin/articles/page/{page.pk}/file/{field}/"
        assert client.get(address).getvalue() == f"{field} {page.pk}".encode()
        assert status(Client(), address) == 302
    for missing in ("pdf", "original", "issue"):
        assert status(client, f"/admin/articles/page/{page.pk}/file/{missing}/") == 404


def test_the_desks_addresses_ask_for_permission_and_give_out_nothing_else(photo, client):
    page = make.drawn_page()
    addresses = [
        f"/admin/articles/photo/file/{photo.file.name}",
        f"/admin/articles/page/{page.pk}/file/image/",
    ]
    client.force_login(make.account())
    assert [status(client, address) for address in addresses] == [403, 403]

    client.force_login(make.editor())
    response = client.get(addresses[0])
    assert "no-store" in response["Cache-Control"]
    assert response.getvalue()
    others = [photo.original.name, f"photos/../{photo.original.name}", "../secret_key"]
    others += [page.image.name, "photos/", f"photos/{photo.guid}/none.jpg"]
    for name in others:
        assert status(client, f"/admin/articles/photo/file/{name}") == 404, name
    assert client.post(addresses[0]).status_code == 405


def test_who_has_a_preview_link_sees_the_pictures_as_long_as_it_opens(photo):
    article, chief = story(photo), make.chief()
    link, token = preview_links.create(article, by=chief, for_whom="当事人", days=1)
    source = Client()
    html = source.get(f"/preview/{token}/", follow=True).content.decode()
    shown = sources(html)
    assert shown
    assert {status(source, address) for address in shown} == {200}
    assert {status(Client(), address) for address in shown} == {404}
    response = source.get(min(shown))
    assert response["Cache-Control"] == "no-store, private"
    assert response.getvalue()
    for other in (make.library_photo(), photo):
        name = other.file.name if other != photo else photo.original.name
        assert status(source, f"/preview/page/{link.pk}/pictures/{name}") == 404

    preview_links.revoke(link, by=chief)

    assert {status(source, address) for address in shown} == {404}

"""The files of withdrawn stories' photos: out of the public storage, and back."""

import io
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage, storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from PIL import Image

from articles.models import PhotoUse, PublishedArticle
from articles.review import corrections, workflow
from articles.stand import publishing, withholding
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(places):
    return places


def photo(**fields):
    """A photo with a file that lies in the public storage, as one of a public story does."""
    made = make.photo(**fields)
    made.file.name = default_storage.save(f"photos/{made.guid}/web.jpg", ContentFile(b"picture"))
    made.save()
    return made


def jpeg():
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(file, "JPEG")
    return SimpleUploadedFile("new.jpg", file.getvalue(), "image/jpeg")


def story(*photos):
    article = make.article()
    for each in photos:
        make.photo_use(article=article, photo=each)
    return publishing.publish(article, by=None).article


def status(client, photo):
    response = client.get(photo.file.url)
    assert not response.streaming or response.getvalue() == b"picture"
    return response.status_code


def withheld(photo):
    with storages["private"].open(photo.file.name) as file:
        return file.read()


def withdraw(article):
    return corrections.withdraw(article, by=make.chief(), reason="失实。")


def reinstate(article):
    return corrections.reinstate(article, by=make.chief(), reason="属实。")


def test_a_withdrawn_storys_photo_is_nowhere_in_the_public_storage(client, commit):
    picture = photo()
    article = story(picture)
    assert status(client, picture) == 200

    with commit():
        withdraw(article)

    assert status(client, picture) == 404
    assert not default_storage.exists(picture.file.name)
    assert withheld(picture) == b"picture"


def test_a_refused_withdrawal_leaves_the_photo(client, commit):
    picture = photo()
    article = story(picture)

    with commit(), pytest.raises(workflow.MoveRefused):
        corrections.withdraw(article, by=make.editor(), reason="失实。")

    assert status(client, picture) == 200


def test_reinstating_gives_the_photo_back_at_its_address(client, commit):
    picture = photo()
    article = story(picture)
    with commit():
        withdraw(article)

    with commit():
        reinstate(article)

    assert status(client, picture) == 200
    assert not storages["private"].exists(picture.file.name)


def test_a_photo_that_another_story_shows_stays(client, commit):
    picture = photo()
    article, other = story(picture), story(picture)

    with commit():
        withdraw(article)
    assert status(client, picture) == 200
    with commit():
        withdraw(other)
    assert status(client, picture) == 404
    with commit():
        reinstate(article)
    assert status(client, picture) == 200


def test_what_another_live_page_shows_counts_and_not_its_draft(client, commit):
    shown, drafted = photo(), photo()
    article, other = story(shown, drafted), story(shown)
    PhotoUse.objects.filter(article=other, photo=shown).update(photo=drafted)

    with commit():
        withdraw(article)

    assert (status(client, shown), status(client, drafted)) == (200, 404)


def test_a_draft_of_another_story_does_not_keep_it_public_but_publishing_does(client, commit):
    picture = photo()
    article = story(picture)
    draft = make.article()
    make.photo_use(article=draft, photo=picture)
    with commit():
        withdraw(article)
    assert status(client, picture) == 404

    with commit():
        publishing.publish(draft, by=None)

    assert status(client, picture) == 200


def test_taking_a_photo_out_of_the_last_live_story_withholds_it(client, commit):
    picture = photo()
    article, other = story(picture), story(picture)
    with commit():
        withdraw(article)

    PhotoUse.objects.filter(article=other).delete()
    with commit():
        publishing.publish(other, by=None)

    assert status(client, picture) == 404


def test_a_portrait_stays_and_that_of_a_hidden_person_does_not(client, commit):
    reporter_face, face, hidden_face = photo(), photo(), photo()
    make.reporter(portrait=reporter_face)
    make.entity(portrait=face)
    make.entity(portrait=hidden_face, hidden=True)
    article = story(reporter_face, face, hidden_face)

    with commit():
        withdraw(article)

    assert [status(client, each) for each in (reporter_face, face, hidden_face)] == [200, 200, 404]


def test_a_placeholder_has_nothing_to_withhold(commit):
    article = story(make.photo(file="", source_type="placeholder"))

    with commit():
        withdraw(article)

    assert withholding.move_all_photos() == withholding.Moved()


def test_a_storage_that_fails_does_not_keep_a_story_up(client, commit, caplog, monkeypatch):
    picture = photo()
    article = story(picture)

    def fail(*args, **kwargs):
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(FileSystemStorage, "_save", fail)
        with commit():
            withdraw(article)

    assert client.get(article.get_absolute_url()).status_code == 410
    assert "disk full" in caplog.text
    assert status(client, picture) == 200

    out = StringIO()
    call_command("move_photos", stdout=out)

    assert out.getvalue() == "1 photos withheld, 0 restored\n"
    assert status(client, picture) == 404


@pytest.mark.parametrize("left", [b"pic", b"picture"])
def test_a_move_that_was_cut_short_is_finished(client, left):
    picture = photo()
    withdraw(story(picture))
    storages["private"].save(picture.file.name, ContentFile(left))

    assert withholding.move_all_photos() == withholding.Moved(withheld=1)

    assert withheld(picture) == b"picture"
    assert not default_storage.exists(picture.file.name)


def test_a_move_back_does_not_take_a_copy_that_was_cut_short(client):
    picture = photo()
    story(picture)
    storages["private"].save(picture.file.name, ContentFile(b"pic"))

    withholding.move_all_photos()

    assert status(client, picture) == 200
    assert not storages["private"].exists(picture.file.name)


def test_every_web_copy_a_photo_ever_had_is_withheld(client, commit):
    picture = photo()
    article = story(picture)
    old = picture.file.url
    client.force_login(make.chief())
    fields = {"alt": "新图", "source": "本报资料", "source_type": "photograph"}
    fields |= {"focal_x": 50, "focal_y": 50, "original": jpeg()}
    with commit():
        client.post(f"/admin/articles/photo/{picture.pk}/change/", fields | {"based_on": 1})
        make.confirmed()
    picture.refresh_from_db()
    assert picture.file.url != old

    with commit():
        withdraw(article)
    addresses = [old, *(default_storage.url(name) for name in picture.public_names)]
    assert [client.get(url).status_code for url in addresses] == [404] * len(addresses)
    assert len(addresses) > 5  # every size and crop among them

    fields |= {"original": jpeg(), "based_on": picture.edition, "focal_x": 10}
    fields |= {"replaced_focus": "keep"}
    with commit():
        client.post(f"/admin/articles/photo/{picture.pk}/change/", fields)
        make.confirmed()
    picture.refresh_from_db()
    assert picture.focal_x == 10
    addresses = [default_storage.url(name) for name in picture.public_names]
    assert [client.get(url).status_code for url in addresses] == [404] * len(addresses)


def test_the_command_restores_what_lies_withheld_and_is_shown(client, commit):
    picture = photo()
    article = story(picture)
    with commit():
        withdraw(article)
    reinstate(article)  # and the process ended before the file came back

    out = StringIO()
    for _ in range(2):
        call_command("move_photos", stdout=out)

    assert out.getvalue() == "0 photos withheld, 1 restored\n0 photos withheld, 0 restored\n"
    assert status(client, picture) == 200


def test_the_stand_knows_the_photos_it_shows():
    first, second = photo(), photo()
    article = story(first)
    assert list(PublishedArticle.objects.get().pictures.all()) == [first]

    PhotoUse.objects.update(photo=second)
    publishing.publish(article, by=None)

    assert list(PublishedArticle.objects.get().pictures.all()) == [second]

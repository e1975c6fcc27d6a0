"""Of a photo that shows a hidden person nothing is left, and all of it returns."""

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.db.models import ProtectedError
from django.urls import reverse
from PIL import Image

from articles.models import Article, Photo, PublishedArticle, PublishedCredit, Unmasked
from articles.stand import hiding, publishing, withholding
from people.models import Entity
from tests import make
from tests.crawl import crawl

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    private = FileSystemStorage(location=tmp_path / "originals")
    monkeypatch.setattr(Photo._meta.get_field("original"), "storage", private)


@pytest.fixture
def person():
    return make.entity(name="楼宝娟")


@pytest.fixture
def photo(person, commit):
    """A photo with all its sizes, that shows the person without saying so in words."""
    with commit():
        photo = make.library_photo(
            content=make.picture((900, 675)), caption="老街的早晨", source="老街照相馆",
            alt="一条街", rights="© 老街照相馆",
        )  # fmt: skip
    photo.pictured.add(person)
    return Photo.objects.get(pk=photo.pk)


@pytest.fixture
def story(photo):
    """A story with that photo on top, and another one."""
    article = make.article(section=make.section())
    make.photo_use(article=article, photo=photo, placement="lead")
    make.photo_use(article=article, photo=make.photo(alt="别的"), placement="inline", order=1)
    return publishing.publish(article, by=None)


def hide(of):
    return hiding.hide(of, by=make.chief(), reason="本人要求。")


def show(record):
    return hiding.show(record, by=make.chief(), reason="本人同意。")


def answers(client, story):
    address = story.get_absolute_url()
    found = crawl(client, address, f"/articles/{story.pk}.json", "/search/?q=义乌&has_photo=on")
    return {a: body for a, (status, body) in found.items() if status == 200 and "/media/" not in a}


def statuses(client, files):
    found = set()
    for file in files:
        response = client.get(file)
        b"".join(response)  # read to its end, a file is closed
        found.add(response.status_code)
    return found


def words_of(photo):
    """Whatever tells of a photo: its key, of which every file's address is made, and its words."""
    return [str(photo.guid), "老街的早晨", "老街照相馆", "一条街"]


def holding(found, words):
    texts = {a: body.decode() for a, body in found.items()}
    return sorted(a for a, text in texts.items() if any(word in text for word in words))


def test_of_a_photo_that_shows_a_hidden_person_nothing_is_left(
    client, person, photo, story, commit
):
    stored = PublishedArticle.objects.get()
    row = {name: getattr(stored, name) for name in ("photos", "body_html", "card_html")}
    kept = next(p for p in stored.photos if p["key"] == str(photo.guid))
    assert all([kept["sources"], kept["card"]["sources"], kept["crops"]])
    before = answers(client, story)
    files = [photo.file.storage.url(name) for name in photo.public_names]
    assert len(holding(before, words_of(photo))) >= 6  # page, ninjs, lists, three feeds
    assert statuses(client, files) == {200}

    with commit():
        record = hide(person)

    assert holding(answers(client, story), words_of(photo)) == []
    masked = PublishedArticle.objects.get()
    assert [p["alt"] for p in masked.photos] == ["别的"]
    assert masked.body_html.count("<figure") == masked.body_html.count("</figure>") == 1
    assert "card-picture" not in masked.card_html
    assert statuses(client, files) == {404}
    assert withholding.move_all_photos() == withholding.Moved()

    with commit():
        show(record)
    assert answers(client, story) == before
    stored = PublishedArticle.objects.get()
    assert {name: getattr(stored, name) for name in row} == row
    assert statuses(client, files) == {200}


def test_a_story_of_an_older_rendering_loses_the_photo_too(client, person, photo, story):
    PublishedArticle.objects.update(
        body_html=story.body_html.replace(f' data-photo="{photo.guid}"', ""),
        card_html=story.card_html.replace(f' data-photo="{photo.guid}"', ""),
    )
    hide(person)
    assert holding(answers(client, story), words_of(photo)) == []


def test_a_photo_marked_later_leaves_with_the_next_look_at_it(client, person, photo, story):
    photo.pictured.clear()
    record = hide(person)
    assert holding(answers(client, story), words_of(photo)) != []

    photo.pictured.add(person)
    publishing.show_photo(photo)
    assert holding(answers(client, story), words_of(photo)) == []
    photo.pictured.clear()
    publishing.show_photo(photo)
    assert PublishedArticle.objects.get().photos == story.photos
    show(record)
    assert PublishedArticle.objects.get().photos == story.photos


def test_the_library_s_form_takes_a_photo_from_readers_that_shows_a_hidden_person(
    client, admin_client, person, photo, story
):
    photo.pictured.clear()
    hide(person)
    form = {"alt": photo.alt, "source": photo.source, "source_type": photo.source_type}
    form |= {"focal_x": 50, "focal_y": 50, "based_on": photo.edition}
    address = reverse("admin:articles_photo_change", args=[photo.pk])
    said = form | {"caption": photo.caption, "rights": photo.rights, "pictured": [person.pk]}

    assert admin_client.post(address, said).status_code == 302
    assert list(Photo.objects.get(pk=photo.pk).pictured.all()) == [person]
    assert holding(answers(client, story), words_of(photo)) == []


def test_a_photo_changed_while_it_is_hidden_comes_back_as_it_is_now(client, person, photo, story):
    record = hide(person)
    Photo.objects.filter(pk=photo.pk).update(source="新来源")
    publishing.show_photo(Photo.objects.get(pk=photo.pk))
    assert holding(answers(client, story), [*words_of(photo), "新来源"]) == []

    show(record)
    assert PublishedArticle.objects.get().photos[0]["credit"] == "新来源"
    assert PublishedArticle.objects.get().body_html.count("新来源") == 1
    assert not Unmasked.objects.exists()


def test_a_hidden_photo_cannot_be_deleted_and_still_counts(client, person):
    reporter = make.reporter()
    photo = make.photo(reporter=reporter, source="")
    photo.pictured.add(person)
    article = make.article()
    use = make.photo_use(article=article, photo=photo)
    publishing.publish(article, by=None)
    hide(person)
    use.delete()

    with pytest.raises(ProtectedError):
        photo.delete()
    publishing.show_photo(photo)
    assert list(PublishedCredit.objects.values_list("reporter", "photos")) == [(reporter.pk, 1)]


def test_a_shared_portrait_is_shown_of_nobody_while_one_of_them_is_hidden(
    client, person, photo, commit
):
    couple = make.entity(name="一对夫妇", portrait=photo)
    honour = make.honour(recipient=couple)
    pages = [couple.get_absolute_url(), honour.round.get_absolute_url()]
    before = [client.get(page).content for page in pages]
    assert all(str(photo.guid).encode() in page for page in before)

    with commit():
        record = hide(person)
    assert not any(str(photo.guid).encode() in client.get(page).content for page in pages)
    assert statuses(client, [photo.file.url]) == {404}
    with commit():
        show(record)
    assert [client.get(page).content for page in pages] == before
    assert statuses(client, [photo.file.url]) == {200}


def test_the_portrait_of_somebody_hidden_is_on_nobody_else_s_page_either(client, person, commit):
    with commit():
        face = make.library_photo()
    Entity.objects.filter(pk=person.pk).update(portrait=face)
    couple = make.entity(name="一对夫妇", portrait=face)

    person.refresh_from_db()
    with commit():
        record = hide(person)
    assert str(face.guid) not in client.get(couple.get_absolute_url()).content.decode()
    assert statuses(client, [face.file.url]) == {404}
    with commit():
        show(record)
    assert str(face.guid) in client.get(couple.get_absolute_url()).content.decode()
    assert statuses(client, [face.file.url]) == {200}


def test_files_carry_no_name_of_a_hidden_photographer_once_they_are_drawn_anew(client, commit):
    reporter = make.reporter(name="陈洋波")
    with commit():
        photo = make.library_photo(source="", reporter=reporter)
    article = make.article()
    make.photo_use(article=article, photo=photo, placement="lead")
    stand = publishing.publish(article, by=None)
    before = client.get(stand.get_absolute_url()).content

    def drawn_by():
        with commit():
            call_command("renditions", "--missing")
        with Photo.objects.get(pk=photo.pk).file.open() as file, Image.open(file) as image:
            return image.info["xmp"].decode()

    assert "陈洋波" in drawn_by()
    record = hide(reporter)
    assert ("陈洋波" in (masked := drawn_by()), "某某" in masked) == (False, True)
    show(record)
    assert "陈洋波" in drawn_by()
    assert client.get(stand.get_absolute_url()).content == before


def test_a_right_that_only_files_and_machines_are_told_is_masked(client, person):
    article = make.article()
    photo = make.photo(rights="© 楼宝娟")
    make.photo_use(article=article, photo=photo)
    stand = publishing.publish(article, by=None)
    assert "楼宝娟" in client.get(stand.get_absolute_url()).content.decode()
    hide(person)
    assert "楼宝娟" not in client.get(stand.get_absolute_url()).content.decode()
    assert Article.objects.get().photo_uses.get().photo.rights == "© 楼宝娟"
    assert Entity.objects.get().hidden

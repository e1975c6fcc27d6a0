"""What readers have of a photo changes when a second person has confirmed it."""

import io

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from PIL import Image

from articles.models import PendingChange, Photo, PublishedArticle
from articles.models.reader_files import private_storage
from articles.review import corrections
from articles.review.confirmations import holding
from articles.review.confirmations.holding import ConfirmationRefused
from articles.stand import hiding, publishing
from people.models import Reporter
from tests import make
from tests.articles.admin.test_admin_photos import address, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]


ENDS = ("before", "after")


def desk_of(user):
    client = Client()
    client.force_login(user)
    return client


def used(photo):
    story = make.article()
    make.photo_use(article=story, photo=photo)
    return story


def live(photo):
    publishing.publish(used(photo), by=None)


def withdrawn(photo):
    story = used(photo)
    publishing.publish(story, by=None)
    corrections.withdraw(story, by=make.chief(), reason="失实。")


def taken_out_at_the_desk(photo):
    story = used(photo)
    publishing.publish(story, by=None)
    story.photo_uses.all().delete()


def left_out_for_whom_it_shows(photo):
    person = make.entity(kind="person")
    photo.pictured.add(person)
    live(photo)
    hiding.hide(person, by=make.chief(), reason="本人要求。")


def portrait(photo):
    make.reporter(portrait=photo)


GIVEN = [live, withdrawn, taken_out_at_the_desk, left_out_for_whom_it_shows, portrait]
with_readers = pytest.mark.parametrize("give", GIVEN)


def told(photo):
    """All that is stored of a photo, but for its count of editions."""
    stored = Photo.objects.filter(pk=photo.pk).values().get()
    return stored | {"edition": 0, "pictured": sorted(photo.pictured.values_list("pk", flat=True))}


def forged():
    """Other values in every field that a form has of a photo."""
    person, reporter = make.entity(), make.reporter()
    other = {"source": "别处供图", "rights": "他人所有", "source_type": "placeholder"}
    other |= {"focal_x": 1, "focal_y": 2, "reporter": reporter.pk, "pictured": [person.pk]}
    other |= {"alt": "别的画面", "caption": "别的说明", "is_decorative": "on"}
    other |= {"replaced_caption": "keep", "replaced_taken_on": "keep", "replaced_focus": "keep"}
    return other | {"original": make.upload()}


def save(desk, photo, **fields):
    photo.refresh_from_db()
    sent = {"based_on": photo.edition} | fields
    return desk.post(address("change", photo.pk), sent, follow=True)


def originals():
    """The files that lie where originals do."""
    return set(private_storage().listdir("")[1])


def bytes_for_readers(photo):
    """What readers get of a photo and of the stories that show it, by address."""
    pages = [story.get_absolute_url() for story in PublishedArticle.objects.all()]
    pages += [person.get_absolute_url() for person in Reporter.objects.exclude(portrait=None)]
    files = [default_storage.url(name) for name in photo.public_names]
    client = Client()
    return {each: b"".join(client.get(each)) for each in [*pages, *files]}


@pytest.mark.parametrize(
    ("give", "role"),
    [
        *((live, role) for role in ("记者", "编辑", "值班总编")),
        *((give, "图片编辑") for give in GIVEN),
    ],
)
def test_a_save_of_what_readers_have_waits_for_a_second_person(role, give, commit):
    photo, asker = make.library_photo(), make.staff(role)
    give(photo)
    before, readers, kept = told(photo), bytes_for_readers(photo), originals()

    with commit():
        response = save(desk_of(asker), photo, **forged())

    (message,) = [str(m) for m in response.context["messages"] if m.level_tag == "warning"]
    assert message.startswith("已提交，等能签发稿件的另一位同事（值班总编）确认：")
    assert told(photo) == before
    assert bytes_for_readers(photo) == readers
    (change,) = PendingChange.objects.waiting()
    asked = change.rows[0]["after"]
    assert {*forged(), "file_name"} - {*asked} == {
        *("replaced_caption", "replaced_taken_on", "replaced_focus")
    }
    assert originals() - kept == {asked["original"]}  # it lies beside, where no address leads
    for unfit in (asker, make.staff("部门主任")):
        with pytest.raises(ConfirmationRefused):
            holding.confirm(change, by=unfit)
    assert told(photo) == before

    holding.confirm(change, by=make.chief())

    now = Photo.objects.get(pk=photo.pk)
    assert (now.source, now.rights, now.focal_x, now.alt) == (
        *("别处供图", "他人所有", 1, "别的画面"),
    )
    assert now.checksum != photo.checksum
    assert now.original.name == asked["original"]
    assert Photo.objects.to_draw().get() == now  # the worker draws the other sizes
    if give in (live, portrait):
        assert bytes_for_readers(now) != readers
        stored = PublishedArticle.objects.filter(pictures=now).values_list("photos", flat=True)
        assert all(shown[0]["src"] == now.file.url for shown in stored)


@pytest.mark.parametrize("end", ["refused", "taken back", "replaced"])
def test_a_file_that_nobody_asks_for_any_more_is_deleted(end, commit):
    photo, asker = make.library_photo(), make.staff("图片编辑")
    live(photo)
    before, kept = told(photo), originals()
    with commit():
        save(desk_of(asker), photo, **forged())
    (change,) = PendingChange.objects.waiting()
    waits = change.rows[0]["after"]["original"]
    assert originals() - kept == {waits}

    with commit():
        if end == "refused":
            holding.refuse(change, by=make.chief(), reason="不是这一张。")
        elif end == "taken back":
            holding.take_back(change, by=asker)
        else:
            other = make.upload()
            save(desk_of(asker), photo, **forged() | {"original": other})

    assert waits not in originals()
    assert len(originals() - kept) == (1 if end == "replaced" else 0)
    assert told(photo) == before
    assert PendingChange.objects.waiting().count() == (1 if end == "replaced" else 0)


def test_one_alone_on_duty_gives_a_reason_and_readers_get_it(commit):
    photo, chief = make.library_photo(), make.chief()
    live(photo)
    with commit():
        save(desk_of(chief), photo, **forged())
    (change,) = PendingChange.objects.waiting()

    holding.confirm(change, by=chief, override="夜里只有一人值班，署名写错了。")

    assert PublishedArticle.objects.get().photos[0]["credit"].startswith("图/")


@with_readers
@pytest.mark.parametrize("role", ["图片编辑", "值班总编"])
def test_nobody_deletes_what_readers_have(role, give):
    photo, desk = make.library_photo(), desk_of(make.staff(role))
    give(photo)
    listed = {"action": "delete_selected", "_selected_action": [photo.pk], "post": "yes"}
    listed[f"based_on-{photo.pk}"] = photo.edition

    answers = [
        desk.post(address("delete", photo.pk), {"post": "yes"}),
        desk.post(address("changelist"), listed),
    ]

    assert answers[0].status_code == 403
    assert Photo.objects.filter(pk=photo.pk).exists()
    assert not PendingChange.objects.exists()


def test_what_readers_do_not_get_is_saved_at_once():
    photo = make.library_photo()
    live(photo)

    fields = said(source=photo.source, place="后宅", consent="家长同意，书面")
    response = save(desk_of(make.staff("记者")), photo, **fields)

    photo.refresh_from_db()
    assert (photo.place, photo.consent) == ("后宅", "家长同意，书面")
    assert [m.level_tag for m in response.context["messages"]] == ["success"]
    assert not PendingChange.objects.exists()


def test_confirmed_words_stay_with_the_stories_that_were_reviewed_with_the_old(commit):
    photo = make.library_photo(caption="旧说明")
    live(photo)
    with commit():
        save(desk_of(make.staff("记者")), photo, **said(caption="新说明", alt="画面"))
    photo.refresh_from_db()
    assert photo.caption == "旧说明"

    holding.confirm(PendingChange.objects.waiting().get(), by=make.chief())

    photo.refresh_from_db()
    assert photo.caption == "新说明"
    assert PublishedArticle.objects.get().photos[0]["caption"] == "旧说明"
    assert photo.uses.get().caption == "旧说明"


@pytest.mark.parametrize("role", ["记者", "图片编辑", "值班总编"])
def test_what_readers_do_not_have_is_everybodys_to_change_at_once(role):
    photo = make.library_photo()
    used(photo)

    save(desk_of(make.staff(role)), photo, **said(source="别处供图", original=make.upload()))

    changed = Photo.objects.get()
    assert changed.source == "别处供图"
    assert changed.checksum != photo.checksum
    assert not PendingChange.objects.exists()


def test_an_original_that_was_lost_meanwhile_is_said_in_words(commit):
    photo = make.library_photo()
    live(photo)
    before = told(photo)
    with commit():
        save(desk_of(make.staff("图片编辑")), photo, **forged())
    (change,) = PendingChange.objects.waiting()
    private_storage().delete(change.rows[0]["after"]["original"])

    with pytest.raises(ConfirmationRefused, match="读不出来"):
        holding.confirm(change, by=make.chief())

    assert told(photo) == before


def test_who_decides_sees_both_pictures_and_others_neither(commit):
    photo, asker, chief = make.library_photo(), make.staff("图片编辑"), make.chief()
    live(photo)
    with commit():
        save(desk_of(asker), photo, **forged())
    (change,) = PendingChange.objects.waiting()

    html = desk_of(chief).get("/admin/articles/pendingchange/").content.decode()

    places = [f"/admin/articles/pendingchange/{change.pk}/file/0/original/{side}/" for side in ENDS]
    shown = [b"".join(desk_of(chief).get(place)) for place in places if place in html]
    sizes = [Image.open(io.BytesIO(picture)).size for picture in shown]
    assert sizes == [(600, 400), (600, 400)]
    assert shown[0] != shown[1]
    assert [desk_of(asker).get(place).status_code for place in places] == [200, 200]
    for other, status in ((make.staff("记者"), 404), (make.account(), 404)):
        assert [desk_of(other).get(place).status_code for place in places] == [status, status]
    assert [Client().get(place).status_code for place in places] == [302, 302]
    away = [places[0].replace("/0/", "/7/"), places[0].replace("original", "source")]
    away += [places[0].replace("before", "else"), places[0].replace(str(change.pk), "999", 1)]
    assert {desk_of(chief).get(place).status_code for place in away} == {404}
    for name in ("原图", "来源"):
        assert f"<h5>{name}</h5>" in html

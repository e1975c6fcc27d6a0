"""What readers get of a photo at once is changed by those who may sign off, through every door."""

import pytest
from django.test import Client

from articles.models import Photo
from articles.review import corrections
from articles.stand import hiding, publishing
from tests import make
from tests.articles.admin.test_admin_photos import address, said

pytestmark = pytest.mark.django_db

AT_ONCE = {
    *("original", "reporter", "source", "source_type", "rights"),
    *("focal_x", "focal_y", "pictured"),
}


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


with_readers = pytest.mark.parametrize(
    "give", [live, withdrawn, taken_out_at_the_desk, left_out_for_whom_it_shows, portrait]
)


def told(photo):
    """All that is stored of a photo, but for its count of editions."""
    stored = Photo.objects.filter(pk=photo.pk).values().get()
    return stored | {"edition": 0, "pictured": sorted(photo.pictured.values_list("pk", flat=True))}


def forged():
    person, reporter = make.entity(), make.reporter()
    other = {"source": "别处供图", "rights": "他人所有", "source_type": "placeholder"}
    other |= {"focal_x": 1, "focal_y": 2, "reporter": reporter.pk, "pictured": [person.pk]}
    return other | {"original": make.upload()}


def save(desk, photo, **fields):
    photo.refresh_from_db()
    sent = {"based_on": photo.edition} | fields
    return desk.post(address("change", photo.pk), sent, follow=True)


@with_readers
@pytest.mark.parametrize("role", ["记者", "部门主任", "图片编辑"])
def test_who_may_not_sign_off_changes_nothing_that_readers_get_at_once(role, give, commit):
    photo = make.library_photo()
    give(photo)
    before, desk = told(photo), desk_of(make.staff(role))

    page = desk.get(address("change", photo.pk))
    fields = page.context["adminform"].form.fields
    assert AT_ONCE & set(fields) == set()
    assert "只有能签发稿件的人可以改" in page.content.decode()

    with commit():
        response = save(desk, photo, alt="画面", caption="", **forged())

    if "alt" in fields:
        before |= {"alt": "画面"}
    assert told(photo) == before
    (message,) = [str(m) for m in response.context["messages"] if m.level_tag == "warning"]
    assert message.startswith("没有保存：原图、摄影者、来源、图片性质、权利说明、焦点横向%")


@with_readers
def test_who_may_not_sign_off_deletes_none_that_readers_have(give):
    photo, desk = make.library_photo(), desk_of(make.staff("图片编辑"))
    give(photo)
    listed = {"action": "delete_selected", "_selected_action": [photo.pk], "post": "yes"}
    listed[f"based_on-{photo.pk}"] = photo.edition

    answers = [
        desk.post(address("delete", photo.pk), {"post": "yes"}),
        desk.post(address("changelist"), listed),
    ]

    assert answers[0].status_code == 403
    assert Photo.objects.filter(pk=photo.pk).exists()


def test_words_that_wait_for_a_review_are_saved_as_before():
    photo = make.library_photo()
    live(photo)

    response = save(
        desk_of(make.staff("记者")), photo, caption="新说明", alt="新画面", place="后宅"
    )

    photo.refresh_from_db()
    assert (photo.caption, photo.alt, photo.place) == ("新说明", "新画面", "后宅")
    assert [m.level_tag for m in response.context["messages"]] == ["success"]


def test_a_portraits_alternative_text_is_kept_too():
    photo = make.library_photo(alt="肖像")
    portrait(photo)

    save(desk_of(make.staff("记者")), photo, caption="", alt="换了")

    photo.refresh_from_db()
    assert photo.alt == "肖像"


def test_a_placeholder_on_the_stand_is_saved_without_its_fields():
    photo = make.photo(source_type="placeholder", file="")
    live(photo)

    save(desk_of(make.staff("记者")), photo, caption="新说明", alt="占位")

    photo.refresh_from_db()
    assert (photo.caption, photo.source_type) == ("新说明", "placeholder")


@pytest.mark.parametrize(
    ("role", "is_live"), [("值班总编", True), ("记者", False), ("图片编辑", False)]
)
def test_who_may_sign_off_changes_all_and_everybody_what_readers_do_not_have(role, is_live, commit):
    photo = make.library_photo()
    live(photo) if is_live else used(photo)

    with commit():
        save(desk_of(make.staff(role)), photo, **said(source="别处供图", original=make.upload()))

    changed = Photo.objects.get()
    assert changed.source == "别处供图"
    assert changed.checksum != photo.checksum

"""What an upload is called, whom its file names, and who is credited for it."""

import pytest

from articles.models import PendingChange, Photo, PublishedArticle
from articles.photos import crediting, library
from articles.photos.crediting import CreditRefused
from articles.review.confirmations import holding
from articles.review.confirmations.holding import ConfirmationRefused
from articles.stand import publishing
from people.enums import ReporterKind
from people.models import Reporter
from tests import make
from tests.photo_folder import XMP, scene, written, xmp

pytestmark = pytest.mark.django_db


def naming(creator, *, attributes="", caption=""):
    """The bytes of a picture whose file names its photographer."""
    packet = XMP.format(caption=caption, creator=creator, attributes=attributes)
    return written(scene((300, 200), 1), "JPEG", **xmp(packet, "JPEG"))


def received(name="IMG_1234.JPG", content=None, *, by=None, **said):
    by = by or make.editor()
    return library.receive(make.upload(name, content=content), by=by, said=said).photo


# ---- The file's own name -------------------------------------------------------------------------


def test_a_phone_photo_is_called_by_its_file_and_found_by_it():
    photo = received("IMG_1234.JPG")
    received("IMG_9.JPG")

    assert (str(photo), photo.file_name) == ("IMG_1234.JPG", "IMG_1234.JPG")
    assert list(Photo.objects.matching("img_1234")) == [photo]
    photo.caption = "直播带货"
    assert str(photo) == "直播带货"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("a\u202egpj.exe.jpg", "agpj.exe.jpg"),
        ("图\u200b一.jpg", "图一.jpg"),
        ("长" * 240 + ".jpg", "长" * 196 + ".jpg"),
        ("一\n二\t三.jpg", "一 二 三.jpg"),
    ],
)
def test_a_file_s_name_is_kept_as_it_can_be_seen(name, kept):
    photo = Photo()

    library.fill_in(photo, library.imaging.Embedded(), file_name=name)

    assert photo.file_name == kept


def test_words_of_a_file_for_who_cannot_see_it_are_its_alternative_text():
    core = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
    attributes = f'xmlns:c="{core}" c:AltTextAccessibility="村民对着手机卖红糖"'
    assert received(content=naming("甲", attributes=attributes)).alt == "村民对着手机卖红糖"


# ---- Who is credited -----------------------------------------------------------------------------


def test_a_phone_photo_is_credited_to_the_reporter_who_uploads_it():
    user = make.staff("记者")
    reporter = make.reporter(name="陈洋波", user=user)

    assert received(by=user).reporter == reporter


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (naming("王小明"), {}),
        (None, {"source": "市文明办供图"}),
        (None, {"source_type": "illustration"}),
    ],
)
def test_what_names_another_or_is_no_photograph_is_not_the_uploader_s(content, said):
    user = make.staff("记者")
    make.reporter(name="陈洋波", user=user)

    assert received(content=content, by=user, **said).reporter is None


def test_an_upload_by_who_is_no_reporter_waits_for_a_credit():
    assert received().credit == ""


def test_a_photographer_who_is_not_registered_is_kept_as_printed():
    photo = received(content=naming("王小明", attributes='photoshop:Credit="新华社"'))

    assert (photo.photographer, photo.credit) == ("王小明", "王小明/新华社")
    assert list(Photo.objects.with_unregistered()) == [photo]


# ---- Registering ---------------------------------------------------------------------------------


def test_registering_makes_the_reporter_and_credits_what_the_same_line_stands_under(commit):
    first = received("1.jpg", naming("王小明"))
    second = received("2.jpg", naming("王小明", caption="二"))
    other = received("3.jpg", naming("王小明", attributes='photoshop:Credit="新华社"'))

    with commit():
        done = crediting.register(first.pk, by=make.editor())

    reporter = Reporter.objects.get()
    assert (reporter.name, reporter.kind) == ("王小明", ReporterKind.CORRESPONDENT)
    assert (done.reporter, done.is_new, done.photos) == (reporter, True, [first, second])
    first.refresh_from_db()
    assert (first.credit, first.source, first.edition) == ("图/王小明", "", 2)
    with first.file.open() as file:
        assert "图/王小明".encode() in file.read()
    other.refresh_from_db()
    assert other.credit == "王小明/新华社"


def test_a_reporter_registered_meanwhile_is_taken():
    photo = received(content=naming("王小明"))
    reporter = make.reporter(name="王小明")

    done = crediting.register(photo.pk, by=make.staff("记者"))

    assert (done.reporter, done.is_new) == (reporter, False)


def test_who_may_not_register_asks_and_who_may_grants():
    photo = received(content=naming("王小明"))
    user = make.staff("记者")

    with pytest.raises(CreditRefused):
        crediting.register(photo.pk, by=user)
    crediting.ask(photo.pk, by=user)
    crediting.ask(photo.pk, by=make.staff("记者"))

    assert Photo.objects.registration_asked().get().registration_asked_by == user
    crediting.register(photo.pk, by=make.editor())
    assert not Photo.objects.registration_asked().exists()


def test_another_file_that_names_another_takes_the_request_along():
    photo = received(content=naming("王小明"))
    crediting.ask(photo.pk, by=make.staff("记者"))
    photo.refresh_from_db()

    library.fill_in(photo, library.imaging.Embedded(creator="李四"), file_name="b.jpg")

    assert (photo.photographer, photo.registration_asked_at) == ("李四", None)


def test_a_declined_request_leaves_the_name_as_printed():
    photo = received(content=naming("王小明"))
    crediting.ask(photo.pk, by=make.staff("记者"))

    crediting.decline(photo.pk)

    assert not Photo.objects.registration_asked().exists()
    assert Photo.objects.with_unregistered().get().credit == "王小明"


@pytest.mark.parametrize("creator", ["王小明、李四", ""])
def test_a_file_that_names_nobody_or_several_registers_nobody(creator):
    photo = received(content=naming(creator))

    with pytest.raises(CreditRefused):
        crediting.register(photo.pk, by=make.editor())

    assert not Reporter.objects.exists()


def test_a_name_that_two_reporters_have_is_for_the_editor_to_choose():
    photo = received(content=naming("王小明"))
    make.reporter(name="王小明")
    make.reporter(name="王小明", distinction="摄影部")

    for attempt in (
        crediting.register,
        lambda key, by: crediting.credit(key, line="王小明", by=by),
    ):
        with pytest.raises(CreditRefused, match="不止一位"):
            attempt(photo.pk, by=make.editor())


# ---- A credit said in a line ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "credit"),
    [
        ("陈洋波", "图/陈洋波"),
        (" 图/陈洋波\n", "图/陈洋波"),
        ("市文明办供图", "市文明办供图"),
        ("图/查无此人", "图/查无此人"),
    ],
)
def test_a_line_that_is_a_reporter_s_name_credits_them(line, credit):
    make.reporter(name="陈洋波")
    photo = make.photo(source="旧来源")

    crediting.credit(photo.pk, line=line, by=make.editor())

    photo.refresh_from_db()
    assert (photo.credit, photo.edition) == (credit, 2)


@pytest.mark.parametrize("line", ["", " \n", "长" * 101, "\0"])
def test_a_credit_is_never_taken_away_or_cut(line):
    photo = make.photo(source="旧来源")

    with pytest.raises(CreditRefused):
        crediting.credit(photo.pk, line=line, by=make.editor())

    photo.refresh_from_db()
    assert photo.credit == "旧来源"


def seen(**fields):
    """A photo that readers have."""
    photo = make.photo(**{"source": "王小明", "photographer": "王小明"} | fields)
    story = make.article()
    make.photo_use(article=story, photo=photo)
    publishing.publish(story, by=None)
    return photo


def credited(photo):
    photo.refresh_from_db()
    return photo.credit, PublishedArticle.objects.get(pictures=photo).photos[0]["credit"]


def test_the_credit_of_what_readers_have_waits_for_somebody_who_signs_off(commit):
    photo = seen(source="旧来源")

    done = crediting.credit(photo.pk, line="新来源", by=make.editor())

    assert done.is_waiting
    assert credited(photo) == ("旧来源", "旧来源")
    (change,) = PendingChange.objects.waiting()
    with pytest.raises(ConfirmationRefused, match="没有改它的权限"):
        holding.confirm(change, by=make.editor())
    with commit():
        holding.confirm(change, by=make.chief())
    assert credited(photo) == ("新来源", "新来源")


def test_whoever_signs_off_does_not_confirm_their_own():
    photo, chief = seen(source="旧来源"), make.chief()
    crediting.credit(photo.pk, line="新来源", by=chief)
    (change,) = PendingChange.objects.waiting()

    with pytest.raises(ConfirmationRefused, match="由另一个人确认"):
        holding.confirm(change, by=chief)

    assert credited(photo) == ("旧来源", "旧来源")


def test_a_registered_photographer_of_what_readers_have_waits_with_the_credit(commit):
    photo, unseen = seen(), make.photo(source="王小明", photographer="王小明")

    done = crediting.register(photo.pk, by=make.editor())

    assert (done.waiting, done.photos) == ([photo], [unseen])
    assert credited(photo) == ("王小明", "王小明")
    assert not Reporter.objects.visible().exists()
    (change,) = PendingChange.objects.waiting()
    with commit():
        holding.confirm(change, by=make.chief())
    assert credited(photo) == ("图/王小明", "图/王小明")
    assert Reporter.objects.visible().get().name == "王小明"


def test_a_second_credit_while_another_s_waits_is_refused_in_words():
    photo = seen()
    crediting.credit(photo.pk, line="甲", by=make.editor())

    with pytest.raises(CreditRefused, match="在等待确认"):
        crediting.credit(photo.pk, line="乙", by=make.editor())

    assert PendingChange.objects.waiting().count() == 1


def test_the_same_credit_again_is_no_change():
    photo = make.photo(source="旧来源")

    assert crediting.credit(photo.pk, line="旧来源", by=make.editor()).photo.edition == 1

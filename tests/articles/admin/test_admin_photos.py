"""The library at the desk: one photo, many at a time, and the shelf a story picks from."""

import io
from datetime import date

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from articles import imaging
from articles.history import revisions
from articles.models import Article, Photo, PhotoUse
from articles.photos.forms import PhotoForm
from tests import make, photo_folder
from tests.photo_folder import XMP, damaged, scene, with_exif, with_iptc, written, xmp

pytestmark = pytest.mark.django_db

UPLOAD = "/admin/articles/photo/upload/"
JSON = {"Accept": "application/json"}


def address(page, *args):
    return reverse(f"admin:articles_photo_{page}", args=args)


def said(**fields):
    defaults = {"alt": "画面", "source": "市文明办供图", "source_type": "photograph"}
    return defaults | {"focal_x": 50, "focal_y": 50} | fields


def add(desk, **fields):
    return desk.post(address("add"), said(**{"original": make.upload()} | fields))


def change(desk, photo, **fields):
    return desk.post(address("change", photo.pk), said(based_on=photo.edition, **fields))


def errors(response):
    return response.context["adminform"].form.errors


# ---- One photo -----------------------------------------------------------------------------------


def test_an_uploaded_photo_is_kept_and_drawn(desk, editor, commit):
    with commit():
        add(desk)

    photo = Photo.objects.get()
    assert (photo.width, photo.height) == (600, 400)
    assert photo.file.name.startswith(f"photos/{photo.guid}/whole-600-")
    assert {rendition["format"] for rendition in photo.renditions} == {"avif", "webp", "jpeg"}
    assert photo.uploaded_by == editor
    with photo.original.open() as original:
        assert original.read(2) == b"\xff\xd8"


def test_public_files_are_served_by_their_type_and_the_original_is_not(desk, client, commit):
    with commit():
        add(desk)
    photo = Photo.objects.get()
    make.entity(portrait=photo)  # so that it is public

    answers = [(r["type"], client.get(r["src"])) for r in photo.rendered("whole")]

    assert all(answer.getvalue() for _type, answer in answers)
    assert {kind for kind, _answer in answers} == {"image/avif", "image/webp", "image/jpeg"}
    assert [kind for kind, answer in answers if answer["Content-Type"] != kind] == []
    assert {answer["X-Content-Type-Options"] for _type, answer in answers} == {"nosniff"}
    assert client.get(f"/media/{photo.original.name}").status_code == 404


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"source": ""}, "source", "每张图片都要有署名"),
        ({"alt": ""}, "alt", "请填写替代文字"),
        ({"original": make.upload(content=b"<?php")}, "original", "脚本"),
        ({"original": ""}, "original", "请选择图片文件"),
        ({"focal_x": 101}, "focal_x", "100"),
    ],
)
def test_a_bad_photo_is_told_at_the_field_and_not_kept(desk, fields, field, message):
    response = add(desk, **fields)

    assert message in errors(response)[field][0]
    assert not Photo.objects.exists()


@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
@pytest.mark.parametrize("seeds", [10, pytest.param(40, marks=pytest.mark.whole)])
def test_a_damaged_upload_is_refused_in_words_by_both_forms(desk, format, seeds):
    sound = written(scene((64, 48), 1), format)
    refused = []
    for content in [
        sound[: len(sound) // 2],
        *(damaged(sound, seed=seed) for seed in range(seeds)),
    ]:
        try:
            imaging.taken_in(io.BytesIO(content))
        except imaging.PhotoRefused as refusal:
            refused.append((content, str(refusal)))

    assert refused
    for content, why in refused:
        assert errors(add(desk, original=make.upload(content=content)))["original"][0] == why
        (result,) = send(desk, make.upload(content=content))["results"]
        assert why in result["message"]
    assert not Photo.objects.exists()


def test_what_the_file_says_fills_what_was_left_empty(desk):
    content = with_iptc(
        written(scene((300, 200), 1)),
        {120: "村民在直播间卖货", 80: "陈洋波", 55: "20231224", 90: "义乌市"},
        encoding="gb18030",
    )
    reporter = make.reporter(name="陈洋波")

    add(desk, original=make.upload(content=content), source="", place="后宅街道")

    photo = Photo.objects.get()
    assert (photo.caption, photo.place) == ("村民在直播间卖货", "后宅街道")
    assert (photo.reporter, photo.source, photo.taken_on.day) == (reporter, "", 24)


def by_packet(creator, credit, **options):
    attributes = f'photoshop:Credit="{credit}"'
    packet = XMP.format(caption="", creator=creator, attributes=attributes)
    return written(scene((300, 200), 1), "JPEG", **xmp(packet, "JPEG"))


def by_records(creator, credit):
    fields = {80: creator, 110: credit}
    return with_iptc(written(scene((300, 200), 1)), fields, encoding="gb18030")


def by_source(creator, credit):
    fields = {80: creator, 115: credit}
    return with_iptc(written(scene((300, 200), 1)), fields, encoding="utf-8")


def by_camera(creator, credit):
    """The photographer's name from the camera, the agency from the desk that passed it on."""
    exif = with_exif(t013B=creator.encode())
    return with_iptc(written(scene((300, 200), 1), exif=exif), {110: credit}, encoding="utf-8")


@pytest.mark.parametrize("written_by", [by_packet, by_records, by_source, by_camera])
@pytest.mark.parametrize(
    ("creator", "credit", "printed"),
    [
        ("王小明", "新华社", "王小明/新华社"),
        ("王小明", "新华社记者王小明摄", "新华社记者王小明摄"),
        ("王小明/新华社", "新华社", "王小明/新华社"),
        ("王小明", "王小明", "王小明"),
        ("王小明", "", "王小明"),
        ("", "新华社", "新华社"),
        ("王小明", "社" * 99, "王小明/" + "社" * 96),
    ],
)
def test_a_photographer_who_is_no_reporter_stays_beside_the_agency(
    desk, written_by, creator, credit, printed
):
    add(desk, original=make.upload(content=written_by(creator, credit)), source="")

    photo = Photo.objects.get()
    assert (photo.reporter, photo.source, photo.credit) == (None, printed, printed)


def test_a_photographer_who_is_a_reporter_is_the_credit_whatever_the_agency(desk):
    reporter = make.reporter(name="王小明")

    add(desk, original=make.upload(content=by_packet("王小明", "新华社")), source="")

    assert Photo.objects.get().credit == f"图/{reporter.name}"


def test_a_refused_form_shows_the_stored_picture_and_asks_for_the_upload_again(desk):
    photo = make.library_photo()

    response = change(desk, photo, original=make.upload(), alt="")

    assert "请再选一次这个文件" in errors(response)["original"][0]
    assert photo.rendered("whole")[-1]["name"] in response.content.decode()
    photo.refresh_from_db()
    assert photo.edition == 1


# ---- Another file in its place -------------------------------------------------------------------


def replaced(desk, photo, content, **fields):
    kept = {"caption": photo.caption, "taken_on": photo.taken_on or "", "source": photo.source}
    focus = {"focal_x": photo.focal_x, "focal_y": photo.focal_y}
    return change(desk, photo, original=make.upload("新.jpg", content), **kept | focus | fields)


def dated(caption="", day="20240505"):
    return with_iptc(written(scene((90, 60), 7)), {120: caption, 55: day}, encoding="utf-8")


def described():
    return make.library_photo(caption="旧图说", taken_on=date(2023, 1, 2), focal_x=10, focal_y=20)


def test_a_new_file_asks_what_becomes_of_what_was_said_of_the_old(desk):
    photo = described()

    refused = replaced(desk, photo, dated())

    asked = {name for name in errors(refused) if name.startswith("replaced_")}
    assert asked == {"replaced_caption", "replaced_taken_on", "replaced_focus"}
    assert "请再选一次这个文件" in errors(refused)["original"][0]
    photo.refresh_from_db()
    assert (photo.edition, photo.caption) == (1, "旧图说")


@pytest.mark.parametrize(
    ("answer", "said", "then"),
    [
        ("keep", "新图说", ("旧图说", date(2023, 1, 2), 10, 20)),
        ("renew", "新图说", ("新图说", date(2024, 5, 5), 50, 50)),
        ("renew", "", ("", date(2024, 5, 5), 50, 50)),
    ],
)
def test_the_answers_decide(desk, answer, said, then):
    photo = described()
    names = ["caption", "taken_on", "focus"]

    replaced(desk, photo, dated(said), **{f"replaced_{name}": answer for name in names})

    photo.refresh_from_db()
    assert (photo.caption, photo.taken_on, photo.focal_x, photo.focal_y) == then
    assert (photo.file_name, photo.edition) == ("新.jpg", 2)


def test_what_was_never_said_or_is_typed_anew_is_not_asked_about(desk):
    photo = make.library_photo(caption="旧图说")

    answer = replaced(desk, photo, dated("文件里的"), caption="刚写的图说")

    assert answer.status_code == 302
    photo.refresh_from_db()
    assert (photo.caption, photo.taken_on) == ("刚写的图说", date(2024, 5, 5))


def test_what_a_new_file_says_is_read_and_nothing_is_stored(desk):
    def read(content):
        return desk.post(address("read"), {"file": make.upload(content=content)})

    assert read(dated("新图说")).json() == {"caption": "新图说", "taken_on": "2024-05-05"}
    assert read(photo_folder.small()).json() == {"caption": "", "taken_on": ""}
    refused = read(b"GIF89a")
    assert refused.status_code == 409
    assert "GIF" in refused.json()["refusal"]
    assert desk.post(address("read")).status_code == 400
    assert not Photo.objects.exists()


def test_who_may_not_change_photos_has_no_file_read(client):
    client.force_login(make.staff("校对"))

    assert client.post(address("read"), {"file": make.upload()}).status_code == 403


def test_no_question_where_there_is_nothing_to_replace(desk):
    assert "replaced_focus" not in desk.get(address("add")).content.decode()


def test_a_save_over_a_colleague_s_is_refused(desk):
    photo = make.library_photo()
    Photo.objects.update(edition=2, caption="同事的图说")

    response = change(desk, photo, caption="我的图说")

    assert "“同事的图说”又有改动，这次没有动它。" in errors(response)["__all__"][0]
    assert Photo.objects.get().caption == "同事的图说"


def test_a_changed_credit_is_written_into_the_files(desk, commit):
    photo = make.library_photo()

    with commit():
        change(desk, photo, source="供图者甲")

    photo.refresh_from_db()
    assert photo.edition == 2
    with photo.file.open() as file:
        assert "<photoshop:Credit>供图者甲</photoshop:Credit>".encode() in file.read()


def test_a_colleague_is_told_that_the_library_has_the_picture(desk):
    photo = make.library_photo()
    with photo.original.open() as file:
        content = file.read()

    response = add(desk, original=make.upload(content=content), _continue="1")

    page = desk.get(response.url).content.decode()
    assert "图库里有同一张或很像的图" in page
    assert address("change", photo.pk) in page


def test_a_photo_in_use_is_not_deleted(desk):
    use = make.photo_use()

    response = desk.post(address("delete", use.photo.pk), {"post": "yes", "based_on": 1})

    assert response.status_code == 200
    assert Photo.objects.filter(pk=use.photo.pk).exists()


def test_a_photo_that_readers_have_is_not_deleted_though_the_desk_dropped_it(desk):
    published = make.published()
    use = make.photo_use(article=published.article)
    published.pictures.add(use.photo)
    PhotoUse.objects.all().delete()

    answer = {"post": "yes", "based_on": 1, f"based_on-{use.photo.pk}": 1}
    desk.post(address("delete", use.photo.pk), answer)
    chosen = {"action": "delete_selected", "_selected_action": [use.photo.pk]}
    desk.post(address("changelist"), answer | chosen)

    assert Photo.objects.filter(pk=use.photo.pk).exists()


@pytest.mark.parametrize("page", ["delete", "changelist"])
def test_a_deletion_names_the_old_versions_that_show_the_photo(client, page):
    user = make.staff("编辑")
    user.groups.get().permissions.remove(*Permission.objects.filter(codename="see_all_article"))
    client.force_login(user)
    photo = make.photo()
    mine = make.article(headline="我的稿件", created_by=user)
    others = make.article(headline="别人的稿件")
    for article in (mine, others):
        use = make.photo_use(article=article, photo=photo)
        revisions.record(article, by=None, cause="saved")
        Article.objects.filter(pk=article.pk).update(edition=3)
        revisions.record(article, by=None, cause="saved")
        use.delete()
    form = (
        {}
        if page == "delete"
        else {
            "action": "delete_selected",
            "_selected_action": [photo.pk],
            f"based_on-{photo.pk}": 1,
        }
    )

    send = client.get if page == "delete" else client.post
    answer = send(address(page, *([photo.pk] if page == "delete" else [])), form)

    text = answer.content.decode()
    assert "《我的稿件》第 1、3 版里的这张图；恢复这些旧版时会缺它" in text
    assert "另有 1 篇稿件的旧版里有这张图" in text
    assert "别人的稿件" not in text


@pytest.mark.parametrize("page", ["delete", "changelist"])
def test_the_files_of_a_deleted_photo_go_with_it(desk, commit, page):
    photo = make.library_photo()
    storage, private = photo.file.storage, photo.original.storage
    form = {"post": "yes", "based_on": 1, f"based_on-{photo.pk}": 1}
    if page == "changelist":
        form |= {"action": "delete_selected", "_selected_action": [photo.pk]}

    with commit():
        desk.post(address(page, *([photo.pk] if page == "delete" else [])), form)

    assert not Photo.objects.exists()
    assert [name for name in photo.public_names if storage.exists(name)] == []
    assert not private.exists(photo.original.name)


def test_who_may_only_look_sees_the_photo_and_no_form(client):
    client.force_login(make.colleague("view_photo"))
    photo = make.library_photo()

    page = client.get(address("change", photo.pk)).content.decode()

    assert "画面" in page
    assert "based_on" not in page


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("直播", ["a"]),
        ("陈洋波", ["a"]),
        ("文明办", ["b"]),
        ("2023-12-24", ["b"]),
        ("吴海福", ["b"]),
        ("师傅", ["b"]),
        ("后宅 直播", ["a"]),
        ("直播 文明办", []),
        ("2023-13-99", []),
    ],
)
def test_the_library_is_searched(desk, words, found):
    make.photo(
        alt="a",
        caption="直播带货",
        place="后宅街道",
        source="",
        reporter=make.reporter(name="陈洋波"),
    )
    other = make.photo(alt="b", source="市文明办", taken_on="2023-12-24")
    shown = make.entity(name="吴海福")
    make.entity_name(entity=shown, name="吴师傅")
    make.entity_name(entity=shown, name="海福师傅")
    other.pictured.add(shown)

    page = desk.get(address("changelist"), {"q": words})

    assert [photo.alt for photo in page.context["cl"].result_list] == found


# ---- Many at a time ------------------------------------------------------------------------------


def send(desk, *files, **fields):
    fields = {"source_type": "photograph", "source": "市文明办"} | fields
    return desk.post(UPLOAD, fields | {"files": list(files)}, headers=JSON).json()


def test_each_file_of_a_batch_has_its_own_answer(desk, commit):
    files = [make.upload("a.jpg"), make.upload("b.jpg", b"<?php"), make.upload("c.jpg")]

    with commit():
        results = send(desk, *files, caption="现场")["results"]

    assert [(r["name"], r["is_stored"]) for r in results] == [
        ("a.jpg", True),
        ("b.jpg", False),
        ("c.jpg", True),
    ]
    assert "脚本" in results[1]["message"]
    stored = Photo.objects.order_by("pk")
    assert [(p.caption, p.credit) for p in stored] == [("现场", "市文明办")] * 2
    assert [len(p.renditions) for p in stored] == [12, 12]
    assert results[0]["photo"]["problems"] == [stored[0].problems()[0]]  # no alternative text yet


def test_without_scripts_a_page_tells_the_same(desk):
    name = "<b>.jpg"
    form = {"source_type": "photograph", "files": [make.upload(name, b"x"), make.upload("ok.jpg")]}

    page = desk.post(UPLOAD, form).content.decode()

    assert "&lt;b&gt;.jpg" in page
    assert "不是可以识别的图片" in page
    assert address("change", Photo.objects.get().pk) in page


def test_a_file_the_library_has_is_not_stored_again(desk):
    content = make.picture()
    send(desk, make.upload(content=content))

    (result,) = send(desk, make.upload("again.jpg", content))["results"]

    assert not result["is_stored"]
    assert address("change", Photo.objects.get().pk) in result["message"]


def test_a_caption_in_an_answer_is_no_markup(desk):
    content = make.picture()
    send(desk, make.upload(content=content), caption="<script>alert(1)</script>")

    (result,) = send(desk, make.upload(content=content))["results"]

    assert "<script>" not in result["message"]
    assert "&lt;script&gt;" in result["message"]


def test_nothing_chosen_is_said(desk):
    page = desk.post(UPLOAD, {"source_type": "photograph"}).content.decode()

    assert "还没有选文件" in page


def test_a_batch_that_is_filled_in_wrongly_stores_nothing(desk):
    answer = send(desk, make.upload(), source_type="no such kind")

    assert answer["results"] == []
    assert answer["errors"]
    assert not Photo.objects.exists()


def test_who_may_not_add_photos_uploads_none(client):
    client.force_login(make.colleague("view_photo"))

    assert client.get(UPLOAD).status_code == 403
    assert client.post(UPLOAD, {"files": [make.upload()]}).status_code == 403
    assert not Photo.objects.exists()


# ---- The shelf -----------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 3])
def test_the_shelf_has_the_newest_first(desk, count, django_assert_num_queries):
    photos = [make.photo(reporter=make.reporter()) for _ in range(count)]
    desk.get("/admin/articles/photo/shelf/")

    with django_assert_num_queries(5):  # session, user, two of permissions, photos
        answer = desk.get("/admin/articles/photo/shelf/").json()

    assert [photo["id"] for photo in answer["photos"]] == [p.pk for p in photos[::-1]]
    assert answer["before"] is None


def test_the_shelf_goes_on_by_key(desk):
    keys = [make.photo().pk for _ in range(31)][::-1]

    first = desk.get("/admin/articles/photo/shelf/").json()
    rest = desk.get("/admin/articles/photo/shelf/", {"before": first["before"]}).json()

    assert [p["id"] for p in first["photos"] + rest["photos"]] == keys
    assert rest["before"] is None


@pytest.mark.parametrize("before", ["x", "²", "-1", "9" * 400])
def test_a_bad_place_on_the_shelf_is_no_error(desk, before):
    assert desk.get("/admin/articles/photo/shelf/", {"before": before}).status_code == 200


def test_who_may_not_see_photos_has_no_shelf(client):
    client.force_login(make.colleague())

    assert client.get("/admin/articles/photo/shelf/").status_code == 403


def test_a_name_too_long_for_a_disk_is_no_error(desk):
    (result,) = send(desk, make.upload("长" * 90 + "/../.jpg" * 3))["results"]

    assert result["is_stored"]


def test_the_form_asks_for_the_model_s_fields():
    assert {"consent", "shows_minor", "pictured", "place"} <= PhotoForm().fields.keys()


def test_the_upload_of_a_stream_is_read_from_its_beginning(desk):
    file = io.BytesIO(make.picture())
    file.name = "stream.jpg"

    (result,) = send(desk, file)["results"]

    assert result["is_stored"]

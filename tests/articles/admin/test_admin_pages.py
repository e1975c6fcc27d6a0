"""A page's files at the desk: what is uploaded, and what readers get of it."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from articles.imaging import page_images
from articles.models.reader_files import private_storage, reader_files
from articles.review import corrections
from articles.stand import withholding
from tests import make
from tests.printed import pdf, picture
from tests.two_editors import opened

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def desk(client):
    client.force_login(make.editor())
    return client


def upload(data=None, name="版面.png"):
    return SimpleUploadedFile(name, picture().getvalue() if data is None else data)


@pytest.fixture
def save(desk, django_capture_on_commit_callbacks):
    def save_page(page, **fields):
        said = {"issue": page.issue_id, "number": page.number, "_continue": "1"} | fields
        address = f"/admin/articles/page/{page.pk}/change/"
        said |= opened(desk, address)
        with django_capture_on_commit_callbacks(execute=True):
            response = desk.post(address, said, follow=True)
        page.refresh_from_db()
        return response.content.decode()

    return save_page


def test_a_picture_becomes_the_image_of_its_page(save):
    page = make.page()

    save(page, original=upload())

    assert (page.image_width, page.image_height, page.image_edition) == (700, 1000, 1)
    for file in (page.image, page.large_image, page.thumbnail):
        assert reader_files().exists(file.name)
        assert "版面" not in file.name
    assert page.original.storage.exists(page.original.name)
    assert not default_storage.exists(page.original.name)


def test_a_pdf_gives_the_image_and_is_there_to_download(save):
    page = make.page()

    save(page, pdf=upload(pdf(), name="机密.html"))

    assert page.image_edition == 1
    assert page.pdf.name.endswith(".pdf")
    assert "机密" not in page.pdf.name
    with page.pdf.open() as stored:
        assert stored.read() == page_images.from_pdf(io.BytesIO(pdf())).pdf
    assert reader_files().exists(page.image.name)


def test_readers_get_a_clean_pdf_and_what_was_uploaded_is_kept_where_nobody_comes(save):
    page = make.page()
    uploaded = pdf() + b"% Author"

    html = save(page, pdf=upload(uploaded, name="机密.pdf"))

    with page.pdf.open() as public:
        assert b"Author" not in public.read()
    assert not default_storage.exists(page.pdf_original.name)
    with page.pdf_original.open() as kept:
        assert kept.read() == uploaded
    assert "机密" not in page.pdf_original.name
    assert "已清理。" in html
    before = [page.pdf.name, page.pdf_original.name]

    save(page, **{"pdf-clear": "on"})

    assert (page.pdf.name, page.pdf_original.name, page.pdf_recipe) == ("", "", 0)
    assert [name for name in before if reader_files().exists(name)] == []


def test_a_picture_goes_before_the_pdf(save):
    page = make.page()

    save(page, original=upload(picture(size=(500, 800)).getvalue()), pdf=upload(pdf()))
    assert (page.image_width, page.image_edition) == (500, 1)
    save(page, pdf=upload(pdf(width=900)))
    assert (page.image_width, page.image_edition) == (500, 1)
    save(page, **{"original-clear": "on"})
    assert (page.image_height, page.image_edition) == (3200, 2)
    assert page.image_width == round(3200 * 0.9)


def test_what_is_replaced_or_cleared_is_deleted(save):
    page = make.page()
    save(page, original=upload(), pdf=upload(pdf()))
    before = page.public_files

    save(page, original=upload(picture(size=(500, 800)).getvalue()), pdf=upload(pdf()))
    between = page.public_files
    assert [name for name in before if reader_files().exists(name)] == []
    assert [name for name in between if not reader_files().exists(name)] == []

    save(page, **{"original-clear": "on", "pdf-clear": "on"})
    assert page.public_files == []
    assert [name for name in between if reader_files().exists(name)] == []


def test_a_save_without_files_leaves_them(save):
    page = make.page()
    save(page, original=upload(), pdf=upload(pdf()))
    before = page.public_files

    save(page, name="要闻")

    assert (page.name, page.public_files, page.image_edition) == ("要闻", before, 1)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"original": b"x"}, "这不是可以识别的图片"),
        ({"original": pdf()}, "这是 PDF，不是图片"),
        ({"pdf": b"x"}, "这不是可以识别的 PDF"),
        ({"pdf": pdf(pages=3)}, "不止一页"),
        ({"pdf": pdf(), "original": b"x"}, "这不是可以识别的图片"),
        ({"pdf": b"x", "original": None}, "这不是可以识别的 PDF"),
    ],
)
def test_a_bad_file_is_refused_in_words_and_nothing_changes(save, fields, reason):
    page = make.page()
    save(page, original=upload())
    before = page.public_files

    html = save(
        page, name="新", **{name: upload(data) if data else "" for name, data in fields.items()}
    )

    assert reason in html
    assert (page.name, page.public_files, page.image_edition) == ("", before, 1)
    assert [name for name in before if not reader_files().exists(name)] == []


def test_the_image_of_a_page_with_a_withdrawn_story_leaves_the_public_folder(
    save, django_capture_on_commit_callbacks
):
    page = make.page()
    save(page, original=upload(), pdf=upload(pdf()))
    story = make.published(page=page)
    files = page.public_files

    with django_capture_on_commit_callbacks(execute=True):
        corrections.withdraw(story.article, by=make.chief(), reason="失实。")
    assert [name for name in files if default_storage.exists(name)] == []
    assert [name for name in files if not private_storage().exists(name)] == []

    with django_capture_on_commit_callbacks(execute=True):
        corrections.reinstate(story.article, by=make.chief(), reason="误撤。")
    assert [name for name in files if not default_storage.exists(name)] == []
    assert [name for name in files if private_storage().exists(name)] == []


def test_the_image_is_drawn_again_from_a_pdf_that_is_withheld(save):
    page = make.page()
    save(page, original=upload(picture(size=(500, 800)).getvalue()), pdf=upload(pdf()))
    corrections.withdraw(make.published(page=page).article, by=make.chief(), reason="失实。")
    withholding.move_pages([page.pk])

    save(page, **{"original-clear": "on"})
    make.confirmed()

    page.refresh_from_db()
    assert (page.image_height, page.image_edition) == (3200, 2)


def test_a_new_image_of_a_page_with_a_withdrawn_story_is_withheld_at_once(save):
    page = make.page()
    story = make.published(page=page).article
    corrections.withdraw(story, by=make.chief(), reason="失实。")

    save(page, original=upload())
    make.confirmed()

    page.refresh_from_db()
    assert page.image
    assert [name for name in page.public_files if default_storage.exists(name)] == []

"""PDFs of pages that were stored before there were rules for what readers get of them."""

import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from articles.imaging import page_images
from articles.models import Page
from articles.models.reader_files import private_storage, reader_files
from articles.paper import page_files
from articles.review import corrections
from tests import make
from tests.printed import TEXT, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folders(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr(page_images, "LARGE", 300)  # drawn in no time


@pytest.fixture
def clean(django_capture_on_commit_callbacks):
    def clean_pages():
        out = io.StringIO()
        with django_capture_on_commit_callbacks(execute=True):
            call_command("clean_pages", stdout=out)
        return out.getvalue().strip()

    return clean_pages


def stored(data, **fields):
    """A page as it was stored before: readers get the very file that was uploaded."""
    page = make.page(**fields)
    page.pdf = ContentFile(data, name="page.pdf")
    page.save()
    return page


def stored_with_image(data):
    page = stored(data)
    images = page_images.from_pdf(io.BytesIO(data), allow_missing_fonts=True).images
    page_files.put_images(page, images)
    page.image_edition = page.regions_drawn_on = 1
    page.save()
    return page


def said_by(data):
    return data + b"% Author"


def test_stored_pdfs_are_cleaned_once_and_the_originals_kept(clean):
    page = stored_with_image(said_by(pdf()))
    was, image = page.pdf.name, page.large_image.name

    assert clean() == "1 PDFs cleaned, 0 no longer public, 0 lost"

    page.refresh_from_db()
    with page.pdf.open() as public:
        assert b"Author" not in public.read()
    assert not reader_files().exists(was)
    assert page_files.uploaded_pdf(page) == said_by(pdf())
    # Readers have the same image already.
    assert (page.large_image.name, page.image_edition) == (image, 1)
    assert clean() == "0 PDFs cleaned, 0 no longer public, 0 lost"


def test_better_rules_clean_the_original_again(clean):
    page = stored(said_by(pdf()))
    clean()
    Page.objects.update(pdf_recipe=page_images.PDF_RECIPE - 1)
    was = Page.objects.get().pdf.name

    assert clean() == "1 PDFs cleaned, 0 no longer public, 0 lost"

    page.refresh_from_db()
    assert not reader_files().exists(was)
    assert page_files.uploaded_pdf(page) == said_by(pdf())


def test_an_image_that_showed_more_is_drawn_again_and_regions_still_fit(clean):
    page = stored_with_image(pdf(content="0 0 600 600 re f"))
    with page.pdf.storage.open(page.pdf.name, "wb") as file:
        file.write(pdf())
    was = [page.image.name, page.large_image.name, page.thumbnail.name]

    clean()

    page.refresh_from_db()
    with page.large_image.open() as file:
        assert file.read() == page_images.from_pdf(io.BytesIO(pdf())).images.large.data
    assert [name for name in was if reader_files().exists(name)] == []
    assert page.image_edition == 1


def test_a_page_with_a_picture_of_its_own_keeps_its_image(clean):
    page = stored(pdf(), original="pages/original.png", image="pages/page.jpg")

    clean()

    page.refresh_from_db()
    assert page.image.name == "pages/page.jpg"
    assert page.pdf_recipe == page_images.PDF_RECIPE


def test_a_stored_pdf_without_its_fonts_is_cleaned_all_the_same(clean):
    """Readers have been able to open it; it would have been refused at the door."""
    stored(pdf(content=TEXT))

    assert clean() == "1 PDFs cleaned, 0 no longer public, 0 lost"


def test_a_stored_pdf_that_cannot_be_cleaned_is_no_longer_public(clean, client, caplog):
    page = stored(b"%PDF-1.4 and nothing")
    was = page.pdf.name

    assert clean() == "0 PDFs cleaned, 1 no longer public, 0 lost"

    page.refresh_from_db()
    assert page.pdf.name == ""
    assert not reader_files().exists(was)
    assert page_files.uploaded_pdf(page) == b"%PDF-1.4 and nothing"
    assert "不是可以识别的 PDF" in caplog.text
    client.force_login(make.editor())
    html = client.get(f"/admin/articles/page/{page.pk}/change/").content.decode()
    assert "请重新导出后再传" in html
    assert clean() == "0 PDFs cleaned, 0 no longer public, 0 lost"


def test_a_pdf_that_is_withheld_stays_withheld(clean):
    page = stored(said_by(pdf()))
    story = make.published(page=page).article
    corrections.withdraw(story, by=make.chief(), reason="失实。")

    assert clean() == "1 PDFs cleaned, 0 no longer public, 0 lost"

    page.refresh_from_db()
    assert not default_storage.exists(page.pdf.name)
    with private_storage().open(page.pdf.name) as withheld:
        assert b"Author" not in withheld.read()


def test_a_pdf_that_is_lost_is_named_and_the_others_are_cleaned(clean, caplog):
    lost, other = stored(pdf()), stored(pdf())
    reader_files().delete(lost.pdf.name)

    assert clean() == "1 PDFs cleaned, 0 no longer public, 1 lost"

    other.refresh_from_db()
    assert other.pdf_recipe == page_images.PDF_RECIPE
    assert lost.pdf.name in caplog.text

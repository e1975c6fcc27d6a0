"""A page's files: kept as they were uploaded where no reader comes, and given to readers clean.

Files are written before the row that names them and deleted after it is safe.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.db import transaction

from articles import imaging
from articles.imaging import page_images
from articles.models import Page
from articles.review.confirmations.holding import Applied, after_confirming, after_giving_up
from articles.stand import withholding

if TYPE_CHECKING:
    from articles.imaging.page_images import PageImages, PrintedPage
    from articles.review.confirmations.rows import HeldRow

logger = logging.getLogger(__name__)

IMAGES = ["image", "large_image", "thumbnail"]
FILES = [*IMAGES, "pdf", "pdf_original", "original"]
CLEANED_FIELDS = [
    *("pdf", "pdf_original", "pdf_recipe", *IMAGES),
    *("image_width", "image_height", "image_edition"),
]


def put_images(page: Page, images: PageImages | None) -> list[str]:
    """Give a page these images, or none; the row is for the caller to save.

    Returns the names of the files that are nobody's once it is saved.
    """
    replaced = [file.name for name in IMAGES if (file := getattr(page, name))]
    if images is None:
        page.image = page.large_image = page.thumbnail = ""
        return replaced
    page.image = ContentFile(images.medium.data, name="page.jpg")
    page.large_image = ContentFile(images.large.data, name="page.jpg")
    page.thumbnail = ContentFile(images.small.data, name="page.jpg")
    page.image_width, page.image_height = images.large.width, images.large.height
    return replaced


def discard_on_commit(page: Page, names: Iterable[str]) -> None:
    """Delete those of these files that the page does not name once what is done is stored."""
    wanted = set(names)

    def discard() -> None:
        stored = Page.objects.filter(pk=page.pk).first()
        withholding.discard(wanted - (stored.every_file if stored else set()))

    transaction.on_commit(discard, robust=True)


@after_confirming(Page)
def give_to_readers(done: list[Applied]) -> None:
    """The files that a confirmed change replaced go, and the new ones are where readers are."""
    for page, asked in done:
        if isinstance(page, Page):
            discard_on_commit(page, _files(asked["before"]))
    withholding.move_pages_on_commit(page.pk for page, _asked in done)


@after_giving_up(Page)
def delete_files(asked: list[HeldRow]) -> None:
    """Delete the files that were asked for, where the page does not have them anyway."""
    for row in asked:
        discard_on_commit(Page(pk=row["key"]), _files(row["after"]))


def _files(values: Mapping[str, Any]) -> set[str]:
    """The names of files in what was asked for."""
    return {str(values[name]) for name in FILES if values.get(name)}


def uploaded_pdf(page: Page) -> bytes:
    """A page's PDF as it was uploaded, wherever it lies. Raises FileNotFoundError if it is lost."""
    if page.pdf_original:
        return withholding.read(page.pdf_original.storage, str(page.pdf_original))
    return withholding.read(page.pdf.storage, str(page.pdf))


def clean_stored_pdfs() -> dict[str, int]:
    """Clean the PDFs of pages from before there were these rules. Safe to repeat.

    Returns how many were `cleaned`, how many were `refused` (readers no longer get these; the
    page's form says so, the log says why), and how many files are `lost`.
    """
    done = {"cleaned": 0, "refused": 0, "lost": 0}
    for page in Page.objects.with_uncleaned_pdf().order_by("pk"):
        done[_clean(page)] += 1
    return done


def _clean(page: Page) -> str:
    """Clean one, outside of the transaction that stores it: it may take seconds."""
    try:
        data = uploaded_pdf(page)
    except FileNotFoundError:
        logger.warning("The PDF of page %s is lost: %s", page.pk, page.pdf.name)
        return "lost"
    printed = None
    try:
        # What readers could open until now is not taken from them for its fonts.
        printed = page_images.from_pdf(io.BytesIO(data), allow_missing_fonts=True)
    except imaging.PhotoRefused as refusal:
        logger.warning("The PDF of page %s is no longer public: %s", page.pk, refusal)
    with transaction.atomic():
        stored = Page.objects.select_for_update().get(pk=page.pk)
        if stored.pdf.name == page.pdf.name:  # else somebody has put another in its place
            replaced = _replace(stored, data, printed)
            stored.save(update_fields=CLEANED_FIELDS)
            transaction.on_commit(lambda: withholding.discard(replaced), robust=True)
            withholding.move_pages_on_commit([stored.pk])
    return "cleaned" if printed else "refused"


def _replace(page: Page, data: bytes, printed: PrintedPage | None) -> list[str]:
    """Put the clean PDF in the place of the one from before, and the image drawn from it."""
    replaced = [str(page.pdf)] if page.pdf else []
    if not page.pdf_original:
        page.pdf_original = ContentFile(data, name="page.pdf")
    page.pdf_recipe = page_images.PDF_RECIPE
    page.pdf = ContentFile(printed.pdf, name="page.pdf") if printed else ""
    if printed and not page.original and not _shows(page, printed.images):
        was = (page.image_width, page.image_height)
        replaced += put_images(page, printed.images)
        if was != (page.image_width, page.image_height):
            page.image_edition += 1  # regions stand in percents of it: of the same size they fit
    return replaced


def _shows(page: Page, images: PageImages) -> bool:
    """Whether readers have this very image already."""
    try:
        image = page.large_image
        return bool(image) and withholding.read(image.storage, str(image)) == images.large.data
    except FileNotFoundError:
        return False

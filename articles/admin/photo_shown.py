"""How the desk shows a photo among others: small, in a row of a story's form, to its scripts."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Photo

ROW = 160  # pixels across, of the picture in a story's form


def address(name: str) -> str:
    """Where the desk gets a file of a photo from, whether readers see it or not."""
    return reverse("admin:articles_photo_file", args=[name])


def thumbnail(photo: Photo, *, width: int = 160) -> SafeString:
    """The picture as the desk shows it small, or the word for there being none."""
    jpegs = [file for file in photo.rendered("card") if file["format"] == "jpeg"]
    if not photo.file:
        return format_html("{}", photo.get_source_type_display())
    src = address(jpegs[0]["name"] if jpegs else str(photo.file))
    return format_html('<img src="{}" alt="{}" width="{}" loading="lazy">', src, photo.alt, width)


def picture_row(photo: Photo) -> SafeString:
    """A photo as a row of a story's form shows it. Asks for nothing but the photo's reporter."""
    context = {"photo": photo, "thumbnail": thumbnail(photo, width=ROW)}
    return render_to_string("admin/articles/article/_picture.html", context)


def on_shelf(photo: Photo) -> dict[str, Any]:
    """A photo for the scripts of a story's form."""
    return {
        "id": photo.pk,
        "row": picture_row(photo),
        "thumbnail": thumbnail(photo),
        "name": str(photo),
        "caption": photo.caption,
        "credit": photo.credit,
        "problems": photo.problems(),
    }

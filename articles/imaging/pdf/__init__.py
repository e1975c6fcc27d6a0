"""A printed page's PDF: cleaned for readers, and drawn. Run as a program of its own.

`python -m articles.imaging.pdf` does it, with limits on its memory and time; the desk starts it
through `articles.imaging.page_images` and never opens a PDF itself.
"""

from enum import IntEnum


class Refusal(IntEnum):
    """What the program ends with when there is nothing to hand on."""

    NO_PDF = 3
    SEVERAL_PAGES = 4
    NO_PAGE_SHAPE = 5
    FONTS_MISSING = 6
    PASSWORD = 7
    DAMAGED = 8

"""Pictures: taken in safely, read for what they carry, and drawn in the sizes that readers get.

Nothing here touches the database. Pillow is imported inside, where a picture is drawn.
"""

from articles.imaging.embedded import Embedded
from articles.imaging.intake import PhotoRefused, Picture, ending, refuse_size, taken_in
from articles.imaging.renditions import RECIPE, Rights, drawn, plans

__all__ = [
    "RECIPE",
    "Embedded",
    "PhotoRefused",
    "Picture",
    "Rights",
    "drawn",
    "ending",
    "plans",
    "refuse_size",
    "taken_in",
]

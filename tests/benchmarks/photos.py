"""A hundred photos of twelve megapixels into the library, beside bare Pillow drawing the same.

Bare Pillow reads, turns, resizes and saves; the library measures, reads metadata, compares with
what it has, stores the original and the rows as well.
"""

import io
import os
import sys
import tempfile
import time
from pathlib import Path

PHOTOS, SCENES, SIZE = 100, 5, (4000, 3000)


def uploads():
    """Different files, of a few scenes: trailing bytes make each a file of its own."""
    from tests import photo_folder

    written = [
        photo_folder.written(photo_folder.scene(SIZE, seed), quality=90) for seed in range(SCENES)
    ]
    return [written[n % SCENES] + bytes([n]) for n in range(PHOTOS)]


def bare(content, folder):
    """What anyone would write in an afternoon for the same sizes, crops and formats."""
    from PIL import Image, ImageOps

    from articles.imaging import intake, renditions

    image = Image.open(io.BytesIO(content))
    image.draft("RGB", (intake.SIDE, intake.SIDE))
    image = ImageOps.exif_transpose(image).convert("RGB")
    image.thumbnail((intake.SIDE, intake.SIDE))
    for cut in renditions.CUTS.values():
        part = renditions.box(image.size, ratio=cut.ratio, focal=(50, 50))
        for format, widths in cut.widths.items():
            for width in widths:
                size = (width, round(width * (part[3] - part[1]) / (part[2] - part[0])))
                options = renditions.OPTIONS[format] | {"quality": renditions.QUALITIES[format][0]}
                name = folder / f"{time.perf_counter_ns()}.{format}"
                image.resize(size, box=part).save(name, format.upper(), **options)


def main(folder):
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from articles.photos import library
    from tests import make

    files, by, spent = uploads(), make.editor(), {"bare": 0.0, "library": 0.0}
    for n, content in enumerate(files):  # in turn, so that both have the same machine
        start = time.perf_counter()
        bare(content, folder)
        spent["bare"] += time.perf_counter() - start
        start = time.perf_counter()
        received = library.receive(make.upload(f"{n}.jpg", content), by=by, said={"source": "甲"})
        spent["library"] += time.perf_counter() - start
        assert received.photo
    speeds = {name: PHOTOS / seconds for name, seconds in spent.items()}
    ratio = speeds["library"] / speeds["bare"]
    sys.stdout.write(
        f"photos a second: bare Pillow {speeds['bare']:.2f}, library {speeds['library']:.2f}, "
        f"ratio {ratio:.2f}\n"
    )


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "tests.settings", "NEWSROOM_DATA_DIR": place}
        os.environ.pop("DATABASE_URL", None)
        main(Path(place))

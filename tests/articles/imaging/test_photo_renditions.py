"""The files that readers get: their measures, their focus, what they carry, what they weigh."""

import io
import re

import pytest
from PIL import Image, ImageChops, ImageStat

from articles import imaging
from articles.imaging import renditions
from tests.photo_folder import located, scene, written

RIGHTS = imaging.Rights("陈洋波", "图/陈洋波", "© 城市日报", "http://cv.iptc.org/x/digitalCapture")


def planned(size=(2000, 1334), focal=(50, 50), rights=RIGHTS, checksum="abc"):
    return imaging.plans(size, checksum=checksum, focal=focal, rights=rights)


def opened(drawn):
    return Image.open(io.BytesIO(drawn.content))


def test_every_file_has_its_measures_its_format_and_nothing_of_the_camera():
    picture = imaging.taken_in(io.BytesIO(written(scene((2000, 1334), 1), exif=located())))

    for drawn in imaging.drawn(picture.image, planned()):
        image = opened(drawn)
        assert image.size == (drawn.plan.width, drawn.plan.height)
        assert image.format.lower() == drawn.plan.format
        assert dict(image.getexif()) == {}
        assert not {"icc_profile", "comment"} & image.info.keys()
        assert b"SERIAL-42" not in drawn.content


def test_crops_have_their_ratios_exactly():
    ratios = {"card": (3, 2), "16x9": (16, 9), "4x3": (4, 3), "1x1": (1, 1)}
    for size in [(2000, 1334), (1334, 2000), (2000, 2000), (1999, 711)]:
        for plan in planned(size):
            if plan.cut in ratios:
                across, down = ratios[plan.cut]
                assert abs(plan.width * down - plan.height * across) <= across
                left, top, right, bottom = plan.part
                assert (right - left) * down == pytest.approx((bottom - top) * across)
                assert (left >= 0, right <= size[0] + 1e-9) == (True, True)
                assert (top >= 0, bottom <= size[1] + 1e-9) == (True, True)


def test_the_sizes_of_a_news_photo():
    sizes = {}
    for plan in planned():
        sizes.setdefault((plan.cut, plan.format), []).append((plan.width, plan.height))

    assert sizes == {
        ("whole", "avif"): [(480, 320), (800, 534), (1200, 800), (1600, 1067)],
        ("whole", "webp"): [(800, 534)],
        ("whole", "jpeg"): [(800, 534), (1600, 1067)],
        ("card", "avif"): [(480, 320), (960, 640)],
        ("card", "webp"): [(480, 320)],
        ("card", "jpeg"): [(480, 320)],
        ("16x9", "jpeg"): [(1200, 675)],
        ("4x3", "jpeg"): [(1200, 900)],
        ("1x1", "jpeg"): [(320, 320), (1200, 1200)],
    }


def test_nothing_is_drawn_larger_than_it_is():
    assert {plan.width for plan in planned((300, 200))} == {300, 266, 200}


@pytest.mark.parametrize("focal", [(0, 0), (10, 50), (50, 50), (80, 30), (100, 100)])
def test_a_crop_holds_its_focus_as_near_to_the_middle_as_the_edges_let(focal):
    size = (2000, 1000)
    spot = Image.new("RGB", size, "white")
    x, y = (size[0] - 1) * focal[0] // 100, (size[1] - 1) * focal[1] // 100
    spot.paste("black", (x - 20, y - 20, x + 20, y + 20))
    plans = [plan for plan in planned(size, focal) if plan.cut == "1x1" and plan.width == 320]

    (drawn,) = imaging.drawn(spot, plans)

    dark = ImageChops.invert(opened(drawn).convert("L")).point(lambda v: v if v > 128 else 0)
    left, top, right, bottom = dark.getbbox()
    expected = min(max(x - 500, 0), 1000)  # where the crop begins, a thousand pixels wide
    assert (left + right) / 2 == pytest.approx((x - expected) * 0.32, abs=7)
    assert (top + bottom) / 2 == pytest.approx(y * 0.32, abs=7)


def test_same_input_same_bytes_same_name():
    image, plans = scene((1000, 700), 3), planned((1000, 700))

    assert [*imaging.drawn(image, plans)] == [*imaging.drawn(image, planned((1000, 700)))]
    assert len({plan.name for plan in plans}) == len(plans)


def test_a_name_changes_with_all_that_goes_into_the_file():
    def names(**changes):
        return {plan.name for plan in planned(**changes)}

    other = imaging.Rights("乙", "图/乙", "", "")
    assert names() & names(rights=other) == set()
    assert names() & names(checksum="abd") == set()
    moved = names() & names(focal=(10, 10))
    assert {name.split("-")[0] for name in moved} == {"whole"}  # the whole has no focus


def test_markup_in_a_credit_stays_text():
    rights = imaging.Rights('<a href="x">&', "]]>", "", "")
    (plan, *_rest) = planned((40, 30), rights=rights)

    assert b"&lt;a href" in plan.xmp
    assert b"<dc:rights>" not in plan.xmp


# ---- What a reader's phone loads -----------------------------------------------------------------


def similarity(one, other):
    """Mean SSIM (Wang and others, 2004) of two grey pictures over fields of 8 × 8 pixels."""
    c1, c2, total, fields = (0.01 * 255) ** 2, (0.03 * 255) ** 2, 0.0, 0
    for x in range(0, one.width - 7, 8):
        for y in range(0, one.height - 7, 8):
            a, b = (i.crop((x, y, x + 8, y + 8)) for i in (one, other))
            first, second = ImageStat.Stat(a), ImageStat.Stat(b)
            ma, mb, va, vb = first.mean[0], second.mean[0], first.var[0], second.var[0]
            both = sum(p * q for p, q in zip(a.tobytes(), b.tobytes(), strict=True)) / 64 - ma * mb
            total += (
                (2 * ma * mb + c1) * (2 * both + c2) / ((ma * ma + mb * mb + c1) * (va + vb + c2))
            )
            fields += 1
    return total / fields


@pytest.mark.parametrize("seed", range(3))
def test_a_news_photo_is_light_and_good_on_a_phone(seed):
    photo = scene((1600, 1067), seed)
    picture = imaging.taken_in(io.BytesIO(written(photo, quality=92)))
    plan = next(p for p in planned(picture.image.size) if (p.format, p.width) == ("avif", 800))

    (drawn,) = imaging.drawn(picture.image, [plan])

    assert len(drawn.content) <= 60_000
    original = photo.resize((plan.width, plan.height), Image.Resampling.LANCZOS)
    assert similarity(original.convert("L"), opened(drawn).convert("L")) >= 0.95


def test_a_picture_full_of_detail_is_drawn_in_a_lower_quality():
    confetti = Image.effect_noise((800, 534), 120).convert("RGB")
    plan = next(p for p in planned(confetti.size) if (p.format, p.width) == ("jpeg", 800))

    (drawn,) = imaging.drawn(confetti, [plan])

    best = io.BytesIO()
    confetti.save(best, "JPEG", quality=renditions.QUALITIES["jpeg"][0], progressive=True)
    assert len(drawn.content) < best.tell() * 0.85


def test_every_format_of_a_rendition_has_a_way_to_be_named():
    assert {format for cut in renditions.CUTS.values() for format in cut.widths} == {
        *renditions.SUFFIXES
    }
    assert all(re.fullmatch(r"[\w-]+\.(avif|webp|jpg)", plan.name) for plan in planned())

import io
from hashlib import sha256

import pytest
from PIL import Image, ImageCms, ImageOps

from articles import imaging
from articles.imaging import PhotoRefused, intake
from articles.imaging.likeness import NEAR, distance
from tests import photo_folder


def picture(format="JPEG", size=(400, 300), mode="RGB", color="red", **options):
    file = io.BytesIO()
    Image.new(mode, size, color).save(file, format, **options)
    file.seek(0)
    return file


def taken(file):
    return imaging.taken_in(file).image


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_sound_picture_is_taken_in(format):
    image = taken(picture(format))

    assert (image.mode, image.size) == ("RGB", (400, 300))


def test_a_large_picture_is_made_smaller():
    assert taken(picture(size=(5000, 4000))).size == (2000, 1600)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_turned_picture_is_set_upright(format, orientation):
    scene = Image.new("RGB", (64, 32))
    scene.paste("white", (0, 0, 32, 16))
    scene.paste("gray", (32, 0, 64, 16))
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = io.BytesIO()
    scene.save(file, format, exif=exif)

    image = taken(file)

    expected = ImageOps.exif_transpose(Image.open(file)).convert("L").resize((2, 2), Image.BOX)
    assert list(image.convert("L").resize((2, 2), Image.BOX).tobytes()) == pytest.approx(
        list(expected.tobytes()), abs=4
    )
    assert image.size == ((32, 64) if orientation > 4 else (64, 32))


def test_a_see_through_picture_lies_on_white():
    image = taken(picture("PNG", mode="RGBA", color=(0, 0, 0, 0)))

    assert image.getpixel((5, 5)) == (255, 255, 255)


def test_a_see_through_colour_of_a_palette_lies_on_white():
    image = taken(picture("PNG", mode="P", color=0, transparency=0))

    assert image.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_other_colour_modes_become_rgb(mode):
    assert taken(picture(mode=mode, color=0)).mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "P", "LA"])
def test_fewer_colours_become_rgb(mode):
    image = taken(picture("PNG", size=(4000, 40), mode=mode, color=0))

    assert (image.mode, image.size) == ("RGB", (2000, 20))


@pytest.mark.parametrize("mode", ["1", "P"])
def test_fine_lines_grow_grey_when_made_smaller(mode):
    lines = Image.frombytes("L", (4000, 20), b"\0\xff" * 2000 * 20).convert(mode)
    file = io.BytesIO()
    lines.save(file, "PNG")

    assert taken(file).getpixel((800, 5)) == pytest.approx((127,) * 3, abs=4)


def test_sixteen_bits_of_grey_are_scaled_not_cut():
    file = picture("PNG", mode="I;16", color=30000)

    assert taken(file).getpixel((5, 5)) == pytest.approx((116,) * 3, abs=2)


def colours(profile):
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(profile)).tobytes()


def test_the_colours_are_those_the_profile_means():
    plain = picture(mode="L", color=60)
    gamma = bytearray(colours("sRGB"))
    swapped = gamma.replace(b"rXYZ", b"tmp_").replace(b"bXYZ", b"rXYZ").replace(b"tmp_", b"bXYZ")
    red = picture("PNG", color=(200, 0, 0), icc_profile=bytes(swapped))

    r, _g, b = taken(red).getpixel((5, 5))

    assert b > r  # in this profile red and blue change places
    assert taken(plain).getpixel((5, 5)) == (60, 60, 60)


@pytest.mark.parametrize("profile", [b"junk" * 50, colours("LAB")])
def test_a_profile_that_does_not_fit_is_passed_over(profile):
    file = picture("PNG", color=(200, 0, 0), icc_profile=profile)
    r, g, b = taken(file).getpixel((5, 5))

    assert (r, g, b) == pytest.approx((200, 0, 0), abs=3)


def test_what_a_phone_keeps_beside_the_picture_is_no_animation():
    second = Image.new("RGB", (40, 30), "blue")

    image = taken(picture("MPO", save_all=True, append_images=[second]))

    assert image.getpixel((5, 5)) == (254, 0, 0)


def test_same_input_same_picture():
    one, other = imaging.taken_in(picture()), imaging.taken_in(picture())

    assert one.image.tobytes() == other.image.tobytes()
    assert (one.checksum, one.likeness) == (other.checksum, other.likeness)


def animated():
    file = io.BytesIO()
    frames = [Image.new("RGB", (10, 10), color) for color in ("red", "blue")]
    frames[0].save(file, "WEBP", save_all=True, append_images=frames[1:])
    return file


def webp(chunk, rest):
    return io.BytesIO(b"RIFF\0\0\0\0WEBP" + chunk + b"\0\0\0\0" + rest)


def truncated():
    return io.BytesIO(picture(size=(800, 800)).getvalue()[:600])


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (io.BytesIO(b""), "空"),
        (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "SVG"),
        (io.BytesIO(b"<?php echo 1; ?>"), "脚本"),
        (picture("GIF"), "这是 GIF"),
        (picture("TIFF"), "这是 TIFF"),
        (truncated(), "损坏或不完整"),
        (animated(), "动图"),
        (webp(b"VP8X", b"\0\0\0\0" + b"\xff\x3f\0" * 2), "26843 万像素"),
        (webp(b"VP8L", b"\x2f\xff\xff\xff\x0f"), "26843 万像素"),
        (webp(b"VP8 ", b"\0" * 6 + b"\xff\xff" * 2), "26840 万像素"),
        (webp(b"VP8 ", b""), "损坏或不完整"),
        (webp(b"VP8X", b"\0\0\0\0" + b"\x0f\0\0" * 2), "损坏或不完整"),
        (io.BytesIO(b"\xff\xd8\xff"), "损坏或不完整"),
        (io.BytesIO(photo_folder.png_bomb(9000, 9000)), "像素"),
        (io.BytesIO(photo_folder.png_bomb(20000, 20000)), "像素"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(file, why):
    with pytest.raises(PhotoRefused, match=why):
        imaging.taken_in(file)


def answer(file):
    try:
        return imaging.taken_in(io.BytesIO(file.content)).image.mode
    except PhotoRefused as refused:
        return str(refused)


def test_of_a_folder_odd_files_are_taken_and_bad_ones_refused_with_their_reason():
    files = [*photo_folder.good_but_odd(), *photo_folder.bad(most=1)]

    found = [(file.name, answer(file), file.refusal or "RGB") for file in files]

    assert [(name, said) for name, said, expected in found if expected not in said] == []


def test_a_file_over_the_limit_is_refused_unread(monkeypatch):
    monkeypatch.setattr(intake, "MAX_BYTES", 100)

    with pytest.raises(PhotoRefused, match="上限"):
        imaging.taken_in(picture())


@pytest.mark.parametrize(
    ("put_in", "is_taken"),
    [
        (b"\xff\xe1\0\x0aExif\0\0ab" * 3000, False),  # which Pillow joins anew with each
        (b"\xff" * 2**17, False),
        (b"\xff\xe2\xff\xff" + b"x" * 65533, True),
        (b"\xff\xfe\0\x02" * 300 + b"\xff" * 50, True),
    ],
)
def test_a_jpeg_with_too_much_before_its_picture_is_refused_before_it_is_read(put_in, is_taken):
    data = io.BytesIO()
    Image.new("RGB", (40, 30)).save(data, "JPEG")
    file = io.BytesIO(data.getvalue()[:2] + put_in + data.getvalue()[2:])
    if is_taken:
        assert imaging.taken_in(file).image.size == (40, 30)
    else:
        with pytest.raises(PhotoRefused, match="结构不正常"):
            imaging.taken_in(file)


def test_the_checksum_is_of_the_whole_file_whatever_was_read_of_it():
    file = picture()
    file.read(9)

    assert imaging.taken_in(file).checksum == sha256(file.getvalue()).hexdigest()
    assert file.tell() == 0


def test_a_progressive_picture_has_a_lower_limit(monkeypatch):
    monkeypatch.setattr(intake, "MAX_PIXELS", {"JPEG": 10**6, "PROGRESSIVE": 10**4})

    assert taken(picture()).size == (400, 300)
    with pytest.raises(PhotoRefused, match="12 万像素，超过 1 万"):
        imaging.taken_in(picture(progressive=True))


def test_a_photograph_looks_like_itself_in_another_size_and_quality():
    scene = photo_folder.scene((1600, 1067), 1)
    other = photo_folder.scene((1600, 1067), 2)
    small = scene.resize((640, 427))

    likenesses = [
        imaging.taken_in(io.BytesIO(photo_folder.written(image, **options))).likeness
        for image, options in [(scene, {}), (small, {"quality": 60}), (other, {})]
    ]

    assert distance(*likenesses[:2]) <= NEAR
    assert distance(*likenesses[::2]) > 12


# ---- Damaged files -------------------------------------------------------------------------------

FORMATS = ["JPEG", "PNG", "WEBP", "AVIF"]


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("kept", [0.2, 0.5, 0.9])
def test_a_file_that_breaks_off_is_refused(format, kept):
    content = photo_folder.written(photo_folder.scene((160, 120), 1), format)

    with pytest.raises(PhotoRefused, match=photo_folder.DAMAGED):
        taken(io.BytesIO(content[: int(len(content) * kept)]))


@pytest.mark.parametrize(
    ("box", "bytes_in_it"),
    [(b"pitm", bytes(6)), (b"iloc", bytes(14)), (b"av1C", b"\xff" * 4), (b"mdat", bytes(200))],
)
def test_an_avif_whose_insides_are_wrong_is_refused(box, bytes_in_it):
    content = photo_folder.written(photo_folder.scene((160, 120), 1), "AVIF")
    place = content.index(box) + len(box)

    with pytest.raises(PhotoRefused, match=photo_folder.DAMAGED):
        taken(io.BytesIO(content[:place] + bytes_in_it + content[place + len(bytes_in_it) :]))


# Pillow warns of metadata that it passes over.
@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
@pytest.mark.parametrize("format", [*FORMATS, "GIF", "TIFF"])
def test_whatever_happened_to_a_file_it_is_taken_or_refused(format):
    sound = photo_folder.written(photo_folder.scene((64, 48), 1), format)

    for seed in range(150):
        try:
            taken(io.BytesIO(photo_folder.damaged(sound, seed=seed)))
        except PhotoRefused:
            continue


LARGEST = 60_000  # bytes of a file that is damaged ten thousand times


@pytest.mark.whole
@pytest.mark.filterwarnings("ignore::UserWarning:PIL")
def test_ten_thousand_damaged_files_of_every_kind_are_taken_or_refused():
    """What a folder has of good and bad ones. The slice is the test above."""
    folder = [file.content for file in photo_folder.files() if 0 < len(file.content) < LARGEST]
    refused = 0

    for seed in range(10_000):
        try:
            taken(io.BytesIO(photo_folder.damaged(folder[seed % len(folder)], seed=seed)))
        except PhotoRefused:
            refused += 1

    assert 0 < refused < 10_000


@pytest.mark.parametrize("format", FORMATS)
def test_wherever_a_file_breaks_off_it_is_refused(format):
    content = photo_folder.written(photo_folder.scene((48, 32), 1), format)
    whole = (
        len(content) - 12
    )  # a WebP may end with a byte that fills up, a JPEG and a PNG with marks

    for kept in range(1, whole, max(1, whole // 60)):
        with pytest.raises(PhotoRefused):
            taken(io.BytesIO(content[:kept]))

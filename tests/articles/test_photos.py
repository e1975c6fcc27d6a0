import io

import pytest
from PIL import Image, ImageCms, ImageOps

from articles import photos
from articles.photos import PhotoRefused


def picture(format="JPEG", size=(400, 300), mode="RGB", color="red", **options):
    file = io.BytesIO()
    Image.new(mode, size, color).save(file, format, **options)
    file.seek(0)
    return file


def opened(copy):
    return Image.open(io.BytesIO(copy.data))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_sound_picture_becomes_a_jpeg(format):
    copy = photos.web_copy(picture(format))

    assert opened(copy).format == "JPEG"
    assert (copy.width, copy.height) == (400, 300)


def test_a_large_picture_is_made_smaller():
    copy = photos.web_copy(picture(size=(4000, 3000)))

    assert (copy.width, copy.height) == opened(copy).size == (1600, 1200)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP"])
def test_a_turned_picture_is_set_upright(format, orientation):
    scene = Image.new("L", (64, 32))
    scene.paste(255, (0, 0, 32, 16))
    scene.paste(128, (32, 0, 64, 16))
    exif = Image.Exif()
    exif[0x0112] = orientation
    file = io.BytesIO()
    scene.save(file, format, exif=exif)

    copy = photos.web_copy(file)

    expected = ImageOps.exif_transpose(Image.open(file)).convert("L").resize((2, 2), Image.BOX)
    assert list(opened(copy).convert("L").resize((2, 2), Image.BOX).tobytes()) == pytest.approx(
        list(expected.tobytes()), abs=4
    )
    assert (copy.width, copy.height) == ((32, 64) if orientation > 4 else (64, 32))


def test_place_and_serial_numbers_are_gone():
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    exif.get_ifd(0x8825)[1] = "N"

    copy = photos.web_copy(picture(exif=exif, comment=b"at home"))

    assert dict(opened(copy).getexif()) == {}
    assert "comment" not in opened(copy).info


def test_a_see_through_picture_lies_on_white():
    copy = photos.web_copy(picture("PNG", mode="RGBA", color=(0, 0, 0, 0)))

    assert opened(copy).getpixel((5, 5)) == (255, 255, 255)


def test_a_see_through_colour_of_a_palette_lies_on_white():
    copy = photos.web_copy(picture("PNG", mode="P", color=0, transparency=0))

    assert opened(copy).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_other_colour_modes_become_rgb(mode):
    assert opened(photos.web_copy(picture(mode=mode, color=0))).mode == "RGB"


@pytest.mark.parametrize("mode", ["1", "P", "LA"])
def test_fewer_colours_become_rgb(mode):
    copy = photos.web_copy(picture("PNG", size=(2000, 20), mode=mode, color=0))

    assert opened(copy).mode == "RGB"
    assert opened(copy).size == (1600, 16)


@pytest.mark.parametrize("mode", ["1", "P"])
def test_fine_lines_grow_grey_when_made_smaller(mode):
    lines = Image.frombytes("L", (3200, 20), b"\0\xff" * 1600 * 20).convert(mode)
    file = io.BytesIO()
    lines.save(file, "PNG")

    assert opened(photos.web_copy(file)).getpixel((800, 5)) == pytest.approx((127,) * 3, abs=4)


def test_sixteen_bits_of_grey_are_scaled_not_cut():
    file = picture("PNG", mode="I;16", color=30000)

    assert opened(photos.web_copy(file)).getpixel((5, 5)) == pytest.approx((116,) * 3, abs=2)


def colours(profile):
    return ImageCms.ImageCmsProfile(ImageCms.createProfile(profile)).tobytes()


def test_the_colours_are_those_the_profile_means():
    plain = picture(mode="L", color=60)
    gamma = bytearray(colours("sRGB"))
    swapped = gamma.replace(b"rXYZ", b"tmp_").replace(b"bXYZ", b"rXYZ").replace(b"tmp_", b"bXYZ")
    red = picture("PNG", color=(200, 0, 0), icc_profile=bytes(swapped))

    r, _g, b = opened(photos.web_copy(red)).getpixel((5, 5))

    assert b > r  # in this profile red and blue change places
    assert opened(photos.web_copy(plain)).getpixel((5, 5)) == (60, 60, 60)


@pytest.mark.parametrize("profile", [b"junk" * 50, colours("LAB")])
def test_a_profile_that_does_not_fit_is_passed_over(profile):
    r, g, b = opened(
        photos.web_copy(picture("PNG", color=(200, 0, 0), icc_profile=profile))
    ).getpixel((5, 5))

    assert (r, g, b) == pytest.approx((200, 0, 0), abs=3)


def test_what_a_phone_keeps_beside_the_picture_is_no_animation():
    second = Image.new("RGB", (40, 30), "blue")

    copy = photos.web_copy(picture("MPO", save_all=True, append_images=[second]))

    assert opened(copy).getpixel((5, 5)) == (254, 0, 0)


def test_same_input_same_bytes():
    assert photos.web_copy(picture()) == photos.web_copy(picture())


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
        (io.BytesIO(b""), "不是可以识别的图片"),
        (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "不是可以识别的图片"),
        (io.BytesIO(b"<?php echo 1; ?>"), "不是可以识别的图片"),
        (picture("GIF"), "不是可以识别的图片"),
        (picture("TIFF"), "不是可以识别的图片"),
        (truncated(), "损坏或不完整"),
        (animated(), "动图"),
        (webp(b"VP8X", b"\0\0\0\0" + b"\xff\x3f\0" * 2), "26843 万像素"),
        (webp(b"VP8L", b"\x2f\xff\xff\xff\x0f"), "26843 万像素"),
        (webp(b"VP8 ", b"\0" * 6 + b"\xff\xff" * 2), "26840 万像素"),
        (webp(b"VP8 ", b""), "损坏或不完整"),
        (webp(b"VP8X", b"\0" * 10), "损坏或不完整"),
        (io.BytesIO(b"\xff\xd8\xff"), "损坏或不完整"),
        (picture("PNG", size=(9000, 9000), mode="1", color=0), "像素"),
        (picture("PNG", size=(20000, 20000), mode="1", color=0), "像素"),
    ],
)
def test_a_bad_file_is_refused_with_its_reason(file, why):
    with pytest.raises(PhotoRefused, match=why):
        photos.web_copy(file)


def test_a_file_over_the_limit_is_refused_unread(monkeypatch):
    monkeypatch.setattr(photos, "MAX_BYTES", 100)

    with pytest.raises(PhotoRefused, match="上限"):
        photos.web_copy(picture())


def test_checksum_is_of_the_whole_file():
    file = io.BytesIO(b"abc")
    file.read(1)

    assert photos.checksum(file) == (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    )

"""Two hundred picture files as a newsroom gets them, good and bad, each with what is to come of it.

`python -m tests.photo_folder FOLDER` writes them out.
"""

import io
import random
import struct
import sys
import zlib
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from PIL import Image, ImageCms, ImageDraw
from PIL.PngImagePlugin import PngInfo

XMP = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
    'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
    'xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" {attributes}>'
    '<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{caption}</rdf:li></rdf:Alt>'
    "</dc:description><dc:creator><rdf:Seq><rdf:li>{creator}</rdf:li></rdf:Seq></dc:creator>"
    "</rdf:Description></rdf:RDF></x:xmpmeta>"
)
BOMB = '<!DOCTYPE b [<!ENTITY a "aaaa"><!ENTITY c "&a;&a;&a;&a;">]><b>&c;</b>'
AI = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
DAMAGED = "损坏或不完整"
UNKNOWN = "不是可以识别的图片"
MANY = 1000  # more than there are of any kind


@dataclass
class File:
    """A file, and what its upload is to answer: `refusal` for a bad one, `says` for a good one."""

    name: str
    content: bytes
    refusal: str = ""
    says: dict = field(default_factory=dict)


SEEDS = count(1000)  # of small pictures


def scene(size, seed):
    """A picture with sky, edges, texture and light, drawn by chance but always the same."""
    chance = random.Random(seed)
    width, height = size
    noise = Image.frombytes("L", (97, 61), chance.randbytes(97 * 61))
    texture = noise.resize(size, Image.Resampling.BILINEAR)
    sky = Image.linear_gradient("L").resize(size, Image.Resampling.BILINEAR)
    image = Image.merge("RGB", [Image.blend(texture, sky, chance.random()) for _ in range(3)])
    pen = ImageDraw.Draw(image)
    for _ in range(24):
        x, y = chance.randrange(width), chance.randrange(height)
        w, h = chance.randrange(width // 12 + 2), chance.randrange(height // 4 + 2)
        colour = tuple(chance.randrange(256) for _ in range(3))
        pen.rectangle((x, y, x + w, y + h), fill=colour)
        pen.line((x, y, chance.randrange(width), y + h), fill=colour[::-1], width=width // 400 + 1)
    return image


def written(image, format="JPEG", **options):
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def small(seed=None):
    """The bytes of a small picture, another one each time unless a seed is given."""
    return written(scene((90, 60), next(SEEDS) if seed is None else seed))


def xmp(packet, format):
    """What makes Pillow write a packet: a PNG keeps it as text."""
    if format != "PNG":
        return {"xmp": packet.encode()}
    texts = PngInfo()
    texts.add_itxt("XML:com.adobe.xmp", packet)
    return {"pnginfo": texts}


def with_iptc(jpeg, fields, *, encoding, is_declared=False):
    """A JPEG with IPTC-IIM records in its APP13 segment; a list is a record that is there again."""
    records = b"\x1c\x01\x5a\x00\x03\x1b%G" if is_declared else b""
    for number, said in fields.items():
        for text in [said] if isinstance(said, str) else said:
            value = text.encode(encoding)
            records += struct.pack(">BBBH", 0x1C, 2, number, len(value)) + value
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(records)) + records
    segment = b"Photoshop 3.0\0" + block + b"\0" * (len(block) % 2)
    return jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + jpeg[2:]


def with_exif(**tags):
    exif = Image.Exif()
    for tag, value in tags.items():
        exif[int(tag.removeprefix("t"), 16)] = value
    return exif


def located():
    exif = with_exif(t010F="Camera", t0110="Serial 123")
    gps = exif.get_ifd(0x8825)
    gps.update({1: "N", 2: (29.0, 18.0, 0.0), 3: "E", 4: (120.0, 4.0, 0.0)})
    exif.get_ifd(0x8769)[0x9003] = "2023:12:25 09:30:00"
    exif.get_ifd(0x8769)[0xA431] = "SERIAL-42"
    return exif


def damaged(content, *, seed):
    """A file cut off, or with some of its bytes changed: by chance, but always the same."""
    chance = random.Random(seed)
    if chance.randrange(4) == 0:
        return content[: chance.randrange(1, len(content))]
    changed = bytearray(content)
    reach = len(content) if chance.randrange(2) else min(400, len(content))  # or its head
    for _ in range(chance.randrange(1, 12)):
        changed[chance.randrange(reach)] ^= 1 << chance.randrange(8)
    return bytes(changed)


def chunk(kind, content):
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


def png_bomb(width, height):
    """Few bytes that would unpack to width × height grey pixels."""
    rows = zlib.compress(bytes(width * 64), 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def animated(format):
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("red", "blue", "green")]
    return written(frames[0], format, save_all=True, append_images=frames[1:])


def resized_header(jpeg, width, height):
    """A JPEG whose header claims other measures."""
    place = jpeg.index(b"\xff\xc0") + 5
    return jpeg[:place] + struct.pack(">HH", height, width) + jpeg[place + 4 :]


def many_scans(jpeg):
    """A progressive JPEG that asks for its last scan again and again."""
    start = jpeg.rindex(b"\xff\xda")
    scan = jpeg[start:-2]
    return jpeg[:start] + scan * 100 + b"\xff\xd9"


def good(most=MANY):
    for n in range(43)[-most:]:
        size = [(1600, 1067), (900, 1200), (640, 480), (2400, 1600)][n % 4]
        yield File(f"IMG_{n:04}.JPG", written(scene(size, n), quality=88))
    for n in range(6)[-most:]:
        yield File(f"progressive{n}.jpg", written(scene((1500, 1000), 50 + n), progressive=True))
        yield File(f"picture{n}.png", written(scene((900, 600), 60 + n), "PNG"))
        yield File(f"picture{n}.webp", written(scene((1200, 800), 70 + n), "WEBP", lossless=n > 3))
        yield File(f"picture{n}.avif", written(scene((1000, 700), 80 + n), "AVIF", speed=9))
    for mode in ("RGBA", "LA", "P", "1", "L", "I;16"):
        image = scene((500, 400), mode).convert("RGB" if mode == "I;16" else mode)
        image = (
            image.convert("I").point(lambda v: v * 250).convert("I;16") if mode == "I;16" else image
        )
        yield File(f"mode {mode.replace(';', '-')}.png", written(image, "PNG"))
    for n in range(4)[-most:]:
        yield File(f"cmyk{n}.jpg", written(scene((800, 600), 90 + n).convert("CMYK")))
    for n in range(1, 9)[-most:]:
        jpeg = written(scene((900, 600), 100 + n), exif=with_exif(t0112=n))
        yield File(f"turned{n}.jpg", jpeg, says={"width": 600 if n > 4 else 900})
    for n in range(6)[-most:]:
        jpeg = written(scene((1000, 750), 110 + n), exif=located(), comment=b"at home")
        yield File(f"gps{n}.jpg", jpeg, says={"taken_on": "2023-12-25"})
    yield from good_with_words(most)
    yield from good_but_odd()
    if most > 1:
        yield from good_but_large()


def good_with_words(most=MANY):
    fields = {120: "村民在直播间卖货", 80: "陈洋波", 116: "© 某报", 55: "20231224", 90: "义乌市"}
    says = {"caption": "村民在直播间卖货", "credit": "陈洋波", "taken_on": "2023-12-24"}
    says |= {"rights": "© 某报", "place": "义乌市"}
    for n in range(8)[-most:]:
        jpeg = written(scene((800, 600), 120 + n))
        old = with_iptc(jpeg, fields, encoding="gb18030")
        yield File(f"国标图说{n}.jpg", old, says=says)
        jpeg = written(scene((810, 600), 130 + n))
        new = with_iptc(jpeg, fields, encoding="utf-8", is_declared=n % 2 == 0)
        yield File(f"utf8 caption {n}.jpg", new, says=says)
    for n in range(6)[-most:]:
        packet = XMP.format(
            caption=f"图说&amp;{n}", creator="甲", attributes='photoshop:City="义乌"'
        )
        for format in ("JPEG", "PNG", "WEBP", "AVIF"):
            image = scene((700 + n, 500), f"{format}{n}")
            content = written(image, format, **xmp(packet, format))
            says = {"caption": f"图说&{n}", "credit": "甲", "place": "义乌"}
            yield File(f"xmp{n}.{format.lower()}", content, says=says)
    made = XMP.format(caption="", creator="", attributes=f'Iptc4xmpExt:DigitalSourceType="{AI}"')
    content = written(scene((640, 640), "ai"), xmp=made.encode())
    yield File("generated.jpg", content, says={"source_type": "generated"})


def good_but_odd():
    jpeg = written(scene((600, 400), 200))
    second = Image.new("RGB", (60, 40), "blue")
    mpo = written(scene((600, 400), 201), "MPO", save_all=True, append_images=[second])
    p3 = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    yield File("phone.jpg", mpo)
    yield File("tail.php.jpg", jpeg + b"<?php system($_GET['c']); ?>")
    yield File("tail zip.jpg", written(scene((601, 400), 202)) + b"PK\x03\x04" + b"\0" * 200)
    yield File("../../up.jpg", written(scene((602, 400), 203)))
    yield File("长" * 150 + ".jpg", written(scene((603, 400), 204)))
    yield File("no ending", written(scene((604, 400), 205)))
    yield File("wrong ending.gif", written(scene((605, 400), 206)))
    yield File("icc.jpg", written(scene((606, 400), 207), icc_profile=p3))
    yield File("icc lab.png", written(scene((607, 400), 208), "PNG", icc_profile=lab))
    yield File("icc junk.png", written(scene((608, 400), 209), "PNG", icc_profile=b"junk" * 99))
    yield File("xmp bomb.jpg", written(scene((609, 400), 210), xmp=BOMB.encode()))
    yield File("xmp broken.jpg", written(scene((610, 400), 211), xmp=b"<x:xmpmeta"))
    broken = b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\x12\x01\x99\x99" * 40
    yield File("exif broken.jpg", written(scene((611, 400), 212), exif=broken))
    script = "<script>alert(1)</script>"
    titled = with_iptc(written(scene((612, 400), 213)), {120: script}, encoding="utf-8")
    yield File("script in caption.jpg", titled, says={"caption": script})


def good_but_large():
    yield File("twelve megapixels.jpg", written(scene((4000, 3000), 214), quality=90))
    yield File("twenty-four.jpg", written(scene((6000, 4000), 215), quality=90))
    yield File(
        "fifteen megapixels.png",
        written(scene((4600, 3400), 216).convert("L"), "PNG", compress_level=1),
    )


def bad(most=MANY):
    jpeg, png = written(scene((800, 600), 300)), written(scene((400, 300), 301), "PNG")
    webp = written(scene((800, 600), 302), "WEBP")
    avif = written(scene((400, 300), 303), "AVIF")
    for n in range(1, 5)[-most:]:
        yield File(f"cut{n}.jpg", jpeg[: len(jpeg) * n // 5], DAMAGED)
        yield File(f"cut{n}.png", png[: len(png) * n // 5], DAMAGED)
        yield File(f"cut{n}.webp", webp[: len(webp) * n // 5], DAMAGED)
        yield File(f"cut{n}.avif", avif[: len(avif) * n // 5], DAMAGED)
    for n, size in enumerate([(20000, 20000), (9000, 9000), (65535, 400), (400, 65535)]):
        yield File(f"bomb{n}.png", png_bomb(*size), "像素")
    yield File("bomb.jpg", resized_header(jpeg, 65500, 65500), "像素")
    big = b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0" + b"\0\0\0\0" + b"\xff\xff\xff" * 2
    yield File("bomb.webp", big, "像素")
    yield File(
        "scans.jpg", many_scans(written(scene((300, 200), 304), progressive=True)), "结构不正常"
    )
    yield File("empty.jpg", b"", "空")
    yield File("line.png", written(Image.new("L", (4000, 1)), "PNG"), "一条线")
    for ending in ("gif", "webp", "png", "avif"):
        answer = "这是 GIF" if ending == "gif" else "动图"
        yield File(f"moving.{ending}", animated(ending.upper()), answer)
    image = scene((200, 150), 305)
    yield File("scan.tif", written(image, "TIFF"), "TIFF")
    yield File("paint.bmp", written(image, "BMP"), "BMP")
    yield File("icon.jpg", written(image, "ICO"), UNKNOWN)
    yield File("layers.jpg", b"8BPS\0\1" + bytes(40), "Photoshop")
    yield File("page.jpg", b"%PDF-1.7\n" + bytes(40), "PDF")
    yield File("album.jpg", b"PK\x03\x04" + bytes(40), "压缩包")
    yield File("IMG_1.HEIC", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(40), "HEIC")
    yield File("film.jpg", b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + bytes(40), UNKNOWN)
    yield File("vector.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG")
    yield File("page.png", b"<!doctype html><script>alert(1)</script>", "SVG")
    yield File("shell.jpg", b"<?php system('id'); ?>", "脚本")
    yield File("program.jpg", b"MZ\x90\0" + bytes(60), UNKNOWN)
    yield File("words.jpg", "这不是图片".encode(), UNKNOWN)
    yield File("script.png", b"#!/bin/sh\nrm -rf /\n", UNKNOWN)
    for n in range(4)[-most:]:
        yield File(f"noise{n}.jpg", random.Random(n).randbytes(2000), UNKNOWN)
        yield File(f"head{n}.jpg", b"\xff\xd8\xff" + random.Random(n).randbytes(2000), DAMAGED)


def files():
    """Good and bad ones mixed, as a folder has them, always in the same order."""
    found = [*good(), *bad()]
    random.Random(1).shuffle(found)
    return found


def few():
    """One of each ending and each answer, mixed as well, and none of the largest."""
    found = {}
    for file in [*good(most=1), *bad(most=1)]:
        ending = file.name.rpartition(".")[2].lower()
        found.setdefault((ending, file.refusal, bool(file.says)), file)
    few = [*found.values()]
    random.Random(1).shuffle(few)
    return few


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for n, file in enumerate(files()):
        (folder / f"{n:03} {Path(file.name).name[-60:]}").write_bytes(file.content)

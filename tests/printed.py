"""Files of printed pages, drawn for tests."""

import io

from PIL import Image, ImageDraw

BOX = "0 0 {x} {y} re f"  # black, in the lower left quarter
TEXT = "BT /F1 60 Tf 100 300 Td (ABC) Tj ET"  # in a font that is in no file made here


def picture(*, size=(700, 1000)):
    """A page as a picture: white, with a frame, and lines in columns for what is printed."""
    file = io.BytesIO()
    page = Image.new("RGB", size, "white")
    draw, (width, height) = ImageDraw.Draw(page), size
    draw.rectangle((9, 9, width - 10, height - 10), outline="black", width=2)
    for left in (width // 16, width * 3 // 8, width * 11 // 16):
        for top in range(height // 8, height - height // 16, height // 80):
            draw.line((left, top, left + width // 4, top), fill="#999", width=height // 300)
    page.save(file, "PNG")
    file.seek(0)
    return file


def pdf(*, pages=1, width=700, height=1000, content=None):
    """A PDF by hand, so that tests need no library that writes them (ISO 32000-1, 7.5)."""
    content = content or BOX.format(x=width / 2, y=height / 2)
    kids = " ".join(f"{3 + 2 * n} 0 R" for n in range(pages))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>",
    ]
    for n in range(pages):
        box, place = f"[0 0 {width} {height}]", f"{4 + 2 * n} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox {box} /Contents {place} >>")
        objects.append(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for n, text in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj\n{text}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    count = len(objects) + 1
    end = f"xref\n0 {count}\n0000000000 65535 f \n{table}trailer\n<< /Size {count} /Root 1 0 R >>\n"
    return out + f"{end}startxref\n{len(out)}\n%%EOF".encode()

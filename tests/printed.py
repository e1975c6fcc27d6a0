"""Files of printed pages, drawn for tests."""

import io

from PIL import Image, ImageDraw

BOX = "0 0 {x} {y} re f"  # black, in the lower left quarter


def picture(*, size=(700, 1000)):
    """A page as a picture: white, with a frame."""
    file = io.BytesIO()
    page = Image.new("RGB", size, "white")
    ImageDraw.Draw(page).rectangle((9, 9, size[0] - 10, size[1] - 10), outline="black", width=2)
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

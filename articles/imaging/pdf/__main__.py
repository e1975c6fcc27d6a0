"""Clean the one page of a PDF and draw it: a program that page_images runs apart from the desk.

Reads the PDF from its input. Writes the length of the clean PDF (8 bytes, big end first), the PDF,
and a JPEG of the page drawn from it. Or ends with a code of `Refusal`; for missing fonts, their
names are written, one a line.
"""

from __future__ import annotations

import io
import logging
import resource
import sys

from articles.imaging.pdf import Refusal

MEMORY = 2 * 2**30  # bytes of addresses
NARROWEST = 0.2  # short side to long side
LEAST = 72  # points, the long side
LARGEST = 2**27  # bytes of the clean PDF


def main(side: int, seconds: int, *, allow_missing_fonts: bool) -> int:
    """`side` is the longest side of the picture in pixels, `seconds` the time on a processor."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        pdf = cleaned(sys.stdin.buffer.read(), allow_missing_fonts=allow_missing_fonts)
    except Refused as refused:
        sys.stdout.buffer.write(refused.said.encode())
        return refused.reason
    picture = drawn(pdf, side)
    if picture is None:
        return Refusal.NO_PAGE_SHAPE
    sys.stdout.buffer.write(len(pdf).to_bytes(8, "big") + pdf + picture)
    return 0


class Refused(Exception):
    """Nothing is handed on: why, and what else there is to say of it."""

    def __init__(self, reason: Refusal, said: str = "") -> None:
        super().__init__(reason)
        self.reason, self.said = reason, said


def cleaned(data: bytes, *, allow_missing_fonts: bool) -> bytes:
    """The PDF for readers. Raises Refused."""
    import pikepdf

    from articles.imaging.pdf import cleaning

    logging.disable()  # what the library says of slips in a file is for nobody
    try:
        source = pikepdf.open(io.BytesIO(data))
    except pikepdf.PasswordError as error:
        raise Refused(Refusal.PASSWORD) from error
    except pikepdf.PdfError as error:
        raise Refused(Refusal.NO_PDF) from error
    try:
        if len(source.pages) != 1:
            raise Refused(Refusal.SEVERAL_PAGES if len(source.pages) else Refusal.DAMAGED)
        pdf = cleaning.cleaned(source, allow_missing_fonts=allow_missing_fonts)
    except cleaning.FontsMissing as error:
        raise Refused(Refusal.FONTS_MISSING, "\n".join(error.names)) from error
    except pikepdf.PdfError as error:
        raise Refused(Refusal.DAMAGED) from error
    if len(pdf) > LARGEST:
        raise Refused(Refusal.DAMAGED)
    return pdf


def drawn(pdf: bytes, side: int) -> bytes | None:
    """The one page as a JPEG, its longest side of that many pixels; None for a mere strip."""
    import pypdfium2

    page = pypdfium2.PdfDocument(pdf)[0]
    short, long = sorted(page.get_size())
    if long < LEAST or short < long * NARROWEST:
        return None
    picture = page.render(scale=side / long, may_draw_forms=False, draw_annots=False)
    out = io.BytesIO()
    picture.to_pil().convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), int(sys.argv[2]), allow_missing_fonts=sys.argv[3:] == ["any"]))

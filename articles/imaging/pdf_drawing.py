"""Draw the one page of a PDF as a JPEG: a program that page_images runs apart from the desk.

Reads the PDF from its input, writes the picture to its output, and ends with 3 for what is no
readable PDF, 4 for more pages than one, 5 for a page of no sensible shape. Imports nothing of ours.
"""

from __future__ import annotations

import io
import resource
import sys

import pypdfium2

MEMORY = 2 * 2**30  # bytes of addresses
NARROWEST = 0.2  # short side to long side
LEAST = 72  # points, the long side


def main() -> int:
    side, seconds = int(sys.argv[1]), int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    try:
        document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError:
        return 3
    if len(document) != 1:
        return 4
    page = document[0]
    short, long = sorted(page.get_size())
    if long < LEAST or short < long * NARROWEST:
        return 5
    picture = page.render(scale=side / long).to_pil().convert("RGB")
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=95)
    sys.stdout.buffer.write(out.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main())

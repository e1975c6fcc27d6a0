"""Small PDFs, written byte by byte: with text, without, of many pages, with a password."""

import hashlib

PADDING = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def pdf(content: bytes = b"", *, pages: int = 1, password: bytes = b"") -> bytes:
    """A PDF whose pages all draw the same content, in Helvetica as F1."""
    kids = " ".join(f"{5 + at} 0 R" for at in range(pages)).encode()
    key = b""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    trailer = b""
    if password:
        owner, user, key = _locks(password)
        trailer = b"/ID[<00><00>]/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (
            owner.hex().encode(),
            user.hex().encode(),
        )
        salted = hashlib.md5(key + bytes([4, 0, 0, 0, 0])).digest()[:10]
        content = _rc4(salted, content)
    objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 800 1100]/Contents 4 0 R"
        b"/Resources<</Font<</F1 3 0 R>>>>>>"
    )
    objects += [page] * pages
    out, places = b"%PDF-1.4\n", []
    for number, held in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R%s>>\n"
        b"startxref\n%d\n%%%%EOF"
    ) % (len(objects) + 1, table, len(objects) + 1, trailer, len(out))


def text(words: str, *, at: tuple[int, int] = (72, 1000), size: int = 12) -> bytes:
    """One line of text, as a page draws it."""
    return b"BT /F1 %d Tf %d %d Td (%s) Tj ET\n" % (size, *at, words.encode())


def _locks(password: bytes) -> tuple[bytes, bytes, bytes]:
    """The entries O and U, and the key, of 40 bits (PDF 1.4, 3.5.2)."""
    padded = (password + PADDING)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    rights = (-4).to_bytes(4, "little", signed=True)
    key = hashlib.md5(padded + owner + rights + b"\0").digest()[:5]
    return owner, _rc4(key, PADDING), key


def _rc4(key: bytes, data: bytes) -> bytes:
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) % 256
        state[i], state[j] = state[j], state[i]
    out, i, j = bytearray(), 0, 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + state[i]) % 256
        state[i], state[j] = state[j], state[i]
        out.append(byte ^ state[(state[i] + state[j]) % 256])
    return bytes(out)

"""Whether a file is a Word file that may be opened: nothing of it is unpacked before that is known.

A .docx is a ZIP archive of XML parts (ECMA-376, Office Open XML).
"""

from __future__ import annotations

import io
import zipfile

from django.utils.translation import gettext as _

MOST_PARTS = 2_000
MOST_UNPACKED = 100 * 2**20  # bytes of all parts
MOST_TEXT = 8 * 2**20  # bytes of one part of XML: a story of 100,000 characters has half of that
MAIN = "word/document.xml"
TYPES = "[Content_Types].xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the files of older Word and WPS; and encrypted ones
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class WordRefused(ValueError):
    """A file that is not taken as a Word file. The message tells an editor why, and what to do."""


def refuse_unsafe(data: bytes) -> None:
    """Raises WordRefused for what is no .docx, is encrypted, has macros or unpacks to too much."""
    if data.startswith(OLE):
        raise WordRefused(_locked() if ENCRYPTED in data else _older())
    if not data.startswith(b"PK"):
        raise WordRefused(_other(data))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _refuse(package)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError) as error:
        if isinstance(error, WordRefused):
            raise
        raise WordRefused(_damaged()) from error


def _refuse(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise WordRefused(_locked())
    if MAIN not in names or TYPES not in names:
        raise WordRefused(_other(b""))
    is_large = sum(part.file_size for part in parts) > MOST_UNPACKED or any(
        part.file_size > MOST_TEXT for part in parts if part.filename.endswith((".xml", ".rels"))
    )
    if is_large or len(parts) > MOST_PARTS:
        raise WordRefused(
            _("这个文件解开以后太大，不像一篇稿件。请把文字复制到新的文件里，另存为 .docx 再传。")
        )
    if any(part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED} for part in parts):
        raise WordRefused(_damaged())
    has_macros = any("vbaproject" in name.lower() for name in names)
    if has_macros or b"macroEnabled" in package.read(TYPES):
        raise WordRefused(
            _("这个文件带有宏，不能导入。请在 Word 或 WPS 里另存为不带宏的 .docx 再传。")
        )


def _older() -> str:
    return _("这是旧格式的 .doc 或 .wps 文件。请在 Word 或 WPS 里打开它，另存为 .docx 再传。")


def _locked() -> str:
    return _("这个文件有密码。请在 Word 或 WPS 里打开它，去掉密码、另存为 .docx 再传。")


def _damaged() -> str:
    return _("这个文件已损坏或不完整。请在 Word 或 WPS 里打开它，另存为 .docx 再传。")


def _other(data: bytes) -> str:
    if data.startswith(b"%PDF"):
        return _("这是 PDF，不是 Word 文件。整版的 PDF 请到“版面”里用“导入版面”。")
    return _("这不是 Word 的 .docx 文件。请在 Word 或 WPS 里打开它，另存为 .docx 再传。")

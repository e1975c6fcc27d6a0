"""A Word file read into one story: headline, byline, text and pictures."""

from __future__ import annotations

import base64
import io
import json
import subprocess
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from articles import imaging
from articles.interchange.pages import marks
from articles.interchange.word.packages import WordRefused, refuse_unsafe
from articles.text import paste
from articles.text.markup import Block, Text, lines, plain, write
from articles.text.paste import Kind, Notes

SECONDS = 10  # of processor time
CONVERTER = Path(__file__).with_name("converting.py")
MOST_PICTURES = 40
LONGEST_HEADLINE = 60
CHECKED = 64  # pixels: pictures are only looked at here
SUFFIXES = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/gif": "gif"}


@dataclass(frozen=True)
class Picture:
    """A picture of a story, which the place of its key in the text names."""

    guid: UUID
    name: str
    alt: str
    data: bytes


@dataclass(frozen=True)
class WordStory:
    """A story out of a Word file. `notes` says what was left out or changed, a sentence each."""

    headline: str
    byline: str
    dateline: str
    body: str  # HTML in the vocabulary of a body
    plain: str  # all text that the file prints, a line to a paragraph
    pictures: list[Picture] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read(data: bytes, name: str) -> WordStory:
    """The story in a .docx. Raises WordRefused for anything else, and for what is not safe."""
    refuse_unsafe(data)
    found = _converted(data)
    taking = _Taking(found["pictures"], name)
    try:
        pasted = paste.take_in(found["html"], picture=taking.take)
    except paste.TooDeep as error:
        raise WordRefused(str(error)) from error
    blocks, heads = _parted(list(pasted.blocks), pasted.headline)
    if not any(heads.values()) and not blocks:
        raise WordRefused(_("这个文件里没有文字。"))
    return WordStory(
        **heads,
        body=write(blocks),
        plain=pasted.plain,
        pictures=taking.taken,
        notes=[
            *(note.said for note in _said(found["said"])),
            *(note.said for note in pasted.notes),
            *taking.refused,
        ],
    )


def _converted(data: bytes) -> dict[str, Any]:
    """What the converter made of the file. Raises WordRefused."""
    command = [sys.executable, "-I", str(CONVERTER), str(SECONDS)]
    try:
        done = subprocess.run(  # noqa: S603  # our own file, and a number
            command,
            input=data,
            capture_output=True,
            timeout=3 * SECONDS,
            check=False,
            env={},  # nothing of the desk's secrets
        )
    except subprocess.TimeoutExpired as error:
        raise WordRefused(_too_much()) from error
    if done.returncode == 3:
        raise WordRefused(
            _("这个文件已损坏或不完整。请在 Word 或 WPS 里打开它，另存为 .docx 再传。")
        )
    if done.returncode:
        raise WordRefused(_too_much())
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _too_much() -> str:
    return _("这个文件太复杂，没能读出来。请把文字复制到新的文件里，另存为 .docx 再传。")


def _said(texts: dict[str, list[str]]) -> Notes:
    notes = Notes()
    for kind, left_out in texts.items():
        for text in left_out:
            notes.add(Kind(kind), text)
    return notes


class _Taking:
    """Pictures of a file as the text comes upon them; those that no story can have are named."""

    def __init__(self, found: list[dict[str, str]], file_name: str) -> None:
        self.found, self.stem = found, Path(file_name).stem
        self.taken: list[Picture] = []
        self.refused: list[str] = []

    def take(self, address: str, alt: str) -> str:
        """The key of the picture at an address that the converter gave; nothing if refused."""
        kind, _slash, number = address.partition("/")
        if kind != "picture" or not number.isdecimal() or int(number) >= len(self.found):
            return ""
        picture = self.found[int(number)]
        name = f"{self.stem}-{int(number) + 1}.{SUFFIXES.get(picture['type'], 'bin')}"
        data = base64.b64decode(picture["data"])
        try:
            if len(self.taken) >= MOST_PICTURES:
                raise imaging.PhotoRefused(_("一篇最多带 %d 张图。") % MOST_PICTURES)
            imaging.taken_in(io.BytesIO(data), side=CHECKED)
        except imaging.PhotoRefused as refusal:
            self.refused.append(f"{name}：{refusal}")
            return ""
        self.taken.append(Picture(uuid4(), name, alt[:300], data))
        return str(self.taken[-1].guid)


def _parted(blocks: list[Block], headline: str) -> tuple[list[Block], dict[str, str]]:
    """The blocks of the text, and what stood before or after it: headline, byline, dateline."""
    if not headline and len(blocks) > 1 and marks.is_byline(_line(blocks[1])):
        above = _line(blocks[0])  # what stands above a byline is its headline, unless it is text
        headline = above if 0 < len(above) <= LONGEST_HEADLINE and above[-1] not in "。；" else ""
    heads = {"headline": headline, "byline": "", "dateline": ""}
    if headline:
        blocks = blocks[1:]
    for place in (0, -1):
        if blocks and not heads["byline"] and marks.is_byline(line := _line(blocks[place])):
            heads["byline"] = line
            del blocks[place]
    if blocks and isinstance(first := blocks[0], Text) and first.kind == "p":
        text = plain(first.chars)
        lead = marks.lead(text)
        is_own = lead.dateline and not lead.byline and text.endswith(lead.rest) and lead.rest
        if is_own and len(lead.dateline) <= 30:
            heads["dateline"] = lead.dateline
            blocks = [replace(first, chars=first.chars[len(text) - len(lead.rest) :]), *blocks[1:]]
    return blocks, heads


def _line(block: Block) -> str:
    """A paragraph of one line as that line; nothing else is a byline."""
    is_plain = isinstance(block, Text) and block.kind == "p"
    found = lines(block.chars) if isinstance(block, Text) and is_plain else []
    return found[0].strip() if len(found) == 1 else ""

"""How an editor's line of tags becomes tags, and back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Protocol

from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles.text.characters import typed_length, visible
from articles.text.folding import compared

LONGEST = 100  # characters of a tag, and of its address
NO_SLUG = "_"  # in the address of a tag that has no slug; slugify makes no such one
SEPARATORS = re.compile(r"[,，､、;；\r\n\u2028\u2029]+")
# Full-width letters, digits and what joins them. （）：！？ are Chinese punctuation and stay.
NARROW = {
    ord(wide): chr(ord(wide) - 0xFEE0)
    for wide in "０１２３４５６７８９＋－＆％＃＠．／＿"
    "ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ"
}


class Named(Protocol):
    name: str


def split_tags(line: str) -> list[str]:
    """The tags in a line, in order, each once.

    ，、； part tags, spaces do not (Yiwu Pay is one tag). Full-width letters and digits are folded
    to half width; what else looks alike (see `comparable`) is kept as first written, but does not
    make another tag.
    """
    tags: dict[str, str] = {}
    for piece in SEPARATORS.split(line):
        tag = " ".join(visible(piece).translate(NARROW).split())
        if tag:
            tags.setdefault(comparable(tag), tag)
    return list(tags.values())


def comparable(name: str) -> str:
    """What two tags have in common that are the same, see articles.text.folding."""
    return compared(name) or name


def refuse_without_letters(names: Iterable[str]) -> None:
    """Raises ValidationError for names of marks or emoji alone: they leave no address."""
    bare = [name for name in names if not slugify(name, allow_unicode=True)]
    if bare:
        raise ValidationError(
            _("标签里至少要有一个汉字、字母或数字：“%(names)s”只有标点或符号，请改写或去掉。"),
            params={"names": "”“".join(bare)},
        )


def refuse_too_long(names: Iterable[str]) -> None:
    """Raises ValidationError for names that are longer than a tag or its address may be. An address
    has room for a number, where two would be the same.
    """
    for name in names:
        if typed_length(name) > LONGEST or len(slugify(name, allow_unicode=True)) > LONGEST - 5:
            raise ValidationError(
                _("标签“%(name)s…”太长，请缩短；几个标签之间用逗号或顿号分开。"),
                params={"name": name[:20]},
            )


def join_tags(tags: Iterable[Named]) -> str:
    """A line that splits into the same tags, sorted, as taggit expects to find them unchanged."""
    return "，".join(sorted(tag.name for tag in tags))

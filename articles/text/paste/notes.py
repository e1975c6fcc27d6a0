"""What was left out of a text that came in, or changed in it: collected, counted, and put in words.

Whoever reads a text passes one `Notes` along, and every stage adds to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

QUOTED, LENGTH = 3, 24  # how many of the texts a sentence quotes, and how much of each


class Kind(StrEnum):
    """What may happen to a part of a text on its way in."""

    DELETED = "deleted"  # tracked deletions
    INSERTED = "inserted"  # tracked insertions, which are kept
    STRUCK = "struck"
    HIDDEN = "hidden"
    COMMENT = "comment"
    PICTURE = "picture"
    LINK = "link"
    CROSSHEAD_LINK = "crosshead_link"
    EMBEDDED = "embedded"
    NUMBERING = "numbering"
    FOOTNOTE = "footnote"
    RADICAL = "radical"
    DATE = "date"
    LINE_END = "line_end"
    FULL_WIDTH = "full_width"


SAID: dict[Kind, Promise] = {
    Kind.DELETED: ngettext_lazy("照修订删去 %(count)d 处", "照修订删去 %(count)d 处", "count"),
    Kind.INSERTED: ngettext_lazy("照修订添上 %(count)d 处", "照修订添上 %(count)d 处", "count"),
    Kind.STRUCK: ngettext_lazy(
        "略去 %(count)d 处划掉的文字", "略去 %(count)d 处划掉的文字", "count"
    ),
    Kind.HIDDEN: ngettext_lazy(
        "略去 %(count)d 处隐藏的文字", "略去 %(count)d 处隐藏的文字", "count"
    ),
    Kind.COMMENT: ngettext_lazy("略去 %(count)d 处批注", "略去 %(count)d 处批注", "count"),
    Kind.PICTURE: ngettext_lazy(
        "有 %(count)d 张图片没有带过来，请把图片存下，再拖进本页上传",
        "有 %(count)d 张图片没有带过来，请把图片存下，再拖进本页上传",
        "count",
    ),
    Kind.LINK: ngettext_lazy(
        "有 %(count)d 处链接不是网址，只留下文字",
        "有 %(count)d 处链接不是网址，只留下文字",
        "count",
    ),
    Kind.CROSSHEAD_LINK: ngettext_lazy(
        "小标题里放不了链接，有 %(count)d 处只留下文字",
        "小标题里放不了链接，有 %(count)d 处只留下文字",
        "count",
    ),
    Kind.EMBEDDED: ngettext_lazy(
        "略去 %(count)d 处视频、公式或按钮等，正文里放不了",
        "略去 %(count)d 处视频、公式或按钮等，正文里放不了",
        "count",
    ),
    Kind.NUMBERING: ngettext_lazy(
        "改了 %(count)d 处列表的编号或符号", "改了 %(count)d 处列表的编号或符号", "count"
    ),
    Kind.FOOTNOTE: ngettext_lazy(
        "把 %(count)d 条脚注移到文末", "把 %(count)d 条脚注移到文末", "count"
    ),
    Kind.RADICAL: ngettext_lazy(
        "把 %(count)d 个部首字符换成了普通汉字", "把 %(count)d 个部首字符换成了普通汉字", "count"
    ),
    Kind.DATE: ngettext_lazy(
        "去掉了 %(count)d 处日期、时间里的空格", "去掉了 %(count)d 处日期、时间里的空格", "count"
    ),
    Kind.LINE_END: ngettext_lazy(
        "把 %(count)d 处断开的行接了起来", "把 %(count)d 处断开的行接了起来", "count"
    ),
    Kind.FULL_WIDTH: ngettext_lazy(
        "把 %(count)d 个全角数字、字母改成了半角",
        "把 %(count)d 个全角数字、字母改成了半角",
        "count",
    ),
}


@dataclass(frozen=True)
class Note:
    """One kind of thing that was left out or changed: how often, and the texts it was."""

    kind: Kind
    count: int
    texts: tuple[str, ...]

    @property
    def said(self) -> str:
        """A sentence for an editor, which quotes the first of the texts."""
        sentence = str(SAID[self.kind] % {"count": self.count})
        texts = list(dict.fromkeys(filter(None, self.texts)))
        if not texts:
            return _("%(sentence)s。") % {"sentence": sentence}
        quoted = "".join(
            f"“{text[:LENGTH]}{'…' if len(text) > LENGTH else ''}”" for text in texts[:QUOTED]
        )
        if len(texts) > QUOTED:
            quoted = _("%(quoted)s等") % {"quoted": quoted}
        return _("%(sentence)s：%(quoted)s。") % {"sentence": sentence, "quoted": quoted}


class Notes:
    """Collects what is left out or changed while a text is read."""

    def __init__(self) -> None:
        self._texts: dict[Kind, list[str]] = {}

    def add(self, kind: Kind, text: str = "") -> None:
        """Note one place, with the text it is about, if there is any."""
        self._texts.setdefault(kind, []).append(" ".join(text.split()))

    def __iter__(self) -> Iterator[Note]:
        """The notes, a kind each, in the order of the kinds."""
        for kind in Kind:
            if texts := self._texts.get(kind):
                yield Note(kind, len(texts), tuple(texts))

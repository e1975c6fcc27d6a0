from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django import template
from django.template.base import Node, NodeList, Parser, TextNode, Token
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from articles.models import PublishedArticle
from articles.saving import sent_forms
from articles.search import Piece, marked_html
from articles.text.quotation import between_quotes

register = template.Library()
register.filter("between_quotes", between_quotes)


@register.filter
def moment(value: datetime) -> str:
    """A moment as HTML's time element takes it: local, to the second, with its offset."""
    return timezone.localtime(value).isoformat(timespec="seconds")


@register.simple_tag(takes_context=True)
def form_key(context: Context) -> SafeString:
    """The hidden field by which a form of the desk is saved once, and by who opened it alone."""
    key = sent_forms.new_key(context["request"].user.pk)
    return format_html('<input type="hidden" name="{}" value="{}">', sent_forms.FIELD, key)


class Joined(Node):
    """The nodes between `{% joined %}` and `{% endjoined %}`."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        return self.nodelist.render(context)


@register.tag
def joined(parser: Parser, token: Token) -> Joined:
    """What stands before `{% endjoined %}`, its lines joined with nothing between them.

    Chinese sets no space between words, and an attribute keeps every line break: this lets a
    template break its own lines there. Line breaks in the values it shows stay.
    """
    nodes = parser.parse(("endjoined",))
    parser.delete_first_token()
    for node in nodes.get_nodes_by_type(TextNode):
        if isinstance(node, TextNode):
            node.s = re.sub(r"(?<!\s)\s*\n\s*", "", node.s)
    return Joined(nodes)


QUOTED = "“[^“”]{2,10}”"
LEADING = f"[一-鿿]{{2}}(?={QUOTED})"  # most words have two: 首批“…”, not 首 and 批“…”
TAG_OR_CHARACTER = re.compile("<[^>]*>|&[^;]*;|.")
OPENING = ("“", "‘", "（", "《", "〈", "「", "『", "【")


@register.filter
def unbroken(line: str | Sequence[Piece], words: Iterable[str] = ()) -> SafeString:
    """A line of a headline with what is quoted, and these words, marked: no screen is to end a
    line inside one. It may end before one, which browsers have to be told.

    A line in pieces, some of them found by a search, keeps their marks.
    """
    pieces = [Piece(line)] if isinstance(line, str) else line
    text = "".join(piece.text for piece in pieces)
    longest_first = sorted(filter(None, words), key=len, reverse=True)
    together = re.compile("|".join([QUOTED, LEADING, *map(re.escape, longest_first)]))
    parts, end = [], 0
    for match in together.finditer(text):
        before = text[end : match.start()]
        may_end = match.start() > 0 and not before.endswith(OPENING)
        shape = (
            '{}<wbr><span class="word">{}</span>' if may_end else '{}<span class="word">{}</span>'
        )
        word = marked_html(_between(pieces, *match.span()))
        parts.append(format_html(shape, marked_html(_between(pieces, end, match.start())), word))
        end = match.end()
    parts.append(marked_html(_between(pieces, end, len(text))))
    return format_html_join("", "{}", ((part,) for part in parts))


@register.simple_tag
def titled(story: PublishedArticle, part: str, pieces: Sequence[Piece] | None = None) -> SafeString:
    """The kicker, headline, subhead or title of a story, with where its lines may end. Of its text
    in `pieces`, what a search found is marked.

    What was published before the stand had such markup is marked as it is shown.
    """
    if stored := story.title_markup(part):
        return _marked(stored, pieces) if pieces else stored
    lines = [pieces] if pieces else getattr(story, part).splitlines()
    shape = '<span class="line">{}</span>' if part == "headline" else "{}"
    return format_html_join("", shape, ((unbroken(line, story.keywords),) for line in lines))


def _marked(markup: SafeString, pieces: Iterable[Piece]) -> SafeString:
    """Stored markup with what is marked of its text in a mark element."""
    marks = iter([piece.is_marked for piece in pieces for _ in piece.text])
    html, is_open = "", False
    for part in TAG_OR_CHARACTER.findall(markup):
        if part != "<wbr>":
            is_hit = not part.startswith("<") and next(marks, False)
            if is_hit is not is_open:
                html, is_open = html + ("<mark>" if is_hit else "</mark>"), is_hit
        html += part
    return mark_safe(html)  # noqa: S308  # stored markup and our own element


def _between(pieces: Iterable[Piece], start: int, end: int) -> Iterator[Piece]:
    """What of the pieces stands between two places of their text."""
    for text, is_marked in pieces:
        if part := text[max(start, 0) : max(end, 0)]:
            yield Piece(part, is_marked)
        start, end = start - len(text), end - len(text)


register.filter("marked", marked_html)

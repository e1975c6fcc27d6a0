"""Where a link leads: what was typed made an address, or found to be none."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# Browsers read a backslash as a slash, so /\ leaves the site as // does.
ADDRESS = re.compile(r"(?:https?://|mailto:|tel:|/(?![/\\]))[^\s\\<>\"]+", re.IGNORECASE)
HOST = r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?P<last>[a-z]{2,24})"
BARE = re.compile(rf"{HOST}(?::[0-9]{{1,5}})?(?:[/?#][^\s\\<>\"]*)?", re.IGNORECASE)
MAIL = re.compile(rf"[^\s@<>\":/]+@{HOST}", re.IGNORECASE)
# The name of a file looks like that of a host.
FILES = re.compile(r"docx?|wps|xlsx?|pptx?|pdf|txt|html?|jpe?g|png|gif|webp|zip|rar", re.IGNORECASE)


def address(typed: str) -> str:
    """The address that was typed, with https:// or mailto: where that was left out; else nothing.

    Known are other sites, mail, telephone numbers, and paths of this site.
    """
    typed = typed.strip()
    if ADDRESS.fullmatch(typed):
        return typed
    if MAIL.fullmatch(typed):
        return f"mailto:{typed}"
    bare = BARE.fullmatch(typed)
    if bare and not FILES.fullmatch(bare["last"]):
        return f"https://{typed}"
    return ""


def refused(html: str) -> list[tuple[str, str]]:
    """The links in any HTML that lead nowhere: the words of each, and what was typed for it.

    A link within the page is a trace of the program it was copied from, and is not named.
    """
    reader = _Links()
    reader.feed(html)
    reader.close()
    return [
        (" ".join(words.split()), href)
        for words, href in reader.found
        if words.strip() and not href.startswith("#") and not address(href)
    ]


class _Links(HTMLParser):
    """Reads the links of a text, each with its words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self.href: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href")
        if tag == "a" and href is not None:
            self.href = href
            self.found.append(("", href))

    def handle_data(self, data: str) -> None:
        if self.href is not None:
            words, href = self.found[-1]
            self.found[-1] = (words + data, href)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.href = None

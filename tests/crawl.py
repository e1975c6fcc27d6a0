"""Every public answer of the site, found as a reader or a machine finds it: by following links."""

import re
from functools import lru_cache
from html import unescape
from urllib.parse import unquote, urljoin, urlsplit
from zlib import crc32

from articles.text.folding import fold

SEEDS = [
    *["/", "/issues/", "/reporters/", "/entities/", "/honours/", "/corrections/", "/search/"],
    *["/robots.txt", "/sitemap.xml", "/sitemap-news.xml"],
    *[f"/feeds/latest.{ending}" for ending in ("rss", "atom", "json")],
]
ADDRESS = re.compile(
    r"""(?:href|src|srcset)="([^"]+)"|<loc>([^<]+)</loc>|(?:https?://testserver)(/[^\s"'<>\\)]*)"""
)
PAGING = re.compile("(?:before|after)=")
SAME = re.compile("relation=")  # the stories of an entity once more
INLINE = re.compile(r"</?(?:a|b|br|em|i|mark|span|strong)\b[^>]*>")
TAG = re.compile(r"<[^>]*>")
STAMP = re.compile(rb'(name="(?:csrfmiddlewaretoken|stamp)" value=)"[^"]*"')  # never twice the same


def crawl(client, *seeds, every=1):
    """Status and body of every address that leads on from these and from the usual ones.

    Of the feeds, of which each place has three, one in `every` is followed, always the same ones.
    """
    found, waiting = {}, [*SEEDS, *seeds]
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        response = client.get(address)
        body = b"".join(response) if response.streaming else response.content
        found[address] = (response.status_code, STAMP.sub(rb"\1", body))
        if not response.headers.get("Content-Type", "").startswith("image/"):
            waiting += (
                link
                for link in _links(address, body.decode())
                if not link.startswith("/feeds/") or crc32(link.encode()) % every == 0
            )
    return found


def _links(address, text):
    for groups in ADDRESS.findall(text):
        target = urlsplit(urljoin(f"http://testserver{address}", unescape("".join(groups))))
        elsewhere = target.path.startswith(("/static/", "/admin"))
        is_ours = target.netloc == "testserver" and not elsewhere
        # A list that is narrowed once is not narrowed again: only its further pages are followed.
        is_narrowed = "?" in address and target.query and not PAGING.search(target.query)
        is_narrowed = is_narrowed or SAME.search(target.query)
        if is_ours and not is_narrowed:
            yield target.path + (f"?{target.query}" if target.query else "")


@lru_cache(maxsize=5_000)
def readings(body):
    """The text of an answer in every way it may be read: as it is, unescaped, without markup."""
    text = body.decode(errors="replace")
    plain = unquote(unescape(unescape(text)))
    unquoted = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), plain)
    apart = TAG.sub("\n", INLINE.sub("", unquoted).replace("\n", ""))
    return [text, unquoted, fold(unquoted).text, fold(apart).text]


def holding(name, found, *, but=()):
    """The addresses whose answers hold a name in any reading, not counting longer names."""

    def holds(reading):
        for longer in but:
            reading = reading.replace(longer, "")
        return name in reading

    return sorted(a for a, (_, body) in found.items() if any(map(holds, readings(body))))

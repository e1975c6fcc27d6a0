"""Readers' pages kept ready in memory, in front of Django.

A page is the same bytes for every reader. It is good as long as the stand's version is the same
(articles.stand.version) and no moment has come at which it changes by itself
(articles.reading.next_moment). A process looks at the version once in LOOK seconds at most, so one
rule serves one process, many, and many machines. Django is asked for an address alone, without
cookies and whatever else a browser sends: so nothing else can be in what is kept.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from math import inf
from threading import Event, Lock
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.wsgi import WSGIRequest, get_path_info
from django.db import Error as DatabaseError
from django.urls import Resolver404, resolve
from django.utils import timezone

from articles.reading.next_moment import next_moment
from articles.stand import version
from newsroom.answers import Answer, ask

if TYPE_CHECKING:
    from collections.abc import Iterable
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

# The addresses that are kept, by the names of their views, and the keys of a query that each view
# reads. Django does not get the others. What is not named here goes to Django as it came.
KEPT: dict[str, set[str]] = {
    **{name: set() for name in ("front_page", "article", "article_json", "share_card")},
    **{name: set() for name in ("issue", "page", "site_page", "reporters", "honours", "programme")},
    **{name: set() for name in ("entity_file", "round_file", "robots")},
    **{name: set() for name in ("sitemap", "news_sitemap", "sitemap_part")},
    **{name: set() for name in ("latest_feed", "section_feed", "column_feed", "tag_feed")},
    **{name: set() for name in ("reporter_feed", "entity_feed")},
    **{name: {"before"} for name in ("section", "column", "tag", "corrections", "reporter")},
    "issues": {"year"},
    "entities": {"kind", "initial", "within", "after"},
    "entity": {"relation", "before"},
    "round": {"after", "before"},
}
LONGEST = 500  # characters of a path; what is longer goes to Django
LOOK = 0.1  # seconds for which a process goes by the version that it saw
PATIENCE = 5  # seconds for which a page is waited for that another thread renders
STALE_IF_ERROR = 24 * 3600  # seconds for which a CDN may help out when this site is down
# What makes the site's own address, where no setting does.
ADDRESS = ["HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO"]


class Key(NamedTuple):
    """What a page is kept under: all that its bytes depend on, beside the version."""

    site: str
    path: str
    query: str


@dataclass
class Edition:
    """The pages that are ready, of one version of the stand."""

    mark: UUID
    until: float  # seconds since 1970, when they change by themselves
    room: int  # bytes they may take together
    size: int = 0
    pages: OrderedDict[Key, Answer] = field(default_factory=OrderedDict)  # the last asked for last
    rendering: dict[Key, Event] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def find(self, key: Key) -> Answer | None:
        with self.lock:
            found = self.pages.get(key)
            if found:
                self.pages.move_to_end(key)
            return found

    def keep(self, key: Key, answer: Answer) -> None:
        """Keep a page; those that nobody asked for longest make room."""
        with self.lock:
            replaced = self.pages.pop(key, None)
            self.size += answer.size - (replaced.size if replaced else 0)
            self.pages[key] = answer
            while self.size > self.room:
                _key, oldest = self.pages.popitem(last=False)
                self.size -= oldest.size

    def begin(self, key: Key) -> Event | None:
        """None for the first who is to render a page; others get what is set when it is done."""
        with self.lock:
            if event := self.rendering.get(key):
                return event
            self.rendering[key] = Event()
            return None

    def end(self, key: Key) -> None:
        with self.lock:
            self.rendering.pop(key).set()


class PageCache:
    """A WSGI application before another, which is Django's.

    `room` is in bytes. `cdn` is how many seconds a CDN may give out a page without asking; browsers
    and a server of our own ask every time.
    """

    def __init__(self, application: WSGIApplication, *, room: int, cdn: int = 0) -> None:
        self.application, self.room, self.cdn = application, room, cdn
        self._site = lru_cache(maxsize=256)(_site)
        self._known_keys = lru_cache(maxsize=5000)(_known_keys)
        self.forget()

    def forget(self) -> None:
        """As new: for a process that was forked from one that has looked."""
        self._looking = Lock()
        self._seen: tuple[float, Edition | None] = (-inf, None)  # when, and what

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        key = self._key(environ)
        edition = self._edition() if key else None
        if key is None or edition is None:
            return self.application(environ, start_response)
        answer = edition.find(key) or self._rendered_once(key, environ, edition=edition)
        return answer.send(environ, start_response, control=self._control(edition))

    # ---- What is asked for ----

    def _key(self, environ: WSGIEnvironment) -> Key | None:
        """None for what is none of the pages that are kept."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            return None
        path, query = environ.get("PATH_INFO", ""), environ.get("QUERY_STRING", "")
        known = self._known_keys(path) if len(path) <= LONGEST else None
        site = self._site(*map(environ.get, ADDRESS)) if known is not None else None
        if known is None or site is None or not query.isascii():
            return None
        return Key(site, path, _known(query, known) if query and known else "")

    # ---- What it is kept by ----

    def _edition(self) -> Edition | None:
        """That of the version that was seen LOOK seconds ago at most; None if none is known."""
        if not self._is_due():
            return self._seen[1]
        with self._looking:
            if self._is_due():  # nobody else has looked meanwhile
                looked = time.monotonic()
                self._seen = (looked, self._look(self._seen[1]))
            return self._seen[1]

    def _is_due(self) -> bool:
        looked, edition = self._seen
        is_over = edition is not None and time.time() >= edition.until
        return is_over or time.monotonic() - looked >= LOOK

    def _look(self, known: Edition | None) -> Edition | None:
        now = timezone.now()
        try:
            mark = version.mark()
            if mark is None:
                return None
            if known and known.mark == mark and now.timestamp() < known.until:
                return known
            moment = next_moment(now=now)  # what changed since will have changed the mark
        except DatabaseError:  # Django is asked, which says so, or connects anew
            return None
        return Edition(mark, until=moment.timestamp() if moment else inf, room=self.room)

    # ---- Rendering ----

    def _rendered_once(self, key: Key, environ: WSGIEnvironment, *, edition: Edition) -> Answer:
        """The page, rendered by this thread, or waited for while another renders it."""
        if under_way := edition.begin(key):
            under_way.wait(PATIENCE)
            return edition.find(key) or self._rendered(key, environ, edition=edition)
        try:
            return self._rendered(key, environ, edition=edition)
        finally:
            edition.end(key)

    def _rendered(self, key: Key, environ: WSGIEnvironment, *, edition: Edition) -> Answer:
        """The page, and kept if it was of this version from its first query to its last."""
        answer = ask(self.application, _bare(environ, query=key.query))
        if answer.is_for_all and _is_still(edition):
            edition.keep(key, answer)
        return answer

    def _control(self, edition: Edition) -> str:
        """Cache-Control of a page: what a CDN does with it never goes beyond the next moment."""
        left = edition.until - time.time()
        if not self.cdn or left < 1:
            return "no-cache"
        fresh = int(min(self.cdn, left))
        stale = int(min(self.cdn, left - fresh))
        on_error = int(min(STALE_IF_ERROR, left - fresh))
        return (
            f"public, max-age=0, s-maxage={fresh}, "
            f"stale-while-revalidate={stale}, stale-if-error={on_error}"
        )


def _is_still(edition: Edition) -> bool:
    try:
        return version.mark() == edition.mark and time.time() < edition.until
    except DatabaseError:
        return False


def _known_keys(path: str) -> set[str] | None:
    """The keys that the view of a path reads; None for a path that is not kept."""
    try:
        return KEPT.get(resolve(get_path_info({"PATH_INFO": path})).view_name)
    except Resolver404:
        return None


def _known(query: str, keys: set[str]) -> str:
    """A query with these keys alone, always written the same way."""
    pairs = (pair for pair in parse_qsl(query, keep_blank_values=True) if pair[0] in keys)
    return urlencode(sorted(pairs, key=lambda pair: pair[0]))


def _site(*values: str | None) -> str | None:
    """The site's own address as a request names it, or as a setting does, whatever was asked. None
    for a host that is not ours and for what has to be asked by HTTPS: Django says so.
    """
    given = {name: value for name, value in zip(ADDRESS, values, strict=True) if value is not None}
    request = WSGIRequest({"REQUEST_METHOD": "GET", "wsgi.input": BytesIO(), **given})
    try:
        address = f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return None
    if settings.SECURE_SSL_REDIRECT and not request.is_secure():
        return None
    return settings.SITE_URL or address


def _bare(environ: WSGIEnvironment, *, query: str) -> WSGIEnvironment:
    """A GET of the same address, and nothing else that a browser sent."""
    sent = {"CONTENT_TYPE", "CONTENT_LENGTH"}
    kept = {
        name: value
        for name, value in environ.items()
        if name in ADDRESS or not (name in sent or name.startswith("HTTP_"))
    }
    asked = {"REQUEST_METHOD": "GET", "QUERY_STRING": query, "wsgi.input": BytesIO()}
    return kept | asked

"""How often one client may ask for what is dear: a search, a suggestion, a report, a preview.

Each kind has a number and a time (NEWSROOM_RATES): so many at once, and as many again spread over
that time, as the generic cell rate algorithm has it (ITU-T I.371, annex A). One file counts for all
processes of this machine; on several machines each counts for itself. The file keeps of each client
one moment, at a place that a keyed hash of its address gives: no address is written anywhere, and
nothing has to be cleared away. Two clients seldom share a place, and then share their number.
"""

from __future__ import annotations

import fcntl
import logging
import math
import os
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache, wraps
from hashlib import blake2b
from threading import BoundedSemaphore, Lock
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string

from articles.clients import client_network

if TYPE_CHECKING:
    from django.http import HttpRequest

PLACES = 2**20  # of eight bytes each; the file is sparse
MOMENT = struct.Struct("<d")

logger = logging.getLogger(__name__)


class TooOften(Exception):
    """A client has asked more often than it may. `wait` is in whole seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


def count(what: str, *, client: str, now: float | None = None) -> None:
    """Count one request of a client (articles.clients.client_network); "" is counted nowhere.

    Raises TooOften if it is one too many, and does not count it then. Where the file cannot be
    written nobody is held back: readers matter more than the bound.
    """
    most, seconds = settings.NEWSROOM_RATES[what]
    if not most or not client:
        return
    now = time.time() if now is None else now
    each = seconds / most
    try:
        with _place(f"{what} {client}") as (read, write):
            # When all that was asked is paid for; after a clock that went back, no later than this.
            paid = min(max(read(), now), now + seconds)
            early = paid + each - seconds - now
            is_early = early > each / 1000  # the sum of many parts is not exact
            if not is_early:
                write(paid + each)
    except OSError:
        logger.exception("requests are not counted")
        return
    if is_early:
        raise TooOften(math.ceil(early))


@contextmanager
def _place(name: str) -> Iterator[tuple[Callable[[], float], Callable[[float], None]]]:
    """Ways to read and write the moment kept for a name, while nobody else does."""
    key = settings.SECRET_KEY.encode()[:64]
    digest = blake2b(name.encode(), key=key, digest_size=8).digest()
    offset = int.from_bytes(digest, "big") % PLACES * MOMENT.size
    file = os.open(settings.DATA_DIR / "rates", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX)  # goes with the file, also when the process is killed

        def read() -> float:
            found = os.pread(file, MOMENT.size, offset)
            return float(MOMENT.unpack(found)[0]) if len(found) == MOMENT.size else 0.0

        yield read, lambda moment: _write(file, MOMENT.pack(moment), offset)
    finally:
        os.close(file)


def _write(file: int, data: bytes, offset: int) -> None:
    os.pwrite(file, data, offset)


def bounded(what: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """A view that answers a client that asks too often with a page that says so, and when to ask
    again. That page asks the database for nothing.
    """

    def bound(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                count(what, client=client_network(request))
            except TooOften as refusal:
                return too_often(request, refusal, what=what)
            return view(request, *args, **kwargs)

        return counted

    return bound


def too_often(request: HttpRequest, refusal: TooOften, *, what: str) -> HttpResponse:
    """The page of status 429."""
    if "X-Forwarded-For" in request.headers and not settings.NEWSROOM_PROXIES:
        logger.warning("%s held back; is a server in front not named in NEWSROOM_PROXIES?", what)
    return _refusal(429, refusal.wait)


def busy() -> HttpResponse:
    """The page of status 503: who asks again in a moment most likely gets a turn."""
    return _refusal(503, 2)


def _refusal(status: int, wait: int) -> HttpResponse:
    response = HttpResponse(_page(f"{status}.html", wait), status=status)
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = "no-store"
    response._has_been_logged = True  # type: ignore[attr-defined]  # else a flood fills the log
    return response


@lru_cache(maxsize=128)
def _page(template: str, wait: int) -> str:
    """The page is the same for everybody, and drawn once: who is refused most asks most."""
    furniture = {"site_name": settings.NEWSROOM_SITE_NAME, "sections": [], "site_pages": []}
    context = {"wait": wait, "request": {"path": ""}, "canonical": ""} | furniture
    return render_to_string(template, context)


class Busy(Exception):
    """So many wait in a line already that one more would keep a thread from readers."""


class Line:
    """Work that is done one at a time in each process, so that readers of pages always get a turn
    between; some wait, each on a thread of the server, and whoever comes after them is refused.
    """

    def __init__(self, *, places: int, patience: float) -> None:
        """`places` of the server's threads may be taken; `patience` is in seconds."""
        self._places, self._turn = BoundedSemaphore(places), Lock()
        self._patience = patience

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Raises Busy."""
        if not self._places.acquire(blocking=False):
            raise Busy
        try:
            if not self._turn.acquire(timeout=self._patience):
                raise Busy
            try:
                yield
            finally:
                self._turn.release()
        finally:
            self._places.release()

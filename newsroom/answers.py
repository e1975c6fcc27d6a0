"""An answer of Django's as it is kept and sent: in the coding that a reader's browser takes, with
what tells whether the browser has it already. https://www.rfc-editor.org/rfc/rfc9110
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from hashlib import blake2b
from http import HTTPStatus
from io import BytesIO
from typing import TYPE_CHECKING

import brotli
from django.utils.http import parse_etags

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

Headers = list[tuple[str, str]]

CODINGS: dict[str, Callable[[bytes], bytes]] = {  # the shortest first
    "br": lambda body: bytes(brotli.compress(body, quality=5)),
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
    "identity": lambda body: body,
}
TEXT = re.compile(r"text/|application/(?:[a-z]+\+)?(?:json|xml)\b")  # is worth a coding
WEIGHT = re.compile(r"q=(0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)")
KEPT = {HTTPStatus.OK, HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.GONE}
OF_FORM = {"Content-Length", "Content-Encoding", "ETag", "Vary"}  # headers that a form has anew
OF_304 = {"ETag", "Vary"}  # those that an answer without the page has as well
OVERHEAD = 4096  # bytes for its headers, its key and its place


@dataclass
class Form:
    """A page in one coding."""

    body: bytes
    headers: Headers
    etag: str  # "" where there is none


@dataclass
class Answer:
    """What Django answered when it was asked for an address, and nothing else."""

    status: str
    headers: Headers
    body: bytes
    _forms: dict[str, Form] = field(default_factory=dict)

    @cached_property
    def code(self) -> int:
        return int(self.status[:3])

    @cached_property
    def said(self) -> dict[str, str]:
        return dict(self.headers)

    @cached_property
    def is_for_all(self) -> bool:
        """Whether it is what everybody gets: no error, nobody's own, nothing that a view keeps from
        others. (That of a withdrawn story is kept from those who could not know when it is back.)
        """
        control = self.said.get("Cache-Control", "")
        is_private = self.code == HTTPStatus.OK and ("no-store" in control or "private" in control)
        return self.code in KEPT and not is_private and not {"Set-Cookie", "Vary"} & set(self.said)

    @property
    def size(self) -> int:
        """How many bytes it takes at most: what is compressed is less than half as long."""
        return 2 * len(self.body) + OVERHEAD

    def send(
        self, environ: WSGIEnvironment, start_response: StartResponse, *, control: str
    ) -> list[bytes]:
        """Answer a GET or a HEAD. `control` is said of how long others may keep a page."""
        if not self.is_for_all:
            start_response(self.status, list(self.headers))
            return _unless_head(environ, self.body)
        form = self._form(best_coding(environ.get("HTTP_ACCEPT_ENCODING", "")))
        more = [] if "Cache-Control" in self.said else [("Cache-Control", control)]
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and form.etag and _has(known, form.etag):
            kept = [header for header in form.headers if header[0] in OF_304]
            start_response("304 Not Modified", kept + more)
            return []
        start_response(self.status, form.headers + more)
        return _unless_head(environ, form.body)

    def _form(self, coding: str) -> Form:
        """It in a coding, made when it is first asked for."""
        if not self._is_text:
            coding = "identity"
        if coding not in self._forms:
            self._forms[coding] = self._made(coding)
        return self._forms[coding]

    @cached_property
    def _is_text(self) -> bool:
        return bool(TEXT.match(self.said.get("Content-Type", "")))

    def _made(self, coding: str) -> Form:
        body = CODINGS[coding](self.body)
        headers = [header for header in self.headers if header[0] not in OF_FORM]
        headers.append(("Content-Length", str(len(body))))
        if coding != "identity":
            headers.append(("Content-Encoding", coding))
        if self._is_text:
            headers.append(("Vary", "Accept-Encoding"))
        etag = ""
        if self.code == HTTPStatus.OK:
            etag = f'"{blake2b(self.body, digest_size=12).hexdigest()}-{coding}"'
            headers.append(("ETag", etag))
        return Form(body, headers, etag)


def ask(application: WSGIApplication, environ: WSGIEnvironment) -> Answer:
    """All that an application answers to a request."""
    said: list[tuple[str, Headers]] = []

    def start(status: str, headers: Headers, exc_info: object = None) -> Callable[[bytes], object]:
        said.append((status, headers))
        return BytesIO().write

    chunks = application(environ, start)
    try:
        body = b"".join(chunks)
    finally:
        if close := getattr(chunks, "close", None):
            close()
    status, headers = said[-1]
    return Answer(status, headers, body)


@lru_cache(maxsize=256)
def best_coding(accepted: str) -> str:
    """Of what a browser takes (Accept-Encoding) the coding that it likes best; of those that it
    likes as much, the shortest. What takes none of ours gets the page as it is.
    """
    weights = {}
    for part in accepted.lower().split(","):
        coding, *parameters = (word.strip() for word in part.split(";"))
        weights[coding] = _weight("".join(parameters))
    for coding in ("br", "gzip"):
        weights.setdefault(coding, weights.get("*", 0.0))
    weights.setdefault("identity", 0.0)
    best = max(CODINGS, key=lambda coding: weights[coding])
    return best if weights[best] else "identity"


def _weight(parameter: str) -> float:
    if not parameter:
        return 1.0
    weight = WEIGHT.fullmatch(parameter)
    return float(weight[1]) if weight else 0.0


def _has(known: str, etag: str) -> bool:
    """Whether an ETag is among those that a browser names (If-None-Match)."""
    if known == etag:
        return True
    tags = [tag.removeprefix("W/") for tag in parse_etags(known)]
    return etag in tags or tags == ["*"]


def _unless_head(environ: WSGIEnvironment, body: bytes) -> list[bytes]:
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]

"""Requests to a WSGI application, without a server: what one sends, and what comes back."""

import gzip
from contextlib import contextmanager
from typing import NamedTuple

import brotli
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import RequestFactory

from newsroom.page_cache import PageCache

DECODERS = {"br": brotli.decompress, "gzip": gzip.decompress}


class Answered(NamedTuple):
    status: int
    headers: dict
    body: bytes

    @property
    def text(self):
        decode = DECODERS.get(self.headers.get("Content-Encoding"), bytes)
        return decode(self.body).decode()


def cached(**options):
    """The site as a server of its own has it, with nothing in its memory yet."""
    return PageCache(WSGIHandler(), **{"room": 2**26} | options)


@contextmanager
def connection_kept():
    """A request does not end the transaction of a test: as Django's own client has it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


def ask(application, address, method="GET", **headers):
    """The answer to a request. A header's name is written as `accept_encoding`."""
    sent = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    environ = RequestFactory().generic(method, address, **sent).environ
    # A request of Django's has taken the path out of its wrapping already.
    environ["PATH_INFO"] = environ["PATH_INFO"].encode().decode("latin-1")
    said = []
    with connection_kept():
        chunks = application(environ, lambda status, headers: said.append((status, headers)))
        body = b"".join(chunks)
        if close := getattr(chunks, "close", None):
            close()
    ((status, headers),) = said
    assert len(dict(headers)) == len(headers)
    return Answered(int(status[:3]), dict(headers), body)

"""OpenSearch spoken to as its documentation says, over one connection a thread."""

from __future__ import annotations

import json
import threading
from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import unquote, urlsplit

from articles.search.engines.base import EngineDown

TIMEOUT = 10  # seconds without an answer after which a server is down


class Client:
    """`url` is http(s)://[user:password@]host[:port]/name, the name being that of our alias."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self.name = parts.path.strip("/")
        self.host, self.port = parts.hostname or "", parts.port
        self.kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
        self.headers = {"Content-Type": "application/json"}
        if parts.username:
            who = f"{unquote(parts.username)}:{unquote(parts.password or '')}".encode()
            self.headers["Authorization"] = f"Basic {b64encode(who).decode()}"
        self.kept = threading.local()

    def ask(self, method: str, path: str, body: object = None) -> Any:
        """What the server answers, read as JSON. Raises EngineDown, also for a refusal."""
        text = "" if body is None else json.dumps(body)
        return self._ask(method, path, text.encode())

    def ask_many(self, path: str, lines: Iterable[object]) -> Any:
        """The same for a body of many lines, each an object."""
        text = "".join(f"{json.dumps(line)}\n" for line in lines)
        return self._ask("POST", path, text.encode())

    def close(self) -> None:
        """Hang up, in this thread. The next request calls again."""
        if hasattr(self.kept, "connection"):
            self.kept.connection.close()

    def _ask(self, method: str, path: str, body: bytes) -> Any:
        try:
            try:
                status, said = self._exchange(method, path, body)
            except ConnectionError:  # the server hung up on a connection that was idle
                self.close()
                status, said = self._exchange(method, path, body)
            answer = json.loads(said)
        except (OSError, HTTPException, ValueError) as error:
            self.close()
            raise EngineDown(f"{method} {path}: {error}") from error
        if status >= 400:
            raise EngineDown(f"{method} {path}: {status} {said[:500].decode(errors='replace')}")
        return answer

    def _exchange(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        if not hasattr(self.kept, "connection"):
            self.kept.connection = self.kind(self.host, self.port, timeout=TIMEOUT)
        self.kept.connection.request(method, path, body, self.headers)
        response = self.kept.connection.getresponse()
        return response.status, response.read()


@cache
def client(url: str) -> Client:
    return Client(url)

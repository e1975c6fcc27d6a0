"""A small search server that stands in for OpenSearch: `python -m tests.opensearch PORT FOLDER`.

It is not OpenSearch. It answers the few requests that articles.search sends as OpenSearch's
documentation says they are answered, and refuses every other; what it has answered for is on the
disk, so it can be killed at any moment. OPENSEARCH_URL runs the same tests against a real one;
OPENSEARCH_COMMAND, with {port} and {folder} in it, is how one is started that may be killed.
"""

import json
import os
import shlex
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

SCHEMA = """
PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
CREATE TABLE IF NOT EXISTS indexes (name TEXT PRIMARY KEY, alias TEXT);
CREATE TABLE IF NOT EXISTS documents (
    place TEXT, id TEXT, version INTEGER, moment INTEGER, key INTEGER, change INTEGER,
    PRIMARY KEY (place, id)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS grams (
    place TEXT, gram TEXT, id TEXT, PRIMARY KEY (place, gram, id)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS grams_of ON grams (place, id);
"""
FIELDS = {"grams", "moment", "key", "change"}
SORTS = [  # those that are asked for, and what they are compared by
    ([{"moment": "desc"}, {"key": "desc"}], "moment, key", "DESC", "<"),
    ([{"key": "asc"}, {"change": "asc"}], "key, change", "ASC", ">"),
]
STAND_IN = f"{shlex.quote(sys.executable)} -m tests.opensearch {{port}} {{folder}}"
BOUNDS = {"lte": "<=", "gte": ">="}


class Refused(Exception):
    """A request that is not answered, and its status."""

    def __init__(self, status, kind):
        super().__init__(kind)
        self.status = status


class Store:
    def __init__(self, file):
        self.lock = threading.Lock()
        self.database = sqlite3.connect(file, check_same_thread=False)
        self.database.executescript(SCHEMA)

    def all(self, sql, *values):
        return self.database.execute(sql, values).fetchall()

    def place(self, name):
        """The index of that name or alias."""
        found = self.all("SELECT name FROM indexes WHERE name = ? OR alias = ?", name, name)
        if not found:
            raise Refused(404, "index_not_found_exception")
        return found[0][0]

    def create(self, name, body):
        if self.all("SELECT 1 FROM indexes WHERE name = ?", name):
            raise Refused(400, "resource_already_exists_exception")
        if set(body["mappings"]["properties"]) != FIELDS or set(body) - {"aliases"} != {
            "settings",
            "mappings",
        }:
            raise Refused(400, "mapper_parsing_exception")
        alias = next(iter(body.get("aliases", {})), None)
        self.all("INSERT INTO indexes VALUES (?, ?)", name, alias)
        return {"acknowledged": True, "index": name}

    def delete(self, name):
        place = self.place(name)
        for table, column in (("indexes", "name"), ("documents", "place"), ("grams", "place")):
            self.all(f"DELETE FROM {table} WHERE {column} = ?", place)
        return {"acknowledged": True}

    def aliases(self, pattern):
        found = self.all("SELECT name, alias FROM indexes WHERE name GLOB ?", pattern)
        return {name: {"aliases": {alias: {}} if alias else {}} for name, alias in found}

    def act(self, actions):
        for action in actions:
            ((kind, of),) = action.items()
            if kind == "remove_index":
                self.delete(of["index"])
            elif kind == "add":
                index = self.place(of["index"])
                self.all("UPDATE indexes SET alias = ? WHERE name = ?", of["alias"], index)
            else:
                raise Refused(400, "illegal_argument_exception")
        return {"acknowledged": True}

    def bulk(self, lines):
        items = [self.write(h["index"], d) for h, d in zip(lines[::2], lines[1::2], strict=True)]
        return {"errors": any(i["index"]["status"] >= 300 for i in items), "items": items}

    def write(self, head, document):
        place, key, version = self.place(head["_index"]), head["_id"], head["version"]
        if head["version_type"] != "external" or set(document) != FIELDS:
            raise Refused(400, "illegal_argument_exception")
        if not isinstance(document["moment"], int):
            return {"index": {"_id": key, "status": 400, "error": {"type": "mapper_parsing"}}}
        kept = self.all("SELECT version FROM documents WHERE place = ? AND id = ?", place, key)
        if kept and kept[0][0] >= version:
            return {"index": {"_id": key, "status": 409, "error": {"type": "version_conflict"}}}
        values = (place, key, version, *(document[f] for f in ("moment", "key", "change")))
        self.all("REPLACE INTO documents VALUES (?, ?, ?, ?, ?, ?)", *values)
        self.all("DELETE FROM grams WHERE place = ? AND id = ?", place, key)
        rows = [(place, gram, key) for gram in document["grams"]]
        self.database.executemany("INSERT INTO grams VALUES (?, ?, ?)", rows)
        return {"index": {"_id": key, "_version": version, "status": 200 if kept else 201}}

    def search(self, name, body):
        place = self.place(name)
        if "aggs" in body:
            return self.added_up(place, body)
        unknown = set(body) - {"query", "sort", "size", "search_after", "track_total_hits"}
        orders = [(order, *how) for sort, order, *how in SORTS if sort == body["sort"]]
        if unknown or not orders:
            raise Refused(400, "parsing_exception")
        ((order, way, past),) = orders
        condition, values = "place = ?", [place]
        if "query" in body:
            condition, more = self.condition(place, body["query"])
            condition, values = f"place = ? AND {condition}", values + more
        if "search_after" in body:
            condition += f" AND ({order}) {past} (?, ?)"
            values += body["search_after"]
        found = self.all(
            f"SELECT id, {order} FROM documents WHERE {condition}"
            f" ORDER BY {order.replace(',', f' {way},')} {way} LIMIT ?",
            *(*values, body["size"]),
        )
        hits = [{"_id": key, "_score": None, "sort": [*sort]} for key, *sort in found]
        return {"timed_out": False, "hits": {"hits": hits}}

    def added_up(self, place, body):
        added = {"changes": {"sum": {"field": "change"}}}
        if body != {"size": 0, "track_total_hits": True, "aggs": added}:
            raise Refused(400, "parsing_exception")
        counted = "SELECT count(*), total(change) FROM documents WHERE place = ?"
        ((count, total),) = self.all(counted, place)
        hits = {"total": {"value": count, "relation": "eq"}, "hits": []}
        return {"hits": hits, "aggregations": {"changes": {"value": total}}}

    def condition(self, place, query):
        ((kind, of),) = query.items()
        if kind == "term":
            sql = "id IN (SELECT id FROM grams WHERE place = ? AND gram = ?)"
            return sql, [place, of["grams"]]
        if kind == "range":
            bounds = of["moment"]
            return " AND ".join(f"moment {BOUNDS[b]} ?" for b in bounds), [*bounds.values()]
        if kind != "bool" or set(of) not in ({"filter"}, {"should", "minimum_should_match"}):
            raise Refused(400, "parsing_exception")
        word, of = (" AND ", of["filter"]) if "filter" in of else (" OR ", of["should"])
        parts = [self.condition(place, part) for part in of]
        return f"({word.join(sql for sql, _ in parts)})", [v for _, some in parts for v in some]

    def answer(self, method, path, body):
        *places, verb = path.strip("/").split("/")
        match method, places, verb:
            case "PUT", [], name:
                return self.create(name, json.loads(body))
            case "DELETE", [], name:
                return self.delete(name)
            case "GET", [pattern], "_alias":
                return self.aliases(pattern)
            case "POST", [], "_aliases":
                return self.act(json.loads(body)["actions"])
            case "POST", [], "_bulk":
                return self.bulk([json.loads(line) for line in body.splitlines()])
            case "POST", [name], "_search":
                return self.search(name, json.loads(body))
            case "POST", [name], "_refresh":
                return {"_shards": {"total": int(bool(self.place(name))), "failed": 0}}
        raise Refused(405, "method_not_allowed")


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urlsplit(self.path)
        store = self.server.store
        with store.lock:
            try:
                if set(parse_qs(path.query)) - {"refresh", "allow_partial_search_results"}:
                    raise Refused(400, "illegal_argument_exception")
                with store.database:  # on the disk, or undone
                    status, said = 200, store.answer(self.command, path.path, body)
            except Refused as refusal:
                status, said = refusal.status, {"error": {"type": str(refusal)}}
        text = json.dumps(said).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815  # names of the library

    def log_message(self, *args):
        pass


class Door(ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        """A client that died is no error of ours; anything else is told."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class Server:
    """The server as a process of its own, which can be killed and started again."""

    def __init__(self, folder):
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.start()

    def start(self):
        command = os.environ.get("OPENSEARCH_COMMAND", STAND_IN)
        command = shlex.split(command.format(port=self.port, folder=self.folder))
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, cwd=Path(__file__).parent.parent, **quiet)
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return
            except ConnectionRefusedError:
                time.sleep(0.05)
        raise TimeoutError("the search server does not start")

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


@contextmanager
def running(folder):
    """The address of a search server: the one OPENSEARCH_URL names, or one of our own."""
    if address := os.environ.get("OPENSEARCH_URL"):
        yield address.rstrip("/")
        return
    server = Server(folder)
    try:
        yield server.url
    finally:
        server.kill()


def main(port, folder):
    server = Door(("127.0.0.1", int(port)), Handler)
    server.store = Store(Path(folder) / "opensearch.sqlite3")
    server.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])

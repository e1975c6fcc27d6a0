"""`python -m tests.search_server [PORT]` starts an OpenSearch and prints SEARCH_SERVER=…, by which
a test run finds it. It ends when it is interrupted, or when the process that started it has ended.

`python -m tests.search_server fetch` fetches what it needs, and starts nothing.
"""

import os
import signal
import sys
import tempfile
from pathlib import Path

from tests.search_server.server import Server, jars, missing


def main(asked):
    if lacking := missing():
        sys.exit(f"OpenSearch needs {', '.join(lacking)}, which this machine has not.")
    jars()
    if asked != "fetch":
        signal.signal(signal.SIGTERM, lambda *_: sys.exit())
        with tempfile.TemporaryDirectory(prefix="search-server-") as folder:
            serve(Server(Path(folder), port=int(asked), owner=os.getppid()))


def serve(server):
    sys.stdout.write(f"SEARCH_SERVER={server.url}\n")
    sys.stdout.flush()
    try:
        server.process.wait()
    except KeyboardInterrupt:
        pass
    finally:
        server.kill()


if __name__ == "__main__":
    main(*sys.argv[1:] or "0")

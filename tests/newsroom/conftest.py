import socket
from contextlib import closing
from io import StringIO

import pytest
from django.core.management import call_command


@pytest.fixture
def port():
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return server.getsockname()[1]


@pytest.fixture
def demo(monkeypatch, port):
    """Prepare the demo and return what it says."""
    monkeypatch.delenv("NEWSROOM_EDITOR_PASSWORD", raising=False)

    def demo(**options):
        out = StringIO()
        call_command("demo", no_serve=True, stdout=out, **{"port": port} | options)
        return out.getvalue()

    return demo

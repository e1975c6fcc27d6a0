"""What the server that README names makes of requests that no browser sends."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

# A front server and this one must not disagree where a request ends: what one takes for the body of
# the first would be the other's second. https://www.rfc-editor.org/rfc/rfc9112#section-6.3
SECOND = b"GET /second HTTP/1.1\r\nHost: here\r\n\r\n"
LAST = b"GET /last HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n"
BOTH = b"Content-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" % (5 + len(SECOND))
TWO = b"Content-Length: 0\r\nContent-Length: %d\r\n\r\n" % len(SECOND)
NO_NUMBER = b"Content-Length: +%d\r\n\r\n" % len(SECOND)
UNKNOWN = b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"


@pytest.fixture(scope="module")
def address():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    program = Path(sys.executable).with_name("granian")
    flags = ["--interface", "wsgi", "--port", str(port), "--log-level", "error"]
    with subprocess.Popen([program, *flags, "tests.security.echo:application"]) as server:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except ConnectionError:
                assert server.poll() is None
                time.sleep(0.05)
        yield "127.0.0.1", port
        server.terminate()


def answers(address, sent):
    """All that comes back until the server closes."""
    with socket.create_connection(address) as connection:
        connection.sendall(sent + LAST)
        return b"".join(iter(lambda: connection.recv(4096), b""))


def test_the_server_answers(address):
    said = answers(address, b"GET /first HTTP/1.1\r\nHost: here\r\n\r\n")

    assert b"/first" in said
    assert said.endswith(b"/last")


@pytest.mark.parametrize("lengths", [BOTH, TWO, NO_NUMBER, UNKNOWN])
def test_a_request_with_two_lengths_is_one_request_or_none(address, lengths):
    begins = b"POST /first HTTP/1.1\r\nHost: here\r\n"

    said = answers(address, begins + lengths + SECOND)

    # Refused, or read by the encoding alone and the connection closed after it.
    assert said.startswith(b"HTTP/1.1 400") or b"/second" not in said

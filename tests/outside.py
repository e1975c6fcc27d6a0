"""Servers outside the house, on real sockets: one that takes mail, and a group's robot.

Each may hang, refuse or work, and be made to do otherwise while it runs.
"""

import json
import socket
import threading
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class MailServer:
    """Speaks as much SMTP as is needed. `does` is "work", "hang" (it takes a connection and says
    nothing) or "refuse" (it wants no recipient).
    """

    def __init__(self):
        self.does = "work"
        self.connections = 0
        self.letters = []
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        self.open = []
        threading.Thread(target=self._serve, daemon=True).start()

    @property
    def settings(self):
        return {
            "host": "127.0.0.1",
            "port": self.port,
            "username": "",
            "password": "",
            "use_ssl": False,
            "use_tls": False,
        }

    def close(self):
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)  # or whoever accepts goes on
        for each in [self.socket, *self.open]:
            each.close()

    def _serve(self):
        with suppress(OSError):  # closed
            while True:
                peer, _address = self.socket.accept()
                self.connections += 1
                self.open.append(peer)
                if self.does != "hang":
                    threading.Thread(target=self._talk, args=[peer], daemon=True).start()

    def _talk(self, peer):
        with suppress(OSError), peer, peer.makefile("rwb") as said:

            def answer(text):
                said.write(f"{text}\r\n".encode())
                said.flush()

            answer("220 ready")
            for line in said:
                verb = line.strip().partition(b" ")[0].upper()
                if verb == b"RCPT" and self.does == "refuse":
                    answer("550 nobody here")
                elif verb == b"DATA":
                    answer("354 go on")
                    text = b"".join(iter(said.readline, b".\r\n"))
                    self.letters.append(message_from_bytes(text, policy=policy.default))
                    answer("250 taken")
                elif verb == b"QUIT":
                    answer("221 bye")
                    return
                else:
                    answer("250 ok")


class Robot(ThreadingHTTPServer):
    """Takes what is posted. `answers` is the status and the JSON that it answers with."""

    daemon_threads = True

    def __init__(self):
        self.answers = (200, {"errcode": 0, "errmsg": "ok"})
        self.hangs = False
        self.asked = []  # each with its path and what was sent
        self.go_on = threading.Event()
        super().__init__(("127.0.0.1", 0), Listening)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_address[1]}/send?key=secret"

    @property
    def lines(self):
        """What the group has read, a line each, without the heading of a message."""
        return [
            line for _path, sent in self.asked for line in sent["text"]["content"].splitlines()[1:]
        ]

    def close(self):
        self.go_on.set()
        self.shutdown()
        self.server_close()


class Listening(BaseHTTPRequestHandler):
    def do_POST(self):
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.server.hangs:
            self.server.go_on.wait()
            return
        status, said = self.server.answers
        if status == 200 and said.get("errcode") == 0:
            self.server.asked.append((self.path, sent))
        body = json.dumps(said).encode()
        with suppress(OSError):
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *args):
        """Not on the terminal."""


@contextmanager
def closing(server):
    try:
        yield server
    finally:
        server.close()

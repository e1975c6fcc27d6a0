"""The site served as README says, in a process of its own."""

import os
import re
import shlex
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).parent.parent


def environment(folder, port):
    """That of a newcomer: nothing but a port and a folder of their own."""
    ours = ("NEWSROOM_", "DATABASE_URL", "DJANGO_")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return clean | {"NEWSROOM_DATA_DIR": str(folder), "PORT": str(port)}


def serving(port):
    """The command that README gives a deployment, on another port and with its workers named."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"^\S+/(granian (?:.*\\\n)*.*)$", readme, re.MULTILINE)
    _name, *flags = shlex.split(command.replace("\\\n", " "))
    flags[flags.index("--port") + 1] = str(port)
    return [str(Path(sys.executable).with_name("granian")), "--log-level=info", *flags]


def fetch(address, server):
    """The text at an address, waiting for the server to come up."""
    while True:
        try:
            with urllib.request.urlopen(address) as response:
                return response.read().decode()
        except ConnectionError:
            pass
        except urllib.error.URLError as error:
            if not isinstance(error.reason, ConnectionError):
                raise
        assert server.poll() is None
        time.sleep(0.1)

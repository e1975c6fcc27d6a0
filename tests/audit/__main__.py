"""The reader's site and the desk, looked at by the tools that others judge pages with.

`make audit` installs them (Node and Java are needed, and a Chromium) and runs this: vnu for HTML,
axe-core for accessibility, the Tab key, JavaScript off, a scale, and Lighthouse for its four marks
on a phone. ARGS names what to run, of vnu, axe, desk, keys, plain, weight and lighthouse;
everything unless told.
`pictures` and `desk-pictures` judge nothing: they leave a picture of every page in .audit/pictures.
"""

import logging
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tests.audit import lighthouse
from tests.audit.browser import (
    READERS,
    REQUESTS,
    STAFF,
    WEIGHT,
    chromium,
    examine,
    picture,
    walk,
    weigh,
    without_scripts,
)

ROOT = Path(__file__).parent.parent.parent
TOOLS = ROOT / ".audit" / "node_modules"
PICTURES = ROOT / ".audit" / "pictures"
ENVIRONMENT = {"DJANGO_SETTINGS_MODULE": "tests.audit.settings"}


def say(line=""):
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


@contextmanager
def served():
    """The site on a port of its own, by the server it is served with in earnest."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = Path(sys.executable).with_name("granian")
    options = ["--interface=wsgi", f"--port={port}", "--blocking-threads=3", "--log-level=error"]
    command = [server, *options, "newsroom.wsgi:application"]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
    root = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{root}/robots.txt")
        yield root
    finally:
        process.terminate()
        process.wait()


def wait_for(address, *, seconds=30):
    for _ in range(seconds * 10):
        try:
            with urllib.request.urlopen(address):
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    raise TimeoutError(address)


def fetch(address, session=""):
    request = urllib.request.Request(address, headers={"Cookie": f"sessionid={session}"})
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    try:
        with opener.open(request) as response:
            return response.read()
    except urllib.error.HTTPError as refusal:
        return refusal.read()


def vnu(root, addresses):
    """The pages as the Nu HTML Checker reads them: every error and every warning."""
    with tempfile.TemporaryDirectory() as folder:
        for name, address in addresses.items():
            (Path(folder) / f"{name}.html").write_bytes(fetch(root + quote(address, safe="/?=&%")))
        jar = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
        command = ["java", "-jar", jar, "--format", "gnu", folder]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [line.rpartition(f"{folder}/")[2] for line in done.stderr.splitlines() if line.strip()]


def weight(browser, root, address):
    size, requests = weigh(browser, root, address)
    say(f"  a story: {size} bytes in {requests} requests, photos left out")
    return [f"{size} bytes"] * (size > WEIGHT) + [f"{requests} requests"] * (requests > REQUESTS)


def run(root, readers, desk, session, chosen):
    """Each tool with what it found; nothing found is what is hoped for."""
    if "vnu" in chosen:
        yield "vnu", vnu(root, readers)
    axe = (TOOLS / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    with chromium() as browser:
        if "axe" in chosen:
            yield "axe", examine(browser, root, readers, windows=READERS, axe=axe)
        if "desk" in chosen:
            found = examine(browser, root, desk, windows=STAFF, axe=axe, session=session)
            yield "desk", found
        if "keys" in chosen:
            yield "keys", walk(browser, root, readers)
        if "plain" in chosen:
            yield "plain", without_scripts(browser, root, readers)
        if "weight" in chosen:
            yield "weight", weight(browser, root, readers["story"])
        PICTURES.mkdir(exist_ok=True)
        if "pictures" in chosen:
            picture(browser, root, readers, folder=PICTURES)
        if "desk-pictures" in chosen:
            picture(browser, root, desk, folder=PICTURES, session=session)
    if "lighthouse" in chosen:
        for name in ("front page", "story", "printed page"):
            yield f"lighthouse, {name}", lighthouse.judge(root + readers[name], tools=TOOLS)


def main(chosen):
    import django

    django.setup()
    logging.disable()  # what refuses is asked for on purpose
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("loaddata", "roles", "sample_issue", verbosity=0)
    from tests.audit import site

    user, rows = site.furnish()
    readers, (desk, session) = site.readers(), site.desk(user, rows)
    say(f"{len(readers)} pages of the site, {len(desk)} of the desk")
    failed = False
    with served() as root:
        for tool, found in run(root, readers, desk, session, chosen):
            problems = list(found)
            failed |= bool(problems)
            say(f"{tool}: {len(problems)} problems")
            for problem in problems:
                say(f"  {problem}")
    sys.exit(failed)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= ENVIRONMENT | {"NEWSROOM_DATA_DIR": folder}
        os.environ.pop("DATABASE_URL", None)
        main(sys.argv[1:] or ["vnu", "axe", "desk", "keys", "plain", "weight", "lighthouse"])

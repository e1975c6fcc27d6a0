"""A real OpenSearch for the tests, which may be killed and started again.

It is no package of a distribution: Maven fetches the jars that pom.xml names, and SearchServer.java
starts a node of them.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import zlib
from pathlib import Path
from urllib.request import urlopen

HERE = Path(__file__).parent
POM = HERE / "pom.xml"
CACHE = HERE.parents[1] / ".data" / "search-server"
PROGRAMS = ("java", "javac", "mvn")
# A small heap and the quick compiler alone: it is up in half the time, and has little to do.
OPTIONS = ["-Xms512m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]


def missing():
    """The programs that it needs and this machine has not."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


def jars():
    """The folder of the jars that pom.xml names; fetched once for each content of that file."""
    kept = CACHE / f"jars-{zlib.crc32(POM.read_bytes()):08x}"
    if not kept.exists():
        CACHE.mkdir(parents=True, exist_ok=True)
        maven = [
            "mvn",
            "-Dstyle.color=never",
            "--batch-mode",
            "--quiet",
            "--strict-checksums",
            "--file",
            POM,
        ]
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:
            fetched = Path(folder) / "jars"
            command = [*maven, "dependency:copy-dependencies", f"-DoutputDirectory={fetched}"]
            subprocess.run(command, check=True)
            fetched.rename(kept)
    return kept


class Server:
    """One node on a port of 127.0.0.1, a free one if none is given. Once made, it answers.

    Its data, log and compiled class are kept in `folder`. It ends with the process `owner`, which
    is this one if no other is given.
    """

    def __init__(self, folder, *, port=None, owner=None):
        self.folder, self.owner = folder, owner or os.getpid()
        self.port = port or _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.classes = f"{folder}:{jars()}/*"
        javac = ["javac", "-cp", self.classes, "-d", folder, HERE / "SearchServer.java"]
        subprocess.run(javac, check=True)
        self.start()

    def start(self):
        node = ["-cp", self.classes, "SearchServer", self.folder, str(self.port), str(self.owner)]
        log = self.folder / "log"
        with log.open("ab") as errors:
            self.process = subprocess.Popen(
                ["java", *OPTIONS, *node],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
            )
        if self.process.stdout.readline() != b"ready\n":
            self.kill()
            raise RuntimeError(f"OpenSearch does not start:\n{log.read_text()[-4_000:]}")
        # It answers a little before it has read again what it kept.
        urlopen(f"{self.url}/_cluster/health?wait_for_status=yellow&timeout=60s").close()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]

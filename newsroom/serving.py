"""The server and the worker beside it, as one process that a person starts and stops."""

from __future__ import annotations

import signal
import subprocess
import time
from types import FrameType

LOOK = 0.2  # seconds between two looks at the processes
PATIENCE = 10  # seconds to end in, before a process is killed


class _Stopped(Exception):
    """Somebody asked for the end."""


def serve(server: list[str], *, worker: list[str]) -> int:
    """Run both commands until the server ends or a signal comes, and end both; the server's code.

    A worker that dies is started again: what it was doing waits in the database.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    processes = [subprocess.Popen(server), subprocess.Popen(worker)]  # noqa: S603  # our own
    try:
        while processes[0].poll() is None:
            time.sleep(LOOK)
            if processes[1].poll() is not None:
                time.sleep(1)  # one that dies at once is not started without end
                processes[1] = subprocess.Popen(worker)  # noqa: S603
    except _Stopped:
        pass
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        for process in processes:
            _end(process)
    return processes[0].returncode


def _stop(number: int, frame: FrameType | None) -> None:
    raise _Stopped


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

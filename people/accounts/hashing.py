"""Passwords are hashed one at a time in a process, by a thread that gives way to all others.

A hash is made to cost: a fifth of a second of a processor. Without a bound, whoever posts passwords
takes the site from its readers. The thread has a low priority, so that hashing takes what readers
leave; and strangers do not wait for it, so that they do not take the threads that serve pages.

The method is Django's default, PBKDF2: Django raises its cost with each version, it needs no memory
and it lets other threads run meanwhile.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from django.contrib.auth.hashers import PBKDF2PasswordHasher

NICENESS = 5  # of 19: a third of what a thread that serves a page gets


class Busy(Exception):
    """Another password is being hashed, and for longer than somebody may wait."""


class Hasher(PBKDF2PasswordHasher):
    """Django's own, in that thread."""

    def encode(self, password: str, salt: str, iterations: int | None = None) -> str:
        return _thread.submit(super().encode, password, salt, iterations).result()


@contextmanager
def turn(*, patience: float) -> Iterator[None]:
    """Have the thread to oneself. Raises Busy after `patience` seconds, at once if that is 0."""
    if not _turn.acquire(timeout=patience):
        raise Busy
    try:
        yield
    finally:
        _turn.release()


def _give_way() -> None:
    if sys.platform == "linux":  # where a thread has a priority of its own
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICENESS)


_thread = ThreadPoolExecutor(1, "passwords", initializer=_give_way)
_turn = threading.Lock()

"""What a call costs, to be compared with the same of another size: never with a clock."""

import time

from django.db import connection

# PostgreSQL is asked for the lock under which the log of the desk's acts is appended to.
LOG_LOCK = int(connection.vendor == "postgresql")
# What search looks a text up by is written apart; PostgreSQL's index follows the entry.
GRAMS = int(connection.vendor == "sqlite")


def cost(call, *arguments):
    """The processor time of the quickest of three calls, in seconds."""
    times = []
    for _ in range(3):
        begun = time.process_time()
        call(*arguments)
        times.append(time.process_time() - begun)
    return min(times)

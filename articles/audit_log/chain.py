"""The hash that ties each line of the log to the line before it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from articles.models import LogLine

START = "0" * 64  # stands for the hash before the first line
# What is hashed. A field that is added later stays out, or every chain there is would break.
FIELDS = (
    *("number", "at", "event", "by_key", "by_login", "by_name"),
    *("model", "key", "text", "story", "details"),
)


def digest(line: LogLine, *, before: str) -> str:
    """SHA-256, in hex, of a line in its canonical form; `before` is the hash of the line before.

    The canonical form is a JSON object in ASCII, keys sorted, without spaces. Its keys are FIELDS
    and `before`. `at` is written in UTC with microseconds, as `2026-11-29T08:23:00.000000+00:00`;
    what is missing is null.
    """
    fields: dict[str, Any] = {name: getattr(line, name) for name in FIELDS}
    fields |= {"at": moment(line.at), "before": before}
    form = json.dumps(fields, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return sha256(form.encode("ascii")).hexdigest()


def moment(at: datetime) -> str:
    """A moment in UTC with microseconds, as the canonical form has it."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")

"""What nobody means to type and somebody will: texts, numbers, days and keys."""

import json
import re

# Characters that show nothing: zero width, direction, byte order, isolates, soft hyphens, fillers,
# tags, variation selectors without a character to vary; then controls, and what is no character.
INVISIBLE = "\u200b\u200c\u200d\u200e\u202e\u2060\u2066\u2069\ufeff\xad\u061c\u115f\u3164\u034f"
INVISIBLE += "\U000e0041\U000e01ef\ufe0f\ufff9\x08\x7f\x85\ufffe\uffff"
NOT_STORED = re.compile(f"[{INVISIBLE}\x00]")
LURKING = f"甲{INVISIBLE}乙"
CUT = "甲\x00乙"  # a character that no database has: alone, as some checks know it
MARKS = "？！"
EMOJI = "👨\u200d👩\u200d👧❤\ufe0f"
TEXTS = [LURKING, INVISIBLE, CUT, MARKS, EMOJI]

NUMBERS = ["-1", "1e400", "NaN", "2147483648", "9223372036854775807", "9" * 30, "词"]
DAYS = ["0001-01-01", "9999-12-31", "2024-02-30", "10000-01-01", "词"]
DAYS_STORED = set(DAYS[:2])  # that a calendar has
HOURS = ["00:00", "25:61", "词"]
KEYS = ["词", "-1", "9223372036854775807", "9" * 30, "1\x00", "\u200b"]
CHOICES = ["词", "\x00"]
ASKED = ["词", "\x00", "😀" * 300, *NUMBERS[:2], *NUMBERS[4:6], "0001-01-01", "1,2"]
INITIAL = ["词", "\x00", "9" * 30, "0001-01-01"]  # of a form, which its address may fill in


def too_long(limit):
    """A text of one unit more than a browser lets be typed, though of fewer characters."""
    return "😀" * (limit // 2) + "字" * (limit % 2 + 1)


def stored(params):
    """The texts among the parameters of a statement that hold what is never to be stored."""
    return [text for text in _texts(params) if NOT_STORED.search(text.replace(EMOJI, ""))]


def _texts(params):
    if isinstance(params, dict):
        params = [*params, *params.values()]
    if isinstance(params, str) and params[:1] in {"{", "["}:
        try:
            params = json.loads(params)
        except ValueError:
            return [params]
        return _texts(params)
    if isinstance(params, str):
        return [params]
    if isinstance(params, list | tuple):
        return [text for each in params for text in _texts(each)]
    return _texts(params.obj) if hasattr(params, "obj") else []  # psycopg's JSON

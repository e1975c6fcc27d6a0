"""The process log: one line a message, whatever a request brought into it."""

import logging
import re

import pytest
from django.conf import settings

from newsroom.log_lines import LineFormatter


def line(message, *arguments):
    record = logging.LogRecord("newsroom", logging.WARNING, "", 1, message, arguments, None)
    options = settings.LOGGING["formatters"]["line"]
    return LineFormatter(options["format"], style=options["style"]).format(record)


def test_a_line_says_when_with_the_offset_from_utc_how_bad_and_what():
    written = line("Photo %s cannot be drawn", 7)

    moment = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0800"
    assert re.fullmatch(rf"{moment} WARNING newsroom Photo 7 cannot be drawn", written)


@pytest.mark.parametrize("end", ["\n", "\r", "\x1b[2J", "\u2028", "\x00"])
def test_what_a_request_says_begins_no_line_of_its_own(end):
    written = line("Not found: %s", f"/稿件{end}2026 ERROR forged")

    assert written.isprintable()
    assert "/稿件\\" in written

"""How a line of the process log is written."""

from __future__ import annotations

import logging


class LineFormatter(logging.Formatter):
    """One line a message, its moment with the offset from UTC (ISO 8601).

    What a request or a form brought into a message cannot begin a line of its own: control
    characters are escaped as Python writes them. A traceback follows on lines of its own.
    """

    default_time_format = "%Y-%m-%dT%H:%M:%S%z"
    default_msec_format = ""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802  # as logging has it
        record.message = "".join(
            character if character.isprintable() else repr(character)[1:-1]
            for character in record.message
        )
        return super().formatMessage(record)

"""Mail, by Django's own classes and the server that MAIL_URL names."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from smtplib import SMTPDataError, SMTPRecipientsRefused, SMTPSenderRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

LONGEST = 60  # seconds after which no further letter is begun over one connection


@dataclass(frozen=True)
class Letter:
    """One mail to one person. Line ends in the subject become spaces."""

    to: str
    subject: str
    text: str


class ServerDown(Exception):
    """The server could not be reached, did not answer in time, or does not know us."""


def send(letters: Sequence[Letter]) -> list[bool]:
    """Send letters over one connection. For each, in their order, whether the server took it.

    Shorter than what was given where the server went away in between, or is very slow. Raises
    ServerDown where it was never there.
    """
    if not letters:
        return []
    ends = time.monotonic() + LONGEST
    server = EmailBackend(**settings.MAIL_SERVER, timeout=settings.CHANNEL_TIMEOUT, alias="default")
    taken: list[bool] = []
    try:
        server.open()
        for letter in letters:
            if time.monotonic() > ends:
                break
            taken.append(_is_taken(server, letter))
    except OSError as error:  # smtplib's own errors are such, too
        if not taken:
            raise ServerDown(f"{type(error).__name__}: {error}") from error
    finally:
        _hang_up(server)
    return taken


def _is_taken(server: EmailBackend, letter: Letter) -> bool:
    """Whether the server took a letter; False if it wants none of this kind, as for no address."""
    message = EmailMessage(
        subject=" ".join(letter.subject.split()),
        body=letter.text,
        from_email=settings.MAIL_FROM,
        to=[letter.to],
    )
    try:
        return bool(server.send_messages([message]))
    except (SMTPRecipientsRefused, SMTPSenderRefused, SMTPDataError, UnicodeError, ValueError):
        return False


def _hang_up(server: EmailBackend) -> None:
    connection = server.connection
    try:
        server.close()
    except OSError:  # it does not say goodbye: what it took before is taken
        if connection:
            connection.close()

"""One connection to a relay, opened when it is first needed and opened again after it broke."""

from __future__ import annotations

import smtplib

import structlog
from django.core.mail import EmailMessage

from divan.core.jobs import described
from divan.mail.relay import Relay

log = structlog.get_logger(__name__)


class Away(Exception):
    """The relay could not be reached or did not let us in; no mail is to blame. Its text is the reason."""


class Broken(Exception):
    """The connection broke while a mail was handed over; nobody knows whether the relay has it."""


class Line:
    """Hands mails to a relay, all over the same connection as long as it holds."""

    def __init__(self, relay: Relay) -> None:
        self._backend = relay.connection()

    def hand_over(self, message: EmailMessage) -> None:
        """Give the relay one mail. Raises Away, Broken, or smtplib's exception when it refuses this mail."""
        try:
            self._backend.open()
        except Exception as failure:
            self.close()
            raise Away(described(failure)) from failure
        try:
            self._backend.send_messages([message])
        except OSError as failure:
            refused = isinstance(failure, smtplib.SMTPException)
            if isinstance(failure, smtplib.SMTPServerDisconnected) or not refused:
                self.close()
                raise Broken(described(failure)) from failure
            # A relay that says 421 hangs up afterwards (RFC 5321 section 3.8).
            if self._backend.connection is None or self._backend.connection.sock is None:
                self.close()
            raise

    def close(self) -> None:
        """End the connection, so that the next mail opens a fresh one."""
        try:
            self._backend.close()
        except Exception:
            log.warning("the connection to the relay did not close")
        self._backend.connection = None

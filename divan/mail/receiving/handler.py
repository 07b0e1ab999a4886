"""How the commands of a session are answered: what is ours is kept, and nothing is passed on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import structlog
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import DatabaseError, close_old_connections, connections

from divan.mail import intake
from divan.mail.mailboxes import mailbox_of
from divan.mail.models import InboundMail
from divan.mail.receiving import peers

log = structlog.get_logger(__name__)
T = TypeVar("T")


LATER = "451 4.3.0 The message could not be kept. Please try again later."
NOT_OURS = "550 5.1.1 There is no such address here"
SLOWER = "450 4.7.1 Too many messages from your server. Please try again later."
GUESSING = "450 4.7.1 Too many unknown recipients from your server. Please try again later."


class Handler:
    """Answers sessions of one kind (`way`). The database is asked from one thread of its own."""

    def __init__(self, way: InboundMail.Way = InboundMail.Way.SMTP) -> None:
        self._way = way
        self._keeper = ThreadPoolExecutor(1, thread_name_prefix="mail-keeper")

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A new message begins."""
        if not await self._ask(peers.may_send, _peer(session)):
            return SLOWER
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """A recipient: refused here, before any data is sent, unless it is one of our addresses."""
        if len(envelope.rcpt_tos) >= intake.MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        try:
            if await self._ask(mailbox_of, address) is None:
                return NOT_OURS if await self._ask(peers.may_guess, _peer(session)) else GUESSING
        except (OSError, DatabaseError):
            log.exception("a recipient could not be looked up")
            return LATER
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """The message itself: answered with 250 only when `intake.take_in` has it safe."""
        outside = intake.Envelope(
            sender=(envelope.mail_from or "").strip("<>"),
            recipients=tuple(envelope.rcpt_tos),
            peer=_peer(session),
            helo=session.host_name or "",
            way=self._way,
        )
        try:
            kept = await self._ask(intake.take_in, envelope.original_content or b"", outside)
        except intake.UnknownRecipient:
            return NOT_OURS
        except (OSError, DatabaseError):
            log.exception("a message could not be kept")
            return LATER
        return f"250 2.0.0 Kept as {kept.pk}"

    async def close(self) -> None:
        """Finish what is being stored, and close the thread's connection to the database."""
        await asyncio.get_running_loop().run_in_executor(self._keeper, connections.close_all)
        self._keeper.shutdown()

    async def _ask(self, work: Callable[..., T], *arguments: Any) -> T:
        def asked() -> T:
            close_old_connections()
            return work(*arguments)

        return await asyncio.get_running_loop().run_in_executor(self._keeper, asked)


def _peer(session: Session) -> str:
    return str(session.peer[0]) if isinstance(session.peer, tuple) else ""

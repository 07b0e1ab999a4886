"""`kill -9` of everything while requests come in: what was acknowledged is there, once."""

from __future__ import annotations

import html
import http.client
import re
import smtplib
import sqlite3
import subprocess
import sys
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from email.message import EmailMessage
from functools import partial
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests.processes.running import Serve, surroundings_of, until
from tests.support.product import REPOSITORY, free_port

pytestmark = pytest.mark.processes

REQUESTS = 200
SENDERS = 4
# How many are acknowledged when everything is killed.
KILLED_AT = (50, 130)
PATIENCE_SECONDS = 300.0
ALL_FORMS = {"DIVAN_FORMS_PER_CLIENT": "100000"}
TICKETS = """
    SELECT ticket.subject FROM tickets_ticket ticket
    JOIN conversations_message message USING (conversation_id) WHERE ticket.subject LIKE 'Request %'
"""
CONFIRMATIONS = """
    SELECT mail."to", mail.state, mail.hold, ticket.number FROM mail_outgoingmail mail
    JOIN tickets_ticket ticket ON ticket.id = mail.ticket_id
    WHERE mail.purpose = 'confirmation' AND mail."to" LIKE '%@kill.example'
"""

Start = Callable[..., Serve]


class _Running:
    """The product as the senders know it: sometimes away, later at another port."""

    def __init__(self, start: Start) -> None:
        self._start = start
        self.now = start(**ALL_FORMS)
        self.now.until_answering()

    def kill_and_start_again(self) -> None:
        self.now.kill()
        self.now = self._start(**ALL_FORMS)
        self.now.until_answering()


class _Request:
    """One request; it is sent until it is acknowledged, the same one each time."""

    def __init__(self, which: int) -> None:
        self.subject = f"Request {which}"
        self.email = f"person{which}@kill.example"
        self.told = ""

    def send(self, running: _Running) -> None:
        """Try and try again, as people and mail servers do."""
        until(lambda: self._got_through(running.now), f"{self.subject} was never taken", PATIENCE_SECONDS)

    def _got_through(self, product: Serve) -> bool:
        try:
            self._send(product)
        except (OSError, http.client.HTTPException, smtplib.SMTPException):
            return False
        return True

    def _send(self, product: Serve) -> None:
        raise NotImplementedError


class _ByForm(_Request):
    """Fills in a form of the portal; `told` is the number on the page that follows."""

    def __init__(self, which: int) -> None:
        super().__init__(which)
        self._browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._filled = b""

    def _send(self, product: Serve) -> None:
        address = f"http://127.0.0.1:{product.port}/forms/contact/"
        self._filled = self._filled or self._fill_in(address)
        with self._browser.open(address, self._filled, timeout=20) as answer:
            found = re.search(r'<bdi class="ref">([^<]+)</bdi>', answer.read().decode())
            assert "/sent/" in answer.url
            assert found
            self.told = found[1]

    def _fill_in(self, address: str) -> bytes:
        with self._browser.open(address, timeout=20) as answer:
            page = answer.read().decode()
        hidden = {name: self._value(name, page) for name in ("stamp", "csrfmiddlewaretoken")}
        typed = {"name": "Ada", "email": self.email, "subject": self.subject, "body": "It hums."}
        return urllib.parse.urlencode({**hidden, **typed, "website": ""}).encode()

    def _value(self, name: str, page: str) -> str:
        found = re.search(f'name="{name}" value="([^"]+)"', page)
        assert found, page
        return html.unescape(found[1])


class _ByMail(_Request):
    """Hands a message to the built-in receiver; 250 is the acknowledgement."""

    def _send(self, product: Serve) -> None:
        mail = EmailMessage()
        mail["From"], mail["To"] = self.email, "support@divan.example"
        mail["Subject"], mail["Message-ID"] = self.subject, f"<{self.email}>"
        mail.set_content("It hums.")
        with smtplib.SMTP("127.0.0.1", product.smtp_port, timeout=20) as server:
            server.send_message(mail)


@pytest.fixture
def staged(data: Path) -> Path:
    """A help desk that is set up."""
    subprocess.run(
        [sys.executable, "-m", "tests.support.stage"],
        cwd=REPOSITORY,
        env=surroundings_of(data, free_port(), free_port()),
        check=True,
    )
    return data


def test_what_was_acknowledged_is_there_once(staged: Path, serve: Start) -> None:
    running = _Running(serve)
    requests = [_ByForm(which) if which % 2 else _ByMail(which) for which in range(REQUESTS)]
    with ThreadPoolExecutor(SENDERS) as senders:
        sent = [senders.submit(request.send, running) for request in requests]
        for share in KILLED_AT:
            until(partial(_have_got_through, share, sent), "the senders are stuck", PATIENCE_SECONDS)
            running.kill_and_start_again()
        for each in sent:
            each.result()
    until(lambda: _is_settled(staged), "the worker left something undone", PATIENCE_SECONDS)
    assert running.now.stop() == 0
    numbers: dict[str, str] = dict(
        _rows(staged, "SELECT subject, number FROM tickets_ticket WHERE subject LIKE 'Request %'")
    )
    assert set(numbers) == {request.subject for request in requests}
    assert all(numbers[request.subject] == request.told for request in requests if request.told)
    assert _once_each(staged, TICKETS) == {request.subject: 1 for request in requests}
    assert _once_each(staged, CONFIRMATIONS) == {
        (request.email, "held", "no_relay", numbers[request.subject]): 1 for request in requests
    }
    serials = sorted(
        int(row[0].partition("-")[2]) for row in _rows(staged, "SELECT number FROM tickets_ticket")
    )
    assert serials == list(range(serials[0], serials[0] + len(serials)))


def _have_got_through(share: int, sent: list[Future[None]]) -> bool:
    return sum(each.done() for each in sent) >= share


def _is_settled(data: Path) -> bool:
    """Whether the worker has nothing left to do."""
    waiting = "SELECT 1 FROM tickets_delivery UNION SELECT 1 FROM mail_inboundmail WHERE state = 'received'"
    return not _rows(data, waiting)


def _once_each(data: Path, query: str) -> Counter[object]:
    """How often each row comes; rows of one column count as their value."""
    return Counter(row[0] if len(row) == 1 else row for row in _rows(data, query))


def _rows(data: Path, query: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(data / "divan.sqlite3", timeout=30)) as connection:
        return connection.execute(query).fetchall()

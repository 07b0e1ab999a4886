"""Sending between processes that die and help desks that answer each other."""

from __future__ import annotations

import shutil
import smtplib
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import pytest

from tests.processes.relays import change, listening, rows
from tests.processes.running import Serve, surroundings_of, until
from tests.support.product import REPOSITORY, free_port

pytestmark = pytest.mark.processes

SENT = "SELECT state FROM mail_outgoingmail WHERE purpose = 'confirmation' AND \"to\" = 'ada@kill.example'"
AUTOMATIC = "SELECT count(*) FROM mail_outgoingmail WHERE is_automatic AND \"to\" LIKE 'support@%'"
UNFINISHED = """
    SELECT 1 FROM tickets_delivery UNION SELECT 1 FROM mail_inboundmail WHERE state = 'received'
    UNION SELECT 1 FROM mail_outgoingmail WHERE state IN ('queued', 'sending')
"""


@pytest.fixture
def staged(data: Path) -> Path:
    """A help desk that is set up and has nothing to send."""
    surroundings = surroundings_of(data, free_port(), free_port())
    command = [sys.executable, "-m", "tests.support.stage"]
    subprocess.run(command, cwd=REPOSITORY, env=surroundings, check=True)
    # Mail of the cast to a relay that does not listen yet would be tried again a minute later.
    change(data, "DELETE FROM tickets_delivery")
    return data


def until_receiving(port: int) -> None:
    """Wait for a receiver; the pages may answer before it does."""
    until(partial(_is_open, port), "nobody receives mail")


def write(port: int, sender: str, to: str, message_id: str) -> None:
    """Hand a message of a person to a receiver."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = sender, to, "It hums", message_id
    mail.set_content("Since yesterday, all day long.")
    with smtplib.SMTP("127.0.0.1", port, timeout=20) as server:
        server.send_message(mail)


def test_killed_between_taking_and_noting_delivers_once(staged: Path, serve: Callable[..., Serve]) -> None:
    """`kill -9` comes when the relay has the mail and before it can say so."""
    with listening() as relay:
        product = serve(DIVAN_MAIL_RELAY=relay.url)
        product.until_answering()
        until_receiving(product.smtp_port)
        relay.after_taking = product.kill
        write(product.smtp_port, "ada@kill.example", "support@divan.example", "<1@kill.example>")
        until(lambda: product.process.poll() is not None, "nothing was sent")
        relay.after_taking = lambda: None
        assert rows(staged, SENT) == [("sending",)]
        # Nobody can wait until the lease of the dead process ends.
        change(
            staged, "UPDATE mail_outgoingmail SET lease_until = '2020-01-01 00:00:00' WHERE state = 'sending'"
        )
        taken = relay.taken
        serve(DIVAN_MAIL_RELAY=relay.url).until_answering()
        until(lambda: rows(staged, SENT) == [("sent",)], "the mail was not sent again")
        assert relay.taken == taken + 1
        assert len(relay.delivered) == 1


def test_two_help_desks_that_write_to_each_other_fall_silent(
    staged: Path, tmp_path: Path, started: Callable[..., Serve]
) -> None:
    """Each is a customer of the other, and each one's relay is the receiver of the other."""
    there = Path(shutil.copytree(staged, tmp_path / "there"))
    change(there, "UPDATE mail_mailbox SET address = 'support@there.example'")
    port, port_there = free_port(), free_port()
    ours = started(staged, DIVAN_SMTP_PORT=str(port), DIVAN_MAIL_RELAY=_relay(port_there))
    theirs = started(there, DIVAN_SMTP_PORT=str(port_there), DIVAN_MAIL_RELAY=_relay(port))
    for product in (ours, theirs):
        product.until_answering()
    for each in (port, port_there):
        until_receiving(each)
    write(port, "support@there.example", "support@divan.example", "<1@there.example>")
    write(port_there, "support@divan.example", "support@there.example", "<1@divan.example>")
    for data in (staged, there):
        until(partial(_has_heard_twice, data), "the automatic mail did not arrive")
        until(partial(_is_idle, data), "something is still under way")
    assert [rows(data, AUTOMATIC) for data in (staged, there)] == [[(1,)], [(1,)]]
    assert [rows(data, "SELECT count(*) FROM mail_inboundmail") for data in (staged, there)] == [
        [(2,)],
        [(2,)],
    ]


@pytest.fixture
def started(tmp_path: Path) -> Iterator[Callable[..., Serve]]:
    """Starts products, each on data of its own."""
    products: list[Serve] = []

    def start(data: Path, **surroundings: str) -> Serve:
        products.append(Serve(data, tmp_path / f"{data.name}.log", **surroundings))
        return products[-1]

    yield start
    for product in products:
        product.stop()


def _is_open(port: int) -> bool:
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def _has_heard_twice(data: Path) -> bool:
    """Whether the message of a person and the automatic answer of the other side were worked off."""
    done = "SELECT count(*) FROM mail_inboundmail WHERE state <> 'received'"
    return rows(data, done) == [(2,)]


def _is_idle(data: Path) -> bool:
    return not rows(data, UNFINISHED)


def _relay(port: int) -> str:
    return f"smtp://127.0.0.1:{port}?tls=none"

"""`bin/divan mail receive`: the exit codes that mail servers understand, while the product runs and without it."""

from __future__ import annotations

import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from tests.processes.running import surroundings_of, until
from tests.support.product import REPOSITORY, Product, free_port

pytestmark = pytest.mark.processes

SUPPORT = "support@divan.example"
RAW = b"From: Ann <ann@b.example>\nTo: %s\nSubject: %s\nMessage-ID: <%s@b.example>\n\nHello\n"
OK, USAGE, BAD_MESSAGE, UNKNOWN_RECIPIENT, LATER = 0, 64, 65, 67, 75


def receive(data: Path, raw: bytes, *arguments: str, **surroundings: str) -> int:
    """Hand a message over as a mail server does; the exit code."""
    done = subprocess.run(
        [REPOSITORY / "bin/divan", "mail", "receive", *arguments],
        env={**surroundings_of(data, free_port(), free_port()), **surroundings},
        input=raw,
        capture_output=True,
        check=False,
        timeout=300,
    )
    assert b"Traceback" not in done.stderr or done.returncode == LATER
    assert done.stdout == b""
    return done.returncode


def message(subject: str, to: str = SUPPORT) -> bytes:
    return RAW % (to.encode(), subject.encode(), subject.encode())


def rows(data: Path, subject: str) -> list[tuple[str, str, str, str]]:
    """Way, sender, recipients and state of the messages with that Message-ID."""
    with closing(sqlite3.connect(data / "divan.sqlite3", timeout=30)) as database:
        return database.execute(
            "SELECT way, envelope_from, recipients, state FROM mail_inboundmail WHERE message_id LIKE ?",
            [f"%{subject}@b.example%"],
        ).fetchall()


def test_message_becomes_a_ticket_while_the_product_runs(product: Product) -> None:
    assert receive(product.data, message("piped"), "--recipient", SUPPORT, "--sender", "ann@b.example") == OK
    assert receive(product.data, message("piped"), "--recipient", SUPPORT) == OK
    until(lambda: [row[3] for row in rows(product.data, "piped")] == ["processed"], "it was never processed")
    assert rows(product.data, "piped")[0][:3] == ("pipe", "ann@b.example", f'["{SUPPORT}"]')


@pytest.mark.parametrize(
    ("name", "to", "arguments", "surroundings"),
    [
        ("by-postfix", "list@b.example", [], {"ORIGINAL_RECIPIENT": SUPPORT, "SENDER": "ann@b.example"}),
        ("by-qmail", "list@b.example", [], {"RECIPIENT": SUPPORT, "ORIGINAL_RECIPIENT": "alias@b.example"}),
        ("by-header", f"Help <{SUPPORT}>", [], {}),
        ("by-mailbox", "list@b.example", ["--mailbox", SUPPORT], {}),
        ("by-several", "list@b.example", ["--recipient", "x@b.example", SUPPORT], {}),
    ],
)
def test_recipient_is_found(
    product: Product, name: str, to: str, arguments: list[str], surroundings: dict[str, str]
) -> None:
    assert receive(product.data, message(name, to), *arguments, **surroundings) == OK
    assert SUPPORT in rows(product.data, name)[0][2]


@pytest.mark.parametrize(
    ("raw", "arguments", "code"),
    [
        (b"", ["--recipient", SUPPORT], BAD_MESSAGE),
        (b" \n", ["--recipient", SUPPORT], BAD_MESSAGE),
        (b"Subject: x\n\n" + b"x" * 26_214_400, ["--recipient", SUPPORT], BAD_MESSAGE),
        (message("nobody"), ["--recipient", "nobody@divan.example"], UNKNOWN_RECIPIENT),
        (message("nobody"), ["--mailbox", "nobody@divan.example"], UNKNOWN_RECIPIENT),
        (message("nobody", "nobody@divan.example"), [], UNKNOWN_RECIPIENT),
        (message("nobody"), ["--what"], USAGE),
    ],
)
def test_what_is_not_taken_has_its_exit_code(
    product: Product, raw: bytes, arguments: list[str], code: int
) -> None:
    assert receive(product.data, raw, *arguments) == code
    assert rows(product.data, "nobody") == []


def test_what_is_our_fault_is_tried_again(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert receive(tmp_path / "file", message("x"), "--recipient", SUPPORT) == LATER
    assert receive(tmp_path / "new", message("x"), "--recipient", SUPPORT) == LATER
    away = {"DATABASE_URL": f"postgres://nobody@127.0.0.1:{free_port()}/nothing"}
    assert receive(tmp_path / "away", message("x"), "--recipient", SUPPORT, **away) == LATER


def test_disk_that_takes_nothing_is_our_fault(product: Product, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    with (
        closing(sqlite3.connect(product.data / "divan.sqlite3")) as database,
        closing(sqlite3.connect(data / "divan.sqlite3")) as copy,
    ):
        database.backup(copy)
    (data / "files").touch()  # where the folder of the files should be
    assert receive(data, message("x"), "--recipient", SUPPORT) == LATER

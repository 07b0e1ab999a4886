"""Damaged messages: reading never fails, never takes long, and yields what every answer and database takes.

`DIVAN_TEST_MUTATIONS=20000 bin/test divan/mail/tests/test_parse_mutations.py` is the long run; with
`DIVAN_TEST_MESSAGES` it damages the messages (.eml) below that folder as well.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from divan.mail.commands.parse import as_object
from divan.mail.parsing import parse
from divan.mail.tests.mutations import MESSAGES, mutated

NUMBER = int(os.environ.get("DIVAN_TEST_MUTATIONS") or 2_000)
FOLDER = os.environ.get("DIVAN_TEST_MESSAGES", "")
LARGEST = 100_000
MOST_SECONDS = 2
LANGUAGES = (None, "tr", "he", "fa", "pl")


def check(number: int, messages: tuple[bytes, ...]) -> None:
    raw = mutated(number, messages)
    started = time.process_time()
    parsed = parse(raw, language=LANGUAGES[number % len(LANGUAGES)])
    took = time.process_time() - started
    shown = json.dumps(as_object(parsed), ensure_ascii=False) + parsed.html + parsed.quoted
    assert took < MOST_SECONDS, f"mutation {number} took {took:.1f} s"
    assert not any(": " in warning for warning in parsed.warnings), f"mutation {number}: {parsed.warnings}"
    assert "\\u0000" not in shown, f"mutation {number} holds NUL"
    shown.encode()  # a lone surrogate would raise


@pytest.mark.parametrize("share", range(4))
def test_damaged_messages_are_read(share: int) -> None:
    for number in range(share, NUMBER, 4):
        check(number, MESSAGES)


@pytest.mark.skipif(not FOLDER, reason="DIVAN_TEST_MESSAGES names no folder with messages")
def test_damaged_messages_of_the_folder_are_read() -> None:
    files = sorted(Path(FOLDER).rglob("*.eml"))
    messages = tuple(raw for file in files if len(raw := file.read_bytes()) < LARGEST)
    assert messages
    for number in range(NUMBER):
        check(number, messages)

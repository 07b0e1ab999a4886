"""Every message of a folder of real mail goes through the real receiver: none lost, none failing, none slow.

The folder lies beside the repository, not in it; where it is absent the test says so. DIVAN_MAIL_CORPUS names
another one.
"""

from __future__ import annotations

import os
import re
import smtplib
import time
from pathlib import Path

import pytest

from divan.core.jobs import drain
from divan.mail.intake import raw_bytes
from divan.mail.models import InboundMail
from divan.mail.parsing import parse
from divan.mail.tests.conftest import SUPPORT

pytestmark = pytest.mark.django_db(transaction=True)

FOLDER = Path(
    os.environ.get("DIVAN_MAIL_CORPUS") or Path(__file__).resolve().parents[4] / "shared" / "corpus" / "mail"
)
SLOWEST_SECONDS = 2.0
_ANY_LINE_END = re.compile(rb"\r\n|\n|\r(?!\n)")


def _messages() -> list[Path]:
    found = sorted(path for path in FOLDER.rglob("*") if path.suffix == ".eml")
    if not found:
        pytest.skip(f"no corpus of mail in {FOLDER.name}: nothing to receive")
    return found


def test_everything_is_received_kept_as_it_came_and_worked_off(smtp_port: int) -> None:
    sent = {}
    with smtplib.SMTP("127.0.0.1", smtp_port) as client:
        for number, path in enumerate(_messages()):
            # The protocol writes every line end as CR LF; all else has to arrive as it is.
            raw = _ANY_LINE_END.sub(b"\r\n", path.read_bytes())
            client.sendmail(f"corpus{number}@sender.example", [SUPPORT], raw)
            sent[f"corpus{number}@sender.example"] = raw
    drain()
    kept = {mail.envelope_from: mail for mail in InboundMail.objects.all()}
    different = {mail.sha256 for mail in kept.values()}
    assert len(different) == len({hash(_with_end(raw)) for raw in sent.values()})
    for sender, mail in kept.items():
        assert raw_bytes(mail) == _with_end(sent[sender]), sender
    undone = {
        mail.envelope_from: mail.error for mail in kept.values() if mail.state in ("received", "failed")
    }
    assert undone == {}


def test_nothing_takes_long_to_read() -> None:
    slow = {}
    for path in _messages():
        started = time.process_time()
        parse(path.read_bytes())
        if (took := time.process_time() - started) > SLOWEST_SECONDS:
            slow[path.name] = took
    assert slow == {}


def _with_end(raw: bytes) -> bytes:
    return raw if raw.endswith(b"\r\n") else raw + b"\r\n"

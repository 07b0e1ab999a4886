"""`bin/divan mail parse`: one JSON object a line, whatever the file is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.support.product import REPOSITORY

MAIL = (
    "From: Ayşe <a@x.example>\r\nTo: s@divan.example\r\nSubject: Yazıcı\r\nDate: Mon, 04 May 2026 10:00:00 +0300\r\n"
    "Message-ID: <1@x.example>\r\nIn-Reply-To: <0@x.example>\r\nReferences: <0@x.example>\r\n"
    'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\n\r\nYazıcı bu sabahtan beri çalışmıyor, yardım eder '
    "misiniz?\r\n--b\r\nContent-Type: text/x-log; name=a.log\r\n\r\nx\r\n--b--\r\n"
).encode()
ASKED = [
    "path",
    "from",
    "to",
    "cc",
    "reply_to",
    "subject",
    "date",
    "message_id",
    "in_reply_to",
    "references",
    "text",
    "html",
    "reply_text",
    "language",
]
ASKED += ["attachments", "auto", "is_bounce", "bounce", "warnings"]


def run(*arguments: str, given: bytes = b"") -> list[dict[str, object]]:
    """The objects that the command prints, in a place without database and data folder."""
    around = {"PATH": os.environ["PATH"], "PYTHONPATH": str(REPOSITORY), "DIVAN_DATA": "/nowhere/at/all"}
    command = [sys.executable, "-m", "divan.site.cli", "mail", "parse", *arguments]
    done = subprocess.run(command, input=given, capture_output=True, env=around, check=True, timeout=60)
    assert done.stderr == b""
    assert done.stdout.isascii()
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_an_object_for_each_path(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(MAIL)
    [answer] = run(str(tmp_path / "a.eml"))
    assert list(answer) == ASKED
    assert answer["from"] == {"name": "Ayşe", "email": "a@x.example"}
    assert (answer["language"], answer["date"]) == ("tr", "2026-05-04T07:00:00+00:00")
    assert answer["references"] == ["<0@x.example>"]
    assert answer["attachments"] == [
        {
            "name": "a.log",
            "type": "text/x-log",
            "size": 1,
            "sha256": "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881",
            "inline": False,
            "cid": "",
        }
    ]


def test_paths_from_standard_input_and_files_that_cannot_be_read(tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/\xff\xfe.eml"
    with open(odd, "wb") as file:
        file.write(b"Subject: odd\r\n\r\n\xed\xa0\x80")
    (tmp_path / "empty.eml").write_bytes(b"")
    listed = [odd, os.fsencode(tmp_path / "empty.eml"), os.fsencode(tmp_path), b"/no/such/file"]
    answers = run("-", given=b"\n".join(listed) + b"\n")
    assert [answer["subject"] for answer in answers] == ["odd", "", "", ""]
    assert [bool(answer["warnings"]) for answer in answers] == [False, False, True, True]
    assert answers[3]["path"] == "/no/such/file"


def test_without_a_path_it_says_how_to_use_it() -> None:
    command = [sys.executable, "-m", "divan.site.cli", "mail"]
    done = subprocess.run(command, capture_output=True, cwd=REPOSITORY, check=False, timeout=60)
    assert done.returncode == 2
    assert b"usage: bin/divan mail" in done.stderr

"""Raw messages as mail programs write them, each different, for `bin/bench mail`."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from divan.samples.library import stories

LANGUAGES = ("en", "tr", "he", "fa", "pl")
DESK = "support@seed.example"
_WRITERS = 500
_SMALL_BODY = 600
_FILES, _FILE_BYTES = 5, 150_000


def messages(run: str, count: int, *, large: bool) -> Iterator[bytes]:
    """`count` new requests by some hundred people in five languages: about 3 kB, or 1 MB with five files.

    `run` makes their Message-IDs different from those of other runs.
    """
    chance = random.Random(20_260_101)  # noqa: S311 - the same messages every time
    texts = {language: _texts(language) for language in LANGUAGES}
    for number in range(count):
        language = LANGUAGES[number % len(LANGUAGES)]
        subject, text = chance.choice(texts[language])
        yield _message(f"{run}-{number}", number, subject, text, _files(chance) if large else [])


def _texts(language: str) -> list[tuple[str, str]]:
    """Subjects, each with a text that is long enough, made of what customers wrote."""
    told = [(story.subject, "\n\n".join(story.texts("c"))) for story in stories(language)]
    found = []
    for place, (subject, text) in enumerate(told):
        more = [other for _subject, other in told[place + 1 :] + told[:place]]
        found.append((subject, "\n\n".join([text, *more])[:_SMALL_BODY]))
    return found


def _files(chance: random.Random) -> list[bytes]:
    return [chance.randbytes(_FILE_BYTES) for _ in range(_FILES)]


def _message(name: str, number: int, subject: str, text: str, files: list[bytes]) -> bytes:
    """multipart/alternative with plain text and HTML, as web mail sends it; with files inside multipart/mixed."""
    at = datetime(2026, 1, 5, 8, tzinfo=UTC) + timedelta(seconds=number)
    head = [
        f"Message-ID: <{name}@mail.example>",
        f"Date: {format_datetime(at)}",
        f"From: {_word(f'Customer {number % _WRITERS}')} <customer{number % _WRITERS}@mail.example>",
        f"To: {DESK}",
        f"Subject: {_word(subject)}",
        "Received: from mail.example (mail.example [192.0.2.7]) by mx.seed.example with ESMTPS id x1; "
        f"{format_datetime(at)}",
        "MIME-Version: 1.0",
    ]
    alternative = _alternative(text)
    if not files:
        return _lines([*head, *alternative])
    parts = [line for part in (_file(data, index) for index, data in enumerate(files)) for line in part]
    return _lines(
        [
            *head,
            'Content-Type: multipart/mixed; boundary="mixed"',
            "",
            "--mixed",
            *alternative,
            *parts,
            "--mixed--",
        ]
    )


def _alternative(text: str) -> list[str]:
    paragraphs = "".join(f"<p>{line}</p>" for line in text.split("\n") if line)
    markup = (
        f'<html><head><meta charset="utf-8"></head><body><div dir="auto">{paragraphs}</div></body></html>'
    )
    return [
        'Content-Type: multipart/alternative; boundary="alternative"',
        "",
        "--alternative",
        *_encoded("text/plain", text),
        "--alternative",
        *_encoded("text/html", markup),
        "--alternative--",
        "",
    ]


def _encoded(content_type: str, text: str) -> list[str]:
    body = base64.encodebytes(text.encode()).decode().splitlines()
    return [
        f"Content-Type: {content_type}; charset=utf-8",
        "Content-Transfer-Encoding: base64",
        "",
        *body,
        "",
    ]


def _file(data: bytes, index: int) -> list[str]:
    return [
        "--mixed",
        f'Content-Type: application/pdf; name="scan-{index}.pdf"',
        f'Content-Disposition: attachment; filename="scan-{index}.pdf"',
        "Content-Transfer-Encoding: base64",
        "",
        *base64.encodebytes(data).decode().splitlines(),
        "",
    ]


def _word(text: str) -> str:
    return f"=?utf-8?B?{base64.b64encode(text.encode()).decode()}?="


def _lines(lines: list[str]) -> bytes:
    return "\r\n".join(lines).encode() + b"\r\n"

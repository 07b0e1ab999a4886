"""`bin/divan mail parse`: what messages say, as one JSON object a line. Needs no database and no data folder."""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from divan.core.l10n.detection import language_of
from divan.mail.parsing import Address, File, ParsedMail, parse

_DESCRIPTION = "Print what messages say: one JSON object a line. Paths come from the command line, or with - from standard input, one a line."


def main(arguments: Sequence[str]) -> int:
    """Print an object for every path, also for a file that cannot be read. The exit code is 0."""
    parser = argparse.ArgumentParser(prog="bin/divan mail parse", description=_DESCRIPTION)
    parser.add_argument("paths", nargs="+", metavar="FILE", help="a message (.eml), or - for a list of paths")
    parser.add_argument("--language", help="language of the mailbox, for character sets that nobody declared")
    options = parser.parse_args(arguments)
    try:
        for path in _paths(options.paths):
            sys.stdout.write(json.dumps(described(path, options.language)) + "\n")
            sys.stdout.flush()
    except BrokenPipeError:
        # Whoever read the answers wants no more; what is buffered must not be tried again at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def described(path: str, language: str | None = None) -> dict[str, Any]:
    """The object for the message in the file at `path`; never raises for what is in the file or its name."""
    shown = os.fsencode(path).decode("utf-8", "replace")
    try:
        with open(path, "rb") as file:
            raw = file.read()
    except (OSError, ValueError) as failure:
        reason = failure.strerror if isinstance(failure, OSError) else "no such path"
        return {"path": shown, **as_object(ParsedMail(sender=None, warnings=(f"unreadable file: {reason}",)))}
    return {"path": shown, **as_object(parse(raw, language=language), language)}


def as_object(mail: ParsedMail, language: str | None = None) -> dict[str, Any]:
    """The message as plain values, ready for JSON. `html` is the body as it came: show it to nobody."""
    sender = mail.sender or (Address("", mail.sender_name) if mail.sender_name else None)
    return {
        "from": _address(sender) if sender else None,
        "to": [_address(each) for each in mail.to],
        "cc": [_address(each) for each in mail.cc],
        "reply_to": [_address(each) for each in mail.reply_to],
        "subject": mail.subject,
        "date": mail.date.isoformat() if mail.date else None,
        "message_id": mail.message_id,
        "in_reply_to": mail.in_reply_to,
        "references": list(mail.references),
        "text": mail.text,
        "html": mail.markup,
        "reply_text": mail.reply_text,
        "language": language_of(mail.reply_text or mail.text, (language,) if language else ()),
        "attachments": [_attachment(file) for file in mail.attachments],
        "auto": mail.auto,
        "is_bounce": mail.auto == "bounce",
        "bounce": _bounce(mail),
        "warnings": list(mail.warnings),
    }


def _address(address: Address) -> dict[str, str]:
    return {"name": address.name, "email": address.email}


def _attachment(file: File) -> dict[str, Any]:
    return {
        "name": file.name,
        "type": file.type,
        "size": len(file.data),
        "sha256": hashlib.sha256(file.data).hexdigest(),
        "inline": file.inline,
        "cid": file.cid,
    }


def _bounce(mail: ParsedMail) -> dict[str, Any] | None:
    if mail.bounce is None:
        return None
    return {"hard": mail.bounce.hard, "status": mail.bounce.status, "recipient": mail.bounce.recipient}


def _paths(named: Iterable[str]) -> Iterator[str]:
    """The paths in their order; standard input is read as bytes, for names that are no UTF-8."""
    for name in named:
        if name != "-":
            yield name
            continue
        for line in sys.stdin.buffer:
            if path := line.rstrip(b"\r\n"):
                yield os.fsdecode(path)

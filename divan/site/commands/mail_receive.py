"""`bin/divan mail receive`: takes one message from standard input, for mail servers that hand mail to a program.

The exit code is one of sysexits.h; whatever is wrong on our side asks the mail server to try again later.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NoReturn

from divan.site.serve import options
from divan.site.serve.failure import CannotStart
from divan.site.serve.folder import data_folder, prepare
from divan.site.serve.preparing import require_prepared

EX_USAGE, EX_TEMPFAIL = 64, 75
# One byte more than the largest message is enough to know that it is too large.
_MOST_READ = 25 * 1024 * 1024 + 1


class _Parser(argparse.ArgumentParser):
    """Answers wrong arguments with the exit code that mail servers expect."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(EX_USAGE, f"{self.prog}: {message}\n")


def main(arguments: Sequence[str]) -> int:
    """Take the message in and return the exit code."""
    chosen = options.read(_parser(), arguments)
    raw = sys.stdin.buffer.read(_MOST_READ)
    try:
        prepare(data_folder())
        require_prepared()
        return int(
            import_module("divan.mail.pipe").take(
                raw,
                recipients=chosen.recipient,
                mailbox=chosen.mailbox,
                sender=chosen.sender,
                environment=os.environ,
            )
        )
    except Exception as problem:  # with any other exit code the mail server would send the message back
        print(problem if isinstance(problem, CannotStart) else repr(problem), file=sys.stderr)
        return EX_TEMPFAIL


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="bin/divan mail receive",
        description="Take one message from standard input. Exit codes are those of sysexits.h.",
        epilog="Without --mailbox and --recipient, ORIGINAL_RECIPIENT or RECIPIENT in the environment count, "
        "then the headers of the message.",
    )
    parser.add_argument("--data", metavar="DIR", help="the data folder (default: data, beside the code)")
    parser.add_argument("--mailbox", metavar="ADDRESS", default="", help="the address that gets the message")
    parser.add_argument("--sender", metavar="ADDRESS", default="", help="the sender of the envelope")
    parser.add_argument(
        "--recipient",
        metavar="ADDRESS",
        nargs="+",
        action="extend",
        default=[],
        help="recipients of the envelope",
    )
    return parser

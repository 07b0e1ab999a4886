"""`bin/bench archive`: how long the archive of chats takes to open, question by question, and what an export takes."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from bench.target import REPOSITORY, database

TICKETS, CHATS, ROUNDS = 200_000, 100_000, 40


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    options = _options(arguments)
    with ExitStack() as stack:
        folder = options.data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="divan-bench-")))
        store = stack.enter_context(database(options.database, folder.resolve()))
        target = store.target(options.tickets)
        said = [str(options.chats), str(options.rounds), options.only]
        print(f"\n{options.database}; the whole way through Django, in milliseconds", flush=True)
        for part in ("questions", "export"):
            subprocess.run(
                [sys.executable, "-m", "bench.chat_archive_work", part, *said],
                env=target.environment,
                cwd=REPOSITORY,
                check=True,
            )
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench archive", description="Measures the archive of chats.")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument(
        "--tickets", type=int, default=TICKETS, metavar="N", help="of which the newest are chats"
    )
    parser.add_argument("--chats", type=int, default=CHATS, metavar="N")
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, metavar="N", help="so often each question is asked"
    )
    parser.add_argument("--only", metavar="TEXT", default="", help="only questions whose name holds TEXT")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="keep the seeded data here for the next time"
    )
    return parser.parse_args(arguments)

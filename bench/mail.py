"""`bin/bench mail`: from the bytes of a message to the committed ticket, step by step."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.target import REPOSITORY, Target, database

SIZES = [1_000, 200_000]
COUNTS = {"small": 500, "large": 60}
_HEAD = (
    f"{'messages':<8} {'tickets':>8} {'kB':>7} {'keep':>7} {'read':>7} {'file':>7} {'total':>7} "
    f"{'a second':>9} {'wall':>7} {'follow':>7}"
)


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and write what was asked for."""
    options = _options(arguments)
    found: list[dict[str, Any]] = []
    with ExitStack() as stack:
        folder = options.data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="divan-bench-")))
        store = stack.enter_context(database(options.database, folder.resolve()))
        print(f"\n{options.database}; processor milliseconds for a message\n{_HEAD}", flush=True)
        for tickets in options.tickets:
            target = store.target(tickets)
            for size, count in COUNTS.items():
                found.append(_measured(target, size, options.messages or count))
                print(_line(found[-1]), flush=True)
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench mail", description="Measures incoming mail on one core.")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument(
        "--tickets", type=int, nargs="+", default=SIZES, metavar="N", help="sizes to measure at"
    )
    parser.add_argument("--messages", type=int, metavar="N", help="so many of each kind")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="keep the seeded data here for the next time"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here as well")
    return parser.parse_args(arguments)


def _measured(target: Target, size: str, count: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.mail_work", str(count), size, str(target.database_pid or 0)],
        env=target.environment,
        cwd=REPOSITORY,
        check=True,
        stdout=subprocess.PIPE,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return {"messages": size, "tickets": target.tickets, **found}


def _line(found: dict[str, Any]) -> str:
    """One row: milliseconds of processor time of the worker and the database together."""
    spent = {
        name: (own + database) * 1000 / found["count"]
        for name, (own, database, _wall) in found["steps"].items()
    }
    wall = (found["steps"]["keep"][2] + found["steps"]["process"][2]) * 1000 / found["count"]
    total = spent["keep"] + spent["process"]
    return (
        f"{found['messages']:<8} {found['tickets']:>8,} {found['size'] / 1000:>7.1f} {spent['keep']:>7.2f} "
        f"{spent['read']:>7.2f} {spent['process'] - spent['read']:>7.2f} {total:>7.2f} {1000 / total:>9.0f} "
        f"{wall:>7.2f} {spent['follow']:>7.2f}"
    )

"""`bin/bench search`: what finding costs, how quickly the index grows and how well it finds."""

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

from bench import search_quality
from bench.target import REPOSITORY, Target, database

SIZES = [1_000, 200_000]
REPETITIONS = 60
_HEAD = f"{'search':<28} {'tickets':>9} {'hits':>6} {'own':>6} {'db':>6} {'cpu':>6} {'median':>7} {'p95':>7}"


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and write what was asked for."""
    options = _options(arguments)
    if options.quality is not None:
        return search_quality.main(options.quality)
    found: list[dict[str, Any]] = []
    with ExitStack() as stack:
        folder = options.data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="divan-bench-")))
        store = stack.enter_context(database(options.database, folder.resolve()))
        print(
            f"\n{options.database}; milliseconds for a page of 50 hits, medians; own, db and cpu are processor time\n{_HEAD}",
            flush=True,
        )
        for tickets in options.tickets:
            target = store.target(tickets)
            measured = _measured(target, options.repetitions)
            found.append({"tickets": tickets, **measured})
            print(_lines(tickets, measured), flush=True)
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench search", description="Measures the search.")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--tickets", type=int, nargs="+", default=SIZES, metavar="N", help="sizes to measure")
    parser.add_argument("--repetitions", type=int, default=REPETITIONS, metavar="N", help="of every search")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="keep the seeded data here for the next time"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here as well")
    parser.add_argument(
        "--quality",
        type=Path,
        nargs="?",
        const=REPOSITORY.parent / "shared" / "corpus",
        metavar="CORPUS",
        help="precision and recall on real sentences instead",
    )
    return parser.parse_args(arguments)


def _measured(target: Target, repetitions: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.search_work", str(repetitions), str(target.database_pid or 0)],
        env=target.environment,
        cwd=REPOSITORY,
        check=True,
        stdout=subprocess.PIPE,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def _lines(tickets: int, measured: dict[str, Any]) -> str:
    lines = [
        f"{case['name']:<28} {tickets:>9,} {case['hits']:>6} {case['own']:>6.2f} {case['database']:>6.2f} "
        f"{case['own'] + case['database']:>6.2f} {case['median']:>7.2f} {case['p95']:>7.2f}"
        for case in measured["cases"]
    ]
    index = measured["index"]
    rate = (
        f"{index['rate']:,.0f} messages indexed in a second of processor time"
        if index["rate"]
        else "indexed before"
    )
    lines.append(
        f"index: {index['documents']:,} documents, {index['messages']:,} messages, {rate}, "
        f"{index['bytes'] / 2**20:,.1f} MiB"
    )
    return "\n".join(lines)

"""`bin/bench`: measure the cases at several sizes and print a table; `bin/bench desk`, `mail`, `search`, `chat` and
`archive` those parts."""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bench import chat, chat_archive, desk, mail, report, search
from bench.cases import CASES, Case
from bench.measuring import Figures, Limits, Place, measure
from bench.server import memory_bytes, serving
from bench.target import Target, database, prepared

SIZES = [1_000, 200_000]
CONNECTIONS = [1, 8]


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench", description="Measures Divan through its real server.")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument(
        "--tickets", type=int, nargs="+", default=SIZES, metavar="N", help="sizes to measure at"
    )
    parser.add_argument("--connections", type=int, nargs="+", default=CONNECTIONS, metavar="N")
    parser.add_argument("--only", metavar="TEXT", default="", help="only cases whose name holds TEXT")
    parser.add_argument("--requests", type=int, default=300, help="at most so many for each figure")
    parser.add_argument("--seconds", type=float, default=30, help="at most so long for each figure")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="keep the seeded data here for the next time"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here as well")
    return parser.parse_args(arguments)


def main() -> int:
    """Measure, print, and write what was asked for."""
    parts = {"archive": chat_archive.main, "chat": chat.main, "mail": mail.main, "search": search.main}
    if part := parts.get("".join(sys.argv[1:2])):
        return part(sys.argv[2:])
    is_desk = sys.argv[1:2] == ["desk"]
    options = _options(sys.argv[2:] if is_desk else sys.argv[1:])
    cases = [case for case in (desk.CASES if is_desk else CASES) if options.only in case.name]
    limits = Limits(options.requests, options.seconds)
    figures: list[Figures] = []
    with ExitStack() as stack:
        folder = options.data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="divan-bench-")))
        store = stack.enter_context(database(options.database, folder.resolve()))
        targets = [store.target(tickets) for tickets in options.tickets]
        print(report.heading(options.database), flush=True)
        for target in targets:
            figures += _measured(target, cases, options.connections, limits, is_furnished=is_desk)
    for line in report.growth(figures):
        print(line)
    if options.json:
        report.write_json(options.json, options.database, figures)
    return 0


def _measured(
    target: Target, cases: list[Case], connections: list[int], limits: Limits, *, is_furnished: bool
) -> list[Figures]:
    """All cases on one installation."""
    figures = []
    ready = prepared(target, is_furnished=is_furnished)
    with serving(target) as (port, pid):
        place = Place(port, pid, target.database_pid)
        for case in cases:
            requests = case.requests(ready)
            for count in connections:
                figures.append(measure(case, requests, count, target.tickets, place, limits))
                print(report.line(figures[-1]), flush=True)
        print(f"memory of the web process: {memory_bytes(pid) / 2**20:.0f} MiB", flush=True)
    return figures


if __name__ == "__main__":
    sys.exit(main())

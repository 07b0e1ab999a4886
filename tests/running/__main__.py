"""The passes: everything on SQLite, database tests again on PostgreSQL, browser and processes once."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from tests.running import chromium
from tests.running.results import Result, read, steadied, summary
from tests.running.services import services

WORKERS = 2
PLAIN = "not browser and not processes"
# What real processes and a browser do depends on what else the machine does. So few failures run once more by
# themselves, and those that pass then are named at the end, each a race that somebody has to look for.
TOO_MANY_FOR_CHANCE = 3
_AROUND = ("DATABASE_URL", "REDIS_URL", "DIVAN_DATA", "DIVAN_TEST_VALKEYS")


def run(title: str, options: list[str], surroundings: Mapping[str, str] | None = None) -> Result:
    """One pytest run with `options`, in an environment that names no database but the given one."""
    print(f"\n── {title} ──", flush=True)
    kept = {name: value for name, value in os.environ.items() if name not in _AROUND}
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="divan-report-") as folder:
        report = Path(folder) / "report.xml"
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}", *options],
            env={**kept, **(surroundings or {})},
            check=False,
        )
        return read(title, report, done.returncode, time.monotonic() - started)


def run_steadily(title: str, options: list[str]) -> Result:
    """One pytest run of tests against real processes; one or two failures run once more by themselves."""
    first = run(title, options)
    places = [_place(name) for name in first.failures]
    if not 0 < first.failed < TOO_MANY_FOR_CHANCE or None in places:
        return first
    return steadied(first, run(f"{title}, once more", [place for place in places if place]))


def _place(name: str) -> str | None:
    """The argument that makes pytest run the test of this name in its report alone; None if it is no test."""
    module, _, test = name.partition("::")
    path = Path(module.replace(".", "/")).with_suffix(".py")
    return f"{path}::{test}" if test and path.is_file() else None


def main(arguments: list[str]) -> int:
    """Run all passes with pytest's `arguments`; 0 only if nothing failed."""
    subprocess.run([sys.executable, "-m", "divan.core.catalogues"], check=True)
    side_by_side = ["-n", str(WORKERS), "-m", PLAIN, *arguments]
    results = [run("SQLite", side_by_side)]
    with services(WORKERS) as surroundings:
        results.append(run("PostgreSQL and Valkey", ["--database-only", *side_by_side], surroundings))
    chromium.ensure()
    results.append(run_steadily("browser", ["-m", "browser", *arguments]))
    results.append(run_steadily("processes", ["-m", "processes and not browser", *arguments]))
    print(summary(results))
    nothing_ran = not any(result.passed or result.failed or result.skipped for result in results)
    if nothing_ran:
        print("No test matches these arguments.", file=sys.stderr)
    return 1 if nothing_ran or any(result.failed for result in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

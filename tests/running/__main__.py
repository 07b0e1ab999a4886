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
from tests.running.results import Result, read, summary
from tests.running.services import services

WORKERS = 2
PLAIN = "not browser and not processes"
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


def main(arguments: list[str]) -> int:
    """Run all passes with pytest's `arguments`; 0 only if nothing failed."""
    subprocess.run([sys.executable, "-m", "divan.core.catalogues"], check=True)
    side_by_side = ["-n", str(WORKERS), "-m", PLAIN, *arguments]
    results = [run("SQLite", side_by_side)]
    with services(WORKERS) as surroundings:
        results.append(run("PostgreSQL and Valkey", ["--database-only", *side_by_side], surroundings))
    chromium.ensure()
    results.append(run("browser", ["-m", "browser", *arguments]))
    results.append(run("processes", ["-m", "processes and not browser", *arguments]))
    print(summary(results))
    nothing_ran = not any(result.passed or result.failed or result.skipped for result in results)
    if nothing_ran:
        print("No test matches these arguments.", file=sys.stderr)
    return 1 if nothing_ran or any(result.failed for result in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

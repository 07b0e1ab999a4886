"""Figures for people and for programs."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from bench.measuring import Figures

_HEAD = (
    f"{'case':<20} {'tickets':>8} {'conn':>4} {'CPU ms':>7} {'server':>7} {'db':>6} {'p50 ms':>7} {'p95 ms':>7} "
    f"{'req/s':>7} {'queries':>7} {'kB':>6} {'gzip':>6}"
)


def heading(database: str) -> str:
    """The two lines over the table."""
    return f"\n{database}, Python {platform.python_version()}, {os.cpu_count()} processors\n{_HEAD}"


def line(found: Figures) -> str:
    """One row of the table."""
    return (
        f"{found.case:<20} {found.tickets:>8,} {found.connections:>4} {found.cpu:>7.2f} {found.server_cpu:>7.2f} "
        f"{found.database_cpu:>6.2f} {found.p50:>7.1f} {found.p95:>7.1f} {found.per_second:>7.1f} "
        f"{found.queries:>7} {found.raw_bytes / 1000:>6.1f} {found.gzip_bytes / 1000:>6.1f}"
    )


def growth(figures: Iterable[Figures]) -> list[str]:
    """How much more the largest number of tickets costs than the smallest, case by case."""
    sizes: dict[tuple[str, int], dict[int, Figures]] = {}
    for found in figures:
        sizes.setdefault((found.case, found.connections), {})[found.tickets] = found
    lines = []
    for (case, connections), by_size in sizes.items():
        small, large = by_size[min(by_size)], by_size[max(by_size)]
        if small is not large:
            lines.append(
                f"{case:<20} {connections:>4} conn: CPU x {large.cpu / small.cpu:.2f}, p95 x {large.p95 / small.p95:.2f}"
            )
    return lines


def write_json(path: Path, database: str, figures: Iterable[Figures]) -> None:
    """Everything, with what it was measured on."""
    found = {
        "database": database,
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "figures": [{**asdict(one), "cpu": one.cpu} for one in figures],
    }
    path.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")

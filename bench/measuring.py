"""Sending requests and taking the figures."""

from __future__ import annotations

import gzip
import itertools
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bench.cases import Case, Request
from bench.client import Answer, Connection
from bench.counting import HEADER
from bench.server import cpu_seconds

WARM_UP = 30


@dataclass(frozen=True)
class Limits:
    """A measurement ends after so many requests or seconds, whichever comes first."""

    requests: int
    seconds: float


@dataclass(frozen=True)
class Figures:
    """One case at one number of connections; times in milliseconds."""

    case: str
    tickets: int
    connections: int
    requests: int
    server_cpu: float
    database_cpu: float
    p50: float
    p95: float
    per_second: float
    queries: int
    raw_bytes: int
    gzip_bytes: int

    @property
    def cpu(self) -> float:
        """Server and database together."""
        return self.server_cpu + self.database_cpu


@dataclass(frozen=True)
class Place:
    """Where requests go, and whose processor time counts."""

    port: int
    server_pid: int
    database_pid: int | None


def measure(
    case: Case, requests: Iterator[Request], connections: int, tickets: int, place: Place, limits: Limits
) -> Figures:
    """Warm up, then send from `connections` threads at once, each on a connection of its own."""
    lines = [Connection(place.port) for _ in range(connections)]
    for place_of_line, request in zip(
        itertools.cycle(lines), itertools.islice(requests, WARM_UP), strict=False
    ):
        sample = place_of_line.send(request)
    server, database = cpu_seconds(place.server_pid), cpu_seconds(place.database_pid)
    started = time.perf_counter()
    seconds = _send(lines, requests, limits)
    took = time.perf_counter() - started
    server, database = cpu_seconds(place.server_pid) - server, cpu_seconds(place.database_pid) - database
    for line in lines:
        line.close()
    return Figures(
        case=case.name,
        tickets=tickets,
        connections=connections,
        requests=len(seconds),
        server_cpu=server * 1000 / len(seconds),
        database_cpu=database * 1000 / len(seconds),
        p50=_percentile(seconds, 50) * 1000,
        p95=_percentile(seconds, 95) * 1000,
        per_second=len(seconds) / took,
        **_about(sample),
    )


def _send(lines: list[Connection], requests: Iterator[Request], limits: Limits) -> list[float]:
    """All response times in seconds. A failure in any thread ends the measurement."""
    shared = threading.Lock()
    limited = itertools.islice(requests, limits.requests)
    deadline = time.monotonic() + limits.seconds
    seconds: list[float] = []
    failures: list[Exception] = []

    def work(line: Connection) -> None:
        try:
            while time.monotonic() < deadline and not failures:
                with shared:
                    request = next(limited, None)
                if request is None:
                    return
                seconds.append(line.send(request).seconds)
        except Exception as failure:
            failures.append(failure)

    threads = [threading.Thread(target=work, args=(line,)) for line in lines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]
    return seconds


def _about(answer: Answer) -> dict[str, Any]:
    """What one answer looks like. The product leaves compressing to the proxy, so it is done here."""
    return {
        "queries": int(answer.headers.get(HEADER.lower(), 0)),
        "raw_bytes": len(answer.body),
        "gzip_bytes": len(gzip.compress(answer.body, 6)),
    }


def _percentile(values: list[float], percent: int) -> float:
    """The smallest value that at least `percent` of all do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]

"""The real web server as a process, and what it and the database use of the processors."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.target import REPOSITORY, Target

START_SECONDS = 60
STOP_SECONDS = 20
_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(target: Target) -> Iterator[tuple[int, int]]:
    """`bin/divan web` on a free port of the loopback interface; yields (port, process id)."""
    port = _free_port()
    process = subprocess.Popen(
        [str(REPOSITORY / "bin/divan"), "web", "--port", str(port)],
        env=target.environment,
        stdout=sys.stderr,
    )
    try:
        _wait(process, port)
        yield port, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def cpu_seconds(pid: int | None) -> float:
    """Processor time (user and system) of the process and all below it until now; 0 for none."""
    if pid is None:
        return 0.0
    own = _times(pid)
    total = sum(own[:2]) + sum(own[2:])
    return (total + sum(sum(_times(child)[:2]) for child in _below(pid))) / _TICKS


def memory_bytes(pid: int) -> int:
    """Proportional share of the memory that the process holds (Pss)."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def _times(pid: int) -> list[int]:
    """utime, stime, cutime, cstime of a process (proc(5)); zeros when it is gone."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return [0, 0, 0, 0]
    return [int(value) for value in stat.rpartition(")")[2].split()[11:15]]


def _below(pid: int) -> list[int]:
    """Children of the process, and theirs."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [found for child in map(int, children) for found in (child, *_below(child))]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            time.sleep(0.1)  # the only way to watch another process come up
    raise RuntimeError("the web server did not start")

"""Starting Divan's own commands as processes, and watching them from outside."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psutil

from tests.support.product import REPOSITORY, environment, free_port

PATIENCE_SECONDS = 120.0
# The order in which the supervisor forks them.
PARTS = ("web", "worker", "scheduler", "mail-receiver", "mail-fetcher")


def until(holds: Callable[[], bool], what: str, patience: float = PATIENCE_SECONDS) -> None:
    """Wait until `holds`, `patience` seconds at most; another process can be watched in no other way."""
    deadline = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < deadline, what
        time.sleep(0.05)


def divan(data: Path, *arguments: str, **surroundings: str) -> subprocess.CompletedProcess[str]:
    """Run one command of `bin/divan` to its end."""
    return subprocess.run(
        [REPOSITORY / "bin/divan", *arguments],
        env={**surroundings_of(data, free_port(), free_port()), **surroundings},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def surroundings_of(data: Path, port: int, smtp_port: int) -> dict[str, str]:
    """Like the product's, but with a secret key of its own making."""
    made = environment(data, port, smtp_port)
    del made["DIVAN_SECRET_KEY"]
    return made


def has_ended(process: psutil.Process) -> bool:
    """Whether a process is over; one that nobody has buried yet is over too."""
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


class Serve:
    """`bin/divan serve` on `data`, listening to ports that are free; `surroundings` are more of its environment."""

    def __init__(self, data: Path, log: Path, **surroundings: str) -> None:
        self.port, self.smtp_port = free_port(), free_port()
        self._log = log
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [REPOSITORY / "bin/divan", "serve"],
                env={**surroundings_of(data, self.port, self.smtp_port), **surroundings},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def output(self) -> str:
        return self._log.read_text()

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page; status 0 while nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read().decode()
        except OSError:
            return 0, ""

    def until_answering(self) -> None:
        until(lambda: self.get("/healthz")[0] == 200 or self.process.poll() is not None, self.output)
        assert self.process.poll() is None, self.output

    def children(self) -> dict[str, psutil.Process]:
        """The processes of the tree by the name of their part, as they were first started."""
        found = sorted(psutil.Process(self.process.pid).children(), key=lambda child: child.pid)
        return dict(zip(PARTS, found, strict=True))

    def living_children(self) -> int:
        """How many parts run now."""
        return sum(not has_ended(child) for child in psutil.Process(self.process.pid).children())

    def processor_seconds(self) -> float:
        """How long the tree has computed, all its processes together."""
        parent = psutil.Process(self.process.pid)
        times = [process.cpu_times() for process in (parent, *parent.children())]
        return float(sum(each.user + each.system for each in times))

    def kill(self) -> None:
        """`kill -9` to the parent and all its children at once."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ask it to stop and return its exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE_SECONDS)

"""Web processes without the rest of the product, several of them on the same data if need be, and chats for them."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

from tests.processes.running import until
from tests.support.product import REPOSITORY


def with_talks(surroundings: dict[str, str], count: int) -> dict[str, Any]:
    """Put so many chats into the data that `surroundings` name; what the pages of their people know."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.processes.talks", str(count)],
        cwd=REPOSITORY,
        env=surroundings,
        check=True,
        stdout=subprocess.PIPE,
    )
    return dict(json.loads(done.stdout.splitlines()[-1]))


class Web:
    """`bin/divan web`; it keeps its port when it is started again."""

    def __init__(self, surroundings: dict[str, str], log: Path) -> None:
        self.address = f"127.0.0.1:{surroundings['DIVAN_HTTP_PORT']}"
        self._surroundings = surroundings
        self._log = log
        self.start()

    def start(self) -> None:
        """Start it (again); nobody answers yet."""
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                [REPOSITORY / "bin/divan", "web", "--port", self.address.rpartition(":")[2]],
                env=self._surroundings,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def until_answering(self) -> None:
        """Wait until it answers; fails as soon as it has ended instead."""
        until(lambda: self._process.poll() is not None or self._is_answering(), f"see {self._log}")
        assert self._process.poll() is None, self._log.read_text()

    def kill_and_start_again(self) -> None:
        """`kill -9`, and back on the same port."""
        self.end(signal.SIGKILL)
        self.start()
        self.until_answering()

    def end(self, how: signal.Signals) -> None:
        """End it, and wait for that."""
        self._process.send_signal(how)
        self._process.wait()

    def _is_answering(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://{self.address}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False

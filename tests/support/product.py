"""The real product as processes, on data of its own, with the cast already in it."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
START_SECONDS = 180
STOP_SECONDS = 60
# What belongs to the test process and must not reach the product.
_OURS = ("DIVAN_", "DATABASE_URL", "REDIS_URL", "PYTEST_", "DJANGO_SETTINGS_MODULE")

# Linux connects from 32768 upwards (ip_local_port_range), the IANA range of RFC 6335 begins at 49152.
_SERVER_PORTS = range(12_000, 32_000)
_given: set[int] = set()

# Python commands that prepare data, each a list of arguments.
Staging = Sequence[Sequence[str]]
WITH_THE_CAST: Staging = [["-m", "tests.support.stage"]]


@dataclass(frozen=True)
class Product:
    """Where the running product answers."""

    url: str
    smtp_port: int
    data: Path
    log: Path

    @property
    def staged(self) -> dict[str, str]:
        """Numbers of the tickets that are there from the start: `story` and `waiting`."""
        return dict(json.loads((self.data / "staged.json").read_text()))


def free_port() -> int:
    """A TCP port of the loopback interface that nobody uses now, and that this run has not given away yet.

    It lies below the ports that systems give to outgoing connections: one of those could be taken by any connection
    between this probe and the start of the server that it is meant for.
    """
    while True:
        port = secrets.choice(_SERVER_PORTS)
        if port in _given:
            continue
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        _given.add(port)
        return port


def environment(data: Path, port: int, smtp_port: int) -> dict[str, str]:
    """The environment of the product's processes."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    return {
        **kept,
        "DIVAN_DATA": str(data),
        "DIVAN_HTTP_PORT": str(port),
        "DIVAN_SMTP_PORT": str(smtp_port),
        "DIVAN_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "DIVAN_SECRET_KEY": secrets.token_urlsafe(32),
        "DJANGO_SETTINGS_MODULE": "divan.site.settings",
        "PYTHONPATH": str(REPOSITORY),
    }


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product that most tests share: no relay, so its mail stays readable under "Outgoing mail"."""
    with running(tmp_path_factory.mktemp("product")) as shared:
        yield shared


@contextmanager
def running(data: Path, *, staging: Staging = WITH_THE_CAST, **settings: str) -> Iterator[Product]:
    """The whole product: web, worker, scheduler and mail receiver, on data that `staging` prepares.

    `settings` are further environment variables.
    """
    port, smtp_port = free_port(), free_port()
    surroundings = {**environment(data, port, smtp_port), **settings}
    for command in staging:
        _run(*command, surroundings=surroundings)
    log = data / "serve.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [REPOSITORY / "bin/divan", "serve", "--port", str(port), "--smtp-port", str(smtp_port)],
            cwd=REPOSITORY,
            env=surroundings,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    started = Product(f"http://127.0.0.1:{port}", smtp_port, data, log)
    try:
        _wait_until_ready(started, process)
        yield started
    finally:
        _stop(process)


def _run(*arguments: str, surroundings: dict[str, str]) -> None:
    subprocess.run([sys.executable, *arguments], cwd=REPOSITORY, env=surroundings, check=True)


def _wait_until_ready(started: Product, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{started.url}/readyz", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)  # the only way to watch another process come up
    pytest.fail(f"the product did not start:\n{started.log.read_text()}", pytrace=False)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        pytest.fail("the product did not stop within the time it has", pytrace=False)

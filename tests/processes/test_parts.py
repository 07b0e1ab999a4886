"""The parts one by one, on PostgreSQL and Valkey, by environment variables alone."""

from __future__ import annotations

import signal
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.processes.running import PATIENCE_SECONDS, surroundings_of, until
from tests.running.services import services
from tests.support.product import REPOSITORY, free_port

pytestmark = pytest.mark.processes

PARTS = ("web", "worker", "scheduler", "mail-receiver", "mail-fetcher")


@pytest.fixture
def servers() -> Iterator[dict[str, str]]:
    with services(1) as named:
        yield {"DATABASE_URL": named["DATABASE_URL"], "REDIS_URL": named["DIVAN_TEST_VALKEYS"]}


def test_parts_started_one_by_one_are_ready_and_end_when_asked(
    servers: dict[str, str], tmp_path: Path
) -> None:
    port = free_port()
    surroundings = {**surroundings_of(tmp_path / "data", port, free_port()), **servers}
    subprocess.run([REPOSITORY / "bin/divan", "migrate"], env=surroundings, check=True)
    with ExitStack() as ending:
        started = [
            ending.enter_context(subprocess.Popen([REPOSITORY / "bin/divan", part], env=surroundings))
            for part in PARTS
        ]
        for process in started:
            ending.callback(process.kill)
        until(lambda: _is_ready(port), "the parts never became ready together")
        for process in started:
            process.send_signal(signal.SIGTERM)
        assert [process.wait(PATIENCE_SECONDS) for process in started] == [0] * len(PARTS)
    assert not (tmp_path / "data" / "divan.sqlite3").exists()


def _is_ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False

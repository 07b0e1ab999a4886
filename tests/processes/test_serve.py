"""The tree of processes: it answers, ends when asked, mends itself, and knows when it cannot."""

from __future__ import annotations

import json
import signal
import socket
from collections.abc import Callable
from contextlib import suppress

import psutil
import pytest

from tests.processes.running import PARTS, PATIENCE_SECONDS, Serve, has_ended, until

pytestmark = pytest.mark.processes

Start = Callable[[], Serve]
SECOND_START_SECONDS = 5.0


def test_answers_within_seconds_and_ends_when_asked(serve: Start) -> None:
    product = serve()
    product.until_answering()
    # What it computed: how long that takes also depends on what else the machine is doing.
    assert product.processor_seconds() < SECOND_START_SECONDS
    assert f"http://localhost:{product.port}/" in product.output
    assert "Ctrl-C" in product.output
    assert product.stop() == 0


def test_tells_readiness_and_nothing_else(serve: Start) -> None:
    product = serve()
    until(lambda: product.get("/readyz")[0] == 200, "the product never became ready")
    assert product.get("/healthz") == (200, "ok")
    answers = json.loads(product.get("/readyz")[1])
    assert answers == dict.fromkeys(["database", "migrations", "worker", "queue"], "ok")


def test_ctrl_c_ends_the_whole_group(serve: Start) -> None:
    product = serve()
    product.until_answering()
    group = [psutil.Process(product.process.pid), *product.children().values()]
    for process in group:
        process.send_signal(signal.SIGINT)
    assert product.process.wait(PATIENCE_SECONDS) == 0
    assert "unexpectedly" not in product.output
    assert all(has_ended(process) for process in group)


@pytest.mark.parametrize("part", ["web", "worker", "scheduler", "mail-receiver"])
def test_a_child_that_dies_is_started_again(serve: Start, part: str) -> None:
    product = serve()
    product.until_answering()
    killed = product.children()[part]
    killed.kill()
    until(lambda: f"The {part} process ended unexpectedly" in product.output, "nobody noticed")
    until(lambda: product.living_children() == len(PARTS), "it was not started again")
    product.until_answering()
    assert product.stop() == 0


def test_a_crash_loop_ends_with_a_sentence(serve: Start) -> None:
    product = serve()
    product.until_answering()
    untouched = set(list(product.children().values())[1:])
    parent = psutil.Process(product.process.pid)

    def ended_by_killing_web() -> bool:
        if product.process.poll() is None:
            # Between two looks everything may have ended by itself.
            with suppress(psutil.NoSuchProcess):
                for child in set(parent.children()) - untouched:
                    child.kill()
        return product.process.poll() is not None

    until(ended_by_killing_web, "the supervisor went on for ever")
    assert product.process.returncode == 1
    assert "The web process keeps failing (signal SIGKILL" in product.output
    assert all(has_ended(process) for process in untouched)


def test_children_of_a_killed_supervisor_end_and_the_next_start_succeeds(serve: Start) -> None:
    product = serve()
    product.until_answering()
    children = list(product.children().values())
    product.process.kill()
    product.process.wait()
    again = serve()
    again.until_answering()
    assert all(has_ended(child) for child in children)
    assert again.stop() == 0


def test_a_request_that_has_begun_is_finished(serve: Start) -> None:
    product = serve()
    product.until_answering()
    with socket.create_connection(("127.0.0.1", product.port), timeout=20) as client:
        client.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhello")
        # The server has read the head when it answers somebody who came later.
        assert product.get("/healthz")[0] == 200
        product.process.send_signal(signal.SIGTERM)
        until(lambda: _refuses(product.port), "the port stayed open")
        client.sendall(b"world")
        assert client.recv(4096).startswith(b"HTTP/1.1 200")
    assert product.process.wait(PATIENCE_SECONDS) == 0


def _refuses(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0

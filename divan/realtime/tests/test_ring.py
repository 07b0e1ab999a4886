"""The doorbell between processes: who is woken by what, and what never breaks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from divan.realtime import doorbell, local
from divan.realtime.doorbell import Listener
from divan.realtime.rings import NAMES_PER_RING, Ring


@pytest.fixture
def web(transport: str) -> Iterator[Listener]:
    with closing(Listener("web")) as listener:
        yield listener


@pytest.fixture
def worker(transport: str) -> Iterator[Listener]:
    with closing(Listener("worker")) as listener:
        yield listener


def test_topics_wake_web_and_queues_wake_workers(web: Listener, worker: Listener) -> None:
    doorbell.ring(["ticket:1"], event=1, kind="message.sent")
    doorbell.ring(["deliveries"], event=2, kind="message.sent")
    assert [ring.event for ring in web.wait(5)] == [1]
    assert [ring.event for ring in worker.wait(5)] == [2]


def test_many_names_arrive_in_several_rings(web: Listener) -> None:
    names = [f"ticket:{number}" for number in range(NAMES_PER_RING * 3)]
    doorbell.ring([*names, *names], event=5, kind="ticket.closed")
    heard: list[str] = []
    while len(heard) < len(names):
        rings = web.wait(5)
        assert rings
        heard += [name for ring in rings for name in ring.names]
    assert heard == names


def test_recheck_reaches_web(web: Listener) -> None:
    doorbell.recheck("person:7")
    assert web.wait(5) == [Ring(recheck="person:7")]


def test_wake_ends_a_wait_without_a_ring(worker: Listener) -> None:
    worker.wake()
    started = time.monotonic()
    assert worker.wait(30) == []
    assert time.monotonic() - started < 5


def test_ringing_a_dead_listener_forgets_it(settings: Any, tmp_path: Path) -> None:
    settings.DATA, settings.REDIS_URL = tmp_path, ""
    listener = Listener("web")
    path = next(local.folder().glob("web-*.sock"))
    listener._source._socket.close()  # type: ignore[attr-defined]  # as a killed process leaves it
    doorbell.ring(["ticket:1"], event=1, kind="message.sent")
    assert not path.exists()


def test_a_deep_data_folder_is_no_obstacle(settings: Any, tmp_path: Path) -> None:
    settings.DATA, settings.REDIS_URL = tmp_path / ("deep" * 30), ""
    with closing(Listener("web")) as listener:
        doorbell.ring(["ticket:1"], event=4, kind="message.sent")
        assert [ring.event for ring in listener.wait(5)] == [4]


def test_a_full_queue_never_holds_up_the_writer(settings: Any, tmp_path: Path) -> None:
    settings.DATA, settings.REDIS_URL = tmp_path, ""
    with closing(Listener("worker")) as sleeping:
        started = time.monotonic()
        for number in range(2000):
            doorbell.ring(["deliveries"], event=number, kind="message.sent")
        assert time.monotonic() - started < 5
        assert sleeping.wait(1)


def test_ringing_survives_a_server_that_is_away(settings: Any) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    doorbell.ring(["ticket:1"], event=1, kind="message.sent")
    started = time.monotonic()
    doorbell.ring(["ticket:1"], event=2, kind="message.sent")
    assert time.monotonic() - started < 0.1

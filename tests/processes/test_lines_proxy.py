"""Chat behind a plain reverse proxy: over a socket where the proxy lets it be upgraded, by asking where it does not."""

from __future__ import annotations

import asyncio
import json
import secrets
import signal
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from tests.processes.proxies import Proxy, proxy_of
from tests.processes.running import surroundings_of
from tests.processes.talkers import Talker
from tests.processes.webs import Web, with_talks
from tests.support.product import free_port

pytestmark = pytest.mark.processes

PATIENCE_SECONDS = 60.0
SOCKETS_PER_CLIENT = 2


@dataclass(frozen=True)
class Desk:
    """A web process with two chats, and what the pages of their people know."""

    web: Web
    chats: list[dict[str, str]]
    agent: str


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("proxied")
    surroundings = {
        **surroundings_of(folder, free_port(), free_port()),
        "DIVAN_SECRET_KEY": secrets.token_urlsafe(32),
        "DIVAN_LINE_SOCKETS_PER_CLIENT": str(SOCKETS_PER_CLIENT),
    }
    staged = with_talks(surroundings, 2)
    web = Web(surroundings, folder / "web.log")
    try:
        web.until_answering()
        yield Desk(web, staged["chats"], staged["agent"])
    finally:
        web.end(signal.SIGTERM)


def test_a_proxy_that_upgrades_carries_the_socket(desk: Desk) -> None:
    chat = desk.chats[0]
    with proxy_of(desk.web.address) as proxy:
        visitor = Talker(lambda: proxy.address, chat["channel"], token=chat["token"])
        expert = Talker(lambda: proxy.address, chat["channel"], cookie=desk.agent)
        asyncio.run(_talk(visitor, expert))
    assert visitor.texts() == expert.texts() == ["It hums.", "Is anybody there?", "I am."]


def test_limits_count_the_visitors_and_not_the_proxy(desk: Desk) -> None:
    with proxy_of(desk.web.address) as proxy, ExitStack() as sockets:
        for visitor in ("203.0.113.7", "203.0.113.8"):
            proxy.visitor = visitor
            for _page in range(SOCKETS_PER_CLIENT):
                sockets.enter_context(_socket(proxy))
            with pytest.raises(InvalidStatus):
                _socket(proxy)


def test_a_proxy_without_sockets_leaves_asking(desk: Desk) -> None:
    chat = desk.chats[1]
    with proxy_of(desk.web.address, upgrades=False) as proxy:
        with pytest.raises(InvalidStatus):
            _socket(proxy)
        said = {"channel": chat["channel"], "key": "drawn by the page", "content": {"text": "Hello?"}}
        told = [_exchange(proxy, chat["token"], said=said) for _time in range(2)]
        assert [frame for frames in told for frame in frames if "stored" in frame] == told[0] * 2
        shown = _exchange(proxy, chat["token"], query=f"{chat['channel']}=0")
    lines = [line for frame in shown for line in frame.get("lines", ())]
    assert [line["n"] for line in lines] == list(range(1, len(lines) + 1))
    assert [line["text"] for line in lines if line["kind"] == "said"] == ["It hums.", "Hello?"]


async def _talk(visitor: Talker, expert: Talker) -> None:
    """One asks, and then the other answers."""
    async with asyncio.timeout(PATIENCE_SECONDS), asyncio.TaskGroup() as group:
        living = [group.create_task(page.live()) for page in (visitor, expert)]
        await visitor.say("Is anybody there?")
        while "Is anybody there?" not in expert.texts():
            await asyncio.sleep(0.02)
        await expert.say("I am.")
        while not all("I am." in page.texts() for page in (visitor, expert)):
            await asyncio.sleep(0.02)
        for task in living:
            task.cancel()


def _socket(proxy: Proxy) -> Any:
    return connect(f"ws://{proxy.address}/ws/lines", origin=Origin(f"http://{proxy.address}"), proxy=None)


def _exchange(
    proxy: Proxy, token: str, *, query: str = "", said: dict[str, Any] | None = None
) -> list[dict[str, Any]]:
    """Ask for what is new, or say something, as a page does that has no socket."""
    body = json.dumps({"frames": [{"say": said}]}).encode() if said else None
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {token}"}
    request = urllib.request.Request(f"http://{proxy.address}/lines/?{query}", body, headers)
    with urllib.request.urlopen(request, timeout=PATIENCE_SECONDS) as answer:
        return list(json.loads(answer.read())["frames"])

"""Conversations in real pages: servers that are killed, networks, reloads and missing sockets cost nobody a word."""

from __future__ import annotations

import json
import secrets
import signal
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect
from websockets.sync.client import connect
from websockets.typing import Origin

from divan.realtime.lines.door import SOCKETS_PER_READER
from tests.processes.proxies import Proxy, proxy_of
from tests.processes.running import surroundings_of
from tests.processes.webs import Web, with_talks
from tests.support.product import REPOSITORY, free_port

pytestmark = pytest.mark.browser

SCRIPT = REPOSITORY / "divan/realtime/static/realtime/js/lines.js"
PATIENCE_MS = 90_000
# After so long a page asks whether it is still connected, and after so long again it stops waiting for an answer.
CHECK_MS, SILENCE_MS = 26_000, 11_000
FIRST = "It hums."
CSRF = "v" * 32
PAGE = """<!doctype html><title>Talk</title><ol></ol><output></output><script type="module">
import { Lines } from "/lines.js";
const { channel, token, csrf } = FACTS;
document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": csrf }));
const lines = new Lines({ token, key: channel });
const show = (name, text) => document.querySelector(name).append(Object.assign(document.createElement("li"), { textContent: text }));
lines.addEventListener("lines", ({ detail }) => {
  for (const line of detail.lines) if (line.kind === "said") show("ol", line.text);
});
lines.addEventListener("connection", ({ detail }) => (document.querySelector("output").value = detail.state));
window.say = (text) => lines.say(channel, { text });
window.unsent = () => lines.unsent(channel).map((saying) => saying.content.text);
lines.open(channel);
</script>"""
WITHOUT_SOCKETS = "delete window.WebSocket"


@dataclass(frozen=True)
class Desk:
    """The product, a proxy in front of it for visitors, and chats that nobody has used yet."""

    web: Web
    proxy: Proxy
    chats: list[dict[str, str]]
    agent: str


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("talks")
    surroundings = {
        **surroundings_of(folder, free_port(), free_port()),
        "DIVAN_SECRET_KEY": secrets.token_urlsafe(32),
    }
    staged = with_talks(surroundings, 10)
    web = Web(surroundings, folder / "web.log")
    try:
        web.until_answering()
        with proxy_of(web.address) as proxy:
            yield Desk(web, proxy, staged["chats"], staged["agent"])
    finally:
        web.end(signal.SIGTERM)


@pytest.fixture
def network(desk: Desk) -> Iterator[Proxy]:
    """What is between the visitor and the product; whole again after the test."""
    yield desk.proxy
    desk.proxy.mend()
    desk.proxy.upgrades = True


@dataclass(frozen=True)
class Talk:
    """A visitor, who comes through the proxy, and an expert at one chat. Neither page is open yet."""

    visitor: Page
    expert: Page

    def begin(self, state: str = "live") -> None:
        for page in (self.visitor, self.expert):
            page.goto("/talk")
        for page in (self.visitor, self.expert):
            is_in(page, state if page is self.visitor else "live")

    def until_shown(self, *texts: str) -> None:
        """Both see the first line and then these, each of them once; nothing is left to be sent."""
        for page in (self.visitor, self.expert):
            expect(page.locator("li")).to_have_text([FIRST, *texts], timeout=PATIENCE_MS)
            page.wait_for_function("unsent().length === 0", timeout=PATIENCE_MS)


@pytest.fixture
def talk(chromium: Browser, desk: Desk, network: Proxy) -> Iterator[Talk]:
    chat = desk.chats.pop()
    name, _equals, value = desk.agent.partition("=")
    expert_at = f"http://{desk.web.address}"
    with (
        chromium.new_context(base_url=f"http://{network.address}") as visitor,
        chromium.new_context(base_url=expert_at) as expert,
    ):
        expert.add_cookies(
            [
                {"name": name, "value": value, "url": expert_at},
                {"name": "divan_csrf", "value": CSRF, "url": expert_at},
            ]
        )
        for context in (visitor, expert):
            # Chromium counts a page that was not fetched as one from elsewhere, which may not reach this machine.
            context.grant_permissions(["local-network-access"])
        yield Talk(_page(visitor.new_page(), **chat), _page(expert.new_page(), **{**chat, "token": ""}))


def _page(page: Page, **facts: str) -> Page:
    """Served by the browser itself, so that it can be loaded while the product is away."""
    body = PAGE.replace("FACTS", json.dumps({**facts, "csrf": CSRF}))
    page.route("**/talk", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.route("**/lines.js", lambda route: route.fulfill(path=SCRIPT, content_type="text/javascript"))
    return page


def say(page: Page, *texts: str) -> None:
    for text in texts:
        page.evaluate("text => say(text)", text)


def is_in(page: Page, *states: str) -> None:
    page.wait_for_function(
        "states => states.includes(document.querySelector('output').value)",
        arg=list(states),
        timeout=PATIENCE_MS,
    )


def test_the_server_is_killed_and_started_again_while_both_write(talk: Talk, desk: Desk) -> None:
    talk.begin()
    for number in range(12):
        if number == 4:
            desk.web.end(signal.SIGKILL)
        if number == 8:
            desk.web.start()
        say(talk.visitor, f"question {number}")
        say(talk.expert, f"answer {number}")
    desk.web.until_answering()
    expect(talk.visitor.locator("li")).to_have_count(25, timeout=PATIENCE_MS)
    shown = talk.visitor.locator("li").all_inner_texts()
    for who in ("question", "answer"):
        assert [text for text in shown if text.startswith(who)] == [f"{who} {n}" for n in range(12)]
    talk.until_shown(*shown[1:])
    is_in(talk.visitor, "live")


def test_a_network_that_is_away_for_a_while(talk: Talk, network: Proxy) -> None:
    talk.begin()
    network.cut()
    is_in(talk.visitor, "offline")
    say(talk.visitor, "a", "b")
    say(talk.expert, "meanwhile")
    expect(talk.expert.locator("li")).to_have_text([FIRST, "meanwhile"])
    assert talk.visitor.locator("li").all_inner_texts() == [FIRST]
    network.mend()
    talk.until_shown("meanwhile", "a", "b")


def test_a_network_that_vanishes_and_leaves_the_connection_open(talk: Talk, network: Proxy) -> None:
    talk.visitor.clock.install()
    talk.begin()
    network.deafen()
    say(talk.visitor, "a", "b")
    say(talk.expert, "meanwhile")
    expect(talk.expert.locator("li")).to_have_text([FIRST, "meanwhile"])
    talk.visitor.clock.fast_forward(CHECK_MS)
    is_in(talk.visitor, "live")
    talk.visitor.clock.fast_forward(SILENCE_MS)
    talk.until_shown("meanwhile", "a", "b")


def test_a_browser_that_says_it_is_offline(talk: Talk) -> None:
    talk.begin()
    talk.visitor.context.set_offline(True)
    is_in(talk.visitor, "offline")
    say(talk.visitor, "a", "b")
    talk.visitor.context.set_offline(False)
    talk.until_shown("a", "b")


def test_what_never_got_out_is_sent_after_a_reload(talk: Talk, network: Proxy) -> None:
    talk.begin()
    network.cut()
    say(talk.visitor, "a", "b")
    talk.visitor.reload()
    assert talk.visitor.evaluate("unsent()") == ["a", "b"]
    network.mend()
    talk.until_shown("a", "b")


def test_what_was_stored_and_not_confirmed_is_there_once_after_a_reload(talk: Talk) -> None:
    heard: list[str] = []

    def lose_what_confirms(page: WebSocketRoute) -> None:
        server = page.connect_to_server()

        def pass_on(text: str | bytes) -> None:
            if heard or not str(text).startswith('{"stored"'):
                page.send(text)

        server.on_message(pass_on)

    talk.visitor.route_web_socket("**/ws/lines", lose_what_confirms)
    talk.begin()
    say(talk.visitor, "a", "b")
    expect(talk.expert.locator("li")).to_have_text([FIRST, "a"])
    assert talk.visitor.evaluate("unsent()") == ["a", "b"]
    heard.append("from now on")
    talk.visitor.reload()
    talk.until_shown("a", "b")


def test_without_sockets_the_page_asks_until_there_are_some(talk: Talk, network: Proxy) -> None:
    network.upgrades = False
    talk.begin("polling")
    say(talk.expert, "to the visitor")
    expect(talk.visitor.locator("li")).to_have_text([FIRST, "to the visitor"], timeout=PATIENCE_MS)
    say(talk.visitor, "a", "b")
    talk.until_shown("to the visitor", "a", "b")
    network.upgrades = True
    is_in(talk.visitor, "live")
    say(talk.visitor, "c")
    talk.until_shown("to the visitor", "a", "b", "c")


def test_an_expert_whose_browser_has_no_sockets_asks_too(talk: Talk) -> None:
    talk.expert.add_init_script(WITHOUT_SOCKETS)
    for page in (talk.visitor, talk.expert):
        page.goto("/talk")
    is_in(talk.expert, "polling")
    say(talk.visitor, "hello")
    expect(talk.expert.locator("li")).to_have_text([FIRST, "hello"], timeout=PATIENCE_MS)
    say(talk.expert, "a", "b")
    talk.until_shown("hello", "a", "b")


def test_a_page_more_than_one_reader_may_have_asks_instead(chromium: Browser, desk: Desk) -> None:
    chat = desk.chats.pop()
    address = f"http://{desk.web.address}"
    with chromium.new_context(base_url=address) as context, ExitStack() as stack:
        context.grant_permissions(["local-network-access"])
        for _socket in range(SOCKETS_PER_READER):
            held = stack.enter_context(
                connect(address.replace("http", "ws") + "/ws/lines", origin=Origin(address))
            )
            held.send(json.dumps({"hello": {"token": chat["token"]}, "open": {chat["channel"]: 0}}))
            while "opened" not in held.recv():
                continue
        page = _page(context.new_page(), **chat)
        page.goto("/talk")
        is_in(page, "polling")
        say(page, "a", "b")
        expect(page.locator("li")).to_have_text([FIRST, "a", "b"], timeout=PATIENCE_MS)
        page.wait_for_function("unsent().length === 0", timeout=PATIENCE_MS)
        stack.close()
        is_in(page, "live")

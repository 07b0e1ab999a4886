"""The door for sockets: an ASGI application that speaks the words of `protocol`."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from django.http import parse_cookie

from divan.core.actors import Actor
from divan.realtime import doorbell, history, identity
from divan.realtime.connection import Connection
from divan.realtime.doors import Receive, Threaded
from divan.realtime.errands import Errands
from divan.realtime.hub import Hub
from divan.realtime.origin import is_ours
from divan.realtime.outgoing import POLICY_VIOLATION, TRY_AGAIN_LATER, Send
from divan.realtime.presence import FAMILY, GONE, board
from divan.realtime.protocol import Said, frame, parse
from divan.realtime.rings import Ring
from divan.realtime.topics import allowed

log = structlog.get_logger(__name__)


TOPICS_PER_SOCKET = 200
SOCKETS_PER_LISTENER = 40
# Rights are asked again when they change; this finds those whose notice was lost or whose session ended.
RECHECK_SECONDS = 300.0
SWEEP_SECONDS = 15.0
# Who is somewhere is told again at most this often, however much a page says.
TELL_SECONDS = 0.5
# How long somebody who went without saying so may be shown beyond the silence that is allowed.
EXPIRE_SECONDS = 5.0


class Endpoint:
    """Accepts sockets, answers their subscriptions and keeps their rights current."""

    path = "/ws"

    def __init__(self, in_thread: Threaded) -> None:
        self.hub = Hub()
        self._errands = Errands(in_thread)

    def start(self) -> None:
        """Begin what happens by itself; call once, in the running event loop."""
        self._errands.spawn(self._newest())
        self._errands.spawn(self._sweep())
        self._errands.spawn(self._expire())

    def stop(self) -> None:
        """Stop. The server closes the sockets themselves, with 1012."""
        self._errands.cancel()

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Serve one socket from its handshake to its end."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        cookies = parse_cookie(headers.get("cookie", ""))
        actor: Actor | None = None
        if is_ours(headers.get("origin", ""), headers.get("host", "")):
            actor = await self._errands.thread(identity.actor_of, cookies)
        if actor is None:
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        await receive()
        await send({"type": "websocket.accept"})
        connection = Connection(send, actor, cookies, asyncio.get_running_loop().time())
        self.hub.join(connection)
        try:
            await self._converse(connection, receive)
        finally:
            self._left(connection, connection.topics)
            self.hub.leave(connection)

    async def _converse(self, connection: Connection, receive: Receive) -> None:
        if len(self.hub.of(connection.listener)) > SOCKETS_PER_LISTENER:
            connection.close(TRY_AGAIN_LATER)
        else:
            connection.push(frame(hello=await self._newest()))
        while (message := await receive())["type"] == "websocket.receive":
            if connection.closing:
                continue
            try:
                said = parse(message.get("text"))
            except ValueError:
                connection.close(POLICY_VIOLATION)
            else:
                await self._answer(connection, said)

    async def _answer(self, connection: Connection, said: Said) -> None:
        if said.ping is not None:
            connection.push(frame(pong=said.ping))
        self._left(connection, said.unsubscribe)
        self.hub.unsubscribe(connection, said.unsubscribe)
        if said.subscribe:
            await self._subscribe(connection, said.subscribe, said.seen)
        if said.at:
            await self._tell(connection, said.at, said.state)

    async def _subscribe(self, connection: Connection, wanted: tuple[str, ...], seen: int | None) -> None:
        accepted = await self._accept(connection, wanted)
        self.hub.subscribe(connection, accepted)
        if refused := [topic for topic in wanted if topic not in accepted]:
            connection.push(frame(refused=refused))
        if seen is None or not accepted:
            return
        # Asked after subscribing, so that nothing falls between: a change is either pushed or counted here.
        newest = await self._newest()
        if newest != seen:
            self._catch_up(connection, accepted, newest)

    async def _accept(self, connection: Connection, wanted: tuple[str, ...]) -> set[str]:
        room = max(0, TOPICS_PER_SOCKET - len(connection.topics))
        while True:
            actor = connection.actor
            accepted = await self._errands.thread(allowed, actor, wanted[:room])
            if connection.actor is actor:
                return accepted
            # The rights changed while they were being asked: the answer is about the old ones.

    async def _tell(self, connection: Connection, topic: str, state: str) -> None:
        """Pass on where the reader of a page is. Only a topic that its gate has let them hear is believed."""
        if topic not in connection.topics or not topic.startswith(f"{FAMILY}:"):
            return
        if state == GONE:
            self._left(connection, [topic])
            return
        now = asyncio.get_running_loop().time()
        if now - connection.told.get(topic, (GONE, -TELL_SECONDS))[1] >= TELL_SECONDS:
            connection.told[topic] = (state, now)
            await self._errands.thread(doorbell.tell_presence, connection.sign(topic, state))

    def _left(self, connection: Connection, topics: Iterable[str]) -> None:
        """Whoever read the page is no longer there."""
        for topic in connection.told.keys() & set(topics):
            del connection.told[topic]
            self._errands.spawn(self._errands.thread(doorbell.tell_presence, connection.sign(topic)))

    async def _newest(self) -> int:
        newest = await self._errands.thread(history.latest_event)
        history.hear(newest)
        return newest

    def _catch_up(self, connection: Connection, topics: set[str], newest: int) -> None:
        """Have the page fetch everything once; the frames that it missed need no telling apart."""
        for topic in sorted(topics):
            connection.push(frame(topic=topic, event=newest, kind="missed"))

    def hear(self, ring: Ring) -> None:
        """Pass a ring on to the pages that it concerns."""
        if not ring.is_of_lines:
            history.hear(ring.event)
        self.hub.publish(ring)
        if ring.sign and board.hear(ring.sign, asyncio.get_running_loop().time()):
            self.hub.publish(Ring((ring.sign.topic,), kind=FAMILY))
        for connection in self.hub.of(ring.recheck):
            self._errands.spawn(self._recheck(connection))

    async def _recheck(self, connection: Connection) -> None:
        """Ask all rights of a socket again: take away what was lost, close it if nobody is signed in."""
        connection.checked_at = asyncio.get_running_loop().time()
        actor = await self._errands.thread(identity.actor_of, connection.cookies)
        if actor is None or identity.listener_of(actor) != connection.listener:
            connection.close(POLICY_VIOLATION)
            self._left(connection, connection.topics)
            self.hub.leave(connection)
            return
        connection.actor = actor
        held = set(connection.topics)
        lost = held - await self._errands.thread(allowed, actor, held)
        if lost:
            self._left(connection, lost)
            self.hub.unsubscribe(connection, lost)
            connection.push(frame(refused=sorted(lost)))

    async def _sweep(self) -> None:
        while True:
            await asyncio.sleep(SWEEP_SECONDS)
            long_ago = asyncio.get_running_loop().time() - RECHECK_SECONDS
            for connection in [each for each in self.hub.connections if each.checked_at < long_ago]:
                try:
                    await self._recheck(connection)
                except Exception:
                    log.exception("rights could not be asked again")

    async def _expire(self) -> None:
        while True:
            await asyncio.sleep(EXPIRE_SECONDS)
            if changed := board.expire(asyncio.get_running_loop().time()):
                self.hub.publish(Ring(tuple(changed), kind=FAMILY))

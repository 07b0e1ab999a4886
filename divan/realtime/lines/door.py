"""The door for lines: an ASGI application for the sockets of conversations, in the words of `protocol`."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import parse_cookie

from divan.realtime import identity
from divan.realtime.doors import Receive, Threaded
from divan.realtime.errands import Errands
from divan.realtime.lines import protocol
from divan.realtime.lines.delivering import Delivery
from divan.realtime.lines.families import Family, Seat, family_of
from divan.realtime.lines.passing import Passing
from divan.realtime.lines.places import LineSocket, Place, Places
from divan.realtime.lines.protocol import Said, parse
from divan.realtime.lines.rights import Rights
from divan.realtime.lines.rounds import Rounds
from divan.realtime.lines.saying import Scribe
from divan.realtime.origin import is_ours
from divan.realtime.outgoing import POLICY_VIOLATION, TRY_AGAIN_LATER, Send
from divan.realtime.rings import LINES, NOTE, RIGHTS, STATE, Ring

GREETING_SECONDS = 15.0
CHANNELS_PER_SOCKET = 40
# One reader at one channel: more pages than people have open. A page that is sent away asks every few seconds instead.
SOCKETS_PER_READER = 20
# Opening and checking asks the database; no page does it so often.
QUESTIONS_PER_SOCKET = 60
QUESTION_SECONDS = 10.0


class LinesDoor:
    """Accepts sockets, gives them places at channels and passes on what is said there."""

    path = "/ws/lines"

    def __init__(self, in_thread: Threaded) -> None:
        self._errands = Errands(in_thread)
        self._places = Places()
        self._delivery = Delivery(self._places, self._errands)
        self._scribe = Scribe(self._errands)
        self._passing = Passing(self._places, self._errands)
        self._rights = Rights(self._places, self._delivery, self._errands)
        self._rounds = Rounds(self._places, self._delivery, self._passing, self._rights)

    def start(self) -> None:
        """Begin the rounds; call once, in the running event loop."""
        self._errands.spawn(self._rounds.go())

    def stop(self) -> None:
        """End them. The server closes the sockets themselves, with 1012."""
        self._errands.cancel()

    def hear(self, ring: Ring) -> None:
        """Have what was rung read and pushed."""
        if ring.kind == NOTE:
            self._passing.hear(ring, _now())
        elif ring.kind == LINES:
            for name in ring.topics:
                self._delivery.lines_rung(name, ring.event)
        elif ring.kind == STATE:
            for name in ring.topics:
                self._delivery.state_rung(name)
        elif ring.kind == RIGHTS:
            for name in ring.topics:
                self._rights.channel_changed(name)
        if ring.recheck:
            self._rights.changed(ring.recheck)

    async def __call__(self, scope: Mapping[str, Any], receive: Receive, send: Send) -> None:
        """Serve one socket from its handshake to its end."""
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        address = (scope.get("client") or ("",))[0]
        is_welcome = self._places.at_address[address] < settings.LINE_SOCKETS_PER_CLIENT
        if not is_welcome or not is_ours(headers.get("origin", ""), headers.get("host", "")):
            await send({"type": "websocket.close", "code": POLICY_VIOLATION})
            return
        await receive()
        await send({"type": "websocket.accept"})
        socket = LineSocket(send, address, parse_cookie(headers.get("cookie", "")), _now())
        self._places.enter(socket)
        try:
            await self._converse(socket, receive)
        finally:
            for place in list(socket.places.values()):
                self._give_up(place)
            self._places.leave(socket)

    async def _converse(self, socket: LineSocket, receive: Receive) -> None:
        is_greeted = False
        while (
            message := await self._next(receive, GREETING_SECONDS if not is_greeted else None)
        ) is not None:
            if socket.closing:
                continue
            try:
                said = parse(message.get("text"))
            except ValueError:
                socket.close(POLICY_VIOLATION)
                continue
            if is_greeted:
                await self._answer(socket, said)
            else:
                is_greeted = await self._greet(socket, said)

    async def _next(self, receive: Receive, patience: float | None) -> dict[str, Any] | None:
        """The next message; None when the socket has ended or says nothing at all."""
        try:
            message = await (asyncio.wait_for(receive(), patience) if patience else receive())
        except TimeoutError:
            return None
        return message if message["type"] == "websocket.receive" else None

    async def _greet(self, socket: LineSocket, said: Said) -> bool:
        """Learn who is there. A token speaks for itself: who shows one is nobody else at this door."""
        if said.hello:
            socket.token = said.hello
            socket.cookies = {}
        else:
            socket.actor = await self._errands.thread(identity.actor_of, socket.cookies)
        if said.hello is None or (socket.actor is None and not socket.token):
            socket.close(POLICY_VIOLATION)
            return False
        socket.tell({"hello": 1})
        await self._answer(socket, said)
        return True

    async def _answer(self, socket: LineSocket, said: Said) -> None:
        now = _now()
        if said.ping is not None:
            socket.tell({"pong": said.ping})
        for name in said.close:
            if place := socket.places.get(name):
                self._give_up(place)
        if (said.open or said.check) and not socket.may("ask", QUESTIONS_PER_SOCKET, QUESTION_SECONDS, now):
            socket.close(TRY_AGAIN_LATER)
            return
        for name, number in said.open.items():
            await self._open(socket, name, number)
        for name, number in said.check.items():
            self._check(socket, name, number)
        for name, number in said.read.items():
            if place := socket.places.get(name):
                self._passing.read(place, number)
        self._pass_on(socket, said)

    def _pass_on(self, socket: LineSocket, said: Said) -> None:
        for passage in (said.say, said.note):
            if passage is None:
                continue
            place = socket.places.get(passage.channel)
            if place is None:
                socket.tell(protocol.gone(passage.channel))
            elif passage is said.say:
                self._scribe.say(place, passage)
            else:
                self._passing.note(place, passage)

    async def _open(self, socket: LineSocket, name: str, number: int) -> None:
        """Give the socket a place: first it hears, then it is told what was stored before."""
        family = family_of(name)
        has_room = name in socket.places or len(socket.places) < CHANNELS_PER_SOCKET
        if family is None or not has_room:
            socket.tell(protocol.gone(name))
            return
        seat = await self._seat(family, name, socket)
        if before := socket.places.get(name):
            self._places.give_up(before)
        if seat is None:
            socket.tell(protocol.gone(name))
            return
        if self._places.count(seat) >= SOCKETS_PER_READER:
            socket.close(POLICY_VIOLATION)
            return
        place = Place(socket, family, seat, number, _now())
        self._places.take(place)
        self._passing.came(place)
        socket.tell(protocol.opened(seat))
        await self._delivery.catch_up(place)

    async def _seat(self, family: Family, name: str, socket: LineSocket) -> Seat | None:
        """Ask the gate, and again if rights at a channel changed meanwhile: the answer may be about the old ones."""
        while True:
            before = self._rights.channels_changed
            seat = await self._errands.thread(family.seat, name, socket.actor, socket.token)
            if self._rights.channels_changed == before:
                return seat

    def _check(self, socket: LineSocket, name: str, number: int) -> None:
        """A page says how far it has come: it may have lost something, or all of us a ring."""
        place = socket.places.get(name)
        if place is None:
            socket.tell(protocol.gone(name))
        elif number < place.sent and not place.is_waiting:
            place.sent = number
            self._errands.spawn(self._delivery.catch_up(place))
        else:
            self._delivery.check(name)

    def _give_up(self, place: Place) -> None:
        self._places.give_up(place)
        self._passing.went(place)


def _now() -> float:
    return asyncio.get_running_loop().time()

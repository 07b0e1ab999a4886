"""From a ring to the pages: fresh lines are read once for each process and written once for each feed."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Sequence

import structlog

from divan.realtime.errands import Errands
from divan.realtime.lines import protocol
from divan.realtime.lines.families import HIDDEN, Content, Family, Fresh
from divan.realtime.lines.places import UNKNOWN, Channel, Place, Places
from divan.realtime.outgoing import TRY_AGAIN_LATER

log = structlog.get_logger(__name__)

# What is rung within so short a time is read together.
COALESCE_SECONDS = 0.005
# After a database that did not answer.
PAUSE_SECONDS = 1.0
LINES_PER_FRAME = 100
CHANNELS_PER_READ = 200

States = Mapping[str, Mapping[str, Content]]


class Delivery:
    """Knows which channels have something new, and pushes it. One read is under way at a time."""

    def __init__(self, places: Places, errands: Errands) -> None:
        self._places = places
        self._errands = errands
        self._fresh: set[str] = set()
        self._states: set[str] = set()
        # Asked without a ring: whatever is found there was missed.
        self._checked: set[str] = set()
        self._is_running = False

    def lines_rung(self, name: str, serial: int) -> None:
        """A line with `serial` was stored."""
        channel = self._places.channels.get(name)
        if channel is None or 0 < serial <= channel.marker:
            return
        for place in channel.places:
            place.is_due = place.is_due or place.is_waiting
        if channel.marker != UNKNOWN:
            self._fresh.add(name)
            self._run()

    def state_rung(self, name: str) -> None:
        """What is true of the channel has changed."""
        if name in self._places.channels:
            self._states.add(name)
            self._run()

    def check(self, name: str) -> None:
        """See whether a ring was lost: the next round looks."""
        self._checked.add(name)

    def look_around(self) -> None:
        """Look at all channels that pages have asked about since the last time, together."""
        self._checked = {name for name in self._checked if self._known(name)}
        if self._checked:
            self._fresh |= self._checked
            self._run()

    async def catch_up(self, place: Place) -> None:
        """Push the lines above `place.sent` from the rows, and the state; what comes meanwhile waits its turn."""
        place.is_due = True
        if place.is_waiting:
            return
        place.is_loading = True
        try:
            while place.is_due and not place.doubts and not place.socket.closing:
                place.is_due = False
                await self._load(place)
        except Exception:
            log.exception("lines could not be read", channel=place.seat.channel)
            place.socket.close(TRY_AGAIN_LATER)
        finally:
            place.is_loading = False

    async def _load(self, place: Place) -> None:
        name = place.seat.channel
        marker = self._places.channels[name].marker if name in self._places.channels else UNKNOWN
        shown, state = await self._errands.thread(_read_place, place, place.sent)
        if place.doubts or place.socket.places.get(name) is not place:
            place.is_due = place.doubts > 0
            return
        # What a page says that it has seen must not become what the channel has: others would hear nothing any more.
        is_claimed = not shown and place.sent > max(marker, 0)
        if is_claimed and not await self._errands.thread(_has_line, place, place.sent):
            place.sent, place.is_due = 0, True
            place.socket.tell(protocol.opened(place.seat, is_other_feed=True))
            return
        _push(place, shown)
        if len(shown) == LINES_PER_FRAME:
            place.is_due = True
            await place.socket.drained()
            return
        place.state = protocol.text_of(protocol.state(name, state))
        place.socket.push(place.state)
        channel = self._places.channels.get(name)
        if channel is not None and channel.marker == UNKNOWN:
            # No feed has fewer lines than its last number, so at least as many serials are known.
            channel.marker = place.sent

    def _known(self, name: str) -> bool:
        channel = self._places.channels.get(name)
        return channel is not None and channel.marker != UNKNOWN

    def _run(self) -> None:
        if not self._is_running:
            self._is_running = True
            self._errands.spawn(self._deliver())

    async def _deliver(self) -> None:
        try:
            while self._fresh or self._states:
                await asyncio.sleep(COALESCE_SECONDS)
                await self._round()
        finally:
            self._is_running = False

    async def _round(self) -> None:
        """One read of everything that is new, and its way to the pages."""
        fresh, states, checked = self._fresh, self._states, self._checked & self._fresh
        self._fresh, self._states = set(), set()
        self._checked -= checked
        for family, wanted, stated in self._by_family(fresh, states):
            try:
                found, told = await self._errands.thread(_read, family, wanted, stated)
            except Exception:
                log.exception("fresh lines could not be read")
                self._fresh |= wanted.keys()
                self._states |= set(stated)
                self._checked |= checked & wanted.keys()
                await asyncio.sleep(PAUSE_SECONDS)
                continue
            # Who missed a line has mostly missed what changed with it.
            self._states |= {name for name in found if found[name] and name in checked}
            self._hand_out(found, told)

    def _by_family(
        self, fresh: set[str], states: set[str]
    ) -> list[tuple[Family, dict[str, int], Sequence[str]]]:
        """What to ask each family: serials that are known already, and whose states; in portions."""
        wanted: defaultdict[int, list[str]] = defaultdict(list)
        families: dict[int, Family] = {}
        for name in sorted(fresh | states):
            if channel := self._places.channels.get(name):
                families[id(channel.family)] = channel.family
                wanted[id(channel.family)].append(name)
        return [
            (families[key], self._markers(fresh.intersection(portion)), sorted(states.intersection(portion)))
            for key, names in wanted.items()
            for portion in _portions(names)
        ]

    def _markers(self, names: set[str]) -> dict[str, int]:
        return {name: self._places.channels[name].marker for name in names if self._known(name)}

    def _hand_out(self, found: Mapping[str, Sequence[Fresh]], told: States) -> None:
        for name, fresh in found.items():
            channel = self._places.channels.get(name)
            if channel is not None and fresh:
                channel.marker = max(channel.marker, fresh[-1].serial)
                self._hand_out_lines(channel, fresh)
        for name, states in told.items():
            self._hand_out_states(name, states)

    def _hand_out_states(self, name: str, states: Mapping[str, Content]) -> None:
        texts = {feed: protocol.text_of(protocol.state(name, content)) for feed, content in states.items()}
        channel = self._places.channels.get(name)
        for place in list(channel.places) if channel is not None else []:
            if place.is_waiting:
                place.is_due = True
            elif text := texts.get(place.seat.feed):
                _push_state(place, text)

    def _hand_out_lines(self, channel: Channel, fresh: Sequence[Fresh]) -> None:
        texts: dict[tuple[object, ...], str] = {}
        for place in list(channel.places):
            if place.is_waiting:
                place.is_due = True
                continue
            shown = _shown_to(place, fresh)
            if not shown:
                continue
            if shown[0]["n"] != place.sent + 1:
                self._errands.spawn(self.catch_up(place))
                continue
            key = (place.seat.feed, *((line["n"], line.get("kind") == HIDDEN) for line in shown))
            if key not in texts:
                texts[key] = protocol.text_of(protocol.lines(place.seat.channel, shown))
            place.socket.push(texts[key])
            place.sent = shown[-1]["n"]


def _shown_to(place: Place, fresh: Sequence[Fresh]) -> list[Content]:
    """What of `fresh` this place has not been shown, as its reader may see it."""
    shown: list[Content] = []
    for line in fresh:
        view = line.views.get(place.seat.feed)
        if view is None or view["n"] <= place.sent:
            continue
        is_hidden = line.only is not None and place.seat.listener not in line.only
        shown.append({"n": view["n"], "kind": HIDDEN} if is_hidden else view)
    return shown


def _push(place: Place, shown: Sequence[Content]) -> None:
    if shown:
        place.socket.tell(protocol.lines(place.seat.channel, shown))
        place.sent = shown[-1]["n"]


def _push_state(place: Place, text: str) -> None:
    """What its reader knows already is not said again: when it comes would tell them what is kept from their feed."""
    if text != place.state:
        place.state = text
        place.socket.push(text)


def _read(
    family: Family, wanted: Mapping[str, int], stated: Sequence[str]
) -> tuple[dict[str, list[Fresh]], States]:
    found = family.fresh(wanted) if wanted else {}
    return found, {name: family.states(name) for name in stated}


def _read_place(place: Place, after: int) -> tuple[list[Content], Content]:
    lines = place.family.lines(place.seat, after, LINES_PER_FRAME)
    return lines, place.family.states(place.seat.channel).get(place.seat.feed, {})


def _has_line(place: Place, number: int) -> bool:
    return any(line["n"] == number for line in place.family.lines(place.seat, number - 1, 1))


def _portions(names: Sequence[str]) -> list[Sequence[str]]:
    return [names[start : start + CHANNELS_PER_READ] for start in range(0, len(names), CHANNELS_PER_READ)]

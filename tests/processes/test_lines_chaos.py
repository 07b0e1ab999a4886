"""A thousand messages in twenty chats while servers are killed, connections cut and tabs loaded again: everybody sees
all of them, once and in one order, and no visitor ever gets a whisper.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import secrets
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.processes.running import Serve, surroundings_of
from tests.processes.talkers import Mishap, Talker
from tests.processes.webs import Web, with_talks
from tests.running.services import services
from tests.support.product import free_port

pytestmark = pytest.mark.processes

CHATS = 20
LINES_OF_EACH = 25
# What happens to each page, at moments of its own.
MISHAPS = (Mishap.CUT, Mishap.RELOAD, Mishap.CUT)
# After how many confirmed lines something is killed; then whispers are on their way too.
KILLED_AT = (300, 650)
SECRETS = ("secret at 300", "secret at 650")
# Work bounds this test, not time; but when nothing at all has come for so long, nothing will.
STALLED_SECONDS = 90.0
LONGEST_SECONDS = 600.0

Address = Callable[[], str]


@dataclass(frozen=True)
class Talk:
    """One chat with its three pages: the visitor, the expert who leads, and a second one who also whispers."""

    visitor: Talker
    lead: Talker
    second: Talker

    @property
    def sides(self) -> tuple[Talker, Talker, Talker]:
        return self.visitor, self.lead, self.second

    async def say_everything(self) -> None:
        for number in range(LINES_OF_EACH):
            await self.visitor.say(f"{number} of the visitor")
            await self.lead.say(f"{number} of the expert")

    @property
    def is_over(self) -> bool:
        """Whether everything is stored and on every screen; the first line is what the chat began with."""
        lines = 1 + 2 * LINES_OF_EACH
        return all(side.has_said_all and len(side.texts()) >= lines for side in self.sides) and all(
            len(side.texts("whispered")) >= len(SECRETS) for side in (self.lead, self.second)
        )


def test_one_process_on_sqlite_that_is_killed(data: Path, serve: Callable[..., Serve]) -> None:
    key = {"DIVAN_SECRET_KEY": secrets.token_urlsafe(32)}
    staged = with_talks({**surroundings_of(data, free_port(), free_port()), **key}, CHATS)
    running = [serve(**key)]
    running[0].until_answering()

    def kill_and_start_again() -> None:
        running[0].kill()
        running[0] = serve(**key)
        running[0].until_answering()

    talks = _talks(staged, lambda: lambda: f"127.0.0.1:{running[0].port}")
    asyncio.run(_chaos(talks, [kill_and_start_again] * len(KILLED_AT)))
    _everybody_saw_the_same(talks)


def test_two_processes_on_postgresql_that_are_killed_in_turn(tmp_path: Path) -> None:
    with _two_processes(tmp_path) as (staged, webs):
        starts = itertools.cycle(range(len(webs)))

        def one_after_the_other() -> Address:
            turns = itertools.islice(itertools.cycle(webs), next(starts), None)
            return lambda: next(turns).address

        talks = _talks(staged, one_after_the_other)
        asyncio.run(_chaos(talks, [web.kill_and_start_again for web in webs]))
        _everybody_saw_the_same(talks)


@contextmanager
def _two_processes(folder: Path) -> Iterator[tuple[dict[str, Any], list[Web]]]:
    """Two web processes on one PostgreSQL, which hear each other through Valkey."""
    with ExitStack() as stack:
        (data := folder / "data").mkdir()
        found = stack.enter_context(services(1))
        around = {
            "DATABASE_URL": found["DATABASE_URL"],
            "REDIS_URL": found["DIVAN_TEST_VALKEYS"],
            "DIVAN_SECRET_KEY": secrets.token_urlsafe(32),
        }
        staged = with_talks({**surroundings_of(data, free_port(), free_port()), **around}, CHATS)
        webs = []
        for number in range(2):
            surroundings = {**surroundings_of(data, free_port(), free_port()), **around}
            webs.append(Web(surroundings, folder / f"web-{number}.log"))
            stack.callback(webs[-1].end, signal.SIGTERM)
        for web in webs:
            web.until_answering()
        yield staged, webs


def _talks(staged: dict[str, Any], new_address: Callable[[], Address]) -> list[Talk]:
    chance = random.Random(6)

    def page(channel: str, **who: str) -> Talker:
        moments = sorted(chance.sample(range(2, 2 * LINES_OF_EACH), len(MISHAPS)))
        return Talker(new_address(), channel, **who, mishaps=list(zip(moments, MISHAPS, strict=True)))

    return [
        Talk(
            visitor=page(chat["channel"], token=chat["token"]),
            lead=page(chat["channel"], cookie=staged["agent"]),
            second=page(chat["channel"], cookie=staged["supervisor"]),
        )
        for chat in staged["chats"]
    ]


async def _chaos(talks: list[Talk], disasters: Iterable[Callable[[], None]]) -> None:
    """All pages live and say what they have to say, and the disasters come; ends when all have seen all."""
    pages = [side for talk in talks for side in talk.sides]
    async with asyncio.timeout(LONGEST_SECONDS), asyncio.TaskGroup() as group:
        living = [group.create_task(page.live()) for page in pages]
        for talk in talks:
            await talk.say_everything()
        for due, secret, disaster in zip(KILLED_AT, SECRETS, disasters, strict=True):
            await _until(partial(_have_stored, due, pages), pages)
            for talk in talks:
                await talk.second.say(secret, whisper=True)
            await asyncio.to_thread(disaster)
        await _until(lambda: all(talk.is_over for talk in talks), pages)
        for task in living:
            task.cancel()


def _have_stored(count: int, pages: list[Talker]) -> bool:
    return sum(page.stored for page in pages) >= count


async def _until(holds: Callable[[], bool], pages: list[Talker]) -> None:
    """Wait for it as long as something new is stored or shown anywhere."""
    before, moved_at = (-1, -1), 0.0
    while not holds():
        await asyncio.sleep(0.02)
        now = asyncio.get_running_loop().time()
        reached = (sum(page.stored for page in pages), sum(len(page.shown) for page in pages))
        if reached != before:
            before, moved_at = reached, now
        assert now - moved_at < STALLED_SECONDS, pages


def _everybody_saw_the_same(talks: list[Talk]) -> None:
    """Every line once, in one order for all, and of each author in the order in which they wrote."""
    for talk in talks:
        first, *said = talk.visitor.texts()
        assert talk.lead.texts() == talk.second.texts() == [first, *said]
        for who in ("visitor", "expert"):
            written = [text for text in said if text.endswith(f"of the {who}")]
            assert written == [f"{number} of the {who}" for number in range(LINES_OF_EACH)]
        assert talk.lead.texts("whispered") == talk.second.texts("whispered") == list(SECRETS)
        assert "secret" not in "".join(talk.visitor.wire)
        for side in talk.sides:
            assert side.connections > len(MISHAPS), side
            assert all(screen == side.shown[: len(screen)] for screen in side.screens), side

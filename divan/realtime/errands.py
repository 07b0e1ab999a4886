"""What one door has under way: work in threads that have the database, and tasks of the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar, cast

import structlog

from divan.realtime.doors import Threaded

log = structlog.get_logger(__name__)

T = TypeVar("T")


class Errands:
    """Starts work and ends it with the door. What goes wrong is logged and ends nothing else."""

    def __init__(self, in_thread: Threaded) -> None:
        self._in_thread = in_thread
        self._tasks: set[asyncio.Task[None]] = set()

    async def thread(self, function: Callable[..., T], *arguments: Any) -> T:
        """Run a function that may use the database."""
        return cast(T, await self._in_thread(function, *arguments))

    def spawn(self, work: Coroutine[Any, Any, object]) -> None:
        """Let `work` run by itself."""
        task = asyncio.get_running_loop().create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def cancel(self) -> None:
        """End everything that has been spawned."""
        for task in self._tasks:
            task.cancel()

    async def _guarded(self, work: Coroutine[Any, Any, object]) -> None:
        try:
            await work
        except Exception:
            log.exception("something at a door for sockets failed")

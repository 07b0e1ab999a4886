"""The supervisor: keeps the processes of the product alive, and ends them together."""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import FrameType

from divan.site.serve.child import FINISH_SECONDS, Lifeline, Part, describe, start

# A part that dies this often within this time will not get well by being started again.
DEATHS = 5
WITHIN_SECONDS = 30.0
FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5.0


@dataclass
class _Running:
    part: Part
    process: int = 0
    start_at: float = 0.0
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=DEATHS))

    def note_death(self, now: float) -> bool:
        """Plan the next start, each pause twice the last; False if this part is beyond help."""
        self.process = 0
        self.deaths.append(now)
        recent = sum(now - death < WITHIN_SECONDS for death in self.deaths)
        self.start_at = now + min(FIRST_PAUSE_SECONDS * 2 ** (recent - 1), LONGEST_PAUSE_SECONDS)
        return recent < DEATHS


class Supervisor:
    """Runs parts as child processes until it is asked to stop or one of them cannot be kept alive."""

    def __init__(self, parts: Sequence[Part], listening: Sequence[socket.socket] = ()) -> None:
        """`listening` are the sockets that the parent holds for its children while it runs."""
        self._listening = listening
        self._running = [_Running(part) for part in parts]
        self._lifeline = Lifeline()
        self._near, self._far = socket.socketpair()
        self._asked = 0

    def run(self) -> int:
        """The exit code: 0 after having been asked to stop, 1 after a crash loop."""
        self._listen()
        try:
            while not self._asked:
                if not self._reap():
                    return 1
                self._start_due()
                self._wait(self._next_start())
            return 0
        finally:
            self._end_all()
            self._lifeline.close()

    def _listen(self) -> None:
        """Have every signal wake the loop, which looks for itself what has happened."""
        self._near.setblocking(False)
        self._far.setblocking(False)
        signal.set_wakeup_fd(self._far.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self._asked += 1

    def _wait(self, timeout: float | None) -> None:
        select.select([self._near], [], [], timeout)
        try:
            self._near.recv(4096)
        except BlockingIOError:
            return

    def _next_start(self) -> float | None:
        due = [each.start_at for each in self._running if not each.process]
        return max(0.0, min(due) - time.monotonic()) if due else None

    def _start_due(self) -> None:
        now = time.monotonic()
        for each in self._running:
            if not each.process and each.start_at <= now:
                each.process = start(each.part, self._lifeline)

    def _reap(self) -> bool:
        """Notice children that have ended; False if one of them cannot be kept alive."""
        for each in self._running:
            status = _status_of(each.process)
            if status is None:
                continue
            how = describe(status)
            if not each.note_death(time.monotonic()):
                _say(
                    f"The {each.part.name} process keeps failing ({how}, {DEATHS} times within "
                    f"{WITHIN_SECONDS:.0f} seconds), so Divan stops: the reason is in the lines above."
                )
                return False
            if not self._asked:
                _say(f"The {each.part.name} process ended unexpectedly ({how}); it is started again.")
        return True

    def _end_all(self) -> None:
        """Ask the children to finish, wait for FINISH_SECONDS at most, then insist.

        Being asked a second time means at once.
        """
        for held in self._listening:
            held.close()
        self._tell(signal.SIGTERM)
        deadline = time.monotonic() + FINISH_SECONDS
        while any(each.process for each in self._running):
            left = deadline - time.monotonic()
            if left <= 0 or self._asked > 1:
                self._tell(signal.SIGKILL)
            self._wait(max(0.1, min(left, 1.0)))
            for each in self._running:
                if _status_of(each.process) is not None:
                    each.process = 0

    def _tell(self, number: signal.Signals) -> None:
        for each in self._running:
            if each.process:
                os.kill(each.process, number)


def _status_of(process: int) -> int | None:
    """The wait status of a child that has ended, None while it runs (or was never started)."""
    if not process:
        return None
    ended, status = os.waitpid(process, os.WNOHANG)
    return status if ended else None


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)

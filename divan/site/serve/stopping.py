"""Being asked to stop: SIGTERM, or Ctrl-C. Work that runs is finished; asking is never an error."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

ASKED = (signal.SIGTERM, signal.SIGINT)


def leave_quietly() -> None:
    """While the product is still starting, leave at once and with success when asked to stop."""

    def leave(_number: int, _frame: FrameType | None) -> None:
        raise SystemExit(0)

    for number in ASKED:
        signal.signal(number, leave)


@contextmanager
def finish_first() -> Iterator[None]:
    """Inside the block nobody is interrupted; whoever asked meanwhile is obeyed at its end."""
    asked: list[int] = []
    before = {number: signal.signal(number, lambda got, _frame: asked.append(got)) for number in ASKED}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if asked:
            signal.raise_signal(asked[0])


def on_request(stop: Callable[[], None]) -> None:
    """Call `stop` in a thread of its own when the process is asked to stop.

    Not in the handler itself: it interrupts the main thread anywhere, also where that holds the very lock
    that `stop` needs. SIGINT stays ignored where a supervisor has said so.
    """

    def asked(_number: int, _frame: FrameType | None) -> None:
        threading.Thread(target=stop, name="stop", daemon=True).start()

    for number in ASKED:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, asked)

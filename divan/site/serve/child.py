"""A child process: forked from the prepared parent, so that the code in memory is shared with it."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from divan.site.serve.failure import CannotStart

# What a child gets for finishing its work, asked by its parent or left alone by it.
FINISH_SECONDS = 15.0

_HELD = {signal.SIGTERM, signal.SIGINT, signal.SIGCHLD}


@dataclass(frozen=True)
class Part:
    """One process of the product: its name and what it does until it is asked to stop."""

    name: str
    run: Callable[[], None]


class Lifeline:
    """A pipe that only the parent holds open: when it closes, the parent is gone, even by kill -9."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()

    def watch(self) -> None:
        """In a child: ask ourselves to stop when the parent goes, and insist after FINISH_SECONDS."""
        os.close(self._write)

        def wait() -> None:
            os.read(self._read, 1)
            os.kill(os.getpid(), signal.SIGTERM)
            time.sleep(FINISH_SECONDS)
            os._exit(1)

        threading.Thread(target=wait, name="lifeline", daemon=True).start()

    def close(self) -> None:
        os.close(self._read)
        os.close(self._write)


def start(part: Part, lifeline: Lifeline) -> int:
    """Fork a process for `part` and return its id. Signals are held until the child has its own handlers."""
    sys.stdout.flush()
    sys.stderr.flush()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _HELD)
    process = os.fork()
    if process:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        return process
    code = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        # Ctrl-C reaches the whole group; the parent passes it on as SIGTERM in its own time.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        lifeline.watch()
        code = _run(part)
    finally:
        # Not sys.exit: what the parent registered to run at its end is not the child's to run.
        os._exit(code)


def _run(part: Part) -> int:
    try:
        part.run()
    except (CannotStart, SystemExit) as problem:
        # Both carry a sentence for the operator; SystemExit may also be a plain, successful end.
        if problem.args and problem.args[0]:
            print(problem, file=sys.stderr)
            return 1
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
    return 0


def describe(status: int) -> str:
    """How a process ended, from the status that `waitpid` gives."""
    code = os.waitstatus_to_exitcode(status)
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"

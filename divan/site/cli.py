"""`bin/divan`: Divan's own commands; every other name is handed to Django's management."""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Sequence
from importlib import import_module

from divan.site.serve import folder
from divan.site.serve.failure import CannotStart

# Name: (module with `main(arguments) -> exit code`, what it does). Imported only when asked for.
COMMANDS = {
    "serve": ("divan.site.commands.serve", "the whole product in one tree of processes; bin/run calls this"),
    "web": ("divan.site.commands.web", "only the web server, with pages and sockets"),
    "worker": ("divan.site.commands.worker", "only the worker"),
    "scheduler": ("divan.site.commands.scheduler", "only the scheduler"),
    "mail-receiver": ("divan.site.commands.mail_receiver", "only the built-in mail receiver"),
    "mail-fetcher": (
        "divan.site.commands.mail_fetcher",
        "only fetching mail from other servers (IMAP, POP3)",
    ),
    "migrate": ("divan.site.commands.migrate", "bring the database and the files up to this version"),
    "backup": ("divan.site.commands.backup", "write the data into one archive, also while running"),
    "mail": (
        "divan.site.commands.mail",
        "`mail parse FILE...` tells what messages say, `mail receive` takes one in",
    ),
    "search": ("divan.site.commands.search", "`search status` and `search rebuild`: the index"),
    "l10n": ("divan.site.commands.l10n", "`l10n verify FILE` runs localisation vectors"),
}


def main(argv: Sequence[str]) -> int:
    """Run the command that `argv` names and return its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "divan.site.settings")
    name, arguments = (argv[0], list(argv[1:])) if argv else ("help", [])
    if name in ("help", "-h", "--help") and not arguments:
        print(_overview())
        return 0
    try:
        if name in COMMANDS:
            return import_module(COMMANDS[name][0]).main(arguments)
        return _management(name, arguments)
    except CannotStart as problem:
        print(problem, file=sys.stderr)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        print(f"The disk is full: free some space and start again ({folder.data_folder()}).", file=sys.stderr)
    return 1


def _management(name: str, arguments: list[str]) -> int:
    """Django's own commands and those of the slices (seed, demo, shell, check ...)."""
    if "--data" in arguments[:-1]:
        at = arguments.index("--data")
        os.environ["DIVAN_DATA"] = arguments[at + 1]
        del arguments[at : at + 2]
    folder.prepare(folder.data_folder())
    import_module("django.core.management").execute_from_command_line(["bin/divan", name, *arguments])
    return 0


def _overview() -> str:
    lines = [f"  {name:<14} {purpose}" for name, (_module, purpose) in COMMANDS.items()]
    return "\n".join(
        [
            "Usage: bin/divan COMMAND [options]",
            "",
            *lines,
            "",
            "Every command takes --help and --data DIR. Other names (seed, demo, shell, check ...) are handed to",
            "Django's management: `bin/divan help seed`. docs/operating.md tells the rest.",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

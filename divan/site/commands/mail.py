"""`bin/divan mail parse|receive`: mail on the command line. Imports only what is asked for."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from importlib import import_module

ACTIONS = {"parse": "divan.mail.commands.parse", "receive": "divan.site.commands.mail_receive"}


def main(arguments: Sequence[str]) -> int:
    """Hand the rest of the arguments to the action named first; its exit code is the command's."""
    parser = argparse.ArgumentParser(
        prog="bin/divan mail",
        description="parse: what messages say, as JSON. receive: take one message in from standard input.",
        add_help=not arguments or arguments[0] not in ACTIONS,
    )
    parser.add_argument("action", choices=sorted(ACTIONS))
    options, _rest = parser.parse_known_args(arguments[:1])
    module = import_module(ACTIONS[options.action])
    code: int = module.main(arguments[1:])
    return code

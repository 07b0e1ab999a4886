"""Options of the commands that run the product. They become environment variables before settings are read."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

DEFAULT_HOST = "127.0.0.1"


def parser(command: str, description: str) -> argparse.ArgumentParser:
    """A parser that knows --data, which every command has."""
    made = argparse.ArgumentParser(prog=f"bin/divan {command}", description=description)
    made.add_argument("--data", metavar="DIR", help="the data folder (default: data, beside the code)")
    return made


def add_host(made: argparse.ArgumentParser) -> None:
    made.add_argument("--host", help=f"the address to listen on (default: {DEFAULT_HOST})")


def add_web(made: argparse.ArgumentParser) -> None:
    made.add_argument("--port", type=_port, metavar="N", help="the port for browsers (default: 8000)")


def add_mail(made: argparse.ArgumentParser) -> None:
    made.add_argument("--smtp-port", type=_port, metavar="N", help="the port for mail (default: 2525)")


def read(made: argparse.ArgumentParser, arguments: Sequence[str]) -> argparse.Namespace:
    """Parse, and let the settings see what was chosen; a command line wins over the environment."""
    chosen = made.parse_args(arguments)
    for option, variable in (
        ("data", "DIVAN_DATA"),
        ("host", "DIVAN_HOST"),
        ("port", "DIVAN_HTTP_PORT"),
        ("smtp_port", "DIVAN_SMTP_PORT"),
    ):
        if (value := getattr(chosen, option, None)) is not None:
            os.environ[variable] = str(value)
    return chosen


def host() -> str:
    return os.environ.get("DIVAN_HOST") or DEFAULT_HOST


def http_port() -> int:
    return int(os.environ.get("DIVAN_HTTP_PORT") or 8000)


def smtp_port() -> int:
    return int(os.environ.get("DIVAN_SMTP_PORT") or 2525)


def _port(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 65535:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return number

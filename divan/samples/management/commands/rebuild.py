"""`rebuild [READER…]`: make again, from the event log, what its readers keep."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from divan.tickets.readers import readers


class Command(BaseCommand):
    help = "Make again, from the event log, what its readers keep; all of them unless some are named."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("readers", nargs="*", metavar="READER")

    def handle(self, *args: Any, **options: Any) -> None:
        can_rebuild = {name: reader.rebuild for name, reader in readers.items() if reader.rebuild}
        names = options["readers"] or list(can_rebuild)
        if unknown := [name for name in names if name not in can_rebuild]:
            known = ", ".join(can_rebuild) or "none"
            raise CommandError(f"No reader called {unknown[0]} keeps anything. There are: {known}.")
        for name in names:
            can_rebuild[name]()
            self.stdout.write(f"{name}: rebuilt")

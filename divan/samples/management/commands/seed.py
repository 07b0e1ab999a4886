"""`seed --tickets N`: a mountain of tickets to measure with."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from divan.samples.seeding.people import DOMAIN
from divan.samples.seeding.run import seed

MOST = 5_000_000


class Command(BaseCommand):
    help = "Add many tickets, for measuring. Nothing else may write to the database meanwhile."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tickets", type=int, required=True, help="how many tickets to add")
        parser.add_argument("--password", default="seed-only-for-measuring", help="of everybody who is added")

    def handle(self, *args: Any, **options: Any) -> None:
        count: int = options["tickets"]
        if not 0 < count <= MOST:
            raise CommandError(f"--tickets takes a number from 1 to {MOST}.")
        started = time.monotonic()

        def progress(done: int) -> None:
            if done % 20_000 == 0 or done == count:
                self.stdout.write(f"{done:,} tickets after {time.monotonic() - started:.0f} s")

        seed(count, options["password"], progress)
        self.stdout.write(
            f"Sign in as supervisor@{DOMAIN} or agent-1@{DOMAIN}; password: {options['password']}"
        )

"""`knowledge export FILE` and `knowledge import FILE`: articles as a ZIP of Markdown files or HTML pages."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from divan.accounts.identity import actor_of
from divan.accounts.models import User
from divan.core.actors import SYSTEM, Actor
from divan.core.errors import NotAllowed, Refused
from divan.knowledge.transfer import export_html, export_markdown, import_archive


class Command(BaseCommand):
    help = "Write all help articles into a ZIP archive, or take articles in from one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        out = what.add_parser("export", help="write all articles into FILE")
        out.add_argument("file", type=Path)
        out.add_argument("--html", action="store_true", help="as HTML pages instead of Markdown")
        into = what.add_parser("import", help="take in the Markdown and HTML files of FILE")
        into.add_argument("file", type=Path)
        into.add_argument(
            "--as", dest="email", default="", help="address of the person who becomes the owner"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if options["what"] == "export":
                self._export(options["file"], as_html=options["html"])
            else:
                self._import(options["file"], _actor(options["email"]))
        except (Refused, OSError) as problem:
            raise CommandError(str(problem)) from problem
        except NotAllowed as problem:
            raise CommandError("This person may not publish articles.") from problem

    def _export(self, path: Path, *, as_html: bool) -> None:
        with path.open("wb") as target:
            count = (export_html if as_html else export_markdown)(target, actor=SYSTEM)
        self.stdout.write(f"{count} texts written to {path}")

    def _import(self, path: Path, actor: Actor) -> None:
        with path.open("rb") as source:
            outcomes = import_archive(source, actor=actor)
        for one in outcomes:
            self.stdout.write(f"{one.result:<10} {one.path}{f': {one.why}' if one.why else ''}")
        if any(one.result == "skipped" for one in outcomes):
            raise CommandError("Some files were skipped.")


def _actor(email: str) -> Actor:
    """The person with that address; without one the system, whose articles have no owner."""
    if not email:
        return SYSTEM
    person = User.objects.by_email(email)
    if person is None:
        raise CommandError(f"Nobody has the address {email}.")
    return actor_of(person)

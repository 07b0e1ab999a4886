"""`bin/divan worker`: only the worker."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from divan.site.serve import options
from divan.site.serve.folder import data_folder, prepare
from divan.site.serve.preparing import require_prepared


def main(arguments: Sequence[str]) -> int:
    """Run until asked to stop."""
    parser = options.parser("worker", "Run only the worker.")
    options.read(parser, arguments)
    prepare(data_folder())
    require_prepared()
    import_module("divan.site.serve.background").worker()
    return 0

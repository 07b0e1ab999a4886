"""`bin/divan scheduler`: only the scheduler."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from divan.site.serve import options
from divan.site.serve.folder import data_folder, prepare
from divan.site.serve.preparing import require_prepared


def main(arguments: Sequence[str]) -> int:
    """Run until asked to stop."""
    parser = options.parser("scheduler", "Run only the scheduler.")
    options.read(parser, arguments)
    prepare(data_folder())
    require_prepared()
    import_module("divan.site.serve.background").scheduler()
    return 0

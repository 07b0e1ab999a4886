"""`bin/divan mail-fetcher`: only fetching mail from other servers."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from divan.site.serve import options
from divan.site.serve.folder import data_folder, prepare
from divan.site.serve.preparing import require_prepared


def main(arguments: Sequence[str]) -> int:
    """Run until asked to stop."""
    parser = options.parser("mail-fetcher", "Run only fetching mail from other servers.")
    options.read(parser, arguments)
    prepare(data_folder())
    require_prepared()
    import_module("divan.site.serve.background").mail_fetcher()
    return 0

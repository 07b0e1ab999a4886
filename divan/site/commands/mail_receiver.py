"""`bin/divan mail-receiver`: only the built-in mail receiver."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from divan.site.serve import options, ports
from divan.site.serve.folder import data_folder, prepare
from divan.site.serve.preparing import require_prepared


def main(arguments: Sequence[str]) -> int:
    """Run until asked to stop."""
    parser = options.parser("mail-receiver", "Run only the built-in mail receiver.")
    options.add_host(parser)
    options.add_mail(parser)
    options.read(parser, arguments)
    prepare(data_folder())
    ports.require_free(options.host(), options.smtp_port(), option="--smtp-port")
    require_prepared()
    import_module("divan.site.serve.background").mail_receiver()
    return 0

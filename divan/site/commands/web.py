"""`bin/divan web`: only the web server."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from divan.site.serve import options, ports
from divan.site.serve.folder import data_folder, prepare
from divan.site.serve.preparing import require_prepared


def main(arguments: Sequence[str]) -> int:
    """Serve pages and sockets until asked to stop."""
    parser = options.parser("web", "Run only the web server.")
    options.add_host(parser)
    options.add_web(parser)
    options.read(parser, arguments)
    prepare(data_folder())
    listening = ports.listen(options.host(), options.http_port())
    require_prepared()
    import_module("divan.site.serve.web").run(listening)
    return 0

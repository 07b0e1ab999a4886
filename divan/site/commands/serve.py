"""`bin/divan serve`: checks, prepares, and runs the whole product as one supervised tree of processes."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

from divan.site.serve import options, ports
from divan.site.serve.child import Part
from divan.site.serve.folder import FolderLock, data_folder, prepare
from divan.site.serve.preparing import prepare_product
from divan.site.serve.stopping import leave_quietly
from divan.site.serve.supervisor import Supervisor


def main(arguments: Sequence[str]) -> int:
    """Run until asked to stop; the exit code is 0 then, and 1 when it cannot start or be kept alive."""
    chosen = _read(arguments)
    leave_quietly()
    data = data_folder()
    prepare(data)
    lock = FolderLock(data)
    lock.take()
    listening = ports.listen(options.host(), options.http_port())
    ports.require_free(options.host(), options.smtp_port(), option="--smtp-port")
    prepare_product()
    if chosen.demo:
        import_module("django.core.management").call_command("demo")
    web = import_module("divan.site.serve.web")
    background = import_module("divan.site.serve.background")
    import_module(import_module("django.conf").settings.ROOT_URLCONF)
    import_module("django.db").connections.close_all()
    # What is loaded now is shared by all children as long as no collection touches it.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)  # rarer than the default: 7 % less processor time for a page
    print(_welcome(data), flush=True)
    return Supervisor(
        [
            Part("web", lambda: web.run(listening)),
            Part("worker", background.worker),
            Part("scheduler", background.scheduler),
            Part("mail-receiver", background.mail_receiver),
            Part("mail-fetcher", background.mail_fetcher),
        ],
        listening,
    ).run()


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = options.parser("serve", "Run the whole product.")
    options.add_host(parser)
    options.add_web(parser)
    options.add_mail(parser)
    parser.add_argument(
        "--demo", action="store_true", help="fill in a sample organisation and print sign-ins"
    )
    return options.read(parser, arguments)


def _welcome(data: Path) -> str:
    host = "localhost" if options.host() in ("127.0.0.1", "::1", "0.0.0.0", "::") else options.host()  # noqa: S104
    return (
        f"Divan is running at http://{host}:{options.http_port()}/\n"
        f"Mail is received on port {options.smtp_port()}; the data is in {data}\n"
        f"Stop it with Ctrl-C{'' if sys.stdin.isatty() else f' or `kill {os.getpid()}`'}."
    )

"""The processes behind the pages: worker, scheduler, the built-in mail receiver and the mail fetcher."""

from __future__ import annotations

import threading

from django.conf import settings

from divan.core.jobs import run_worker
from divan.core.schedules import run_scheduler
from divan.mail import receiver
from divan.mail.fetching import fetcher
from divan.realtime.doorbell import Listener
from divan.site.serve.stopping import on_request


def worker() -> None:
    """Work off what is due until asked to stop; the doorbell wakes it early."""
    stop = threading.Event()
    bell = Listener("worker")

    def end() -> None:
        stop.set()
        bell.wake()

    on_request(end)
    try:
        run_worker(stop, bell)
    finally:
        bell.close()


def scheduler() -> None:
    """Run regular tasks when their time has come, until asked to stop."""
    stop = threading.Event()
    on_request(stop.set)
    run_scheduler(stop)


def mail_receiver() -> None:
    """Take mail by SMTP until asked to stop."""
    stop = threading.Event()
    on_request(stop.set)
    receiver.run(stop, settings.HOST, settings.SMTP_PORT)


def mail_fetcher() -> None:
    """Fetch mail from other servers until asked to stop."""
    stop = threading.Event()
    on_request(stop.set)
    fetcher.run(stop)

"""For load balancers and monitors: is the process alive, and is the product ready? Nothing private."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache

import structlog
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from divan.core import clock, heartbeat
from divan.tickets.models.log import Delivery

log = structlog.get_logger(__name__)

# A delivery that has been due for longer means that the worker cannot keep up, or fails.
OLDEST_DELIVERY = timedelta(minutes=5)


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """The process answers; the database is not asked."""
    return HttpResponse("ok", content_type="text/plain; charset=utf-8")


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Every part as "ok" or "failed"; 200 if all are ok, else 503."""
    answers = {name: "ok" if _holds(check) else "failed" for name, check in CHECKS.items()}
    good = all(answer == "ok" for answer in answers.values())
    return JsonResponse(answers, status=200 if good else 503)


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:
        log.exception("a readiness check failed")
        return False


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _migrations() -> bool:
    return _needed_migrations() <= set(MigrationRecorder(connection).applied_migrations())


@lru_cache(maxsize=1)
def _needed_migrations() -> frozenset[tuple[str, str]]:
    """The migrations of this code, which do not change while it runs."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _worker() -> bool:
    return heartbeat.alive("worker", within_seconds=30)


def _queue() -> bool:
    late = clock.now() - OLDEST_DELIVERY
    return not Delivery.objects.filter(is_dead=False, due_at__lt=late).exists()


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "worker": _worker,
    "queue": _queue,
}

"""What is known about single messages on a server: taken already, or not to be had."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from divan.core import clock
from divan.mail.intake import header_fields
from divan.mail.models import FetchMark, IncomingServer
from divan.mail.parsing.headers import text_of

_RETRY_MINUTES = (1, 5, 20, 60)
_NAMED = ("from", "subject", "date")
_AT_ONCE = 500


class Marks:
    """The marks of one folder (or of a POP3 mailbox, which has none): read once a round, in two queries."""

    def __init__(self, server: IncomingServer, folder: str = "", validity: str = "") -> None:
        self._place: dict[str, Any] = {"server": server, "folder": folder, "validity": validity}
        rows = FetchMark.objects.filter(**self._place)
        self._taken = set(rows.filter(problem="").values_list("uid", flat=True))
        self._troubled = {mark.uid: mark for mark in rows.exclude(problem="")}

    def all(self) -> set[str]:
        return self._taken | self._troubled.keys()

    def is_taken(self, uid: str) -> bool:
        return uid in self._taken

    def is_due(self, uid: str) -> bool:
        """Whether the message should be fetched now: never seen, or to be tried again."""
        mark = self._troubled.get(uid)
        if mark is None:
            return uid not in self._taken
        return mark.next_try_at is not None and mark.next_try_at <= clock.now()

    def due_again(self) -> list[str]:
        """Those that could not be fetched before and should be tried now."""
        return [uid for uid in self._troubled if self.is_due(uid)]

    def settle(self, uids: Collection[str]) -> None:
        """These messages are safe with us."""
        self.forget([uid for uid in uids if uid in self._troubled])
        made = [FetchMark(**self._place, uid=uid, seen_at=clock.now()) for uid in uids]
        FetchMark.objects.bulk_create(made, ignore_conflicts=True)
        self._taken.update(uids)

    def forget(self, uids: Iterable[str]) -> None:
        """Messages that are no longer on the server, or that will not be looked at again."""
        gone = [uid for uid in uids if uid in self._taken or uid in self._troubled]
        for start in range(0, len(gone), _AT_ONCE):
            FetchMark.objects.filter(**self._place, uid__in=gone[start : start + _AT_ONCE]).delete()
        for uid in gone:
            self._taken.discard(uid)
            self._troubled.pop(uid, None)

    def too_large(self, uid: str, size: int, header: bytes) -> None:
        """A message that is not fetched at all; the mailbox page says which."""
        self._trouble(uid, problem=FetchMark.Problem.TOO_LARGE, note=_note(header), size=size)

    def not_handed(self, uid: str, size: int) -> None:
        """A message that the server does not hand over; tried again later and later."""
        known = self._troubled.get(uid)
        attempts = min(known.attempts + 1 if known else 1, 10_000)
        pause = timedelta(minutes=_RETRY_MINUTES[min(attempts, len(_RETRY_MINUTES)) - 1])
        again = clock.now() + pause
        problem = FetchMark.Problem.NOT_HANDED
        self._trouble(uid, problem=problem, size=size, attempts=attempts, next_try_at=again)

    def _trouble(self, uid: str, **values: Any) -> None:
        mark, _made = FetchMark.objects.update_or_create(
            **self._place, uid=uid, defaults={**values, "seen_at": clock.now()}
        )
        self._troubled[uid] = mark


def _note(header: bytes) -> str:
    """Sender, subject and date, by which a person finds the message on the server."""
    fields = {name.lower(): value for name, value in header_fields(header)}
    return " · ".join(text_of(fields[name])[:120] for name in _NAMED if name in fields)[:300]

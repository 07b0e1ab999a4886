"""One round through the folders of an IMAP server: what is new is taken, then deleted, moved or left.

A message is removed from the server only after it is safe with us and marked so. Wherever this is broken off,
the next round goes on: what was taken and not marked is taken again, and is the same row (`intake.take_in`); what
was marked and not removed is removed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta

from divan.core import clock
from divan.mail.fetching.failures import FetchFailed, Kind
from divan.mail.fetching.halt import Halt
from divan.mail.fetching.imap import Folder, ImapClient
from divan.mail.fetching.marks import Marks
from divan.mail.fetching.taking import MOST_AT_ONCE, in_groups, take
from divan.mail.intake import LARGEST_MESSAGE
from divan.mail.models import FetchedFolder, FetchMark, IncomingServer


def folders_of(server: IncomingServer) -> list[str]:
    """The folders to fetch from, the one to wait in (which is named first) last."""
    named = list(dict.fromkeys(line.strip() for line in server.folders.splitlines() if line.strip()))
    return (named or ["INBOX"])[::-1]


def fetch_all(server: IncomingServer, client: ImapClient, halt: Halt) -> FetchFailed | None:
    """Fetch from all folders; the last of them is open afterwards. Raises FetchFailed, and Halted.

    A folder that is missing, or from which nothing can be removed, does not keep the others waiting: it is
    returned. It is raised if nothing at all could be fetched.
    """
    names = folders_of(server)
    troubles: list[FetchFailed] = []
    missing = 0
    for name in names:
        try:
            each = _Round(server, client, halt, name)
        except FetchFailed as failure:
            if failure.kind is not Kind.NO_FOLDER:
                raise
            missing += 1
            troubles.append(failure)
            continue
        each.run()
        troubles += [each.trouble] if each.trouble else []
    if missing == len(names):
        raise troubles[-1]
    return troubles[0] if troubles else None


class _Round:
    """A round through one folder."""

    def __init__(self, server: IncomingServer, client: ImapClient, halt: Halt, name: str) -> None:
        self._server, self._client, self._halt = server, client, halt
        self._leaves = server.after == IncomingServer.After.LEAVE
        self._folder = client.open(name, may_change=not self._leaves)
        self._row = self._remembered(self._folder)
        self._marks = Marks(server, name, self._folder.validity)
        self.trouble: FetchFailed | None = None

    def run(self) -> None:
        """Take what is new, oldest first, then what could not be had before."""
        self._forget_gone()
        listed = self._client.above(self._row.highest)
        for chunk in _chunks(self._wanted(listed)):
            self._work_off(chunk)
        if self._leaves:
            self._settle_up_to(listed)
        for chunk in _chunks(sorted(int(uid) for uid in self._marks.due_again())):
            self._work_off(chunk)

    def _wanted(self, listed: list[int]) -> list[int]:
        """Without the old mail that somebody has read before we came."""
        if not listed or listed[0] >= self._row.old_below:
            return listed
        # A day more, because the server counts days in its own time zone.
        day = (self._row.known_since - timedelta(days=1)).date() if self._row.is_again else None
        wanted = self._client.unread_or_since(day)
        return [uid for uid in listed if uid >= self._row.old_below or uid in wanted]

    def _work_off(self, uids: list[int]) -> None:
        due = [uid for uid in uids if self._marks.is_due(str(uid))]
        sizes = self._sizes(due)
        for uid in set(due) - sizes.keys():
            self._marks.not_handed(str(uid), 0)  # if somebody has removed it, the mark goes in the next round
        for group in in_groups({str(uid): sizes.get(uid, 0) for uid in uids}):
            self._halt.check()
            handed = self._handed([int(mark) for mark in group if int(mark) in sizes], sizes)
            taken = take(self._server, {str(uid): raw for uid, raw in handed.items()})
            for uid in handed:
                if str(uid) not in taken:
                    self._marks.not_handed(str(uid), sizes[uid])
            self._settle(group, taken)

    def _settle(self, group: list[str], taken: list[str]) -> None:
        """Remember how far we are; what has been taken leaves the server, if that was said."""
        if self._leaves:
            self._marks.forget(taken)
            self._settle_up_to([int(mark) for mark in group])
        else:
            self._marks.settle(taken)
            self._remove([int(mark) for mark in group if self._marks.is_taken(mark)])

    def _handed(self, uids: list[int], sizes: dict[int, int]) -> dict[int, bytes]:
        """The messages, all in one command; what is not to be had is marked and keeps nothing else waiting."""
        wanted = [uid for uid in uids if sizes[uid] <= LARGEST_MESSAGE]
        for uid in set(uids) - set(wanted):
            self._marks.too_large(str(uid), sizes[uid], self._client.header(uid))
        handed = self._asked_for(wanted, sizes)
        missing = [uid for uid in wanted if uid not in handed]
        for uid in missing:
            found = self._asked_for([uid], sizes) if len(wanted) > 1 else {}
            handed.update(found)
            if not found:
                self._marks.not_handed(str(uid), sizes[uid])
        return handed

    def _asked_for(self, uids: list[int], sizes: dict[int, int]) -> dict[int, bytes]:
        """What the server hands over of these. If it hangs up at a message, the next round leaves that one out."""
        handed: dict[int, bytes] = {}
        if not uids:
            return handed
        try:
            for uid, raw in self._client.messages(uids):
                if uid in sizes:
                    handed[uid] = raw
        except FetchFailed as failure:
            if failure.kind is not Kind.SAID_NO:
                guilty = next((uid for uid in uids if uid not in handed), uids[-1])
                self._marks.not_handed(str(guilty), sizes[guilty])
                raise
        return handed

    def _sizes(self, uids: list[int]) -> dict[int, int]:
        """Sizes by UID. Where one broken message spoils the answer for all, they are asked for one by one."""
        if not uids:
            return {}
        try:
            return self._client.sizes(uids)
        except FetchFailed as failure:
            if failure.kind is not Kind.SAID_NO:
                raise
        found: dict[int, int] = {}
        for uid in uids:
            try:
                found |= self._client.sizes([uid])
            except FetchFailed as failure:
                if failure.kind is not Kind.SAID_NO:
                    raise
        return found

    def _settle_up_to(self, uids: Collection[int]) -> None:
        highest = max(uids, default=0)
        if highest > self._row.highest:
            self._row.highest = highest
            self._row.save(update_fields=["highest"])

    def _remove(self, uids: list[int]) -> None:
        if not uids:
            return
        try:
            if self._server.after == IncomingServer.After.MOVE:
                self._client.move(uids, self._server.move_to)
            else:
                self._client.delete(uids)
        except FetchFailed as failure:
            if failure.kind is not Kind.SAID_NO:
                raise
            self.trouble = failure
            return
        self._marks.forget(map(str, uids))

    def _forget_gone(self) -> None:
        """Drop marks of messages that are no longer there."""
        marked = {int(uid) for uid in self._marks.all()}
        if marked:
            self._marks.forget(map(str, marked - self._client.present(marked)))

    def _remembered(self, folder: Folder) -> FetchedFolder:
        """How far this folder has been fetched. New UIDs (another UIDVALIDITY) are read again from the start."""
        row = FetchedFolder.objects.filter(server=self._server, name=folder.name).first()
        if row is None:
            row = FetchedFolder(server=self._server, name=folder.name, known_since=clock.now())
            row.old_below = folder.next_uid if self._leaves else 0
        elif row.validity != folder.validity:
            FetchMark.objects.filter(server=self._server, folder=folder.name).delete()
            row.highest, row.old_below, row.is_again = 0, folder.next_uid, True
        if row.validity != folder.validity or row.pk is None:
            row.validity = folder.validity
            row.save()
        return row


def _chunks(uids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(uids), MOST_AT_ONCE):
        yield uids[start : start + MOST_AT_ONCE]

"""One session with a POP3 server: what is new is taken, then deleted or left.

POP3 deletes at the end of a session only, so sessions are kept short. What has been taken is marked first;
if the session breaks off before its end, the next one deletes what is marked without fetching it again.
"""

from __future__ import annotations

from divan.mail.fetching.failures import FetchFailed, Kind
from divan.mail.fetching.halt import Halt
from divan.mail.fetching.marks import Marks
from divan.mail.fetching.pop3 import Listed, Pop3Client
from divan.mail.fetching.taking import in_groups, take
from divan.mail.intake import LARGEST_MESSAGE
from divan.mail.models import IncomingServer

MOST_IN_SESSION = 500


def fetch_some(server: IncomingServer, client: Pop3Client, halt: Halt) -> bool:
    """Take up to MOST_IN_SESSION messages, oldest first, and end the session; whether more are waiting.

    Raises FetchFailed, and Halted.
    """
    listed = client.messages()
    leaves = server.after == IncomingServer.After.LEAVE
    if leaves and any(not each.identifier for each in listed):
        raise FetchFailed(Kind.NO_IDENTIFIERS, host=client.wire.host)
    marks = Marks(server)
    marks.forget(marks.all() - {each.mark for each in listed})
    if not leaves:
        for each in listed:
            if marks.is_taken(each.mark):
                client.delete(each.number)
    due = [each for each in listed if marks.is_due(each.mark)]
    now = {each.mark: each for each in due[:MOST_IN_SESSION]}
    for group in in_groups({mark: each.size for mark, each in now.items()}):
        _take_group(server, client, halt, marks, [now[mark] for mark in group])
    client.leave()
    return len(due) > MOST_IN_SESSION


def _take_group(
    server: IncomingServer, client: Pop3Client, halt: Halt, marks: Marks, group: list[Listed]
) -> None:
    listed = {each.mark: each for each in group}
    handed = {
        mark: raw for mark, each in listed.items() if (raw := _handed(client, halt, marks, each)) is not None
    }
    taken = take(server, handed)
    for mark in handed.keys() - set(taken):
        marks.not_handed(mark, listed[mark].size)
    marks.settle([mark for mark in taken if listed[mark].identifier])
    if server.after != IncomingServer.After.LEAVE:
        for mark in taken:
            client.delete(listed[mark].number)


def _handed(client: Pop3Client, halt: Halt, marks: Marks, each: Listed) -> bytes | None:
    """The message, or None where it is not to be had; if the server hangs up at it, the next session skips it."""
    halt.check()
    if each.size > LARGEST_MESSAGE:
        marks.too_large(each.mark, each.size, client.header(each.number))
        return None
    try:
        return client.message(each.number, each.size)
    except FetchFailed as failure:
        marks.not_handed(each.mark, each.size)
        if failure.kind is not Kind.SAID_NO:
            raise
        return None

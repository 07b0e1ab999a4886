"""The worker's side of outgoing mail: claim a row, hand the mail to its relay, say how it went.

Sending cannot be undone and is in no transaction. A row is claimed with a lease first; if the process dies
between handing the mail over and writing that down, the lease ends and the mail is sent again with the same
Message-ID, by which mail servers and programs recognise the copy. If anything that names this Message-ID has
come back by then, the mail is known to have arrived and is not sent again (`automatic.arrivals`).
"""

from divan.mail.sending.pump import pump

__all__ = ["pump"]

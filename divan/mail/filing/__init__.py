"""What becomes of a message: a reply on a ticket, a note, a new ticket, or something set aside.

Only verbs are called here, in the caller's transaction, so mail follows the same rules as the pages. Who the
message says it is from proves nothing by itself: a customer acts with the rights of a guest on that one ticket,
and a colleague acts as themselves only if their domain vouches for the message. What is said in the name of
somebody of the staff without that is kept as a note that is marked and never sent on.
"""

from divan.mail.filing.copies import content_digest
from divan.mail.filing.deciding import file
from divan.mail.filing.outcomes import Outcome

__all__ = ["Outcome", "content_digest", "file"]

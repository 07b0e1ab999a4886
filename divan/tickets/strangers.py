"""What slices above need to take something from people who are not signed in: stamps, allowances and room for files."""

from divan.tickets.forms.stamps import Stamp, new_stamp, read_stamp
from divan.tickets.views.flood import FORMS, seconds_to_wait, wait_sentence
from divan.tickets.views.upload_room import require_room

__all__ = ["FORMS", "Stamp", "new_stamp", "read_stamp", "require_room", "seconds_to_wait", "wait_sentence"]

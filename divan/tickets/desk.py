"""What slices above need to act on a ticket at the desk: its gate, and how its page asks and answers."""

from divan.tickets.forms.composition import body_in
from divan.tickets.queries.ticket_page import desk_ticket, verbs_for
from divan.tickets.views.answers import changed, refused, verb, with_toast
from divan.tickets.views.attached import attached
from divan.tickets.views.composer_answers import back_in_composer
from divan.tickets.views.deeds import DeedForm, deed, desk_panel
from divan.tickets.views.files import file_response

__all__ = [
    "DeedForm",
    "attached",
    "back_in_composer",
    "body_in",
    "changed",
    "deed",
    "desk_panel",
    "desk_ticket",
    "file_response",
    "refused",
    "verb",
    "verbs_for",
    "with_toast",
]

"""What goes wrong between us and a mail server, in words that an administrator can act on."""

from __future__ import annotations

from enum import Enum, auto

from django.utils.translation import gettext_lazy as _


class Kind(Enum):
    """The kinds of failure."""

    NAME = auto()
    REFUSED = auto()
    UNREACHABLE = auto()
    TIME = auto()
    DROPPED = auto()
    CERTIFICATE = auto()
    TLS = auto()
    NO_STARTTLS = auto()
    SIGN_IN = auto()
    TOKEN = auto()
    PROVIDER = auto()
    NO_FOLDER = auto()
    NO_IDENTIFIERS = auto()
    SAID_NO = auto()
    PROTOCOL = auto()
    STORAGE = auto()
    OWN = auto()


# `host` and `said` (the server's own words) fill them.
_SENTENCES = {
    Kind.NAME: _("There is no server with the name %(host)s."),
    Kind.REFUSED: _("Nothing answers at %(host)s: check the name and the port."),
    Kind.UNREACHABLE: _("%(host)s cannot be reached: %(said)s"),
    Kind.TIME: _("%(host)s did not answer in time."),
    Kind.DROPPED: _("%(host)s ended the connection."),
    Kind.CERTIFICATE: _("The certificate of %(host)s is not valid: %(said)s"),
    Kind.TLS: _("No protected connection to %(host)s could be made: %(said)s"),
    Kind.NO_STARTTLS: _("%(host)s does not offer STARTTLS: choose another protection."),
    Kind.SIGN_IN: _("%(host)s refused the user name or the password: %(said)s"),
    Kind.TOKEN: _("The access by OAuth 2 is no longer valid; connect the mailbox again: %(said)s"),
    Kind.PROVIDER: _("The OAuth 2 provider at %(host)s gave no access just now: %(said)s"),
    Kind.NO_FOLDER: _("There is no folder %(said)s on %(host)s."),
    Kind.NO_IDENTIFIERS: _(
        "%(host)s cannot tell messages apart (UIDL), so mail can only be deleted after fetching."
    ),
    Kind.SAID_NO: _("%(host)s refused: %(said)s"),
    Kind.PROTOCOL: _("%(host)s gave an answer that makes no sense: %(said)s"),
    Kind.STORAGE: _("A message could not be stored here: %(said)s"),
    Kind.OWN: _("Something went wrong on our side: %(said)s"),
}


class FetchFailed(Exception):
    """A server could not be asked, or the answer was no."""

    def __init__(self, kind: Kind, *, host: str = "", said: str = "") -> None:
        super().__init__(f"{kind.name} {host} {said}".strip())
        self.kind, self.host, self.said = kind, host, said[:500]

    def sentence(self) -> str:
        """What happened, in the reader's language."""
        return str(_SENTENCES[self.kind]) % {"host": self.host, "said": self.said}

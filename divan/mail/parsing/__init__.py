"""From the bytes of a message to what it says. Reading never fails: what is broken is left out and named."""

from divan.mail.parsing.parsed import Address, Bounce, File, ParsedMail
from divan.mail.parsing.reader import parse

__all__ = ["Address", "Bounce", "File", "ParsedMail", "parse"]

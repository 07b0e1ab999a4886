"""What a mail says, before it is laid out: one source for the HTML and for the plain text, in one order."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString


@dataclass(frozen=True, slots=True)
class Link:
    """A button: what it says and where it leads."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Quote:
    """What somebody wrote: who, perhaps a line about them, the text and its safe HTML."""

    author: str
    text: str
    html: SafeString
    note: str = ""


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A message that is sent on: what its headers said, each a label and a value, its text and its safe HTML."""

    heading: str
    headers: tuple[tuple[str, str], ...]
    text: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Letter:
    """Sentences are in the recipient's language, with inserted values isolated (`isolate`).

    `subject` is what stands after the reference. `message` is shown in full; `question` is what the reader
    wrote before. `files` are names of those that come with the mail, `links` lead to those that do not.
    """

    subject: str
    heading: str
    reason: str
    subheading: str = ""
    hint: str = ""
    sentences: tuple[str, ...] = ()
    message: Quote | None = None
    files: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    forwarded: Forwarded | None = None
    action: Link | None = None
    other_action: Link | None = None
    question: Quote | None = None

"""What a verb may answer instead of doing its work."""

from __future__ import annotations


class Refused(Exception):
    """The verb cannot be done now; the message is a translated sentence for the person who asked.

    `field` names the input that the sentence is about, so that a form can show it in the right place.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Overtaken(Refused):
    """Somebody else changed it while it was being changed here: both see what the other has written."""


class NotAllowed(Exception):
    """The actor may not do this. Doors answer as if the thing did not exist."""

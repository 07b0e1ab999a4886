"""Texts without the people in them."""

from divan.tickets.personal.removal import Known, without_people

__all__ = ["Known", "without_people"]

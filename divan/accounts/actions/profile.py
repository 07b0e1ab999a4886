"""What people change about themselves. Role, groups, organisation and address are never among it."""

from __future__ import annotations

from dataclasses import dataclass

from divan.accounts.models import User
from divan.core.actors import Actor
from divan.core.errors import NotAllowed


@dataclass(frozen=True, slots=True)
class Profile:
    """The fields that belong to the person alone."""

    name: str
    language: str
    time_zone: str
    theme: str
    phone: str
    shortcuts_enabled: bool


def change_profile(person: User, profile: Profile, *, actor: Actor) -> User:
    """Save the person's own profile. Raises NotAllowed for anybody else's."""
    return _save_own(person, actor, **{name: getattr(profile, name) for name in Profile.__slots__})


def change_language(person: User, language: str, *, actor: Actor) -> User:
    """Show everything, and write mails, in this language from now on."""
    return _save_own(person, actor, language=language)


def change_theme(person: User, theme: str, *, actor: Actor) -> User:
    """Light, dark, or (empty) as the system says."""
    return _save_own(person, actor, theme=theme)


def _save_own(person: User, actor: Actor, **values: object) -> User:
    if actor.id != person.pk:
        raise NotAllowed("profile")
    for name, value in values.items():
        setattr(person, name, value)
    person.save(update_fields=list(values))
    return person

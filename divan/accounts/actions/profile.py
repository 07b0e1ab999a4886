"""What people change about themselves. Role, groups, organisation and address are never among it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.actions.photos import change_photo
from divan.accounts.models import User
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused


@dataclass(frozen=True, slots=True)
class Profile:
    """The fields that belong to the person alone. Of those who are no staff the last three are not kept."""

    name: str
    language: str
    time_zone: str
    theme: str
    phone: str
    shortcuts_enabled: bool
    is_expert: bool = False
    expertise: str = ""
    away_until: date | None = None


@transaction.atomic
def change_profile(person: User, profile: Profile, *, photo: bytes | None = None, actor: Actor) -> User:
    """Save the person's own profile. `photo` None leaves the photo, empty bytes remove it; only the staff has photos.

    Raises NotAllowed for anybody else's profile, Refused for an expert in nothing and for what is no photo.
    """
    if not actor.is_staff:
        profile = replace(profile, is_expert=False, expertise="", away_until=None)
    if profile.is_expert and not profile.expertise.strip():
        raise Refused(_("Say in a few words what customers can ask you about."), field="expertise")
    saved = _save_own(person, actor, **{name: getattr(profile, name) for name in Profile.__slots__})
    if photo is not None and actor.is_staff:
        change_photo(person, photo, actor=actor)
    return saved


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

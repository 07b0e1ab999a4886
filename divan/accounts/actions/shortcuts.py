"""Which keys somebody presses for what."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from divan.accounts.models import User
from divan.core.actors import Actor
from divan.core.errors import NotAllowed, Refused
from divan.ui.keys import key_label
from divan.ui.shortcuts import clashes, is_possible, shortcuts


def change_keys(person: User, choices: Mapping[str, str], *, actor: Actor) -> User:
    """Save the person's own keys: the usual key of a shortcut to the one they want, empty for none.

    Raises Refused, with the usual key as its field, for a key that cannot be heard or that two would have.
    """
    if actor.id != person.pk:
        raise NotAllowed("keys")
    known = {one.key for one in shortcuts()}
    own = {usual: key for usual, key in choices.items() if usual in known and key != usual}
    for usual, key in own.items():
        if key and not is_possible(key):
            raise Refused(
                _("Write one letter, digit or sign, “shift+” and a letter, or “g”, a blank and a letter."),
                field=usual,
            )
    for usual, other in clashes(own).items():
        sentence = _("“%(key)s” is the key of “%(other)s” already. Choose another one.")
        raise Refused(sentence % {"key": key_label(own[usual]), "other": other.text}, field=usual)
    person.own_keys = own or None
    person.save(update_fields=["own_keys"])
    return person

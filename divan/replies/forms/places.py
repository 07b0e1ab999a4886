"""Whose a saved reply or macro is, as somebody may choose it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from divan.accounts.models import Group
from divan.core.actors import Actor
from divan.core.labels import label
from divan.replies import access


def places_for(actor: Actor) -> list[tuple[str, str]]:
    """The places that the actor may fill: for themselves, for their groups, for everybody."""
    groups = Group.objects.filter(is_active=True).values_list("pk", "names")
    offered = [
        (f"group:{pk}", _("Group: %(group)s") % {"group": label(names)})
        for pk, names in groups
        if access.may_keep_in(actor, None, pk)
    ]
    everybody = [("all", _("Everybody"))] if access.may_keep_in(actor, None, None) else []
    return [("own", _("Only me")), *offered, *everybody]

"""The places that offer chat: how they look, who gets what comes in there, and whether they are in use."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from divan.accounts.access import require
from divan.accounts.log import record, switch
from divan.accounts.models import Group
from divan.chat.models import ChatSite, Purpose
from divan.chat.queries.sites import portal_site, signing_secret
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused
from divan.core.rows import one_of

PERMISSION = "chat.manage"
LONGEST_WAIT = 60


@dataclass(frozen=True, slots=True)
class SiteDetails:
    """What an administrator says about a site. `origins` are scheme, host and port (RFC 6454), `colour` is "#rrggbb".

    `greetings` are by language; `wait_minutes` from 1 to an hour.
    """

    name: str
    group_id: int
    purpose: str = Purpose.SUPPORT
    origins: Sequence[str] = ()
    in_portal: bool = False
    language: str = ""
    theme: str = ""
    colour: str = ""
    greetings: Mapping[str, str] = field(default_factory=dict)
    shows_typing: bool = False
    wait_minutes: int = 5


def create_site(details: SiteDetails, *, actor: Actor) -> tuple[ChatSite, str]:
    """A new site, and the secret with which it signs who its users are: told now and never again."""
    require(actor, PERMISSION)
    with transaction.atomic():
        _check(details)
        created = ChatSite.objects.create(
            key=secrets.token_hex(8), secret=secrets.token_hex(32), created_at=clock.now(), **_values(details)
        )
        record(actor, "chat_site.created", created, site=created.pk)
        transaction.on_commit(portal_site.forget)
        return created, signing_secret(created)


def change_site(site_id: int, details: SiteDetails, *, actor: Actor) -> ChatSite:
    """Another look or another group. Chats that run go on as they began."""
    require(actor, PERMISSION)
    with transaction.atomic():
        site = locked_site(site_id)
        _check(details, site)
        values = _values(details)
        changed = [name for name, value in values.items() if getattr(site, name) != value]
        if changed:
            for name in changed:
                setattr(site, name, values[name])
            site.save(update_fields=changed)
            record(actor, "chat_site.changed", site, site=site.pk, fields=sorted(changed))
            transaction.on_commit(portal_site.forget)
        return site


def renew_secret(site_id: int, *, actor: Actor) -> str:
    """Another secret, told once; what was signed with the old one counts no more."""
    require(actor, PERMISSION)
    with transaction.atomic():
        site = locked_site(site_id)
        site.secret = secrets.token_hex(32)
        site.save(update_fields=["secret"])
        record(actor, "chat_site.secret_renewed", site, site=site.pk)
        transaction.on_commit(portal_site.forget)
        return signing_secret(site)


def set_site_in_use(site_id: int, in_use: bool, *, actor: Actor) -> ChatSite:
    """Offer chat there, or no longer. Chats that run are not ended."""
    require(actor, PERMISSION)
    with transaction.atomic():
        site = locked_site(site_id)
        if switch(site, in_use, "chat_site.in_use", actor=actor, site=site.pk):
            transaction.on_commit(portal_site.forget)
        return site


def locked_site(site_id: int) -> ChatSite:
    """The row, locked until the transaction ends; raises NotAllowed if there is none."""
    return one_of(ChatSite.objects.select_for_update().filter(pk=site_id), f"chat site {site_id}")


def require_group(group_id: int) -> None:
    """Raise Refused unless the group is in use."""
    if not Group.objects.filter(pk=group_id, is_active=True).exists():
        raise Refused(_("This group is no longer in use."), field="group")


def _check(details: SiteDetails, site: ChatSite | None = None) -> None:
    """Raises Refused; `site` is the one that is changed."""
    require_group(details.group_id)
    if not 1 <= details.wait_minutes <= LONGEST_WAIT:
        raise Refused(_("Nobody should wait longer than an hour."), field="wait_minutes")
    others = ChatSite.objects.select_for_update().exclude(pk=site.pk if site else 0)
    taken = others.filter(in_portal=True).first() if details.in_portal else None
    if taken is not None:
        raise Refused(_("The portal shows %(name)s already.") % {"name": taken}, field="in_portal")


def _values(details: SiteDetails) -> dict[str, Any]:
    return {**asdict(details), "origins": list(details.origins), "greetings": dict(details.greetings)}

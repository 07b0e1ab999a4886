"""Verbs of the installation: set up once, then changed by whoever may manage settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from divan.accounts import addresses, brand, builtin_roles, set_up
from divan.accounts.access import require
from divan.accounts.actions.calendars import prepare_calendar
from divan.accounts.identity import actor_of
from divan.accounts.installation import forget
from divan.accounts.log import record
from divan.accounts.models import Group, Installation, Role, User
from divan.core import clock
from divan.core.actors import Actor
from divan.core.errors import Refused


class AlreadySetUp(Refused):
    """Somebody has set this installation up before, perhaps a moment ago in another browser."""


def set_up_installation(data: set_up.SetUp) -> User:
    """Create the installation, its administrator and first group, and run the steps of all slices.

    The installation's primary key can exist only once, so the second of two simultaneous set-ups waits
    for the first and then raises AlreadySetUp; nothing of it remains. Raises Refused for a bad logo.
    """
    logo, logo_type = brand.store_logo(data.logo) if data.logo else ("", "")
    try:
        with transaction.atomic():
            _create_installation(data, logo, logo_type)
            administrator = _create_administrator(data)
            group = _create_first_group(data)
            prepare_calendar(data.time_zone, data.default_language)
            actor = actor_of(administrator)
            for step in set_up.steps.values():
                step(actor, data, group)
            if data.sample_data:
                for sample in set_up.samples.values():
                    sample(actor, data, group)
            record(actor, "installation.set_up", data.organization)
    except IntegrityError as failure:
        if Installation.objects.exists():
            raise AlreadySetUp(_("This help desk has already been set up.")) from failure
        raise
    forget()
    return administrator


def _create_installation(data: set_up.SetUp, logo: str, logo_type: str) -> None:
    Installation(
        name=data.organization,
        logo_sha256=logo,
        logo_type=logo_type,
        brand_hue=data.brand_hue,
        brand_chroma=data.brand_chroma,
        languages=list(data.languages),
        default_language=data.default_language,
        time_zone=data.time_zone,
        set_up_at=clock.now(),
    ).save(force_insert=True)


def _create_administrator(data: set_up.SetUp) -> User:
    builtin_roles.ensure(Role)
    administrator = User.objects.create_user(
        data.email,
        data.password,
        name=data.name,
        role=Role.objects.get(slug=builtin_roles.ADMINISTRATOR),
        language=data.default_language,
        time_zone=data.time_zone,
    )
    addresses.confirm(administrator)
    return administrator


def _create_first_group(data: set_up.SetUp) -> Group:
    slug = slugify(data.group)[:60] or "first"
    return Group.objects.create(slug=slug, names={data.default_language: data.group})


@dataclass(frozen=True, slots=True)
class Settings:
    """The general settings, already checked. `close_after_days` counts from the solution."""

    name: str
    languages: tuple[str, ...]
    default_language: str
    time_zone: str
    number_prefix: str
    number_checksum: bool
    close_after_days: int
    hotline: str


def change_settings(installation: Installation, settings: Settings, *, actor: Actor) -> Installation:
    """Change name, languages, time zone, numbering, closing and hotline."""
    require(actor, "settings.manage")
    values: dict[str, Any] = {name: getattr(settings, name) for name in Settings.__slots__}
    values["languages"] = list(settings.languages)
    return _change(installation, values, actor, "settings.changed")


def change_brand(
    installation: Installation, *, hue: int, chroma: str, logo: bytes | None, actor: Actor
) -> Installation:
    """Change colour and logo. `logo` None leaves the logo, empty bytes remove it. Raises Refused."""
    require(actor, "settings.manage")
    values: dict[str, Any] = {"brand_hue": hue, "brand_chroma": chroma}
    if logo is not None:
        values["logo_sha256"], values["logo_type"] = brand.store_logo(logo) if logo else ("", "")
    return _change(installation, values, actor, "brand.changed")


@transaction.atomic
def _change(installation: Installation, values: dict[str, Any], actor: Actor, kind: str) -> Installation:
    row = Installation.objects.select_for_update().get(pk=installation.pk)
    changed = [name for name, value in values.items() if str(getattr(row, name)) != str(value)]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, values[name])
    row.save(update_fields=changed)
    record(actor, kind, row.name, fields=sorted(changed))
    forget()
    transaction.on_commit(forget)
    return row

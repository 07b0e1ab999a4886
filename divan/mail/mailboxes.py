"""Which of our addresses a mail was sent to, and which one a mail of ours comes from."""

from __future__ import annotations

from django.db.models import Q

from divan.accounts.models.users import clean_address
from divan.core.prepared import Prepared
from divan.mail.models import Mailbox
from divan.mail.signing import without_tag

_active = Prepared(
    lambda address: Mailbox.objects.filter(address=address, is_active=True).order_by()[:1], address=str
)
_either = Prepared(
    lambda one, other: (
        Mailbox.objects.filter(Q(address=one) | Q(address=other)).order_by().values_list("pk")[:1]
    ),
    one=str,
    other=str,
)


def mailbox_of(address: str) -> Mailbox | None:
    """The mailbox behind a recipient: its address, or one with a tag that we signed. None for all others."""
    return _active.first(address=clean_address(without_tag(address)))


def mailbox_for_group(group_id: int | None) -> Mailbox | None:
    """The mailbox that a group writes from: its own first one, or the default one."""
    usable = Mailbox.objects.filter(is_active=True)
    own = usable.filter(group_id=group_id).order_by("-is_default", "id").first() if group_id else None
    return own or usable.order_by("-is_default", "id").first()


def addresses_into(group_id: int) -> list[str]:
    """The addresses in use whose mail goes to that group."""
    usable = Mailbox.objects.filter(is_active=True, group_id=group_id).order_by("address")
    return list(usable.values_list("address", flat=True))


def is_ours(address: str) -> bool:
    """Whether mail to this address would come back to us."""
    plain = clean_address(address)
    base, plus, _tag = plain.rpartition("@")[0].rpartition("+")
    without_plus = f"{base}@{plain.rpartition('@')[2]}" if plus else plain
    return bool(_either(one=plain, other=without_plus))


def is_own_domain(domain: str) -> bool:
    """Whether one of our addresses lies under this domain."""
    return bool(domain) and Mailbox.objects.filter(address__endswith=f"@{domain.lower()}").exists()

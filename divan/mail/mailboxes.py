"""Which of our addresses a mail was sent to, and which one a mail of ours comes from."""

from __future__ import annotations

from divan.accounts.models.users import clean_address
from divan.mail.models import Mailbox
from divan.mail.signing import without_tag


def mailbox_of(address: str) -> Mailbox | None:
    """The mailbox behind a recipient: its address, or one with a tag that we signed. None for all others."""
    return Mailbox.objects.filter(address=clean_address(without_tag(address)), is_active=True).first()


def mailbox_for_group(group_id: int | None) -> Mailbox | None:
    """The mailbox that a group writes from: its own first one, or the default one."""
    usable = Mailbox.objects.filter(is_active=True)
    own = usable.filter(group_id=group_id).order_by("-is_default", "id").first() if group_id else None
    return own or usable.order_by("-is_default", "id").first()


def is_ours(address: str) -> bool:
    """Whether mail to this address would come back to us."""
    plain = clean_address(address)
    base, plus, _tag = plain.rpartition("@")[0].rpartition("+")
    candidates = [plain] + ([f"{base}@{plain.rpartition('@')[2]}"] if plus else [])
    return Mailbox.objects.filter(address__in=candidates).exists()


def is_own_domain(domain: str) -> bool:
    """Whether one of our addresses lies under this domain."""
    return bool(domain) and Mailbox.objects.filter(address__endswith=f"@{domain.lower()}").exists()

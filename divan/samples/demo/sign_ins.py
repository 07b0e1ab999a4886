"""Who can sign in to the demonstration, and with which password."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import make_password

from divan.accounts.models import User
from divan.samples.library import organisation

_WORDS = [
    "amber",
    "basin",
    "cedar",
    "delta",
    "ember",
    "fable",
    "gable",
    "hazel",
    "ivory",
    "jumper",
    "kettle",
    "linen",
    "maple",
    "noble",
    "olive",
    "pepper",
    "quill",
    "river",
    "saddle",
    "timber",
    "umber",
    "velvet",
    "willow",
    "zephyr",
]


@dataclass(frozen=True, slots=True)
class SignIn:
    """One person to try the product as."""

    role: str
    language: str
    name: str
    email: str


def demo_password() -> str:
    """The password of this installation's demonstration.

    It comes from the installation's secret key: the same at every start, and known to nobody outside.
    """
    digest = hmac.digest(settings.SECRET_KEY.encode(), b"divan demo password", hashlib.sha256)
    words = [_WORDS[byte % len(_WORDS)] for byte in digest[:3]]
    return "-".join([*words, str(int.from_bytes(digest[3:6]) % 9000 + 1000)])


def sign_ins() -> list[SignIn]:
    """The administrator, the supervisors, an agent and a customer in every language."""
    data = organisation()
    found = [SignIn("administrator", **data["administrator"])]
    for role, rows in (
        ("supervisor", data["staff"]),
        ("agent", data["staff"]),
        ("customer", data["customers"]),
    ):
        seen: set[str] = set()
        for row in rows:
            if row.get("role", "customer") == role and row["language"] not in seen:
                seen.add(row["language"])
                found.append(SignIn(role, row["language"], row["name"], row["email"]))
    return found


def open_doors(password: str) -> list[SignIn]:
    """Give everybody of `sign_ins` the password, and return them."""
    found = sign_ins()
    emails = [one.email for one in found]
    User.objects.filter(email__in=emails).update(password=make_password(password))
    return found

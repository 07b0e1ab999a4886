"""The four roles that ship with Divan: names in five languages and what they may do."""

from __future__ import annotations

from typing import Any

from divan.core.actors import Right

ADMINISTRATOR = "administrator"
SUPERVISOR = "supervisor"
AGENT = "agent"
CUSTOMER = "customer"

_KNOWLEDGE = ["knowledge.write", "knowledge.publish"]
_ALL_PERMISSIONS = [
    *("settings.manage", "people.manage", "forms.manage", "relay.manage", "mail.manage"),
    "tickets.review",
    "views.share",
    "assets.manage",
    "replies.manage",
    *("chat.manage", "chat.supervise", "chat.archive"),
    "time.costs",
    "reports.see",
    *_KNOWLEDGE,
]

BUILTIN: dict[str, dict[str, Any]] = {
    ADMINISTRATOR: {
        "names": {
            "en": "Administrator",
            "tr": "Yönetici",
            "he": "מנהל מערכת",
            "fa": "مدیر سیستم",
            "pl": "Administrator",
        },
        "is_staff": True,
        "permissions": _ALL_PERMISSIONS,
        "all_groups": int(Right.ALL),
    },
    SUPERVISOR: {
        "names": {
            "en": "Supervisor",
            "tr": "Süpervizör",
            "he": "מנהל צוות",
            "fa": "سرپرست",
            "pl": "Kierownik zespołu",
        },
        "is_staff": True,
        "permissions": [
            "tickets.review",
            "time.costs",
            "reports.see",
            "views.share",
            "assets.manage",
            "replies.manage",
            *("chat.supervise", "chat.archive"),
            *_KNOWLEDGE,
        ],
        "all_groups": int(Right.ALL),
    },
    AGENT: {
        "names": {"en": "Agent", "tr": "Temsilci", "he": "טכנאי", "fa": "کارشناس", "pl": "Agent"},
        "is_staff": True,
        "permissions": ["assets.manage", "knowledge.write"],
        "all_groups": int(Right.NONE),
    },
    CUSTOMER: {
        "names": {"en": "Customer", "tr": "Müşteri", "he": "לקוח", "fa": "مشتری", "pl": "Klient"},
        "is_staff": False,
        "permissions": [],
        "all_groups": int(Right.NONE),
    },
}


def ensure(role_model: Any) -> None:
    """Create those of the four that are missing; what an administrator changed since stays.

    `role_model` is a parameter because migrations bring the model as it was at their time.
    """
    for slug, fields in BUILTIN.items():
        role_model.objects.get_or_create(slug=slug, defaults={**fields, "is_builtin": True})

"""The types of products that every installation begins with, in five languages (T17)."""

from __future__ import annotations

from typing import Any

TYPES = (
    ("screen", {"en": "Computer", "tr": "Bilgisayar", "he": "מחשב", "fa": "رایانه", "pl": "Komputer"}),
    ("code", {"en": "Software", "tr": "Yazılım", "he": "תוכנה", "fa": "نرم‌افزار", "pl": "Oprogramowanie"}),
    ("plug", {"en": "Hardware", "tr": "Donanım", "he": "חומרה", "fa": "سخت‌افزار", "pl": "Sprzęt"}),
    ("router", {"en": "Network", "tr": "Ağ", "he": "רשת", "fa": "شبکه", "pl": "Sieć"}),
    ("phone", {"en": "Telephone", "tr": "Telefon", "he": "טלפון", "fa": "تلفن", "pl": "Telefon"}),
    ("wrench", {"en": "Appliance", "tr": "Cihaz", "he": "מכשיר", "fa": "دستگاه", "pl": "Urządzenie"}),
    (
        "globe",
        {"en": "Application", "tr": "Uygulama", "he": "יישום", "fa": "برنامهٔ کاربردی", "pl": "Aplikacja"},
    ),
)


def ensure(type_model: Any) -> None:
    """Create them where there is no type yet; what an administrator changed since stays."""
    if not type_model.objects.exists():
        for place, (icon, names) in enumerate(TYPES):
            type_model.objects.create(icon=icon, names=names, position=place)

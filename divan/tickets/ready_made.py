"""The forms and categories that a new installation begins with, written in five languages (T4).

They are ordinary rows: administrators may change, switch off or add to them.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from divan.accounts.models import Group
from divan.tickets.models import Category, Form, FormField

_FILE = Path(__file__).with_suffix(".json")


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(_FILE.read_text(encoding="utf-8"))
    return data


def create_forms(group: Group) -> list[Form]:
    """The four forms (support, contact, complaint, job application), all owned by `group`.

    A form whose address is already taken is left as it is.
    """
    forms = []
    for position, row in enumerate(_data()["forms"]):
        values = {name: value for name, value in row.items() if name not in ("slug", "fields")}
        form, is_new = Form.objects.get_or_create(
            slug=row["slug"], defaults={**values, "group": group, "position": position}
        )
        if is_new:
            FormField.objects.bulk_create(
                FormField(form=form, position=place, **field) for place, field in enumerate(row["fields"])
            )
        forms.append(form)
    return forms


def create_categories() -> list[Category]:
    """The first level of the category tree, if there is no category yet."""
    if Category.objects.exists():
        return []
    return Category.objects.bulk_create(
        Category(names=names, position=position) for position, names in enumerate(_data()["categories"])
    )

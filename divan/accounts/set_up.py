"""The first visit: what was entered, and where higher slices take part in it.

A slice adds a step to `steps` in its `AppConfig.ready`; all steps run in the transaction that creates the
installation. Steps in `samples` run after them when sample data was asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from divan.accounts.models import Group
from divan.core.actors import Actor
from divan.core.registry import Registry


@dataclass(frozen=True, slots=True)
class SetUp:
    """Everything that the set-up page asks for, already checked.

    `organization` is the name of the help desk, `group` the name of the first group in the default
    language, `support_address` the address that customers write to, `logo` the file's bytes.
    """

    name: str
    email: str
    password: str = field(repr=False)
    organization: str
    languages: tuple[str, ...]
    default_language: str
    time_zone: str
    group: str
    support_address: str
    brand_hue: int = 205
    brand_chroma: str = "0.080"
    logo: bytes = field(default=b"", repr=False)
    sample_data: bool = False


Step = Callable[[Actor, SetUp, Group], None]
steps: Registry[Step] = Registry("set-up steps")
samples: Registry[Step] = Registry("sample data")

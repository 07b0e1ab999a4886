"""Tells mypy what the middleware puts on every request: `request.actor` and `request.htmx`."""

from __future__ import annotations

from collections.abc import Callable

from mypy.nodes import MypyFile
from mypy.plugin import ClassDefContext, Plugin
from mypy.plugins.common import add_attribute_to_class
from mypy.types import Type

REQUEST = "django.http.request.HttpRequest"
ADDED = {"actor": ("divan.core.actors", "Actor"), "htmx": ("django_htmx.middleware", "HtmxDetails")}


class RequestPlugin(Plugin):
    """Adds the attributes of `ADDED` to Django's request class."""

    def get_additional_deps(self, file: MypyFile) -> list[tuple[int, str, int]]:
        """The modules of the added types must be known before the request class is."""
        if file.fullname != REQUEST.rpartition(".")[0]:
            return []
        return [(10, module, -1) for module, _name in ADDED.values()]

    def get_customize_class_mro_hook(self, fullname: str) -> Callable[[ClassDefContext], None] | None:
        return _add_attributes if fullname == REQUEST else None


def _add_attributes(context: ClassDefContext) -> None:
    for attribute, (module, name) in ADDED.items():
        added: Type | None = context.api.named_type_or_none(f"{module}.{name}")
        if added is None:
            context.api.defer()
        elif attribute not in context.cls.info.names:
            add_attribute_to_class(context.api, context.cls, attribute, added)


def plugin(version: str) -> type[Plugin]:
    """Where mypy finds the plugin."""
    return RequestPlugin

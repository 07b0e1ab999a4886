"""Rules about Python files, read from the syntax tree."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from checks.findings import Finding, Source

GETTEXT = {
    "_",
    "gettext",
    "gettext_lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
    "npgettext_lazy",
}
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals")
_PAGES = re.compile(r"divan\.\w+\.(?:forms|views)\b")
HTTP = ("django.http", "django.shortcuts", "django.template", "django.forms")


def no_signals(source: Source) -> Iterator[Finding]:
    """Registries instead of signals: a reader of the code must be able to see who is called."""
    for node, module in _imports(source):
        if module.startswith(SIGNALS):
            yield source.finding(node.lineno, f"imports {module}: use a Registry, not signals")


def verbs_know_no_http(source: Source) -> Iterator[Finding]:
    """A verb serves the page, the API and the mail alike, so it knows none of them."""
    if "actions" not in source.parts and not source.path.endswith("/actions.py"):
        return
    for node, module in _imports(source):
        if module.startswith(HTTP) or _PAGES.match(module):
            yield source.finding(node.lineno, f"a verb imports {module}")


def no_concatenated_sentences(source: Source) -> Iterator[Finding]:
    """Translators need whole sentences with named placeholders."""
    for node in ast.walk(ast.parse(source.text)):
        match node:
            case ast.BinOp(op=ast.Add(), left=left, right=right) if _translated(left) or _translated(right):
                yield source.finding(node.lineno, "adds to a translated string: translate the whole sentence")
            case ast.FormattedValue(value=value) if _translated(value):
                yield source.finding(node.lineno, "builds a string around a translated one")
            case ast.Call(args=args) if _translated(node):
                yield from _faults_of_message(source, node, args)


def _faults_of_message(source: Source, call: ast.Call, args: list[ast.expr]) -> Iterator[Finding]:
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    strings = args[: len(args) - 1] if "ngettext" in name or "npgettext" in name else args
    for text in strings:
        if not (isinstance(text, ast.Constant) and isinstance(text.value, str)):
            yield source.finding(call.lineno, "a translated string must be written out as one literal")
        elif any(mark in text.value.replace("%%", "") for mark in ("%s", "%d", "{}")):
            yield source.finding(call.lineno, "placeholders of translated strings have names")


def _translated(node: ast.expr) -> bool:
    """Whether the expression is a call of gettext, also with `% {...}` behind it."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        node = node.left
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in GETTEXT


def _imports(source: Source) -> Iterator[tuple[ast.stmt, str]]:
    for node in ast.walk(ast.parse(source.text)):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node, node.module
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)

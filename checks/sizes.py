"""Sizes are a sign, not a target: these are warnings, and the hard stop of a size is a finding."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.findings import Finding, Source

# Lines: (worth a look, stop).
FILE_LINES = {".py": (250, 400), ".js": (150, 300), ".css": (250, 0), ".html": (120, 0)}
FUNCTION_LINES = (35, 60)
VIEW_LINES = 25


def warnings(source: Source) -> Iterator[Finding]:
    """Files and functions that are longer than they should usually be."""
    if "vendor" in source.parts or "migrations" in source.parts:
        return
    look, _stop = FILE_LINES.get(f".{source.path.rsplit('.', 1)[-1]}", (0, 0))
    lines = source.text.count("\n")
    if look and lines > look:
        yield source.finding(1, f"{lines} lines (usually at most {look})")
    for function, length in _functions(source):
        usual = VIEW_LINES if source.path.endswith("/views.py") else FUNCTION_LINES[0]
        if length > usual:
            yield source.finding(
                function.lineno, f"{function.name} has {length} lines (usually at most {usual})"
            )


def stops(source: Source) -> Iterator[Finding]:
    """Files and functions that must be split by meaning."""
    if "vendor" in source.parts or "migrations" in source.parts:
        return
    _look, stop = FILE_LINES.get(f".{source.path.rsplit('.', 1)[-1]}", (0, 0))
    lines = source.text.count("\n")
    if stop and lines > stop:
        yield source.finding(1, f"{lines} lines: split it by meaning (at most {stop})")
    for function, length in _functions(source):
        if length > FUNCTION_LINES[1]:
            yield source.finding(
                function.lineno, f"{function.name} has {length} lines (at most {FUNCTION_LINES[1]})"
            )


def _functions(source: Source) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    if not source.path.endswith(".py"):
        return
    for node in ast.walk(ast.parse(source.text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield node, (node.end_lineno or node.lineno) - node.lineno + 1

"""Which modules of a slice its neighbours above may import. import-linter holds the storeys themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from checks.findings import Finding, Source

# What every slice offers to the ones above it.
DOORS = {"models", "events", "access", "queries", "actions"}
# Seams that are there to be imported: registries that higher slices add to, and the reader's identity.
SEAMS = {
    "accounts": {
        "addresses",
        "business_hours",
        "decorators",
        "entrances",
        "forms",
        "identity",
        "installation",
        "log",
        "mailing",
        "rights",
        "set_up",
        "slots",
    },
    "conversations": {"bodies", "files", "markup", "mentions"},
    "knowledge": {"origins"},
    "notifications": {"recipients"},
    "realtime": {"doorbell", "history", "identity", "lines", "presence", "topics"},
    "tickets": {
        "bulk",
        "deeds",
        "desk",
        "gated",
        "guests",
        "hooks",
        "log",
        "merged",
        "readers",
        "report_parts",
        "search_documents",
        "strangers",
        "undoing",
    },
}
# Foundations are made to be used whole; `site` puts everything together.
OPEN = {"core", "ui", "search"}
ASSEMBLY = {"site"}


def slices_meet_at_their_doors(source: Source) -> Iterator[Finding]:
    """Another slice is known by its models, events, gate, reads and verbs only."""
    if not source.slice or source.slice in ASSEMBLY or "tests" in source.parts:
        return
    for line, parts in _imported(source):
        other, module = parts[1], parts[2] if len(parts) > 2 else ""
        if other == source.slice or other in OPEN or not module:
            continue
        if module not in DOORS | SEAMS.get(other, set()):
            yield source.finding(line, f"divan.{other}.{module} is private to {other}")


def _imported(source: Source) -> Iterator[tuple[int, list[str]]]:
    """The product's own modules that are imported, as dotted parts; `from divan.x import y` names y."""
    for node in ast.walk(ast.parse(source.text)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from ((node.lineno, name.split(".")) for name in names if name.startswith("divan."))

"""Runs every house rule over the product and prints what it finds."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from checks import lock, python, seams, sizes, styles, templates, translations
from checks.findings import Finding, Rule, Source, sources

PYTHON: tuple[Rule, ...] = (
    python.no_signals,
    python.verbs_know_no_http,
    python.no_concatenated_sentences,
    seams.slices_meet_at_their_doors,
)
TEMPLATES: tuple[Rule, ...] = (
    templates.parses,
    templates.no_inline_code,
    templates.always_escaped,
    templates.no_foreign_templates,
    templates.no_concatenated_sentences,
)
STYLES: tuple[Rule, ...] = (styles.logical_properties_only,)
SCRIPTS: tuple[Rule, ...] = (styles.no_code_from_strings,)
LOCKS: tuple[Rule, ...] = (lock.names_no_place, lock.has_hashes)

CODE = ("**/*.py",)
PAGES = ("**/jinja2/**/*.html", "**/jinja2/**/*.txt")
SHEETS = ("**/static/**/*.css",)
MODULES = ("**/static/**/*.js",)


def findings() -> Iterator[Finding]:
    """Everything that breaks a rule."""
    yield from _apply(PYTHON, (source for source in sources(*CODE) if "migrations" not in source.parts))
    yield from _apply(TEMPLATES, sources(*PAGES))
    yield from _apply(STYLES, sources(*SHEETS))
    yield from _apply(SCRIPTS, sources(*MODULES))
    yield from _apply(LOCKS, lock.locks())
    yield from _apply((sizes.stops,), sources(*CODE, *MODULES))


def warnings() -> Iterator[Finding]:
    """What is worth a look and fails nothing."""
    yield from _apply((sizes.warnings,), sources(*CODE, *MODULES, *SHEETS, *PAGES))


def _apply(rules: tuple[Rule, ...], files: Iterator[Source]) -> Iterator[Finding]:
    for source in files:
        for rule in rules:
            yield from rule(source)


def main(arguments: list[str]) -> int:
    """`python -m checks` for the house rules, `… translations` for the catalogues, `… sizes` to look at."""
    if arguments == ["sizes"]:
        for warning in warnings():
            print(f"look    {warning}")
        return 0
    found = [*(translations.findings() if arguments == ["translations"] else findings())]
    for finding in found:
        print(finding)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

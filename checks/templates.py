"""Rules about Jinja2 templates."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jinja2 import Environment, TemplateSyntaxError, nodes

from checks.findings import Finding, Source, line_of
from checks.python import GETTEXT

_ENVIRONMENT = Environment(extensions=["jinja2.ext.i18n", "jinja2.ext.do"], autoescape=True)  # parses only
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_INLINE = (
    (re.compile(r"<style\b", re.I), "a style element: put it into the slice's style sheet"),
    (re.compile(r"<[a-z][^<>]*\sstyle\s*=", re.I), "an inline style: the content policy refuses it"),
    (re.compile(r"<script\b(?![^>]*\ssrc\s*=)", re.I), "an inline script: the content policy refuses it"),
    (re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.I), "an inline event handler: use a controller"),
    (re.compile(r"javascript:", re.I), "a javascript: address"),
)
_UNESCAPED = re.compile(r"\|\s*safe\b|\bMarkup\(|\{%\s*autoescape\s+false")
# Bodies that were sanitised before they were stored; nothing else is shown unescaped.
SAFE_IN: frozenset[str] = frozenset()


def parses(source: Source) -> Iterator[Finding]:
    """A template that does not parse fails when somebody opens the page."""
    try:
        _ENVIRONMENT.parse(source.text)
    except TemplateSyntaxError as error:
        yield source.finding(error.lineno, f"does not parse: {error.message}")


def no_inline_code(source: Source) -> Iterator[Finding]:
    """No inline script, style or handler; mail is the exception, because mail programs know nothing else."""
    if "email" in source.parts:
        return
    text = _blanked(source.text)
    for pattern, message in _INLINE:
        yield from (source.finding(line_of(text, hit.start()), message) for hit in pattern.finditer(text))


def always_escaped(source: Source) -> Iterator[Finding]:
    """Nothing leaves a template unescaped outside the files named in SAFE_IN."""
    if source.path in SAFE_IN:
        return
    for hit in _UNESCAPED.finditer(source.text):
        yield source.finding(line_of(source.text, hit.start()), "unescaped output")


def no_foreign_templates(source: Source) -> Iterator[Finding]:
    """Pages of another slice are reached through slots; `ui` is there for everybody."""
    tree = _tree(source)
    if tree is None or not source.slice:
        return
    # allauth names its pages "account/…"; they are the accounts slice's own.
    own = {source.slice, "ui", *(["account", "usersessions"] if source.slice == "accounts" else [])}
    for line, template in _reached(tree):
        name = str(template.value) if isinstance(template, nodes.Const) else ""
        if "/" in name and name.split("/")[0] not in own:
            yield source.finding(line, f"uses {name}: offer it as a slot or as a ui component")


def _reached(tree: nodes.Template) -> Iterator[tuple[int, nodes.Expr]]:
    """The templates that a template names, with the line."""
    for node in tree.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
        if isinstance(node, nodes.Include | nodes.Import | nodes.FromImport | nodes.Extends):
            yield node.lineno, node.template


def no_concatenated_sentences(source: Source) -> Iterator[Finding]:
    """The same rule as in Python: whole sentences, named placeholders, literal texts."""
    tree = _tree(source)
    if tree is None:
        return
    added = [(node.lineno, (node.left, node.right)) for node in tree.find_all(nodes.Add)]
    joined = [(node.lineno, tuple(node.nodes)) for node in tree.find_all(nodes.Concat)]
    for line, operands in [*added, *joined]:
        if any(_is_gettext(operand) for operand in operands):
            yield source.finding(line, "adds to a translated string: translate the whole sentence")
    for call in tree.find_all(nodes.Call):
        if _is_gettext(call) and call.args and not isinstance(call.args[0], nodes.Const):
            yield source.finding(call.lineno, "a translated string must be written out as one literal")


def _is_gettext(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Call) and isinstance(node.node, nodes.Name) and node.node.name in GETTEXT


def _tree(source: Source) -> nodes.Template | None:
    try:
        return _ENVIRONMENT.parse(source.text)
    except TemplateSyntaxError:
        return None


def _blanked(text: str) -> str:
    """The text with comments and template code blanked out, so that only HTML is left to look at."""
    for pattern in (_COMMENT, _EXPRESSION):
        text = pattern.sub(lambda hit: re.sub(r"[^\n]", "x", hit.group()), text)
    return text

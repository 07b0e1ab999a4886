"""Every house rule catches its bad example and leaves its good one alone; the product itself breaks none."""

from __future__ import annotations

import pytest

from checks import __main__ as checks
from checks import lock, python, seams, sizes, styles, templates
from checks.findings import Rule, Source

ACTION = "divan/tickets/actions/closing.py"
VIEW = "divan/tickets/views/desk.py"
PAGE = "divan/tickets/jinja2/tickets/desk/page.html"
SHEET = "divan/tickets/static/tickets/tickets.css"
SCRIPT = "divan/tickets/static/tickets/js/composer.js"

EXAMPLES: list[tuple[Rule, str, str, str]] = [
    (
        python.no_signals,
        VIEW,
        "from django.db.models.signals import post_save",
        "from divan.core import registry",
    ),
    (python.no_signals, VIEW, "from django import dispatch", "import signal"),
    (
        python.verbs_know_no_http,
        ACTION,
        "from django.http import HttpResponse",
        "from django.db import transaction",
    ),
    (python.verbs_know_no_http, ACTION, "from divan.tickets.forms.reply import ReplyForm", "import uuid"),
    (python.no_concatenated_sentences, VIEW, '_("Hello") + name', '_("Hello %(name)s") % {"name": name}'),
    (python.no_concatenated_sentences, VIEW, "f\"{_('Hello')} {name}\"", 'f"{number}"'),
    (python.no_concatenated_sentences, VIEW, '_(f"Hello {name}")', 'pgettext("button", "Open")'),
    (
        python.no_concatenated_sentences,
        VIEW,
        '_("%s tickets") % n',
        'ngettext("%(num)s ticket", "%(num)s tickets", n) % {"num": n}',
    ),
    (
        seams.slices_meet_at_their_doors,
        "divan/mail/pumps.py",
        "from divan.tickets.views import desk",
        "from divan.tickets import actions\nfrom divan.tickets.models import Ticket",
    ),
    (templates.parses, PAGE, "{% if x %}", "{% if x %}{% endif %}"),
    (templates.no_inline_code, PAGE, '<p style="color:red">', "<p class='quiet'>{{ page.style }}</p>"),
    (templates.no_inline_code, PAGE, "<style>p{}</style>", "<p>style</p>"),
    (templates.no_inline_code, PAGE, "<script>go()</script>", '<script type="module" src="/a.js"></script>'),
    (templates.no_inline_code, PAGE, '<a onclick="go()">', '<a data-controller="go">one=1</a>'),
    (templates.no_inline_code, PAGE, '<a href="javascript:go()">', '<a href="/go">'),
    (templates.always_escaped, PAGE, "{{ subject|safe }}", "{{ subject }}"),
    (templates.no_foreign_templates, PAGE, '{% include "mail/state.html" %}', '{% extends "ui/desk.html" %}'),
    (
        templates.no_concatenated_sentences,
        PAGE,
        '{{ _("Hello") ~ name }}',
        '{{ _("Hello %(name)s", name=name) }}',
    ),
    (templates.no_concatenated_sentences, PAGE, "{{ _(title) }}", '{{ _("Title") }}'),
    (styles.logical_properties_only, SHEET, "a { margin-left: 1px }", "a { margin-inline-start: 1px }"),
    (styles.logical_properties_only, SHEET, "a { text-align: right }", "a { text-align: end; /* right: */ }"),
    (
        styles.logical_properties_only,
        SHEET,
        "a { left: 0 }",
        "a { left: 0 } /* physical: follows the pointer */",
    ),
    (styles.no_code_from_strings, SCRIPT, "node.innerHTML = text;", "node.textContent = text;"),
    (lock.names_no_place, "requirements/run.txt", "--index-url https://packages.example/", "# via uvicorn"),
    (lock.names_no_place, "requirements/run.txt", "a @ https://packages.example/a.whl", "a==1.0"),
    (lock.has_hashes, "requirements/run.txt", "a==1.0\n", "a==1.0 \\\n    --hash=sha256:00\n"),
    (sizes.stops, VIEW, "x = 1\n" * 401, "x = 1\n" * 399),
    (sizes.stops, VIEW, "def f():\n" + "    x = 1\n" * 60, "def f():\n" + "    x = 1\n" * 59),
]


@pytest.mark.parametrize(("rule", "path", "bad", "good"), EXAMPLES)
def test_a_rule_knows_bad_from_good(rule: Rule, path: str, bad: str, good: str) -> None:
    assert [*rule(Source(path, bad))], "the bad example passes"
    assert not [*rule(Source(path, good))], "the good example is refused"


def test_every_rule_has_an_example() -> None:
    rules = {*checks.PYTHON, *checks.TEMPLATES, *checks.STYLES, *checks.SCRIPTS, *checks.LOCKS, sizes.stops}
    assert rules == {example[0] for example in EXAMPLES}


def test_the_house_breaks_no_rule() -> None:
    assert [str(finding) for finding in checks.findings()] == []

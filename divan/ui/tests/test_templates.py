"""Every template parses, components escape what they are given, and error pages need nothing."""

from __future__ import annotations

from typing import Any

import jinja2
import pytest
from django import forms
from django.template import engines
from django.template.loader import get_template
from django.utils import translation

from divan.ui.attributes import attributes
from divan.ui.slots import Slots

HOSTILE = "\"'><script>alert(1)</script>"
ESCAPED_TAG = "&lt;script&gt;"


@pytest.fixture
def env() -> jinja2.Environment:
    return engines["jinja2"].env  # type: ignore[attr-defined]


class Sample(forms.Form):
    subject = forms.CharField(label="Subject", help_text="Short")
    email = forms.EmailField(label="E-mail")
    urgency = forms.ChoiceField(choices=[("n", "Normal"), ("u", HOSTILE)], widget=forms.RadioSelect)
    languages = forms.MultipleChoiceField(choices=[("en", "English")], widget=forms.CheckboxSelectMultiple)
    agreed = forms.BooleanField(label="Agreed")
    attached = forms.FileField(required=False)


def test_every_template_parses(env: jinja2.Environment) -> None:
    names = env.list_templates(filter_func=lambda name: name.endswith((".html", ".txt")))
    assert len(names) > 30
    for name in names:
        env.get_template(name)


@pytest.mark.parametrize(
    ("imported", "call"),
    [
        ("button.html", "button(x, key=x, data_a=x)"),
        ("button.html", "icon_button(x, 'x', href=x)"),
        ("banner.html", "banner(x, tone=x)"),
        ("badge.html", "badge(x, tone=x)"),
        ("input.html", "input(x, x, value=x, hint=x)"),
        ("input.html", "textarea(x, x, value=x, error=x)"),
        ("input.html", "select(x, x, [(x, x)], value=x)"),
        ("input.html", "choices(x, x, [(x, x, x)])"),
        ("dropzone.html", "dropzone(x, upload_url=x, uploaded=[{'id': x, 'name': x, 'size': 1}])"),
        ("toast.html", "toast(x, undo=x)"),
        ("nav.html", "nav_item(x, x, 'inbox', count=x)"),
        ("menu.html", "menu_item(x, href=x)"),
        ("tabs.html", "tabs(x, [(x, x, True)])"),
        ("letter.html", "file_link(x, 12, x)"),
        ("palette.html", "palette_option(x, x, note=x)"),
    ],
)
def test_components_escape(env: jinja2.Environment, imported: str, call: str) -> None:
    html = env.from_string(f'{{% import "ui/{imported}" as ui %}}{{{{ ui.{call} }}}}').render(x=HOSTILE)
    assert "<script" not in html
    assert ESCAPED_TAG in html


def test_plain_text_mail_is_not_escaped(env: jinja2.Environment) -> None:
    text = env.get_template("ui/email/base.txt").render(sender_name="Olive & Thyme", reference="")
    assert "Olive & Thyme" in text


@pytest.mark.parametrize("code", ["400", "403", "404", "500"])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_error_pages_render_without_request_or_database(code: str, language: str) -> None:
    with translation.override(language):
        html = get_template(f"{code}.html").render()
    assert f'lang="{language}"' in html
    assert ('dir="rtl"' in html) == (language == "fa")
    assert code in html


def test_an_unknown_name_may_be_asked_but_not_printed(env: jinja2.Environment) -> None:
    assert env.from_string("{{ 'yes' if nobody else 'no' }}").render() == "no"
    with pytest.raises(jinja2.UndefinedError):
        env.from_string("{{ nobody }}").render()


def test_a_field_names_its_error_or_its_hint(env: jinja2.Environment) -> None:
    template = env.from_string('{% from "ui/field.html" import fields %}{{ fields(form) }}')
    fresh, refused = template.render(form=Sample()), template.render(form=Sample({"email": "x"}))
    assert 'aria-describedby="id_subject_hint"' in fresh
    assert 'id="id_subject_hint"' in fresh
    assert 'aria-describedby="id_subject_error"' in refused
    assert 'id="id_subject_error"' in refused
    assert "id_subject_hint" not in refused
    assert '<input type="email" name="email" value="x" maxlength="320" dir="ltr"' in refused


def test_the_summary_links_to_each_field(env: jinja2.Environment) -> None:
    template = env.from_string('{% from "ui/summary.html" import error_summary %}{{ error_summary(form) }}')
    html = template.render(form=Sample({"email": "x"}))
    assert 'role="alert"' in html
    assert '<a href="#id_subject">Subject</a>' in html
    assert template.render(form=Sample()).strip() == ""


@pytest.mark.parametrize("name", ["onclick", "style", "on_load", 'a"b'])
def test_no_attribute_that_the_policy_forbids(name: str) -> None:
    with pytest.raises(ValueError, match="not an attribute"):
        attributes({name: "x"})


def test_attributes_are_spelled_for_html() -> None:
    assert attributes(
        {"hx_get": "/a?b&c", "for_": "x", "hidden": True, "title": None, "disabled": False}
    ) == (' hx-get="/a?b&amp;c" for="x" hidden')


def test_slots_keep_their_order_and_escape() -> None:
    slots = Slots()

    def second(context: Any) -> str:
        return f"<{context['word']}>"

    slots.add("place", second, order=20)
    slots.add("place", lambda context: "first", order=10)
    assert slots.render("place", {"word": "b"}) == "first&lt;b&gt;"
    assert slots.render("elsewhere", {}) == ""

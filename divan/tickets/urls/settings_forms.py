"""Addresses of the forms, and of the fields of tickets, in the settings."""

from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from divan.tickets.views import settings_fields as fields
from divan.tickets.views import settings_forms as views
from divan.tickets.views import settings_questions as questions

_form = require_http_methods(["GET", "HEAD", "POST"])
_read = require_http_methods(["GET", "HEAD"])
_one = "settings/forms/<int:form_id>/"
_question = f"{_one}questions/<int:question_id>/"
_field = "settings/fields/<int:custom_field_id>/"

urlpatterns = [
    path("settings/forms/", _read(views.forms), name="settings_forms"),
    path("settings/forms/add/", _form(views.add_form), name="settings_add_form"),
    path(_one, _form(views.form), name="settings_form"),
    path(f"{_one}use/", require_POST(views.use_form), name="settings_use_form"),
    path(f"{_one}move/", require_POST(views.move_form), name="settings_move_form"),
    path(f"{_one}copy/", require_POST(views.duplicate_form), name="settings_duplicate_form"),
    path(f"{_one}translations/", _form(views.translations), name="settings_form_translations"),
    path(f"{_one}preview/", _read(views.preview), name="settings_form_preview"),
    path(f"{_one}embedding/", _read(views.embedding), name="settings_form_embedding"),
    path(f"{_one}questions/add/", _form(questions.add_question), name="settings_add_question"),
    path(_question, _form(questions.question), name="settings_question"),
    path(f"{_question}move/", require_POST(questions.move_question), name="settings_move_question"),
    path(f"{_question}remove/", require_POST(questions.remove_question), name="settings_remove_question"),
    path("settings/fields/", _read(fields.fields), name="settings_fields"),
    path("settings/fields/add/", _form(fields.add_field), name="settings_add_field"),
    path(_field, _form(fields.field), name="settings_field"),
    path(f"{_field}use/", require_POST(fields.use_field), name="settings_use_field"),
    path(f"{_field}move/", require_POST(fields.move_field), name="settings_move_field"),
]

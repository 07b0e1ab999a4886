"""Addresses of the forms in the settings."""

from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from divan.tickets.views import settings_forms as views

_form = require_http_methods(["GET", "HEAD", "POST"])
_read = require_http_methods(["GET", "HEAD"])
_one = "settings/forms/<int:form_id>/"

urlpatterns = [
    path("settings/forms/", _read(views.forms), name="settings_forms"),
    path("settings/forms/add/", _form(views.add_form), name="settings_add_form"),
    path(_one, _form(views.form), name="settings_form"),
    path(f"{_one}use/", require_POST(views.use_form), name="settings_use_form"),
    path(f"{_one}move/", require_POST(views.move_form), name="settings_move_form"),
    path(f"{_one}questions/add/", _form(views.add_question), name="settings_add_question"),
    path(f"{_one}questions/<int:question_id>/", _form(views.question), name="settings_question"),
    path(
        f"{_one}questions/<int:question_id>/remove/",
        require_POST(views.remove_question),
        name="settings_remove_question",
    ),
]

"""Addresses of guides: on a ticket, and in the settings."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_http_methods, require_POST

from divan.guides.views import lines, on_ticket, settings

_form = require_http_methods(["GET", "HEAD", "POST"])
_read = require_http_methods(["GET", "HEAD"])

_ON_TICKET: list[URLPattern] = [
    path("checklist/add/", require_POST(on_ticket.add_checklist), name="add_checklist"),
    path("checklist/item/", require_POST(on_ticket.add_ticket_item), name="add_ticket_item"),
    path("checklist/tick/", require_POST(on_ticket.tick_item), name="tick_item"),
    path("checklist/remove/", require_POST(on_ticket.remove_ticket_item), name="remove_ticket_item"),
    path("script/start/", require_POST(on_ticket.start_script), name="start_script"),
    path("script/answer/", require_POST(on_ticket.answer_script), name="answer_script"),
    path("script/end/", require_POST(on_ticket.give_up_script), name="give_up_script"),
    path("script/steps/", _read(on_ticket.script_steps), name="script_steps"),
]
_CHECKLISTS: list[URLPattern] = [
    path("", _read(settings.checklists), name="settings_checklists"),
    path("new/", _form(settings.checklist), name="settings_add_checklist"),
    path("<int:guide_id>/", _form(settings.checklist), name="settings_checklist"),
    path("<int:guide_id>/use/", require_POST(settings.use_checklist), name="settings_use_checklist"),
    path("<int:guide_id>/items/new/", _form(lines.checklist_item), name="settings_add_item"),
    path("<int:guide_id>/items/<int:line_id>/", _form(lines.checklist_item), name="settings_item"),
    path(
        "<int:guide_id>/items/<int:line_id>/change/",
        require_POST(lines.change_checklist_line),
        name="settings_change_item",
    ),
]
_STEP = "<int:guide_id>/steps/<int:line_id>/"
_ANSWERS = "<int:guide_id>/steps/<int:step_id>/answers/"
_SCRIPTS: list[URLPattern] = [
    path("", _read(settings.scripts), name="settings_scripts"),
    path("new/", _form(settings.script), name="settings_add_script"),
    path("<int:guide_id>/", _form(settings.script), name="settings_script"),
    path("<int:guide_id>/use/", require_POST(settings.use_script), name="settings_use_script"),
    path("<int:guide_id>/steps/new/", _form(lines.script_step), name="settings_add_step"),
    path(_STEP, _form(lines.script_step), name="settings_step"),
    path(f"{_STEP}change/", require_POST(lines.change_script_line), name="settings_change_step"),
    path(f"{_ANSWERS}new/", _form(lines.script_answer), name="settings_add_answer"),
    path(f"{_ANSWERS}<int:line_id>/", _form(lines.script_answer), name="settings_answer"),
    path(
        f"{_ANSWERS}<int:line_id>/change/", require_POST(lines.change_answer), name="settings_change_answer"
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("tickets/<str:number>/", include(_ON_TICKET)),
    path("settings/checklists/", include(_CHECKLISTS)),
    path("settings/scripts/", include(_SCRIPTS)),
]

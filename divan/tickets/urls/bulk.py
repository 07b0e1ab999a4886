"""Addresses of changes to many tickets, and of taking back a change."""

from django.urls import path
from django.views.decorators.http import require_http_methods, require_POST

from divan.tickets.views import bulk, undo

_read = require_http_methods(["GET", "HEAD"])

urlpatterns = [
    path("bulk/", require_POST(bulk.change_tickets), name="change_tickets"),
    path("bulk/<int:job_id>/", _read(bulk.bulk_job), name="bulk_job"),
    path("bulk/<int:job_id>/stop/", require_POST(bulk.stop_bulk_job), name="stop_bulk_job"),
    path("bulk/<int:job_id>/undo/", require_POST(bulk.undo_bulk_job), name="undo_bulk_job"),
    path("tickets/<str:number>/undo/<uuid:batch>/", require_POST(undo.undo_ticket), name="undo_ticket"),
]

"""Addresses of merging, splitting, linking and following."""

from django.urls import path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from divan.tickets.views import joining

_form = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("tickets/new/duplicates/", require_GET(joining.likely_duplicates), name="likely_duplicates"),
    path("tickets/<str:number>/targets/", require_GET(joining.ticket_targets), name="ticket_targets"),
    path("tickets/<str:number>/merge/", _form(joining.merge_ticket), name="merge_ticket"),
    path("tickets/<str:number>/merge/preview/", require_GET(joining.merge_preview), name="merge_preview"),
    path("tickets/<str:number>/split/", _form(joining.split_ticket), name="split_ticket"),
    path("tickets/<str:number>/link/", _form(joining.link_ticket), name="link_ticket"),
    path("tickets/<str:number>/unlink/", require_POST(joining.unlink_ticket), name="unlink_ticket"),
    path("tickets/<str:number>/follow/", require_POST(joining.follow_ticket), name="follow_ticket"),
]

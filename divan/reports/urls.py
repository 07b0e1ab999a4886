"""Addresses of this slice."""

from __future__ import annotations

from django.urls import path

from divan.reports.views import desk, of_ticket

urlpatterns = [
    path("tickets/<str:number>/report/", of_ticket.ticket_report, name="ticket_report"),
    path("tickets/<str:number>/report/pdf/", of_ticket.ticket_report_pdf, name="ticket_report_pdf"),
    path("tickets/<str:number>/report/json/", of_ticket.ticket_report_json, name="ticket_report_json"),
    path("reports/", desk.report_chats, name="report_chats"),
    path("reports/csv/", desk.report_chats_csv, name="report_chats_csv"),
    path("reports/costs/", desk.report_costs, name="report_costs"),
    path("reports/costs/csv/", desk.report_costs_csv, name="report_costs_csv"),
    path("reports/workload/", desk.report_workload, name="report_workload"),
    path("reports/workload/csv/", desk.report_workload_csv, name="report_workload_csv"),
]

"""Who may open which address of the desk."""

from divan.core.routes import TICKET_SEE, Route

_SEE = "perm:reports.see"

ROUTES: dict[str, Route] = {
    "ticket_report": Route(TICKET_SEE),
    "ticket_report_pdf": Route(TICKET_SEE),
    "ticket_report_json": Route(TICKET_SEE),
    "report_chats": Route(_SEE),
    "report_chats_csv": Route(_SEE),
    "report_costs": Route(_SEE),
    "report_costs_csv": Route(_SEE),
    "report_workload": Route(_SEE),
    "report_workload_csv": Route(_SEE),
}

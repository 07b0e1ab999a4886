"""Taking back what a request or a job did to a ticket: what can be, and how each kind of event is reversed."""

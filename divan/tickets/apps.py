from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "divan.tickets"
    label = "tickets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from divan.core.jobs import pumps
        from divan.realtime.topics import topics
        from divan.tickets import access, deliveries

        pumps.add("deliveries", deliveries.pump)
        topics.add("ticket", access.may_listen_ticket)
        topics.add("desk", access.may_listen_desk)
        topics.add("inbox", access.may_listen_inbox)

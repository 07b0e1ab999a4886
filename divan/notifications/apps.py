from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "divan.notifications"
    label = "notifications"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from divan.notifications import actions, reactions, recipients, slots  # noqa: F401 - actions has a regular task
        from divan.tickets.readers import Reader, readers

        readers.add("notifications", Reader(reactions.tell, recipients.RULES, reactions.rebuild))
        slots.lend()

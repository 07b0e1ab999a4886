from django.apps import AppConfig


class RepliesConfig(AppConfig):
    name = "divan.replies"
    label = "replies"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models can be imported only now.
        from divan.core.actors import Right
        from divan.replies import bulk, events, files, slots  # noqa: F401 - `files` tells which content is still needed
        from divan.tickets.access import STAFF_RIGHTS
        from divan.tickets.events import namers

        STAFF_RIGHTS.add("apply_macro", Right.SEE)
        namers.add("macro", events.macro_names)
        slots.lend()
        bulk.lend()

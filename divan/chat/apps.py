from django.apps import AppConfig


class ChatConfig(AppConfig):
    name = "divan.chat"
    label = "chat"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from divan.chat import (  # noqa: F401 - schedules registers its regular task
            archive_lending,
            conference_lending,
            lending,
            schedules,
            site_slots,
            slots,
        )

        archive_lending.lend()
        conference_lending.lend()
        lending.lend()
        slots.lend()
        site_slots.lend()

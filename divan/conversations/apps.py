from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "divan.conversations"
    label = "conversations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from divan.conversations import schedules  # noqa: F401 - registers its regular task

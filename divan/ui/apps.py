from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "divan.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from divan.ui import printing  # noqa: F401 - registers its regular task

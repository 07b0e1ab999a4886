from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "divan.reports"
    label = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from divan.reports import parts, slots

        parts.register()
        slots.lend()

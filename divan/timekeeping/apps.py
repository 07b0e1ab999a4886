from django.apps import AppConfig


class TimekeepingConfig(AppConfig):
    name = "divan.timekeeping"
    label = "timekeeping"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models can be imported only now.
        from divan.timekeeping import access, events, slots  # noqa: F401 - events register their kinds

        access.register()
        slots.lend()

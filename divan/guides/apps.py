from django.apps import AppConfig


class GuidesConfig(AppConfig):
    name = "divan.guides"
    label = "guides"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models can be imported only now.
        from divan.guides import access, events, slots  # noqa: F401 - events register their kinds

        access.register()
        slots.lend()

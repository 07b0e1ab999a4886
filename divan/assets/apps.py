from django.apps import AppConfig


class AssetsConfig(AppConfig):
    name = "divan.assets"
    label = "assets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models can be imported only now.
        from divan.assets import slots

        slots.lend()

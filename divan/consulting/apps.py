from django.apps import AppConfig


class ConsultingConfig(AppConfig):
    name = "divan.consulting"
    label = "consulting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from divan.consulting import (  # noqa: F401 - expertise registers its regular task
            expertise,
            lending,
            mentions_lending,
            presence,
            threads_lending,
        )

        lending.lend()
        mentions_lending.lend()
        presence.lend()
        threads_lending.lend()

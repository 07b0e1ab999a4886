from typing import Any

from django.apps import AppConfig


class SamplesConfig(AppConfig):
    name = "divan.samples"
    label = "samples"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from divan.accounts.set_up import samples

        samples.add("samples", _furnish)


def _furnish(*args: Any, **kwargs: Any) -> None:
    """Sample data on request; its texts and verbs are loaded only when somebody asks for them."""
    from divan.samples.demo.organisation import furnish

    furnish(*args, **kwargs)

from django.apps import AppConfig


class SamplesConfig(AppConfig):
    name = "divan.samples"
    label = "samples"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from divan.accounts.set_up import samples
        from divan.samples.demo.organisation import furnish

        samples.add("samples", furnish)

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "divan.search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models can be imported only now.
        from divan.core.jobs import pumps
        from divan.search import indexing, rebuilding

        pumps.add("search changes", indexing.pump)
        pumps.add("search rebuild", rebuilding.pump)

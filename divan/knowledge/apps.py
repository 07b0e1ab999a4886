from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "divan.knowledge"
    label = "knowledge"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from divan.knowledge import (
            forgetting,  # noqa: F401 - registers its regular tasks
            letters,  # noqa: F401 - registers its letters
            schedules,  # noqa: F401 - registers its regular tasks
            search_documents,
            slots,
        )

        slots.lend()
        search_documents.register()

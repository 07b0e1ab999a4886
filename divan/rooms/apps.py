from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "divan.rooms"
    label = "rooms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from divan.rooms import family, search_documents, slots

        family.register()
        search_documents.register()
        slots.lend()

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "divan.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models and the sign-in library can be imported only now.
        from allauth.account.signals import email_confirmed

        from divan.accounts import access, addresses, identity, search_documents, sections
        from divan.realtime.identity import resolver
        from divan.realtime.topics import topics
        from divan.ui.slots import from_template, slots

        sections.register()
        search_documents.register()
        slots.add("desk.nav", from_template("accounts/slots/desk_nav.html"), order=90)
        slots.add("desk.person", from_template("accounts/slots/desk_person.html"), order=90)
        slots.add("portal.person", from_template("accounts/slots/portal_person.html"), order=90)
        resolver.add("session", identity.actor_of_session)
        topics.add("person", access.may_listen_to_person)
        email_confirmed.connect(addresses.forget_unproven_password, dispatch_uid="unproven password")

from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "divan.tickets"
    label = "tickets"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from divan.accounts.access import acquaintances
        from divan.accounts.set_up import steps
        from divan.core.jobs import pumps
        from divan.realtime.history import latest
        from divan.realtime.topics import topics
        from divan.tickets import (  # noqa: F401 - schedules and tally register their regular tasks
            access,
            article_origin,
            article_report,
            asset_slots,
            composer_slots,
            counting_lists,
            deliveries,
            joining_slots,
            link_requests,
            log,
            log_sentences,
            outbox,
            own_shortcuts,
            portal_slots,
            promises,
            review_slots,
            schedules,
            search_documents,
            setup,
            sidebar,
            tally,
        )
        from divan.tickets.bulk import effects, slots, working
        from divan.tickets.fields import places as field_places
        from divan.tickets.undoing import reversals

        pumps.add("deliveries", deliveries.pump)
        pumps.add("outbox", outbox.pump)
        pumps.add("link requests", link_requests.pump)
        pumps.add("bulk", working.pump)
        steps.add("tickets", setup.prepare)
        portal_slots.lend()
        asset_slots.lend()
        review_slots.lend()
        composer_slots.lend()
        joining_slots.lend()
        latest.add("events", log.newest_event)
        topics.add("ticket", access.may_listen_ticket)
        topics.add("desk", access.may_listen_desk)
        topics.add("inbox", access.may_listen_inbox)
        sidebar.register()
        field_places.register()
        effects.register()
        slots.register()
        reversals.register()
        own_shortcuts.register()
        promises.register()
        article_origin.register()
        article_report.lend()
        log_sentences.register()
        search_documents.register()
        acquaintances.add("tickets", access.acquaintances)

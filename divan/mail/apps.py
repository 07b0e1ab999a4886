from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "divan.mail"
    label = "mail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models can be imported only now.
        from divan.accounts import mailing, set_up
        from divan.accounts.entrances import entrances
        from divan.conversations.files import holders
        from divan.core.jobs import pumps
        from divan.mail import (
            account_letters,
            correspondence,
            events,
            first_mailbox,
            intake,
            processing,
            sending,
            slots,
            ticket_links,
        )
        from divan.mail.letters.reader import READER
        from divan.mail.mailboxes import addresses_into, is_ours
        from divan.notifications import recipients
        from divan.tickets import hooks
        from divan.tickets.readers import readers

        holders.add("received mail", intake.holds)
        readers.add("mail", READER)
        recipients.RULES.add(events.MessageBounced.kind, recipients.assignee)
        pumps.add("inbound mail", processing.pump)
        pumps.add("outgoing mail", sending.pump)
        mailing.sender.add("mail", account_letters.queue_letter)
        set_up.steps.add("mail", first_mailbox.create_first_mailbox)
        hooks.link_senders.add("mail", ticket_links.send_link)
        hooks.own_addresses.add("mail", is_ours)
        entrances.add("mail", addresses_into)
        hooks.correspondence.add("mail", correspondence.tickets_with_mail_to)
        slots.register()

"""Problem statements, tickets that are put off or promised, and what the tally counts of them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OPEN = models.Q(is_open=True)
REASONS = [
    ("resolved", "Resolved"),
    ("workaround", "A workaround was given"),
    ("known_error", "Known error"),
    ("wont_fix", "Will not be fixed"),
    ("cannot_reproduce", "Cannot be reproduced"),
    ("cannot_solve", "Cannot be solved"),
    ("duplicate", "Duplicate"),
    ("merged", "Merged"),
    ("spam", "Spam"),
]

# Which indexes of the lists of open tickets begin as they did and now also know what is put off.
INDEXES = {
    "open_by_activity": (["-last_activity_at", "-id", "group"], OPEN),
    "open_by_waiting": (
        ["waiting_since", "id", "group"],
        models.Q(is_open=True, waiting_since__isnull=False),
    ),
    "unassigned_by_activity": (
        ["-last_activity_at", "-id", "group"],
        models.Q(is_open=True, assignee__isnull=True),
    ),
    "mine_by_activity": (
        ["assignee", "-last_activity_at", "-id"],
        models.Q(is_open=True, assignee__isnull=False),
    ),
}


def _place(row):
    """Under which status an open ticket is counted."""
    return f"CASE WHEN {row}.snoozed_until IS NULL THEN {row}.status ELSE 'snoozed' END"


def _silent(row):
    """Whether a ticket counts as never answered."""
    return (
        f"({row}.first_reply_at IS NULL AND ((({row}.is_open) AND {row}.waiting_since IS NOT NULL)"
        f" OR ({row}.status = 'solved' AND {row}.close_reason NOT IN ('spam', 'merged', 'duplicate'))))"
    )


def _moved(columns=""):
    return (
        "OLD.group_id <> NEW.group_id OR COALESCE(OLD.assignee_id, 0) <> COALESCE(NEW.assignee_id, 0)"
        + columns
    )


MAIN_CHANGED = f"({_moved()} OR OLD.is_open <> NEW.is_open OR {_place('OLD')} <> {_place('NEW')})"
SILENT_CHANGED = f"({_moved()} OR {_silent('OLD')} <> {_silent('NEW')})"


def _rows(row, change, main="", silent=""):
    """What is counted for a row: at its place, and among those that were never answered."""
    who = f"{row}.group_id, COALESCE({row}.assignee_id, 0)"
    return (
        f"SELECT {who}, {_place(row)}, {change} WHERE {row}.is_open{main}"
        f" UNION ALL SELECT {who}, 'silent', {change} WHERE {_silent(row)}{silent}"
    )


INTO = "INSERT INTO tickets_tally (group_id, assignee_id, status, change)"
COLUMNS = "group_id, assignee_id, status, is_open, snoozed_until, first_reply_at, waiting_since, close_reason"
INSERTED = f"{INTO} {_rows('NEW', 1)};"
DELETED = f"{INTO} {_rows('OLD', -1)};"
UPDATED = (
    f"{INTO} {_rows('OLD', -1, f' AND {MAIN_CHANGED}', f' AND {SILENT_CHANGED}')}"
    f" UNION ALL {_rows('NEW', 1, f' AND {MAIN_CHANGED}', f' AND {SILENT_CHANGED}')};"
)

SQLITE = (
    "DROP TRIGGER tickets_tally_insert",
    "DROP TRIGGER tickets_tally_delete",
    "DROP TRIGGER tickets_tally_update",
    f"CREATE TRIGGER tickets_tally_insert AFTER INSERT ON tickets_ticket BEGIN {INSERTED} END",
    f"CREATE TRIGGER tickets_tally_delete AFTER DELETE ON tickets_ticket BEGIN {DELETED} END",
    f"CREATE TRIGGER tickets_tally_update AFTER UPDATE OF {COLUMNS} ON tickets_ticket"
    f" WHEN {MAIN_CHANGED} OR {SILENT_CHANGED} BEGIN {UPDATED} END",
)
POSTGRESQL = (
    "DROP TRIGGER tickets_tally_change ON tickets_ticket",
    f"""
    CREATE OR REPLACE FUNCTION tickets_tally_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' THEN {INSERTED}
      ELSIF TG_OP = 'DELETE' THEN {DELETED}
      ELSIF {MAIN_CHANGED} OR {SILENT_CHANGED} THEN {UPDATED}
      END IF;
      RETURN NULL;
    END $$
    """,
    f"""
    CREATE TRIGGER tickets_tally_change AFTER INSERT OR DELETE OR UPDATE OF {COLUMNS} ON tickets_ticket
    FOR EACH ROW EXECUTE FUNCTION tickets_tally_change()
    """,
)
COUNT_SILENT = " ".join(
    (
        INTO,
        "SELECT t.group_id, COALESCE(t.assignee_id, 0), 'silent', COUNT(*) FROM tickets_ticket t WHERE",
        _silent("t"),
        "GROUP BY t.group_id, COALESCE(t.assignee_id, 0)",
    )
)
COUNT_REOPENED = """
    UPDATE tickets_ticket SET reopened_count = found.times
    FROM (
        SELECT ticket_id, COUNT(*) AS times FROM tickets_event WHERE kind = 'ticket.reopened' GROUP BY ticket_id
    ) AS found
    WHERE tickets_ticket.id = found.ticket_id
"""


def count(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)
    schema_editor.execute(COUNT_SILENT)
    schema_editor.execute(COUNT_REOPENED)


def _indexes():
    """On SQLite an index is exchanged without a new table, so that the triggers stay."""
    for name, (fields, condition) in INDEXES.items():
        yield migrations.RemoveIndex(model_name="ticket", name=name)
        wider = models.Index(fields=[*fields, "snoozed_until"], name=name, condition=condition)
        yield migrations.AddIndex(model_name="ticket", index=wider)


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0011_merging"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("ticket", "snoozed_until", models.DateTimeField(null=True)),
        migrations.AddField("ticket", "promised_on", models.DateField(null=True)),
        migrations.SeparateDatabaseAndState(
            # Django would make a new table on SQLite to add a column that is never null.
            database_operations=[
                migrations.RunSQL(
                    "ALTER TABLE tickets_ticket ADD COLUMN reopened_count smallint NOT NULL DEFAULT 0"
                    " CHECK (reopened_count >= 0)"
                )
            ],
            state_operations=[
                migrations.AddField("ticket", "reopened_count", models.PositiveSmallIntegerField(default=0))
            ],
        ),
        migrations.AlterField(
            "ticket", "close_reason", models.CharField(blank=True, choices=REASONS, max_length=20)
        ),
        migrations.CreateModel(
            name="ProblemStatement",
            fields=[
                (
                    "ticket",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="statement",
                        serialize=False,
                        to="tickets.ticket",
                    ),
                ),
                ("text", models.TextField()),
                ("cause", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("changed_at", models.DateTimeField()),
                (
                    "author",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        *_indexes(),
        migrations.AddIndex(
            "ticket",
            models.Index(
                fields=["snoozed_until", "id"],
                name="snoozed",
                condition=models.Q(snoozed_until__isnull=False),
            ),
        ),
        migrations.AddIndex(
            "ticket",
            models.Index(
                fields=["created_at", "id", "group", "status"],
                name="never_answered",
                condition=models.Q(first_reply_at__isnull=True),
            ),
        ),
        migrations.RunPython(count),
    ]

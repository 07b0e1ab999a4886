"""Questions to colleagues, and the tally of solved tickets with the triggers that keep it.

The triggers only look at finished tickets that have a category and an assignee: nobody else solved anything there.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

_COLUMNS = "(category_id, group_id, assignee_id, change)"
_COUNTS = "{row}.status IN ('solved', 'closed') AND {row}.category_id IS NOT NULL AND {row}.assignee_id IS NOT NULL"


def _insert(row, change):
    return (
        f"INSERT INTO consulting_solvedtally {_COLUMNS} "
        f"SELECT {row}.category_id, {row}.group_id, {row}.assignee_id, {change} WHERE {_COUNTS.format(row=row)};"
    )


_WATCHED = "category_id, group_id, assignee_id, status"
SQLITE = (
    f"CREATE TRIGGER consulting_solved_insert AFTER INSERT ON tickets_ticket BEGIN {_insert('NEW', 1)} END",
    f"CREATE TRIGGER consulting_solved_delete AFTER DELETE ON tickets_ticket BEGIN {_insert('OLD', -1)} END",
    f"CREATE TRIGGER consulting_solved_update AFTER UPDATE OF {_WATCHED} ON tickets_ticket "
    f"WHEN OLD.status IN ('solved', 'closed') OR NEW.status IN ('solved', 'closed') "
    f"BEGIN {_insert('OLD', -1)} {_insert('NEW', 1)} END",
)
POSTGRESQL = (
    f"""
    CREATE FUNCTION consulting_solved_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' AND (OLD.category_id, OLD.group_id, OLD.assignee_id, OLD.status)
         IS NOT DISTINCT FROM (NEW.category_id, NEW.group_id, NEW.assignee_id, NEW.status) THEN
        RETURN NULL;
      END IF;
      IF TG_OP <> 'INSERT' THEN {_insert("OLD", -1)} END IF;
      IF TG_OP <> 'DELETE' THEN {_insert("NEW", 1)} END IF;
      RETURN NULL;
    END $$
    """,
    f"""
    CREATE TRIGGER consulting_solved_change
    AFTER INSERT OR DELETE OR UPDATE OF {_WATCHED} ON tickets_ticket
    FOR EACH ROW EXECUTE FUNCTION consulting_solved_change()
    """,
)
SQLITE_DROP = tuple(f"DROP TRIGGER consulting_solved_{what}" for what in ("insert", "delete", "update"))
POSTGRESQL_DROP = (
    "DROP TRIGGER consulting_solved_change ON tickets_ticket",
    "DROP FUNCTION consulting_solved_change()",
)
FILL = f"""
    INSERT INTO consulting_solvedtally {_COLUMNS}
    SELECT t.category_id, t.group_id, t.assignee_id, COUNT(*) FROM tickets_ticket t
    WHERE {_COUNTS.format(row="t")} GROUP BY t.category_id, t.group_id, t.assignee_id
"""


def create(apps, schema_editor):
    schema_editor.execute(FILL)
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in SQLITE_DROP if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_DROP:
        schema_editor.execute(statement)


def _to(model, **options):
    return models.ForeignKey(
        **{
            "db_index": False,
            "null": True,
            "on_delete": django.db.models.deletion.SET_NULL,
            "related_name": "+",
            "to": model,
            **options,
        }
    )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_builtin_roles"),
        ("conversations", "0001_initial"),
        ("tickets", "0010_grants"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Referral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for an answer"),
                            ("answered", "Answered"),
                            ("returned", "Returned"),
                            ("taken_back", "Taken back"),
                        ],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("answer", _to("conversations.message")),
                ("asked_by", _to(settings.AUTH_USER_MODEL)),
                ("ended_by", _to(settings.AUTH_USER_MODEL)),
                ("group", _to("accounts.group", on_delete=django.db.models.deletion.CASCADE)),
                ("parent", _to("consulting.referral")),
                ("person", _to(settings.AUTH_USER_MODEL, on_delete=django.db.models.deletion.CASCADE)),
                ("question", _to("conversations.message")),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tickets.ticket"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(person=None, group__isnull=False) | Q(person__isnull=False, group=None),
                        name="a_referral_asks_one",
                    ),
                    models.UniqueConstraint(
                        condition=Q(ended_at=None),
                        fields=("person", "ticket"),
                        name="one_open_referral_a_person",
                    ),
                    models.UniqueConstraint(
                        condition=Q(ended_at=None),
                        fields=("group", "ticket"),
                        name="one_open_referral_a_group",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SolvedTally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("category_id", models.BigIntegerField()),
                ("group_id", models.BigIntegerField()),
                ("assignee_id", models.BigIntegerField()),
                ("change", models.IntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["category_id", "assignee_id", "group_id", "change"], name="solved_sums"
                    )
                ],
            },
        ),
        migrations.RunPython(create, drop),
    ]

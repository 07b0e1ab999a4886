import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

# Django would make the whole table again for a column that is never null, and its triggers would be gone.
TIER = {
    "sqlite": 'smallint unsigned NOT NULL DEFAULT 1 CHECK ("tier" >= 0)',
    "postgresql": 'smallint DEFAULT 1 NOT NULL CHECK ("tier" >= 0)',
}


def add_tier(apps, schema_editor):
    definition = TIER[schema_editor.connection.vendor]
    schema_editor.execute(f'ALTER TABLE "tickets_ticket" ADD COLUMN "tier" {definition}')


def remove_tier(apps, schema_editor):
    schema_editor.execute('ALTER TABLE "tickets_ticket" DROP COLUMN "tier"')


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_builtin_roles"),
        ("tickets", "0009_filters_by_activity"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(add_tier, remove_tier)],
            state_operations=[
                migrations.AddField(
                    model_name="ticket",
                    name="tier",
                    field=models.PositiveSmallIntegerField(db_default=1, default=1),
                ),
            ],
        ),
        migrations.AddField("form", "asks_whom", models.BooleanField(default=False)),
        migrations.CreateModel(
            name="Grant",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "because",
                    models.CharField(
                        choices=[
                            ("referral", "Asked for advice"),
                            ("side_thread", "Side thread"),
                            ("mention", "Mentioned"),
                            ("chat", "Invited to a chat"),
                        ],
                        max_length=12,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "group",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="accounts.group",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                        name="a_grant_has_one_holder",
                    ),
                    models.UniqueConstraint(
                        condition=Q(ended_at=None),
                        fields=("person", "ticket", "because"),
                        name="one_open_grant_a_person",
                    ),
                    models.UniqueConstraint(
                        condition=Q(ended_at=None),
                        fields=("group", "ticket", "because"),
                        name="one_open_grant_a_group",
                    ),
                ],
            },
        ),
    ]

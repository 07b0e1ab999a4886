import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0013_shared_views"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="BulkJob",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("effect", models.CharField(max_length=40)),
                ("values", models.JSONField(default=dict)),
                ("batch", models.UUIDField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "At work"), ("done", "Done"), ("stopped", "Stopped")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("total", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "starter",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "undoes",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tickets.bulkjob",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["id"], name="bulk_jobs_at_work"
                    ),
                    models.Index(
                        condition=models.Q(("seen_at__isnull", True)),
                        fields=["starter", "-id"],
                        name="bulk_jobs_to_tell",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("undoes__isnull", False)),
                        fields=("undoes",),
                        name="a_job_is_undone_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BulkItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("waiting", "Not yet"),
                            ("changed", "Changed"),
                            ("same", "It was so already"),
                            ("refused", "Not possible"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "job",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="tickets.bulkjob",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tickets.ticket",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["job", "outcome", "id"], name="bulk_items_by_outcome")],
                "constraints": [
                    models.UniqueConstraint(fields=("job", "ticket"), name="a_ticket_once_a_job")
                ],
            },
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models

_IMPACTS = [
    ("low", "One person, can work"),
    ("medium", "One person or a few"),
    ("high", "Many people"),
    ("work_stopped", "Work has stopped"),
]


class Migration(migrations.Migration):
    dependencies = [("tickets", "0015_fields"), ("assets", "0002_ready_made")]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="asset",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="assets.asset",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                condition=models.Q(("asset__isnull", False)),
                fields=["asset", "-last_activity_at", "-id"],
                name="by_asset",
            ),
        ),
        migrations.CreateModel(
            name="MatrixCell",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("impact", models.CharField(choices=_IMPACTS, max_length=12)),
                (
                    "urgency",
                    models.CharField(
                        choices=[
                            ("low", "It can wait"),
                            ("normal", "In the next days"),
                            ("high", "Today, please"),
                            ("critical", "I cannot work"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "priority",
                    models.CharField(
                        choices=[("low", "Low"), ("normal", "Normal"), ("high", "High"), ("urgent", "Urgent")],
                        max_length=6,
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="matrixcell",
            constraint=models.UniqueConstraint(fields=("impact", "urgency"), name="one_priority_a_cell"),
        ),
        migrations.CreateModel(
            name="TypeDefaults",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("incident", "Incident"),
                            ("service_request", "Service request"),
                            ("question", "Question"),
                            ("bug", "Bug"),
                            ("complaint", "Complaint"),
                            ("application", "Job application"),
                        ],
                        max_length=16,
                        unique=True,
                    ),
                ),
                ("impact", models.CharField(choices=_IMPACTS, default="medium", max_length=12)),
                ("needs_category", models.BooleanField(default=False)),
                ("close_after_days", models.PositiveSmallIntegerField(null=True)),
                (
                    "category",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="tickets.category",
                    ),
                ),
            ],
        ),
    ]

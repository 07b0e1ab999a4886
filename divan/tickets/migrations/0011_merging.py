import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0010_grants"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="merged_into",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="tickets.ticket",
            ),
        ),
        migrations.AddField("ticket", "merged_openly", models.BooleanField(null=True)),
        migrations.AddField("ticket", "has_merged", models.BooleanField(null=True)),
        migrations.AddIndex(
            "ticket",
            models.Index(condition=Q(("merged_into__isnull", False)), fields=["merged_into"], name="merged"),
        ),
        migrations.AlterField(
            "link",
            "kind",
            models.CharField(
                choices=[("related", "Related"), ("parent", "Parent"), ("duplicate", "Duplicate")],
                default="related",
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="Follower",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tickets.ticket"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user", "ticket"), name="one_follower_a_ticket")
                ],
            },
        ),
    ]

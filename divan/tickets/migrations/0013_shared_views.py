"""Views that are shared, and what each person keeps of a list."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_builtin_roles"),
        ("tickets", "0012_promises"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="savedview",
            name="group",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="accounts.group",
            ),
        ),
        migrations.AddField(
            model_name="savedview", name="is_global", field=models.BooleanField(default=False)
        ),
        migrations.AddField(
            model_name="savedview", name="position", field=models.PositiveSmallIntegerField(default=0)
        ),
        migrations.AddField(model_name="savedview", name="look", field=models.JSONField(default=dict)),
        migrations.AddConstraint(
            model_name="savedview",
            constraint=models.CheckConstraint(
                condition=models.Q(is_global=False) | models.Q(group=None),
                name="shared_with_a_group_or_with_all",
            ),
        ),
        migrations.AddIndex(
            model_name="savedview",
            index=models.Index(
                condition=models.Q(is_global=True), fields=["is_global"], name="views_for_all"
            ),
        ),
        migrations.CreateModel(
            name="PersonalList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=40)),
                ("look", models.JSONField(default=dict)),
                ("number", models.PositiveIntegerField(null=True)),
                ("rights", models.CharField(blank=True, max_length=16)),
                ("counted_at", models.BigIntegerField(default=0)),
                ("counted_event", models.BigIntegerField(default=0)),
                ("opened_on", models.PositiveIntegerField(default=0)),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["opened_on", "counted_at"], name="lists_to_count")],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "place"), name="a_list_once_a_person")
                ],
            },
        ),
    ]

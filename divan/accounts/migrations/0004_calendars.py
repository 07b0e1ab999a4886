"""Business hours, and a permission to share views. A help desk that is set up gets the week of its time zone."""

import secrets

import django.db.models.deletion
from django.db import migrations, models
from django.utils.translation import gettext, override

from divan.accounts.hours_presets import usual_in

SHARERS = ("administrator", "supervisor")


def prepare(apps, schema_editor):
    for here in apps.get_model("accounts", "Installation").objects.all():
        preset, country = usual_in(here.time_zone)
        with override(here.default_language):
            name = gettext("Business hours")
        apps.get_model("accounts", "BusinessCalendar").objects.create(
            name=name, time_zone=here.time_zone, hours=preset.hours, country=country, is_default=True
        )
        here.hours_version = secrets.token_hex(8)
        here.save(update_fields=["hours_version"])
    for role in apps.get_model("accounts", "Role").objects.filter(slug__in=SHARERS):
        if "views.share" not in role.permissions:
            role.permissions = [*role.permissions, "views.share"]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_experts")]

    operations = [
        migrations.CreateModel(
            name="BusinessCalendar",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60)),
                ("time_zone", models.CharField(default="UTC", max_length=64)),
                ("hours", models.JSONField(default=dict)),
                ("country", models.CharField(blank=True, max_length=2)),
                ("closed", models.JSONField(blank=True, default=list)),
                ("worked", models.JSONField(blank=True, default=list)),
                ("is_default", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(is_default=True),
                        fields=("is_default",),
                        name="one_default_calendar",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="group",
            name="calendar",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="accounts.businesscalendar",
            ),
        ),
        migrations.AddField(
            model_name="installation",
            name="hours_version",
            field=models.CharField(blank=True, db_default="", default="", max_length=16),
        ),
        migrations.RunPython(prepare, migrations.RunPython.noop),
    ]

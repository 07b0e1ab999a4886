"""Fields of tickets, conditions of questions, and what forms know of consent, urgency and other sites."""

import django.db.models.deletion
from django.db import migrations, models

KINDS = [
    ("text", "Line of text"),
    ("long_text", "Paragraphs"),
    ("number", "Number"),
    ("date", "Date"),
    ("choice", "Choice"),
    ("multiple", "Several choices"),
    ("check", "Box to tick"),
    ("file", "File"),
    ("person", "Person"),
    ("product", "Product"),
    ("phone", "Phone number"),
    ("url", "Web address"),
    ("section", "Heading of a section"),
]
AUDIENCES = [
    ("staff", "Only agents"),
    ("seen", "Agents; customers read it"),
    ("asked", "Agents; customers fill it in"),
]
ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


class Migration(migrations.Migration):
    dependencies = [("tickets", "0014_bulk"), ("accounts", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="CustomField",
            fields=[
                ID,
                ("kind", models.CharField(choices=KINDS, default="text", max_length=12)),
                ("labels", models.JSONField(default=dict)),
                ("hints", models.JSONField(blank=True, default=dict)),
                ("choices", models.JSONField(blank=True, default=list)),
                ("rules", models.JSONField(blank=True, default=dict)),
                ("key", models.SlugField(max_length=32, unique=True)),
                ("audience", models.CharField(choices=AUDIENCES, default="staff", max_length=5)),
                ("is_required", models.BooleanField(default=False)),
                ("type", models.CharField(blank=True, max_length=20)),
                ("is_active", models.BooleanField(default=True)),
                ("position", models.PositiveIntegerField(default=0)),
                (
                    "group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.group",
                    ),
                ),
            ],
            options={"ordering": ["position", "id"]},
        ),
        migrations.CreateModel(
            name="FieldValue",
            fields=[
                ID,
                ("text", models.CharField(max_length=120)),
                (
                    "field",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="tickets.customfield",
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
                "indexes": [models.Index(fields=["field", "text", "ticket"], name="tickets_by_field")]
            },
        ),
        migrations.CreateModel(
            name="ConsentWording",
            fields=[
                ID,
                ("digest", models.CharField(max_length=64)),
                ("texts", models.JSONField(default=dict)),
                ("link", models.CharField(blank=True, max_length=500)),
                ("first_used_at", models.DateTimeField()),
                (
                    "form",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="tickets.form"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("form", "digest"), name="one_wording_once")
                ]
            },
        ),
        migrations.AddField("form", "consent_link", models.CharField(blank=True, default="", max_length=500), preserve_default=False),
        migrations.AddField("form", "urgency", models.CharField(default="normal", max_length=8)),
        migrations.AddField("form", "origins", models.JSONField(blank=True, default=list)),
        migrations.AddField("formfield", "rules", models.JSONField(blank=True, default=dict)),
        migrations.AddField("formfield", "condition", models.JSONField(blank=True, default=dict)),
        migrations.AddField(
            "formfield",
            "field",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="tickets.customfield",
            ),
        ),
        migrations.AlterField("formfield", "key", models.CharField(max_length=40)),
        migrations.AlterField(
            "formfield", "kind", models.CharField(choices=KINDS, default="text", max_length=12)
        ),
    ]

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat", "0003_archive_times")]

    operations = [
        migrations.CreateModel(
            name="ChatRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100)),
                ("texts", models.JSONField(default=dict)),
                ("pages", models.JSONField(default=list)),
                ("seconds", models.PositiveSmallIntegerField(default=30)),
                (
                    "visitors",
                    models.CharField(
                        choices=[
                            ("any", "Everybody"),
                            ("first", "Only on their first visit"),
                            ("returning", "Only when they come back"),
                        ],
                        default="any",
                        max_length=9,
                    ),
                ),
                ("again_days", models.PositiveSmallIntegerField(default=7)),
                ("is_active", models.BooleanField(default=True)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rules", to="chat.chatsite"
                    ),
                ),
            ],
            options={"ordering": ["position", "id"]},
        ),
        migrations.CreateModel(
            name="ChatRuleDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("shown", models.PositiveIntegerField(default=0)),
                ("accepted", models.PositiveIntegerField(default=0)),
                ("declined", models.PositiveIntegerField(default=0)),
                (
                    "rule",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="days",
                        to="chat.chatrule",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["rule", "day"], name="one_count_of_a_rule_and_day")
                ]
            },
        ),
        migrations.AddField(
            model_name="chat",
            name="rule",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="chat.chatrule",
            ),
        ),
        migrations.AddIndex(
            model_name="chat",
            index=models.Index(
                fields=["rule", "started_at"], name="chats_by_rule", condition=models.Q(rule__isnull=False)
            ),
        ),
    ]

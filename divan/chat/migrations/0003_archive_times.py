from django.db import migrations, models

SECONDS = {
    "sqlite": "max(0, CAST(round((julianday({end}) - julianday({start})) * 86400, 3) AS integer))",
    "postgresql": "greatest(0, floor(extract(epoch FROM {end} - {start}))::integer)",
}


def filling(vendor):
    """The statement by which chats of before know how long they took. Whom nobody took waited until the end."""
    seconds = SECONDS[vendor]
    waited = seconds.format(start="started_at", end="coalesce(accepted_at, ended_at)")
    lasted = seconds.format(start="started_at", end="ended_at")
    return (
        f"UPDATE chat_chat SET"
        f" waited_seconds = CASE WHEN coalesce(accepted_at, ended_at) IS NOT NULL THEN {waited} END,"
        f" lasted_seconds = CASE WHEN ended_at IS NOT NULL THEN {lasted} END"
    )


def fill(apps, schema_editor):
    schema_editor.execute(filling(schema_editor.connection.vendor))


class Migration(migrations.Migration):
    dependencies = [("chat", "0002_permissions")]

    operations = [
        migrations.AddField("chat", "waited_seconds", models.PositiveIntegerField(null=True)),
        migrations.AddField("chat", "lasted_seconds", models.PositiveIntegerField(null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveIndex("chat", "chats_by_start"),
        migrations.AddIndex(
            "chat",
            models.Index(
                fields=[
                    "-started_at",
                    "-id",
                    "state",
                    "group",
                    "ticket",
                    "site",
                    "purpose",
                    "outcome",
                    "language",
                    "rating",
                    "lead",
                    "end_reason",
                    "accepted_at",
                    "waited_seconds",
                    "lasted_seconds",
                ],
                name="chats_by_time",
            ),
        ),
    ]

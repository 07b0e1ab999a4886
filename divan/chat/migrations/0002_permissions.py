from django.db import migrations

ALLOWED = ["chat.supervise", "chat.archive"]


def allow(apps, schema_editor):
    """Supervisors of an installation that was set up before may do what those of a new one may."""
    for role in apps.get_model("accounts", "Role").objects.filter(slug="supervisor"):
        role.permissions = [*role.permissions, *(one for one in ALLOWED if one not in role.permissions)]
        role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [
        ("chat", "0001_initial"),
        ("accounts", "0005_shortcuts"),
    ]

    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]

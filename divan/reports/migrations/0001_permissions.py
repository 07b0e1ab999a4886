from django.db import migrations

ALLOWED = "reports.see"


def allow(apps, schema_editor):
    """Supervisors of an installation that was set up before may do what those of a new one may."""
    for role in apps.get_model("accounts", "Role").objects.filter(slug="supervisor"):
        if ALLOWED not in role.permissions:
            role.permissions = [*role.permissions, ALLOWED]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    initial = True

    dependencies = [("accounts", "0005_shortcuts")]

    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]

"""Supervisors of existing installations may see what time costs."""

from django.db import migrations


def allow(apps, schema_editor):
    for role in apps.get_model("accounts", "Role").objects.filter(slug__in=("supervisor", "administrator")):
        if "time.costs" not in role.permissions:
            role.permissions = [*role.permissions, "time.costs"]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("timekeeping", "0001_initial"), ("accounts", "0002_builtin_roles")]
    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]

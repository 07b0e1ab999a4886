"""Supervisors and administrators of existing installations may keep what is for everybody."""

from django.db import migrations


def allow(apps, schema_editor):
    for role in apps.get_model("accounts", "Role").objects.filter(slug__in=("supervisor", "administrator")):
        if "replies.manage" not in role.permissions:
            role.permissions = [*role.permissions, "replies.manage"]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("replies", "0001_initial"), ("accounts", "0002_builtin_roles")]
    operations = [migrations.RunPython(allow, migrations.RunPython.noop)]

"""Types to begin with; agents and supervisors of existing installations may keep the list of products."""

from django.db import migrations

from divan.assets import ready_made


def create(apps, schema_editor):
    ready_made.ensure(apps.get_model("assets", "AssetType"))
    for role in apps.get_model("accounts", "Role").objects.filter(slug__in=("agent", "supervisor", "administrator")):
        if "assets.manage" not in role.permissions:
            role.permissions = [*role.permissions, "assets.manage"]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("assets", "0001_initial"), ("accounts", "0002_builtin_roles")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]

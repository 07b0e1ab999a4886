"""Administrator, supervisor, agent and customer exist from the first moment."""

from django.db import migrations

from divan.accounts import builtin_roles


def create(apps, schema_editor):
    builtin_roles.ensure(apps.get_model("accounts", "Role"))


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]

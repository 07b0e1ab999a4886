from django.db import migrations

from divan.search.engines.schema import create_functions, drop_functions


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0001_initial'),
    ]

    operations = [
        migrations.RunPython(create_functions, drop_functions),
    ]

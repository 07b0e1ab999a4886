from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_calendars")]

    operations = [
        migrations.AddField(model_name="user", name="own_keys", field=models.JSONField(null=True)),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("rooms", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="room",
            name="client_key",
            field=models.CharField(max_length=64, null=True, unique=True),
        ),
    ]

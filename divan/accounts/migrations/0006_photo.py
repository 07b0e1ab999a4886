from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0005_shortcuts")]

    operations = [
        migrations.AddField(
            model_name="user", name="photo", field=models.CharField(blank=True, default="", max_length=32)
        ),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_builtin_roles")]

    operations = [
        migrations.AddField("user", "is_expert", models.BooleanField(default=False)),
        migrations.AddField(
            "user", "expertise", models.CharField(blank=True, default="", max_length=200), preserve_default=False
        ),
        migrations.AddField("user", "away_until", models.DateField(null=True)),
    ]

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("chat", "0004_invitations")]

    operations = [
        migrations.AddField(model_name="chat", name="visitor_left_at", field=models.DateTimeField(null=True)),
    ]

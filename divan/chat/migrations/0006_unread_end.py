from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("chat", "0005_visitor_left")]

    operations = [
        migrations.AddField(model_name="chat", name="read_check_at", field=models.DateTimeField(null=True)),
        migrations.AddIndex(
            model_name="chat",
            index=models.Index(
                fields=["read_check_at", "id"], name="chats_unread", condition=Q(read_check_at__isnull=False)
            ),
        ),
    ]

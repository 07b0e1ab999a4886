from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0008_article_uses")]

    operations = [
        migrations.RemoveIndex(model_name="ticket", name="all_by_activity"),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                fields=[
                    "-last_activity_at",
                    "-id",
                    "group",
                    "assignee",
                    "status",
                    "type",
                    "priority",
                    "channel",
                    "category",
                    "created_at",
                    "requester",
                    "conversation",
                ],
                name="all_by_activity",
            ),
        ),
    ]

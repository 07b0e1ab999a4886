"""The sums of the tally from an index alone."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tickets", "0004_tags")]

    operations = [
        migrations.AddIndex(
            model_name="tally",
            index=models.Index(fields=["group_id", "assignee_id", "status", "change"], name="tally_sums"),
        ),
    ]

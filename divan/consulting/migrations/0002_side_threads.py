"""Side threads and the people they name."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('consulting', '0001_initial'),
        ('conversations', '0002_mail_client'),
        ('tickets', '0010_grants'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SideThread',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('subject', models.CharField(max_length=200)),
                ('is_open', models.BooleanField(default=True)),
                ('client_key', models.CharField(max_length=64, null=True)),
                ('created_at', models.DateTimeField()),
                ('last_message_at', models.DateTimeField()),
                ('conversation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='conversations.conversation')),
                ('creator', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ticket', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tickets.ticket')),
            ],
        ),
        migrations.CreateModel(
            name='SideThreadPerson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seen_message', models.BigIntegerField(default=0)),
                ('joined_at', models.DateTimeField()),
                ('thread', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='people', to='consulting.sidethread')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.AddConstraint(
            model_name='sidethread',
            constraint=models.UniqueConstraint(fields=('ticket', 'client_key'), name='one_thread_a_submission'),
        ),
        migrations.AddConstraint(
            model_name='sidethreadperson',
            constraint=models.UniqueConstraint(fields=('thread', 'user'), name='named_once_in_a_side_thread'),
        ),
    ]

"""What was written before there were versions is version 1; the roles that ship may write and publish."""

from django.db import migrations

GIVEN = {
    "administrator": ["knowledge.write", "knowledge.publish"],
    "supervisor": ["knowledge.write", "knowledge.publish"],
    "agent": ["knowledge.write"],
}


def keep_first_versions(apps, schema_editor):
    Translation = apps.get_model("knowledge", "ArticleTranslation")
    Version = apps.get_model("knowledge", "ArticleVersion")
    for row in Translation.objects.select_related("article").order_by("id").iterator(chunk_size=200):
        Version.objects.create(
            article=row.article,
            language=row.language,
            number=1,
            title=row.title,
            summary=row.summary,
            body=row.body,
            author_id=row.article.owner_id,
            approved_by_id=row.article.owner_id,
            released_at=row.changed_at,
        )


def name_source_languages(apps, schema_editor):
    Article = apps.get_model("knowledge", "KnowledgeArticle")
    for article in Article.objects.exclude(translations__language="en").prefetch_related("translations"):
        first = min(article.translations.all(), key=lambda row: row.pk, default=None)
        if first is not None:
            Article.objects.filter(pk=article.pk).update(source_language=first.language)


def give_permissions(apps, schema_editor):
    Role = apps.get_model("accounts", "Role")
    for role in Role.objects.filter(slug__in=GIVEN, is_builtin=True):
        missing = [name for name in GIVEN[role.slug] if name not in role.permissions]
        if missing:
            role.permissions = [*role.permissions, *missing]
            role.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("knowledge", "0002_authoring"), ("accounts", "0002_builtin_roles")]
    operations = [
        migrations.RunPython(keep_first_versions, migrations.RunPython.noop),
        migrations.RunPython(name_source_languages, migrations.RunPython.noop),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]

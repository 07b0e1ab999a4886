"""Triggers that keep the tally of open tickets in the same transaction as the tickets."""

from django.db import migrations

SQLITE = (
    """
    CREATE TRIGGER tickets_tally_insert AFTER INSERT ON tickets_ticket WHEN NEW.is_open BEGIN
      INSERT INTO tickets_tally (group_id, assignee_id, status, change)
      VALUES (NEW.group_id, COALESCE(NEW.assignee_id, 0), NEW.status, 1);
    END
    """,
    """
    CREATE TRIGGER tickets_tally_delete AFTER DELETE ON tickets_ticket WHEN OLD.is_open BEGIN
      INSERT INTO tickets_tally (group_id, assignee_id, status, change)
      VALUES (OLD.group_id, COALESCE(OLD.assignee_id, 0), OLD.status, -1);
    END
    """,
    """
    CREATE TRIGGER tickets_tally_update AFTER UPDATE OF group_id, assignee_id, status, is_open
    ON tickets_ticket
    WHEN OLD.group_id <> NEW.group_id OR OLD.status <> NEW.status OR OLD.is_open <> NEW.is_open
      OR COALESCE(OLD.assignee_id, 0) <> COALESCE(NEW.assignee_id, 0)
    BEGIN
      INSERT INTO tickets_tally (group_id, assignee_id, status, change)
      SELECT OLD.group_id, COALESCE(OLD.assignee_id, 0), OLD.status, -1 WHERE OLD.is_open
      UNION ALL
      SELECT NEW.group_id, COALESCE(NEW.assignee_id, 0), NEW.status, 1 WHERE NEW.is_open;
    END
    """,
)

POSTGRESQL = (
    """
    CREATE FUNCTION tickets_tally_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'UPDATE' AND OLD.group_id = NEW.group_id AND OLD.status = NEW.status
         AND OLD.is_open = NEW.is_open AND OLD.assignee_id IS NOT DISTINCT FROM NEW.assignee_id THEN
        RETURN NULL;
      END IF;
      IF TG_OP <> 'INSERT' AND OLD.is_open THEN
        INSERT INTO tickets_tally (group_id, assignee_id, status, change)
        VALUES (OLD.group_id, COALESCE(OLD.assignee_id, 0), OLD.status, -1);
      END IF;
      IF TG_OP <> 'DELETE' AND NEW.is_open THEN
        INSERT INTO tickets_tally (group_id, assignee_id, status, change)
        VALUES (NEW.group_id, COALESCE(NEW.assignee_id, 0), NEW.status, 1);
      END IF;
      RETURN NULL;
    END $$
    """,
    """
    CREATE TRIGGER tickets_tally_change
    AFTER INSERT OR DELETE OR UPDATE OF group_id, assignee_id, status, is_open ON tickets_ticket
    FOR EACH ROW EXECUTE FUNCTION tickets_tally_change()
    """,
)

SQLITE_DROP = tuple(f"DROP TRIGGER tickets_tally_{what}" for what in ("insert", "delete", "update"))
POSTGRESQL_DROP = (
    "DROP TRIGGER tickets_tally_change ON tickets_ticket",
    "DROP FUNCTION tickets_tally_change()",
)


def create(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in SQLITE_DROP if schema_editor.connection.vendor == "sqlite" else POSTGRESQL_DROP:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("tickets", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]

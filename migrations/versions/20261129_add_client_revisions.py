"""Add a revision for each client, which triggers replace whenever its work or its people change."""

from alembic import op

revision = "20261129_client_revisions"
down_revision = "20261129_rendering_keys"

CHANGES_ROWS_OF: set[str] = set()

TABLE = "CREATE TABLE IF NOT EXISTS client_revision (client_id INTEGER NOT NULL PRIMARY KEY, revision BIGINT NOT NULL)"
WATCHED = ("goal", "task", "seat")
REPLACED = "ON CONFLICT (client_id) DO UPDATE SET revision = excluded.revision"

CHANGED = f"""
CREATE OR REPLACE FUNCTION client_revision_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changed integer[] := ARRAY[0];
BEGIN
  IF TG_TABLE_NAME <> 'person' THEN
    changed := ARRAY[]::integer[];
    IF TG_OP <> 'DELETE' THEN changed := changed || NEW.client_id; END IF;
    IF TG_OP <> 'INSERT' THEN changed := changed || OLD.client_id; END IF;
  END IF;
  INSERT INTO client_revision (client_id, revision)
  SELECT DISTINCT ON (id) id, (random() * 9000000000000000)::bigint FROM unnest(changed) id ORDER BY id
  {REPLACED} WHERE client_revision.xmin::text <> mod(txid_current(), 4294967296)::text;
  RETURN NULL;
END $$
"""  # noqa: S608  names of ours


def replace(client: str, where: str = "true") -> str:
    return f"INSERT INTO client_revision SELECT {client}, random() WHERE {where} {REPLACED};"


def on_sqlite() -> list[str]:
    bodies = {
        "insert": replace("new.client_id"),
        "delete": replace("old.client_id"),
        "update": f"{replace('new.client_id')} {replace('old.client_id', 'old.client_id <> new.client_id')}",
    }
    triggers = {
        f"{table}{act}": f"AFTER {act.upper()} ON {table} BEGIN {body} END"
        for table in WATCHED
        for act, body in bodies.items()
    }
    triggers["personupdate"] = f"AFTER UPDATE OF name ON person BEGIN {replace('0')} END"
    return [f"CREATE TRIGGER IF NOT EXISTS client_revision_{name} {what}" for name, what in triggers.items()]


def on_postgresql() -> list[str]:
    acts = {**dict.fromkeys(WATCHED, "INSERT OR UPDATE OR DELETE"), "person": "UPDATE OF name"}
    return [
        CHANGED,
        *(
            f"CREATE CONSTRAINT TRIGGER client_revision_{table} AFTER {when} ON {table}"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION client_revision_changed()"
            for table, when in acts.items()
        ),
    ]


def upgrade() -> None:
    connection = op.get_bind()
    is_sqlite = connection.dialect.name == "sqlite"
    number = "random()" if is_sqlite else "(random() * 9000000000000000)::bigint"
    connection.exec_driver_sql(TABLE)
    connection.exec_driver_sql(f"INSERT INTO client_revision SELECT id, {number} FROM client")  # noqa: S608
    for statement in on_sqlite() if is_sqlite else on_postgresql():
        connection.exec_driver_sql(statement)


def downgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for name in (f"{table}{act}" for table in WATCHED for act in ("insert", "delete", "update")):
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS client_revision_{name}")
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS client_revision_personupdate")
    else:
        connection.exec_driver_sql("DROP FUNCTION IF EXISTS client_revision_changed() CASCADE")
    connection.exec_driver_sql("DROP TABLE IF EXISTS client_revision")

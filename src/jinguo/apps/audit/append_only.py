"""Triggers by which SQLite and PostgreSQL themselves refuse to change or delete the trail."""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("audit_entry", "audit_seal", "audit_link")
SENTENCE = "the trail is append-only"

_POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{SENTENCE}'; END $$
"""


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on the trail's tables; doing it again changes nothing."""
    with connection.cursor() as cursor:
        for statement in statements(connection.vendor):
            cursor.execute(statement)


def statements(vendor: str) -> list[str]:
    """The SQL of :func:`install` for ``sqlite`` or ``postgresql``, one statement each."""
    if vendor == "sqlite":
        return [_sqlite(table, act) for table in TABLES for act in ("UPDATE", "DELETE")]
    if vendor == "postgresql":
        return [_POSTGRES_FUNCTION, *(sql for table in TABLES for sql in _postgres(table))]
    raise ValueError(f"the trail cannot be protected on {vendor}")


def removal(vendor: str) -> list[str]:
    """The SQL that takes the triggers off, for the reverse of a migration."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {t}_no_{a}" for t in TABLES for a in ("update", "delete")]
    acts = ("change", "truncate")
    return [f"DROP TRIGGER IF EXISTS {t}_no_{a} ON {t}" for t in TABLES for a in acts]


def _sqlite(table: str, act: str) -> str:
    return (
        f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act.lower()} BEFORE {act} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    )


def _postgres(table: str) -> list[str]:
    return [
        f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION audit_refuse_change()",
        f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()",
    ]

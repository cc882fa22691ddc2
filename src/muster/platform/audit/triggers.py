"""Database triggers that keep the audit append-only, whatever program is connected.

An event may be deleted only where a signed record of destruction already covers its link; links and
destructions never change; a head only moves forward. The triggers stop mistakes and idle hands; who
owns the database can drop them, which is why the chain is there as well.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

_REFUSAL = "The audit is append-only"
_COVERED = """
    SELECT 1 FROM audit_auditlink l JOIN audit_auditdestruction d
    ON d.tenant_id = l.tenant_id AND l.seq BETWEEN d.from_seq AND d.to_seq
    WHERE l.tenant_id = OLD.tenant_id AND l.event_id = OLD.id
"""
_EVER = "1 = 1"
_RULES = (
    ("audit_auditevent", "UPDATE", _EVER),
    ("audit_auditevent", "DELETE", f"NOT EXISTS ({_COVERED})"),
    ("audit_auditlink", "UPDATE", _EVER),
    ("audit_auditlink", "DELETE", _EVER),
    ("audit_auditdestruction", "UPDATE", _EVER),
    ("audit_auditdestruction", "DELETE", _EVER),
    ("audit_audithead", "UPDATE", "NEW.seq < OLD.seq OR NEW.tenant_id <> OLD.tenant_id"),
    ("audit_audithead", "DELETE", _EVER),
)
TABLES = tuple(dict.fromkeys(table for table, _, _ in _RULES))


def names() -> list[str]:
    """Return the names of the triggers that must stand."""
    return [_name(table, verb) for table, verb, _ in _RULES]


def create(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on the tables."""
    statements = _sqlite() if connection.vendor == "sqlite" else _postgres()
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def drop(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off: for a migration that rebuilds a table, and for nothing else."""
    with connection.cursor() as cursor:
        for table, verb, _ in _RULES:
            on = "" if connection.vendor == "sqlite" else f" ON {table}"
            cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, verb)}{on}")
        if connection.vendor != "sqlite":
            for table in TABLES:
                cursor.execute(f"DROP TRIGGER IF EXISTS {_name(table, 'TRUNCATE')} ON {table}")


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the names of triggers that do not stand, for `muster doctor`."""
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE tgenabled IN ('O', 'A')"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        standing = {row[0] for row in cursor.fetchall()}
    return [name for name in names() if name not in standing]


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Take the triggers off inside the block."""
    drop(connection)
    try:
        yield
    finally:
        create(connection)


def _name(table: str, verb: str) -> str:
    return f"{table}_no_{verb.lower()}"


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {_name(table, verb)} BEFORE {verb} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
        for table, verb, condition in _RULES
    ]


def _postgres() -> list[str]:
    statements = [_function("audit_refuse", _EVER, "NULL")]
    for table, verb, condition in _RULES:
        name = _name(table, verb)
        # A trigger's WHEN may hold no subquery on PostgreSQL, so the condition lives in a function.
        result = "OLD" if verb == "DELETE" else "NEW"
        statements.append(_function(f"{name}_check", condition, result))
        statements.append(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {name}_check()"
        )
    return statements + [
        f"CREATE TRIGGER {_name(table, 'TRUNCATE')} BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
        for table in TABLES
    ]


def _function(name: str, condition: str, result: str) -> str:
    return (
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {condition} THEN RAISE EXCEPTION '{_REFUSAL}'; END IF; "
        f"RETURN {result}; END $$"
    )

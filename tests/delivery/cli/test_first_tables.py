"""An empty database gets exactly the tables that one migration after another would make."""

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from tests.prepared import PREPARE

SERVER = os.environ.get("MUSTER_DATABASE_URL", "")
MIGRATE = """
from muster.delivery.cli.terminal import start_django
start_django()
from django.core.management import call_command
from django.db import connections
from muster.delivery.cli import first_run
first_run.make_home()
for alias in connections:
    for app in sorted(first_run.pending_migrations(alias)) if alias == "queue" else [None]:
        words = [app] if app else []
        call_command("migrate", *words, database=alias, interactive=False, verbosity=0)
"""
WAYS = {"at once": PREPARE, "step by step": MIGRATE}


def test_tables_are_those_of_the_migrations(tmp_path):
    at_once, step_by_step = (made_by(script, tmp_path / way) for way, script in WAYS.items())

    assert at_once.keys() == step_by_step.keys()
    assert [name for name in at_once if at_once[name] != step_by_step[name]] == []
    assert sum(kind == "table" for kind, _name in at_once) > 80
    assert any(kind == "trigger" for kind, _name in at_once)


def made_by(script: str, home: Path) -> dict[tuple[str, str], object]:
    """Let a script fill an installation of its own; return what its databases hold."""
    if not SERVER.startswith("postgres"):
        run(script, {"MUSTER_HOME": str(home)})
        return of_sqlite(home / "muster.sqlite3") | of_sqlite(home / "queue.sqlite3")
    with own_database() as url:
        run(script, {"MUSTER_HOME": str(home), "MUSTER_DATABASE_URL": url})
        return of_postgres(url)


def run(script: str, place: dict[str, str]) -> None:
    ours = ("MUSTER_", "DJANGO_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    subprocess.run([sys.executable, "-W", "ignore", "-c", script], env=kept | place, check=True)


@contextmanager
def own_database() -> Iterator[str]:
    name = f"muster_tables_{os.getpid()}"
    server = urlsplit(SERVER)
    with psycopg.connect(server._replace(path="/postgres").geturl(), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        yield server._replace(path=f"/{name}").geturl()
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def of_sqlite(file: Path) -> dict[tuple[str, str], object]:
    """Return what a file holds: columns, foreign keys, constraints, indexes, triggers."""
    with closing(sqlite3.connect(file)) as base:
        found: dict[tuple[str, str], object] = {}
        rows = base.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
        for kind, name, table, sql in rows:
            if kind == "table":
                found[kind, name] = (
                    sorted(row[1:] for row in base.execute(f'PRAGMA table_info("{name}")')),
                    sorted(row[2:] for row in base.execute(f'PRAGMA foreign_key_list("{name}")')),
                    sorted(re.findall(r'CONSTRAINT "\w+" (?:CHECK|UNIQUE) \([^"]*"\w+"', sql)),
                    sql.count("CHECK"),
                )
            elif sql:
                found[kind, name] = (table, " ".join(sql.split()))
        applied = base.execute("SELECT app, name FROM django_migrations").fetchall()
        return found | {("applied", file.name): sorted(applied)}


def of_postgres(url: str) -> dict[tuple[str, str], object]:
    """Return what a database holds: columns, constraints, indexes, triggers."""
    with psycopg.connect(url) as base:
        found: dict[tuple[str, str], object] = {}
        for kind, query in LISTS_OF_POSTGRES.items():
            found |= {(kind, name): words for name, *words in base.execute(query)}
        applied = base.execute("SELECT app, name FROM django_migrations").fetchall()
        return found | {("applied", "default"): sorted(applied)}


LISTS_OF_POSTGRES = {
    "table": """SELECT table_name, array_agg(concat_ws(' ', column_name, data_type, is_nullable,
        column_default, character_maximum_length, identity_generation) ORDER BY column_name)
        FROM information_schema.columns WHERE table_schema = 'public' GROUP BY table_name""",
    "constraint": """SELECT conrelid::regclass::text || ' ' || conname, pg_get_constraintdef(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
    "index": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "trigger": """SELECT tgname || tgrelid::regclass::text, pg_get_triggerdef(oid)
        FROM pg_trigger WHERE NOT tgisinternal""",
}
"""Queries whose first column is a name and whose others say all that matters about it."""

"""The query guard: every statement on a tenant table binds the tenant, a primary or a foreign key.

It parses what Django sends (sqlglot) while a test's body runs, on every connection of every thread.
A forgotten key shows here as a failed test; on thirty-two shards it would cost a thousand times.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import sqlglot
from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from sqlglot import exp

from muster.kernel.crosstenant import active

DIALECTS = {"sqlite": "sqlite", "postgresql": "postgres"}


class UnboundStatement(AssertionError):
    """A statement reads or writes a tenant table without binding a key."""


class Guard:
    """An execute wrapper that checks statements while `enabled`."""

    enabled = False
    seen = 0

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: Any,
        params: Any,
        many: bool,
        context: dict[str, Any],
    ) -> Any:
        if self.enabled and isinstance(sql, str) and active() is None:
            self.seen += 1
            vendor = context["connection"].vendor
            if tables := unbound_tables(sql, DIALECTS[vendor]):
                raise UnboundStatement(f"No key bound for {', '.join(tables)} in: {sql[:600]}")
        return execute(sql, params, many, context)


guard = Guard()


def install(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Put the guard on a connection, once."""
    if guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(guard)


@lru_cache(maxsize=1)
def tenant_keys() -> dict[str, frozenset[str]]:
    """Return the key columns (tenant, primary, foreign) of each tenant table."""
    tables: dict[str, frozenset[str]] = {}
    for model in apps.get_models(include_auto_created=True):
        fields = model._meta.concrete_fields
        through = model._meta.auto_created
        if not through and not any(field.name == "tenant" for field in fields):
            continue
        keys = {field.column for field in fields if field.primary_key or field.is_relation}
        tables[model._meta.db_table] = frozenset(keys)
    return tables


@lru_cache(maxsize=20_000)
def unbound_tables(sql: str, dialect: str) -> tuple[str, ...]:
    """Return the tenant tables that the statement touches without binding a key."""
    head = sql.lstrip()[:12].upper()
    if not head.startswith(("SELECT", "UPDATE", "DELETE", "INSERT", "WITH", "(")):
        return ()
    if not any(table in sql for table in tenant_keys()):
        return ()
    statement = sqlglot.parse_one(sql.replace("%s", "?"), dialect=dialect)
    if isinstance(statement, exp.Insert):
        return _unbound_insert(statement)
    found: list[str] = []
    for scope in statement.find_all(exp.Select, exp.Update, exp.Delete):
        found += _unbound_in(scope)
    return tuple(found)


def _unbound_insert(statement: exp.Insert) -> tuple[str, ...]:
    target = statement.this
    table = target.find(exp.Table).name
    columns = {c.name for c in target.expressions} if isinstance(target, exp.Schema) else set()
    keys = tenant_keys().get(table)
    return (table,) if keys and not (columns & keys) else ()


def _unbound_in(scope: exp.Expression) -> list[str]:
    tables = _tables_of(scope)
    bound = _bound_columns(scope)
    missing = []
    for alias, table in tables.items():
        keys = tenant_keys().get(table)
        if keys is None:
            continue
        names = bound.get(alias, set()) | (bound.get("", set()) if len(tables) == 1 else set())
        if not names & keys:
            missing.append(table)
    return missing


def _tables_of(scope: exp.Expression) -> dict[str, str]:
    """Return alias → table of the scope's own FROM and JOINs, without those of subqueries."""
    sources: list[Any] = []
    if isinstance(scope, exp.Update | exp.Delete):
        sources.append(scope.this)
    origin = scope.args.get("from_") or scope.args.get("from")
    if origin is not None:
        sources.append(origin.this)
    sources += [join.this for join in scope.args.get("joins") or []]
    return {s.alias_or_name: s.name for s in sources if isinstance(s, exp.Table)}


def _bound_columns(scope: exp.Expression) -> dict[str, set[str]]:
    """Return the columns, by table alias, that a conjunct of WHERE or ON pins."""
    conditions = [scope.args["where"].this] if scope.args.get("where") else []
    conditions += [j.args["on"] for j in scope.args.get("joins") or [] if j.args.get("on")]
    bound: dict[str, set[str]] = {}
    for condition in conditions:
        for part in _conjuncts(condition):
            if isinstance(part, exp.Or):
                for column in _keys_of_every_branch(part):
                    bound.setdefault(column.table, set()).add(column.name)
            elif isinstance(part, exp.EQ | exp.In):
                sides = [part.this] + ([part.expression] if isinstance(part, exp.EQ) else [])
                for side in sides:
                    if isinstance(side, exp.Column):
                        bound.setdefault(side.table, set()).add(side.name)
    return bound


def _keys_of_every_branch(either: exp.Or) -> list[exp.Column]:
    """Return the keys of one table that an OR pins, one a branch; none where a branch pins none."""
    keys = frozenset[str]().union(*tenant_keys().values())
    columns = [
        branch.this if isinstance(branch, exp.EQ | exp.In) else None
        for branch in (part.unnest() for part in either.flatten())
    ]
    found = [c for c in columns if isinstance(c, exp.Column) and c.name in keys]
    whole = len(found) == len(columns) and len({column.table for column in found}) == 1
    return found if whole else []


def _conjuncts(condition: exp.Expression) -> list[exp.Expression]:
    condition = condition.unnest()
    if isinstance(condition, exp.And):
        return _conjuncts(condition.this) + _conjuncts(condition.expression)
    return [condition]

"""Reading whole tables, of every command: for backup, restore and rotation of keys."""

from collections.abc import Iterable, Iterator

from django.apps import apps
from django.db import models

from muster.kernel.crypto import SealedField
from muster.kernel.routers import QUEUE_APPS
from muster.kernel.tables import every_row

LEFT_OUT_APPS = QUEUE_APPS | {"sessions", "axes"}
"""Queue messages are made again from the jobs; sessions and lockouts end with the installation."""
ROWS_AT_ONCE = 2000


def backed_up_models() -> list[type[models.Model]]:
    """Return the models whose tables a backup holds, also the ones between many and many."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model._meta.app_label not in LEFT_OUT_APPS
    ]


def columns(model: type[models.Model]) -> list["models.Field"]:
    """Return the fields of a model that have a column, generated ones left out."""
    return [field for field in model._meta.concrete_fields if not field.generated]


def rows_of(model: type[models.Model], names: Iterable[str]) -> Iterator[tuple[object, ...]]:
    """Yield every row of a table in the order of its key, a few thousand in memory at a time."""
    rows = every_row(model).order_by("pk").values_list(*names)
    return rows.iterator(chunk_size=ROWS_AT_ONCE)


def any_rows(tables: Iterable[type[models.Model]]) -> bool:
    """True where one of the tables has a row."""
    return any(every_row(model).exists() for model in tables)


def sealed_columns() -> Iterator[tuple[type[models.Model], SealedField]]:
    """Yield every sealed column of the installation."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedField):
                yield model, field


def sealed_by_others(
    model: type[models.Model], field: SealedField, key_id: str
) -> "models.QuerySet[models.Model]":
    """Rows whose value of `field` another key than `key_id` sealed, in the order of their key."""
    rows = every_row(model).exclude(**{field.attname: ""})
    return rows.exclude(**{f"{field.attname}__startswith": f"{key_id}."}).order_by("pk")

"""Writing whole tables, of every command: for restore and rotation of keys."""

from django.apps import apps
from django.db import models, transaction

from muster.delivery.cli import queries
from muster.kernel.crypto import SealedField
from muster.kernel.tables import every_row

ROWS_AT_ONCE = 1000


def seal_again(model: type[models.Model], field: SealedField, key_id: str) -> int:
    """Seal a column's values that other keys sealed, some rows to a transaction; return how many.

    `key_id` is the key in use.
    """
    sealed = 0
    rows = queries.sealed_by_others(model, field, key_id)
    last: dict[str, object] = {}
    while True:
        with transaction.atomic():
            lot = list(rows.filter(**last).select_for_update()[:ROWS_AT_ONCE])
            for row in lot:
                value = field.seal(row, getattr(row, field.attname).open())
                every_row(model).filter(pk=row.pk).update(**{field.attname: value})
        if not lot:
            return sealed
        sealed += len(lot)
        last = {"pk__gt": lot[-1].pk}


def empty_apps(labels: tuple[str, ...]) -> None:
    """Delete every row of the apps' tables."""
    for label in labels:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            every_row(model).delete()

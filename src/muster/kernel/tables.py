"""Whole tables, for the few who work on every row of an installation: backup, restore, new keys."""

from django.db import models


def every_row(model: type[models.Model]) -> "models.QuerySet[models.Model]":
    """Return every row of a table, whatever its own manager would leave out.

    Nobody may be shown what is read this way; whoever calls it reads across commands by name
    (`crosstenant`).
    """
    return model._base_manager.all()

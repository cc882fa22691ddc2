"""Which database a table lives in."""

from typing import Any

from django.conf import settings
from django.db.models import Model

QUEUE_APPS = frozenset({"django_tasks_database"})


def queue_alias() -> str:
    """Alias of the database that holds the queue."""
    return "queue" if "queue" in settings.DATABASES else "default"


class QueueRouter:
    """Keep the queue's tables in their own file where there is one."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        """Return the queue's alias for its tables."""
        return queue_alias() if model._meta.app_label in QUEUE_APPS else None

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        """Return the queue's alias for its tables."""
        return self.db_for_read(model, **hints)

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        """Create the queue's tables only there, and nothing else there."""
        if queue_alias() == "default":
            return None
        return (app_label in QUEUE_APPS) == (db == "queue")

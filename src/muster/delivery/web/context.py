"""What every page knows about the drill it is part of."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from muster.delivery.web import drill as drills


def drill(request: HttpRequest) -> dict[str, Any]:
    """Return the drill bar's context; empty outside a drill."""
    tenant = getattr(request, "drill_tenant", None)
    if tenant is None:
        return {}
    return {
        "drill": True,
        "drill_template": "web/drill_bar.html",
        "drill_demo": settings.DEMO,
        "drill_people": drills.cast_of(tenant) if settings.DEMO else [],
    }

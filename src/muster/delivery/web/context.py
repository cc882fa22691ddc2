"""What every page knows about the drill it is part of."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from muster.delivery.web import drill as drills
from muster.kernel.actors import ANONYMOUS, Actor
from muster.kernel.roles import Role


def drill(request: HttpRequest) -> dict[str, Any]:
    """Return the drill bar's context; empty outside a drill."""
    tenant = getattr(request, "drill_tenant", None)
    if tenant is None:
        return {}
    people = drills.cast_of(tenant) if settings.DEMO else []
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    return {
        "drill": True,
        "drill_template": "web/drill_bar.html",
        "drill_demo": settings.DEMO,
        "drill_people": people,
        "drill_cast_member": drills.plays(actor, people),
        "drill_role": next((role.label for role in Role if role in actor.roles), ""),
    }

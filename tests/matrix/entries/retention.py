"""Entries of platform.retention: rules and certificates are the whole command's."""

from tests.matrix.entries import Entry

from muster.kernel import clock
from muster.platform.retention.models import DestructionCertificate

COMMAND = "What is held is a matter of the whole command, not of an area in it."


def _certificate(scene):
    return DestructionCertificate.objects.create(
        tenant=scene.tenant,
        holding="audit.events",
        clock_kind="created",
        days=10,
        before=clock.now(),
        code="0123456789",
    )


ENTRIES = {
    "retention:holding": Entry(
        kwargs={"name": "audit.events"}, method="GET", elsewhere="open", why=COMMAND
    ),
    "retention:rows": Entry(
        kwargs={"name": "access.sign_ins"}, method="GET", elsewhere="open", why=COMMAND
    ),
    "retention:certificate": Entry(
        _certificate,
        kwargs=lambda paper: {"certificate_id": paper.id},
        elsewhere="open",
        why=COMMAND,
    ),
}

"""Entries of platform.audit."""

from tests.matrix.entries import Entry

from muster.kernel.ids import new_id
from muster.platform.audit.contracts import describe_verb
from muster.platform.audit.services import record


def _event(scene):
    describe_verb("matrix.seen", "Saw the sample")
    return record(scene.system, "matrix.seen", ("matrix.thing", new_id()), area=scene.area)


ENTRIES = {"audit:index": Entry(_event, shows="Saw the sample")}

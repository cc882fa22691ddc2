"""Entries of platform.jobs: everyone sees their own work, a stranger's is hidden from all."""

from tests.matrix.entries import Entry

from muster.kernel.ids import new_id
from muster.platform.jobs.models import Job

OTHERS = "Work belongs to whoever asked for it; commander and maintainer see all of a command."


def _strangers(scene):
    return Job.objects.create(tenant=scene.tenant, name="audit.seal", requested_by=new_id())


def _hidden(method="GET"):
    return Entry(
        _strangers,
        kwargs=lambda job: {"job_id": job.id},
        method=method,
        role="lead",
        other_role="hidden",
        elsewhere="hidden",
        here="hidden",
        why=OTHERS,
    )


ENTRIES = {
    "jobs:job": _hidden(),
    "jobs:progress": _hidden(),
    "jobs:cancel": _hidden("POST"),
    "jobs:retry": _hidden("POST"),
    "GET /jobs/{uuid:job_id}": _hidden(),
    "POST /jobs/{uuid:job_id}/cancel": _hidden("POST"),
}

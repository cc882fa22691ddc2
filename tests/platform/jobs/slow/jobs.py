"""A job of many small steps that can be killed anywhere."""

import time

from django.db import transaction

from muster.kernel.actors import system_actor
from muster.kernel.jobs import job
from muster.platform.audit.models import AuditEvent
from muster.platform.audit.services import record


@job("slow.count", label="Count slowly")
def count(run, *, steps, seconds=0.01):
    """Write one record a step, going on where an earlier run was cut off."""
    done = AuditEvent.objects.filter(tenant_id=run.tenant_id, verb="slow.step").count()
    for step in range(done, steps):
        with transaction.atomic():
            record(system_actor(run.tenant_id, "slow"), "slow.step", step=step)
            run.progress(step + 1, steps)
        time.sleep(seconds)
    run.result(steps=steps)

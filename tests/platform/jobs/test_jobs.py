"""The queue in one process: asking, running, failing, stopping, taking back."""

from datetime import timedelta

import pytest
from django.db import OperationalError, transaction
from django.utils import translation
from django.utils.translation import gettext_lazy

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from muster.kernel.ids import new_id
from muster.kernel.jobs import enqueue as kernel_enqueue
from muster.kernel.jobs import specs
from muster.platform.access import services as access
from muster.platform.access.queries import actor_of
from muster.platform.jobs import lease, queries, runner, services
from muster.platform.jobs.contracts import TryAgain
from muster.platform.jobs.enums import JobState
from muster.platform.jobs.models import Job, Schedule
from muster.platform.jobs.services import wake

pytestmark = pytest.mark.django_db(databases="__all__")
ELSEWHERE = "another-machine:1:1"


def nothing(run):
    """Do nothing."""


def queued(declare, actor, function=nothing, **ids):
    declare("t.work", function)
    return services.enqueue("t.work", actor=actor, **ids)


def state(job_id):
    return Job.objects.get(pk=job_id).state


def test_job_runs_with_its_ids_and_keeps_its_result(declare, system):
    got = {}

    def work(run, *, rows, kind):
        got.update(rows=rows, kind=kind, tenant=run.tenant_id, attempt=run.attempt)
        run.progress(2, 2, "halfway")
        run.result(count=7)

    row = new_id()
    job_id = queued(declare, system, work, rows=[row], kind="x")
    runner.run(job_id)

    job = Job.objects.get(pk=job_id)
    assert (job.state, job.done, job.total, job.result) == (JobState.DONE, 2, 2, {"count": 7})
    assert got == {"rows": [str(row)], "kind": "x", "tenant": system.tenant_id, "attempt": 1}


def test_kernel_enqueue_is_plugged_in(declare, system):
    declare("t.work", nothing)

    assert state(kernel_enqueue("t.work", actor=system)) == JobState.QUEUED


def test_job_nobody_declares_is_refused(system):
    with pytest.raises(LookupError):
        services.enqueue("no.such", actor=system)


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_job_of_a_transaction_that_rolls_back_was_never_asked_for(declare, system):
    with transaction.atomic():
        job_id = queued(declare, system)
        transaction.set_rollback(True)

    assert not Job.objects.filter(pk=job_id).exists()
    assert wake.announced() == set()


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_job_is_announced_when_its_transaction_commits(declare, system):
    with transaction.atomic():
        job_id = queued(declare, system)
        assert wake.announced() == set()

    assert wake.announced() == {job_id}


def test_job_runs_in_the_requesters_language_rights_and_time(declare, system, tenant):
    tenant.drill, tenant.drill_offset = True, timedelta(days=-100)
    tenant.save()
    account = access.create_account(actor=system, sign_in_name="li", display_name="Li")
    access.grant(actor=system, account_id=account.id, role="lead", area_code="120101001001")
    got = {}

    def work(run):
        got["language"] = translation.get_language()
        got["roles"] = run.actor.roles
        got["back"] = clock.real_now() - clock.now()

    with translation.override("zh-hant"):
        job_id = queued(declare, actor_of(account), work)
    runner.run(job_id)

    assert got == {
        "language": "zh-hant",
        "roles": frozenset({"lead"}),
        "back": pytest.approx(timedelta(days=100), abs=timedelta(seconds=5)),
    }


def test_job_of_a_closed_account_fails_with_a_sentence(declare, tenant):
    job_id = queued(declare, Actor(account_id=new_id(), tenant_id=tenant.id))
    runner.run(job_id)

    job = Job.objects.get(pk=job_id)
    assert (job.state, job.error_code) == (JobState.FAILED, "gone")


def test_job_refused_for_a_reason_shows_that_reason(declare, system):
    def work(run):
        raise Invalid("The sheet has no names.", next_step="Add a column with names.")

    job_id = queued(declare, system, work)
    runner.run(job_id)

    job = Job.objects.get(pk=job_id)
    assert (job.state, job.error_code) == (JobState.FAILED, "invalid")
    assert (job.error, job.next_step) == ("The sheet has no names.", "Add a column with names.")


def test_reason_of_a_failure_is_said_in_the_language_of_whoever_reads_it(declare, system):
    def work(run):
        raise Invalid(
            gettext_lazy("The command keeps %(state)s."),
            next_step=gettext_lazy("Sign in and try again."),
            state=JobState.FAILED.label,
            count=3,
        )

    with translation.override("zh-hant"):
        job_id = queued(declare, system, work)
    runner.run(job_id)
    job = Job.objects.get(pk=job_id)

    said = {}
    for language in ("en", "zh-hans", "zh-hant"):
        with translation.override(language):
            said[language] = (job.said_error, job.said_next_step, str(JobState.FAILED.label))
    assert len({next_step for _error, next_step, _label in said.values()}) == 3
    for error, _next_step, label in said.values():
        assert error == f"The command keeps {label}."


def test_job_that_breaks_says_what_to_do_and_shows_no_inner_text(declare, system, caplog):
    def work(run):
        raise KeyError("secret")

    with translation.override("en"):
        job_id = queued(declare, system, work)
    runner.run(job_id)

    job = Job.objects.get(pk=job_id)
    assert (job.state, job.error_code) == (JobState.FAILED, "KeyError")
    assert "secret" not in job.error + job.next_step
    assert str(job_id) in job.said_next_step


@pytest.mark.parametrize("error", [TryAgain("The gateway is silent."), OperationalError("locked")])
def test_job_that_fails_for_a_moment_is_tried_again_later_and_then_fails(
    declare, system, error, caplog
):
    def work(run):
        raise error

    job_id = queued(declare, system, work)
    now = clock.real_now()
    pauses = []
    for _ in range(4):
        with clock.frozen(now):
            runner.run(job_id)
        job = Job.objects.get(pk=job_id)
        pauses.append((job.run_after - now).total_seconds())
        now = job.run_after
    with clock.frozen(now):
        runner.run(job_id)

    assert pauses == [10, 60, 300, 900]
    assert state(job_id) == JobState.FAILED


def test_job_that_is_not_due_is_left_alone(declare, system):
    job_id = queued(declare, system)
    Job.objects.filter(pk=job_id).update(run_after=clock.real_now() + timedelta(minutes=1))

    assert services.claim(job_id, worker=ELSEWHERE) is None


def test_job_is_taken_by_one_worker_only(declare, system):
    job_id = queued(declare, system)

    assert services.claim(job_id, worker="a:1:1").attempt == 1
    assert services.claim(job_id, worker="b:1:1") is None


def test_worker_that_lost_its_job_can_write_nothing_more(declare, system):
    job_id = queued(declare, system)
    first = services.claim(job_id, worker=ELSEWHERE)
    with clock.frozen(clock.real_now() + lease.LEASE + timedelta(seconds=1)):
        services.sweep()
        second = services.claim(job_id, worker=ELSEWHERE)
    assert second.attempt == 2

    with pytest.raises(runner.LeaseLost):
        runner.Run(first, system).progress(1, 1)
    assert not services.renew(first)
    assert not services.finish(first, JobState.DONE)
    assert services.finish(second, JobState.DONE)


def test_job_with_a_live_lease_is_not_taken_back(declare, system):
    job_id = queued(declare, system)
    services.claim(job_id, worker=ELSEWHERE)
    services.sweep()

    assert state(job_id) == JobState.RUNNING


def test_job_of_a_dead_process_of_this_machine_is_taken_back_at_once(declare, system):
    job_id = queued(declare, system)
    host = lease.worker_name().split(":")[0]
    services.claim(job_id, worker=f"{host}:4194304:1")
    services.sweep()

    assert state(job_id) == JobState.QUEUED


def test_own_process_lives_and_another_with_its_number_does_not():
    name = lease.worker_name()
    reused = name.rpartition(":")[0] + ":1"

    assert [lease.is_gone(worker) for worker in (name, reused, ELSEWHERE, "", "x")] == [
        False,
        True,
        False,
        False,
        False,
    ]


def test_job_that_brings_down_every_worker_fails_in_the_end(declare, system):
    job_id = queued(declare, system)
    now = clock.real_now()
    for _ in range(services.MAX_ATTEMPTS):
        with clock.frozen(now):
            services.claim(job_id, worker=ELSEWHERE)
            now += lease.LEASE * 2
        with clock.frozen(now):
            services.sweep()

    assert (state(job_id), Job.objects.get(pk=job_id).error_code) == (
        JobState.FAILED,
        "worker_lost",
    )


def test_job_whose_message_was_lost_is_announced_by_the_sweep(declare, system):
    job_id = queued(declare, system)
    assert services.sweep() == 0
    with clock.frozen(clock.real_now() + timedelta(seconds=6)):
        assert services.sweep() == 1
        assert services.sweep() == 0

    assert wake.announced() == {job_id}


def test_waiting_job_is_stopped_at_once(declare, system):
    job_id = queued(declare, system)
    services.cancel(actor=system, job_id=job_id)

    assert state(job_id) == JobState.CANCELLED
    assert services.claim(job_id, worker=ELSEWHERE) is None
    with pytest.raises(Conflict):
        services.cancel(actor=system, job_id=job_id)


def test_running_job_is_stopped_at_its_next_step(declare, system):
    steps = []

    def work(run):
        for step in range(5):
            steps.append(step)
            services.cancel(actor=system, job_id=run.job_id)
            run.progress(step, 5)

    job_id = queued(declare, system, work)
    runner.run(job_id)

    assert (state(job_id), steps) == (JobState.CANCELLED, [0])


def test_job_leaves_when_its_worker_ends_and_the_attempt_does_not_count(declare, system):
    def work(run):
        runner.stopping.set()
        run.progress(1, 5)

    job_id = queued(declare, system, work)
    try:
        runner.run(job_id)
    finally:
        runner.stopping.clear()

    job = Job.objects.get(pk=job_id)
    assert (job.state, job.attempt, job.done) == (JobState.QUEUED, 0, 1)


def test_failed_job_can_be_started_again(declare, system):
    def work(run):
        raise Invalid("No.")

    job_id = queued(declare, system, work)
    runner.run(job_id)
    services.retry(actor=system, job_id=job_id)

    job = Job.objects.get(pk=job_id)
    assert (job.state, job.error, job.attempt) == (JobState.QUEUED, "", 0)


def test_job_of_someone_else_is_not_found_and_a_commander_sees_it(declare, make_actor, system):
    job_id = queued(declare, make_actor("clerk"))

    with pytest.raises(NotFound):
        queries.job(actor=make_actor("clerk"), job_id=job_id)
    assert queries.job(actor=make_actor("commander"), job_id=job_id).id == job_id


def test_job_of_another_command_is_not_found(declare, make_actor, other_tenant):
    job_id = queued(declare, make_actor("clerk"))

    with pytest.raises(NotFound):
        queries.job(actor=make_actor("commander", tenant_id=other_tenant.id), job_id=job_id)


def test_device_of_someone_else_cannot_stop_a_job(declare, make_actor, tenant):
    asker = make_actor("clerk")
    job_id = queued(declare, asker)
    Job.objects.filter(pk=job_id).update(requested_by=new_id())

    with pytest.raises((NotFound, NotAllowed)):
        services.cancel(actor=asker, job_id=job_id)


def test_periodic_job_starts_when_due_and_never_twice_at_once(declare, tenant):
    for name, spec in specs().items():
        if spec.every_seconds:
            Schedule.objects.create(name=name, next_at=clock.real_now() + timedelta(days=1))
    declare("t.period", nothing, every_seconds=30)
    now = clock.real_now()
    started = []
    for seconds in (0, 1, 31, 62):
        with clock.frozen(now + timedelta(seconds=seconds)):
            started.append(services.start_due())
        if seconds == 31:
            with clock.frozen(now + timedelta(seconds=40)):
                runner.run(Schedule.objects.get(name="t.period").job_id)

    assert started == [1, 0, 0, 1]
    schedule = Schedule.objects.get(name="t.period")
    assert Job.objects.get(pk=schedule.job_id).state == JobState.QUEUED


def test_backlog_counts_what_waits_and_for_how_long(declare, system):
    queued(declare, system)
    with clock.frozen(clock.real_now() + timedelta(seconds=90)):
        found = queries.backlog()

    assert (found.queued, found.running, found.failed) == (1, 0, 0)
    assert found.oldest_seconds == pytest.approx(90, abs=5)

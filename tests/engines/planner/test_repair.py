"""Repairs: the past stands, the absent are off, and what is left is legal."""

import json

import msgspec
import numpy as np
import pytest

from muster.engines.planner.fanout import Inline
from muster.engines.planner.generate import generate
from muster.engines.planner.model import Absence
from muster.engines.planner.reading import read_instance
from muster.engines.planner.repair import repair
from muster.engines.planner.solve import solve
from muster.engines.planner.validate import check_plan, check_repair

FROM_DAY = 3


def plain(value):
    return json.loads(msgspec.json.encode(value))


@pytest.fixture(scope="module")
def in_force():
    facts = generate("heping", seed=7, scale=0.05)
    instance = read_instance(facts)
    return facts, instance, solve(instance, effort=2, prove=False, engine=Inline())


@pytest.mark.parametrize("seed", range(6))
def test_repair_keeps_the_past_and_every_rule(in_force, seed):
    facts, instance, plan = in_force
    rng = np.random.default_rng(seed)
    drawn = rng.choice(sorted(plan.assignment), 3, replace=False)
    absences = [Absence(str(person), FROM_DAY, int(rng.integers(4, 14))) for person in drawn]

    mended = repair(instance, plan, absences, FROM_DAY)

    report = check_repair(facts, plain(plan), plain(mended.plan), plain(absences), FROM_DAY)
    before = check_plan(facts, plain(plan))
    assert [f.sentence for f in report.violations] == [f.sentence for f in before.violations]
    covered = [change for change in mended.changes if change.reason != "absent"]
    assert len(covered) == len(report.repair.cells)
    assert report.repair.lost_shifts == sum(
        change.reason == "absent" and change.before is not None for change in mended.changes
    )
    lost_cover = report.values["under_cover"] - before.values["under_cover"]
    assert lost_cover < report.repair.lost_shifts


def test_nobody_else_is_touched_where_nobody_is_missed(in_force):
    _, instance, plan = in_force
    off = {row.person for row in plan.roster if row.day >= FROM_DAY}
    idle = [person for person in plan.assignment if person not in off]
    someone = idle[0] if idle else min(plan.assignment)
    absences = [] if not idle else [Absence(someone, FROM_DAY)]

    mended = repair(instance, plan, absences, FROM_DAY)

    assert mended.changes == ()
    assert sorted(plain(mended.plan.roster), key=str) == sorted(plain(plan.roster), key=str)


def test_the_same_repair_every_time(in_force):
    _, instance, plan = in_force
    absences = [Absence(person, FROM_DAY) for person in sorted(plan.assignment)[:3]]

    first, again = (repair(instance, plan, absences, FROM_DAY, seed=2) for _ in range(2))

    assert first == again

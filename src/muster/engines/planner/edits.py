"""Hand edits on a plan: what they break and heal, what they cover, what they cost, at once.

The rules are those of the independent validator, asked of the part of the plan that the edits can
touch: the answer is the same as the difference between two checks of the whole plan.

    >>> judged = judge(instance, plan, [Edit("p7", 3, Spot("D"), Spot("N"))])
    >>> [finding.sentence for finding in judged.broken]
    ['p7 rests 0 h, not 11, between shift N of day 3 and shift D of day 4.']
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from muster.engines.planner.draft import Draft, Edit, Ground, Spot
from muster.engines.planner.model import Instance, Plan, Row
from muster.engines.planner.part import Touched, parts
from muster.engines.planner.reading.faults import InstanceFaults
from muster.engines.planner.validate import Finding, Report, check_plan
from muster.engines.planner.validate.terms import DEFAULT_WEIGHTS

__all__ = [
    "CoverChange",
    "CrewChange",
    "Desk",
    "Edit",
    "InstanceFaults",
    "Judgement",
    "Spot",
    "TermChange",
    "judge",
]

_DIGITS = 9  # sums of floats that cancel out leave less than this


@dataclass(frozen=True)
class CoverChange:
    """People wanted and given at a post type in a shift of a community, before and after."""

    community: str
    post_type: str
    day: int
    shift: str
    wanted: int
    before: int
    after: int


@dataclass(frozen=True)
class CrewChange:
    """The crew of a post in a shift: its least size, and who is in it before and after."""

    post: str
    day: int
    shift: str
    least: int
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def lone(self) -> bool:
        """Whether the edits leave somebody alone there."""
        return len(self.after) == 1 and len(self.before) != 1


@dataclass(frozen=True)
class TermChange:
    """By how much a term of the objective grows, and what that costs with the file's weights."""

    term: str
    amount: float
    price: float


@dataclass(frozen=True)
class Judgement:
    """What the edits do. `plan` is the plan with them, whether or not it is legal.

    `broken` and `healed` are rules broken only after, or only before. `changed` pairs a breach
    with itself where only its amount differs: six nights before, seven now.
    """

    plan: Plan
    broken: tuple[Finding, ...]
    healed: tuple[Finding, ...]
    changed: tuple[tuple[Finding, Finding], ...]
    cover: tuple[CoverChange, ...]
    crews: tuple[CrewChange, ...]
    terms: tuple[TermChange, ...]
    rows: tuple[Row, ...]
    """The rows that the edits put in, in their order, with the posts that were chosen."""

    @property
    def lone(self) -> tuple[CrewChange, ...]:
        """Crews that fall to one person."""
        return tuple(crew for crew in self.crews if crew.lone)

    @property
    def legal(self) -> bool:
        """Whether the edits break nothing, and make no breach different."""
        return not self.broken and not self.changed

    @property
    def price(self) -> float:
        """What the edits cost altogether; less than 0 where the plan gets better."""
        return sum(change.price for change in self.terms)


def judge(
    instance: Instance,
    plan: Plan,
    edits: Sequence[Edit],
    *,
    moves: Mapping[str, str | None] | None = None,
) -> Judgement:
    """Return what the edits do to the plan.

    `moves` sends people to another community first, or (None) into the reserve. The plan names
    nothing that the instance does not have, as `read_plan` sees to. Many questions about one plan
    are asked quicker of one `Desk`.

    Raises:
        InstanceFaults: edits that make no sense, all at once, with paths like `edits[2].day`; code
            `stale` where the plan has something else in the cell than the edit says.
    """
    return Desk(instance, plan).judge(edits, moves=moves)


class Desk(Ground):
    """A plan laid out for editing: indexed once, judged as often as one likes."""

    def judge(
        self, edits: Sequence[Edit], *, moves: Mapping[str, str | None] | None = None
    ) -> Judgement:
        """Return what the edits do to the plan; see `judge` of the module."""
        draft = Draft(self, edits, moves or {})
        after = draft.plan()
        touched = draft.touched()
        was, now = draft.rows(touched)
        given, old, new = parts(self.tables, (self.plan, was), (after, now), touched)
        reports = check_plan(given, old), check_plan(given, new)
        broken, healed, changed = _compared(*reports)
        return Judgement(
            plan=after,
            broken=broken,
            healed=healed,
            changed=changed,
            cover=tuple(self._cover(touched, draft)),
            crews=tuple(self._crews(touched, draft)),
            terms=tuple(_terms(self.instance, *reports)),
            rows=tuple(draft.put),
        )

    def _crews(self, touched: Touched, draft: Draft) -> Iterable[CrewChange]:
        for post, day, shift in sorted(touched.crews):
            crew = post, day, shift
            least = self.least(self.posts[post])
            before = tuple(dict.fromkeys(self.crew(crew)))
            yield CrewChange(post, day, shift, least, before, draft.crew(crew))

    def _cover(self, touched: Touched, draft: Draft) -> Iterable[CoverChange]:
        for community, day, shift, kind in sorted(touched.cells):
            place = self.tables.communities[community]
            wanted = sum(
                row.count for row in place.demand
                if (row.day, row.shift, row.post_type) == (day, shift, kind)
            )  # fmt: skip
            crews = self.posts_of((community, day, shift, kind))
            before = len({name for crew in crews for name in self.crew(crew)})
            after = len({name for crew in crews for name in draft.crew(crew)})
            yield CoverChange(community, kind, day, shift, wanted, before, after)


def _compared(
    before: Report, after: Report
) -> tuple[tuple[Finding, ...], tuple[Finding, ...], tuple[tuple[Finding, Finding], ...]]:
    """Breaches that are new, that are gone, and that only have another amount."""
    was, now = Counter(map(_said, before.violations)), Counter(map(_said, after.violations))
    gone, new = _picked(before.violations, was - now), _picked(after.violations, now - was)
    matter: dict[Any, list[Finding]] = defaultdict(list)
    for finding in gone:
        matter[_about(finding)].append(finding)
    broken, changed = [], []
    for finding in new:
        if others := matter[_about(finding)]:
            changed.append((others.pop(0), finding))
        else:
            broken.append(finding)
    left = {id(finding) for others in matter.values() for finding in others}
    healed = [finding for finding in gone if id(finding) in left]
    return tuple(broken), tuple(healed), tuple(changed)


def _said(finding: Finding) -> tuple[Any, ...]:
    return finding.code, finding.rule, tuple(sorted(finding.params.items()))


def _about(finding: Finding) -> tuple[Any, ...]:
    """What a breach is about, whatever its amount."""
    said = finding.params
    if finding.code in ("consecutive_days", "consecutive_nights"):
        return finding.code, said["person"]
    names = ("person", "other", "day", "unit", "community", "post", *("shift",) * ("post" in said))
    return finding.code, tuple(said.get(name) for name in names)


def _picked(findings: Iterable[Finding], counts: Counter[Any]) -> list[Finding]:
    """So many of the findings as are counted, in their order."""
    left, picked = Counter(counts), []
    for finding in findings:
        if left[_said(finding)] > 0:
            left[_said(finding)] -= 1
            picked.append(finding)
    return picked


def _terms(instance: Instance, before: Report, after: Report) -> Iterable[TermChange]:
    for term in before.values:
        if term.endswith("_objective"):
            continue
        grown = round(after.values[term] - before.values[term], _DIGITS)
        if grown:
            weight = getattr(instance.weights, term, DEFAULT_WEIGHTS.get(term, 0))
            yield TermChange(term, grown, grown * weight)

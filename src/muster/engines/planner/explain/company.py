"""Locks and who works with whom, as rows of the elastic program."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from muster.engines.planner.explain.classes import Slot
from muster.engines.planner.explain.program import Program
from muster.engines.planner.explain.site import cell_locks, parted
from muster.engines.planner.model import Instance

if TYPE_CHECKING:
    from muster.engines.planner.explain.rows import Crowd

Team = tuple[object, ...]
_EXPERIENCE, _OWN = 1, 2  # of a team: shifts behind each; the person who is a team alone
_PAIR = 2


def add_locks(
    program: Program,
    instance: Instance,
    crowds: Iterable["Crowd"],
    posts: Mapping[Slot, Mapping[Team, int]],
) -> None:
    """Add: who is locked to a shift works it, and not alone where crews are larger."""
    shifts = {shift.id: s for s, shift in enumerate(instance.shifts)}
    types = {kind.id: k for k, kind in enumerate(instance.post_types)}
    (community,) = instance.communities
    kinds = {post.id: types[post.type] for post in community.posts}
    locks, own = cell_locks(instance), {crowd.kind.own: crowd for crowd in crowds}
    for name, cells in locks.items():
        if name not in own:
            continue
        crowd = own[name]
        for day, shift, post in cells:
            cell = (day, shifts[shift])
            slots = [
                slot
                for slot in posts
                if (slot.day, slot.shift) == cell and kinds.get(post or "", slot.kind) == slot.kind
            ]
            kept = program.column(["locks"], upper=1.0)
            if cell not in crowd.at or not slots:
                program.row([(kept, 1.0)], least=1.0)  # nothing is open there
                continue
            given = crowd.at[cell]
            program.row([(given, 1.0), (kept, 1.0)], least=1.0)
            columns = [(column, 1.0) for slot in slots for column in posts[slot].values()]
            crew = min(slot.crew for slot in slots)
            program.row([*columns, (given, -float(crew)), (kept, float(crew))], least=0.0)
            mine = [(posts[slot][crowd.kind.team], 1.0) for slot in slots]
            program.row([*mine, (kept, 1.0)], least=1.0)


def add_company(
    program: Program,
    instance: Instance,
    posts: Mapping[Slot, Mapping[Team, int]],
    shorts: Mapping[Slot, int],
) -> None:
    """Add who is to be, or never to be, in one crew, and that each crew has one experienced."""
    names = [person.id for person in instance.people]
    pairs = [(names[i], names[j]) for i, j in parted(instance.people)]
    needs = [(person.id, other) for person in instance.people for other in person.together]
    for slot, teams in posts.items():
        alone = {str(team[_OWN]): column for team, column in teams.items() if team[_OWN]}
        for one, other in needs:
            terms = [(alone[one], 1.0), (program.column(["together"]), -1.0)]
            if other in alone:
                terms.append((alone[other], -1.0))
            program.row(terms, most=0.0)
        for one, other in pairs:
            _add_apart(program, slot, teams, (alone[one], alone[other]))
        if instance.rules.mixed_experience and slot in shorts:
            _add_experience(program, instance.rules.mixed_experience, slot, teams, shorts[slot])


def _add_apart(
    program: Program, slot: Slot, teams: Mapping[Team, int], pair: tuple[int, int]
) -> None:
    """Both may be there only where there are two posts, and people for two crews."""
    both = [(column, -1.0) for column in pair]
    slack = program.column(["apart"])
    if slot.posts < _PAIR:
        program.row([*both, (slack, 1.0)], least=-1.0)
        return
    size = float(_PAIR * slot.crew)
    terms = [(column, 1.0 - size if column in pair else 1.0) for column in teams.values()]
    program.row([*terms, (slack, size)], least=-size)


def _add_experience(
    program: Program, asked: int, slot: Slot, teams: Mapping[Team, int], short: int
) -> None:
    """Somebody can have worked a shift a day so far, at most; nobody is needed where nobody is."""
    able = [
        (column, 1.0)
        for team, column in teams.items()
        if int(str(team[_EXPERIENCE])) + slot.day >= asked
    ]
    slack = program.column(["mixed_experience"], upper=1.0)
    program.row([*able, (slack, 1.0), (short, 1.0 / slot.wanted)], least=1.0)

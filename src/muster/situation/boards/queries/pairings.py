"""Who is on the register and who answers for which community, joined from places and responders."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.platform.places import queries as places
from muster.platform.places.contracts import AreaRef
from muster.registers.responders import queries as responders
from muster.registers.responders.enums import LOCAL_LEVELS, FiveOnes, Level
from muster.situation.boards.queries.areas import widest
from muster.situation.boards.rules import VIEW_COMMAND


class Pairedness(TextChoices):
    """How a community stands: paired with all five ones, with some missing, or not at all."""

    COMPLETE = "complete", _("all there")
    LACKING = "lacking", _("lacking something")
    UNPAIRED = "unpaired", _("not paired")


@dataclass(frozen=True, slots=True)
class CommunityTile:
    """A community on the map: its pairings and how many of their five ones are missing."""

    area: AreaRef
    pairings: int
    missing: int

    @property
    def state(self) -> Pairedness:
        """How the community stands."""
        if not self.pairings:
            return Pairedness.UNPAIRED
        return Pairedness.LACKING if self.missing else Pairedness.COMPLETE


@dataclass(frozen=True, slots=True)
class RegisterBoard:
    """The state of a command: units and people by level, who is away, pairings by community.

    `below` is how many areas lie directly below; `tiles` are the communities by subdistrict.
    """

    area: AreaRef
    below: int
    levels: Mapping[Level, tuple[int, int]]
    away: int
    tiles: Mapping[AreaRef, Sequence[CommunityTile]]
    complete: int
    incomplete: int
    lacking: Mapping[FiveOnes, int] = field(default_factory=dict)

    @property
    def sent(self) -> Mapping[Level, tuple[int, int]]:
        """The levels that send people."""
        return {level: n for level, n in self.levels.items() if level not in LOCAL_LEVELS}

    @property
    def local(self) -> Mapping[Level, tuple[int, int]]:
        """The levels whose people work in their community anyway: its staff and guards."""
        return {level: n for level, n in self.levels.items() if level in LOCAL_LEVELS}

    @property
    def units(self) -> int:
        """How many units send people."""
        return sum(units for units, _people in self.sent.values())

    @property
    def people(self) -> int:
        """How many people they sent."""
        return sum(people for _units, people in self.sent.values())

    @property
    def communities(self) -> Counter[Pairedness]:
        """How many communities stand how; `total()` is all of them."""
        return Counter(tile.state for tiles in self.tiles.values() for tile in tiles)


def register_board(*, actor: Actor) -> RegisterBoard:
    """Return units, people and pairings of the widest area the actor commands."""
    code = widest(actor, VIEW_COMMAND)
    pairings = responders.five_ones_board(actor=actor, area=code)
    missing: dict[str, list[int]] = defaultdict(list)
    for pairing in pairings.pairings:
        missing[pairing.community_code].append(len(pairing.missing))
    tiles = {
        group: [
            CommunityTile(area, len(missing[area.code]), sum(missing[area.code]))
            for area in communities
        ]
        for group, communities in places.communities_by_subdistrict(code).items()
    }
    return RegisterBoard(
        area=places.area_ref(code),
        below=len(places.child_refs(code)),
        levels={
            Level(level): numbers
            for level, numbers in responders.level_totals(actor=actor, area=code).items()
        },
        away=responders.away_count(actor=actor, area=code),
        tiles=tiles,
        complete=pairings.complete,
        incomplete=pairings.incomplete,
        lacking=dict(pairings.missing),
    )

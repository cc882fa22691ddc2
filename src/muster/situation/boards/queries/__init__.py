"""Every read of the boards, one board a file."""

from muster.situation.boards.queries.command import CommandBoard, command_board
from muster.situation.boards.queries.community import CommunityBoard, community_board
from muster.situation.boards.queries.gantt import Bar, Gantt, PostDay, gantt
from muster.situation.boards.queries.matters import Matters
from muster.situation.boards.queries.now import (
    Lack,
    Moment,
    NowBoard,
    Presence,
    is_there,
    lack_of,
    moment_of,
    now_board,
    people_now,
)
from muster.situation.boards.queries.pairings import (
    CommunityTile,
    Pairedness,
    RegisterBoard,
    register_board,
)
from muster.situation.boards.queries.strip import Strip, edition_in_force, gaps_at, strip
from muster.situation.boards.queries.unit import (
    UnitBoard,
    UnitPerson,
    Where,
    own_units,
    unit_board,
)

__all__ = [
    "Bar",
    "CommandBoard",
    "CommunityBoard",
    "CommunityTile",
    "Gantt",
    "Lack",
    "Matters",
    "Moment",
    "NowBoard",
    "Pairedness",
    "PostDay",
    "Presence",
    "RegisterBoard",
    "Strip",
    "UnitBoard",
    "UnitPerson",
    "Where",
    "command_board",
    "community_board",
    "edition_in_force",
    "gantt",
    "gaps_at",
    "is_there",
    "lack_of",
    "moment_of",
    "now_board",
    "own_units",
    "people_now",
    "register_board",
    "strip",
    "unit_board",
]

"""The five places of the reports as data: how many people, units, communities and points.

The counts are those that the reports state; shares (ages, leads, skills, leave) are invented.
"""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class Level:
    """The units of one level: `people` over `units`, sent `scope`.

    `sizes` states the headcounts where the report does; `groups` > 0 spreads the units over so
    many parent bodies.
    """

    name: str
    units: int
    people: int
    scope: Literal["anywhere", "county", "subdistrict"] = "anywhere"
    sizes: tuple[int, ...] = ()
    groups: int = 0


@dataclass(frozen=True)
class Work:
    """A post type besides point duty and the share of the remaining people-shifts it gets."""

    id: str
    share: float
    evening: bool = False
    weekdays: tuple[int, ...] | None = None
    skills: tuple[str, ...] = ()
    under_weight: float = 1.0


@dataclass(frozen=True)
class Case:
    """One place. Lengths in km; shares of all people are between 0 and 1."""

    name: str
    start: dt.date
    levels: tuple[Level, ...]
    communities: int
    subdistricts: int
    points: int
    works: tuple[Work, ...]
    counties: int = 1
    county_km: float = 0.0
    subdistrict_km: float = 1.6
    community_km: float = 0.6
    point_type: str = "gate"
    evening_share: float = 0.7
    night_crew: int = 2
    one_crew: bool = False
    checkpoint: bool = False
    min_team: int = 3
    first_secretary: bool = True
    lead_share: float = 0.08
    key_share: float = 0.12
    veterans: str = ""
    volunteers: bool = False
    sheltered: int = 0
    declared: Mapping[str, Any] | None = None

    @property
    def people(self) -> int:
        """Everybody who is sent."""
        return sum(level.people for level in self.levels)

    def scaled(self, scale: float) -> "Case":
        """The same place cut down; what its source declares goes, as it would no longer hold."""
        if scale == 1:
            return self

        def cut(number: int, least: int = 1) -> int:
            return max(least, round(number * scale))

        communities = cut(self.communities)
        return dataclasses.replace(
            self,
            levels=tuple(_cut_level(level, scale) for level in self.levels),
            communities=communities,
            counties=cut(self.counties),
            subdistricts=min(communities, cut(self.subdistricts, cut(self.counties))),
            points=max(communities, cut(self.points)),
            sheltered=cut(self.sheltered, 0),
            declared=None,
        )


def _cut_level(level: Level, scale: float) -> Level:
    sizes = tuple(max(1, round(size * scale)) for size in level.sizes)
    people = sum(sizes) if sizes else max(1, round(level.people * scale))
    units = len(sizes) if sizes else min(people, max(1, round(level.units * scale)))
    return dataclasses.replace(
        level, units=units, people=people, sizes=sizes, groups=min(level.groups, units)
    )


KEY = ("key_person",)
SIX_KINDS = (
    Work("key_person", 0.22, skills=KEY, under_weight=2.0),
    Work("disinfection", 0.28, evening=True),
    Work("logistics", 0.2, evening=True),
    Work("publicity", 0.18, weekdays=(0, 1, 2, 3, 4)),
    Work("cleaning", 0.12),
)
FIVE_ROLES = (
    Work("helper", 0.24, skills=KEY, under_weight=2.0),
    Work("guide", 0.3),
    Work("persuader", 0.24, evening=True),
    Work("publicity", 0.22, weekdays=(0, 1, 2, 3, 4)),
)

CASES: Mapping[str, Case] = {
    case.name: case
    for case in (
        Case(
            name="heping",
            start=dt.date(2020, 2, 18),
            levels=(
                Level("city", units=20, people=720),
                Level("district", units=62, people=1775),
                # The report says 749, which does not add up to 3,224: see `declared`.
                Level("subdistrict", units=24, people=729, scope="subdistrict"),
            ),
            communities=64,
            subdistricts=6,
            points=430,
            works=SIX_KINDS,
            veterans="subdistrict",
            sheltered=173,
            declared={
                "people": 3224,
                "by_level": {"city": 720, "district": 1775, "subdistrict": 749},
            },
        ),
        Case(
            name="cangzhou",
            start=dt.date(2020, 2, 3),
            levels=(
                Level("city", units=57, people=3100),
                Level("county", units=1260, people=52600, scope="county"),
                Level("subdistrict", units=640, people=24000, scope="subdistrict"),
            ),
            communities=1187,
            subdistricts=160,
            points=10600,
            works=SIX_KINDS,
            counties=16,
            county_km=55.0,
            subdistrict_km=11.0,
            community_km=2.0,
            veterans="subdistrict",
            declared={"people": 79700},
        ),
        Case(
            name="panji",
            start=dt.date(2022, 3, 16),
            levels=(Level("branch", units=59, people=835, groups=31),),
            communities=24,
            subdistricts=1,
            points=72,
            works=FIVE_ROLES,
            point_type="manager",
            checkpoint=True,
            volunteers=True,
            key_share=0.2,
            declared={"people": 835},
        ),
        Case(
            name="jingkai",
            start=dt.date(2021, 12, 23),
            levels=(Level("city", units=3, people=208, sizes=(186, 11, 11)),),
            communities=121,
            subdistricts=5,
            points=121,
            works=(),
            evening_share=0.0,
            night_crew=0,
            one_crew=True,
            min_team=2,
            first_secretary=False,
            declared={"people": 208, "by_level": {"city": 208}},
        ),
        Case(
            name="youth",
            start=dt.date(2020, 2, 18),
            levels=(Level("city", units=14, people=247),),
            communities=46,
            subdistricts=8,
            points=46,
            works=(Work("disinfection", 0.6), Work("publicity", 0.4)),
            subdistrict_km=6.0,
            night_crew=0,
            min_team=2,
            lead_share=0.35,
            declared={"people": 247},
        ),
    )
}

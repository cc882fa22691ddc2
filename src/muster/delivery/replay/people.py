"""Invented people of a unit: ages, skills, limits and homes, the same for the same seed."""

import math
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from muster.delivery.replay.heping import HOMES
from muster.engines.text import Sex, invented_id, invented_name, invented_phones
from muster.registers.responders.contracts import PersonDraft
from muster.registers.responders.enums import LimitKind, Position

TODAY = date(2020, 2, 17)
OLDEST, YOUNGEST = 60, 22
MEDIAN_COMMUTE_KM, COMMUTE_SPREAD, LONGEST_COMMUTE_KM = 6.0, 0.85, 60.0
"""Log-normal distance from home to the district: half within 6 km, some tens of km."""

NEAR = 0.1
"""Share of such a distance that somebody of the community itself lives away."""

SKILL_SHARES = {
    "driver": 0.22,
    "disinfection": 0.06,
    "counsellor": 0.03,
    "medical": 0.03,
    "key_person": 0.08,
    "electrician": 0.01,
    "sign_language": 0.006,
    "english": 0.09,
    "dialect": 0.35,
}
LIMIT_SHARES = {
    LimitKind.NO_NIGHTS: 0.05,
    LimitKind.SEATED_WORK: 0.02,
    LimitKind.NO_LIFTING: 0.03,
}
NIGHT_SHARE = 0.18
MEN_SHARE = 0.54
LICENCE_SHARE = 0.6


def invent_people(
    rng: Random, *, unit_id: UUID, count: int, phones: list[str]
) -> list[PersonDraft]:
    """Return `count` people of a unit: the first leads it, one in ten leads a section."""
    return [_person(rng, unit_id=unit_id, rank=at, phone=phones[at]) for at in range(count)]


def phone_numbers(rng: Random, count: int) -> list[str]:
    """Return `count` different numbers that reach nobody."""
    return invented_phones(rng, count)


def birth_date(rng: Random, *, rank: int, ages: tuple[int, int, int] | None = None) -> date:
    """Return a birth date of working age, or of `ages`; leaders are older."""
    if ages is not None:
        return TODAY - timedelta(days=int(rng.triangular(*ages) * 365.25))
    age = rng.triangular(YOUNGEST, OLDEST - 1, 38)
    if rank == 0:
        age = rng.triangular(42, OLDEST - 1, 52)
    return TODAY - timedelta(days=int(age * 365.25))


def home(rng: Random) -> tuple[float, float]:
    """Return schematic coordinates in km from the middle of the district."""
    distance = min(rng.lognormvariate(math.log(MEDIAN_COMMUTE_KM), COMMUTE_SPREAD),
                   LONGEST_COMMUTE_KM)  # fmt: skip
    angle = rng.uniform(0, 2 * math.pi)
    return round(distance * math.cos(angle), 1), round(distance * math.sin(angle), 1)


def home_area(x_km: float, y_km: float) -> tuple[str, str]:
    """Return (code, name) of the district that lies there: by ring, then by eighth of the compass.

    Schematic like the coordinates: a neighbour's district in its true direction, not its outline.
    """
    ring = next(areas for within, areas in HOMES if math.hypot(x_km, y_km) <= within)
    eighth = round(math.atan2(y_km, x_km) / (math.pi / 4)) % 8
    return ring[eighth % len(ring)]


def invent_locals(
    rng: Random, *, unit_id: UUID, phones: list[str], ages: tuple[int, int, int]
) -> list[PersonDraft]:
    """Return people who work in their own community: near home, of `ages` (from, to, mostly)."""
    return [
        replace(
            _person(rng, unit_id=unit_id, rank=rank + 2, phone=phone, ages=ages, reach=NEAR),
            position=Position.STAFF,
        )
        for rank, phone in enumerate(phones)
    ]


def _person(
    rng: Random,
    *,
    unit_id: UUID,
    rank: int,
    phone: str,
    ages: tuple[int, int, int] | None = None,
    reach: float = 1.0,
) -> PersonDraft:
    sex = Sex.MALE if rng.random() < MEN_SHARE else Sex.FEMALE
    born = birth_date(rng, rank=rank, ages=ages)
    x_km, y_km = (round(part * reach, 1) for part in home(rng))
    area_code, area_name = home_area(x_km, y_km)
    position = Position.STAFF
    if rank == 0:
        position = Position.DIVISION_LEAD
    elif rank % 10 == 1:
        position = Position.SECTION_LEAD
    licence = "C1" if rng.random() < LICENCE_SHARE else ""
    return PersonDraft(
        name=invented_name(rng, sex=sex, birth_year=born.year).hans,
        unit_id=unit_id,
        sex=sex.value,
        birth_date=born,
        identity_number=invented_id(rng, birth=born, sex=sex),
        phone=phone,
        home_place=area_name,
        home_area_code=area_code,
        home_x_km=x_km,
        home_y_km=y_km,
        position=position,
        can_lead=position is Position.DIVISION_LEAD,
        licence=licence,
        night_opt_in=rng.random() < NIGHT_SHARE,
        skills=tuple(
            key
            for key, share in SKILL_SHARES.items()
            if rng.random() < share and (key != "driver" or licence)
        ),
        limits=tuple(kind for kind, share in LIMIT_SHARES.items() if rng.random() < share),
        joined_on=TODAY,
    )

"""The 430 posts of the demo district: six kinds over 64 communities, the same for the same seed.

The report counts 430 points in 64 communities and names six kinds of work; how they were spread is
our invention. Places are schematic: a district of some three kilometres across.
"""

import math
from collections.abc import Sequence
from dataclasses import replace
from random import Random
from uuid import UUID

from django.db import transaction

from muster.kernel.actors import Actor
from muster.kernel.tenants import tenant_of
from muster.operations.duty.contracts import PostDraft
from muster.operations.duty.services import add_posts, save_template_of
from muster.platform.places.contracts import AreaRef
from muster.platform.places.queries import communities_by_subdistrict
from muster.platform.places.services import place_areas

POSTS = 430
SHARES = {"publicity": 1.0, "key_person": 1.0, "disinfection": 0.75, "cleaning": 0.5,
          "logistics": 0.35}  # fmt: skip
"""Share of the communities that have a post of the kind; the rest of the 430 are gates."""

PATTERN = "3x8at8"
"""People assemble at eight, so the shifts turn at eight."""
GATES = ("东门", "南门", "西门", "北门", "车库口", "临街口", "后巷口")
NAMES = {"point": "{number} 号门岗", "key_person": "重点人防控组", "publicity": "宣传岗"}
PLACES = {
    "publicity": "{short}宣传栏前",
    "key_person": "{short}居委会二楼",
    "disinfection": "{short}居委会院内消杀点",
    "cleaning": "{short}垃圾分类点",
    "logistics": "{short}居委会一楼物资间",
}
INDOORS = {"key_person", "logistics"}
DUTY_PHONE = "社区值班 022-0000 02{number:02}"
TEMPLATE_NAME = "标准社区岗位"
BOOTH_SHARE, HEATER_SHARE, POWER_SHARE, TOILET_SHARE = 0.6, 0.57, 0.8, 0.65
NO_PLACE_YET, BUSY_SHARE, JOINED_SHARE, JOINT_SHARE = 0.05, 0.4, 0.06, 0.08
SUBDISTRICT_KM, COMMUNITY_KM, POST_KM = 0.9, 0.45, 0.15


def set_up_posts(
    actor: Actor, incident_id: UUID, *, seed: int, units: Sequence[UUID] = ()
) -> list[UUID]:
    """Give the communities of the district their posts; `units` take part in joint ones."""
    rng = Random(f"posts {seed}")  # noqa: S311
    groups = communities_by_subdistrict(tenant_of(actor.tenant_id).area_code)
    communities = [community for group in groups.values() for community in group]
    positions = ring_positions(groups)
    with transaction.atomic():
        place_areas(actor=actor, positions=positions)
        drafts = [
            draft
            for at, (community, kinds) in enumerate(_spread(communities, rng))
            for draft in _drafts(rng, community, kinds, at, units)
        ]
        placed = [_near(rng, draft, positions[draft.area_code]) for draft in drafts]
        ids = add_posts(actor=actor, incident_id=incident_id, drafts=placed)
        save_template_of(
            actor=actor,
            name=TEMPLATE_NAME,
            incident_id=incident_id,
            area_code=communities[0].code,
        )
    return ids


def _spread(communities: Sequence[AreaRef], rng: Random) -> list[tuple[AreaRef, dict[str, int]]]:
    """Say how many posts of each kind every community has; 430 in all where there are 64."""
    kinds: list[dict[str, int]] = [{} for _ in communities]
    for kind, share in SHARES.items():
        chosen = sorted(rng.sample(range(len(communities)), round(share * len(communities))))
        for at in chosen:
            kinds[at][kind] = 1
    total = round(POSTS * len(communities) / 64)
    gates = max(total - sum(map(len, kinds)), 2 * len(communities))
    for at in range(len(communities)):
        kinds[at]["point"] = 2
    for _ in range(gates - 2 * len(communities)):
        fewest = [at for at, each in enumerate(kinds) if each["point"] < len(GATES)]
        kinds[rng.choice(fewest)]["point"] += 1
    return list(zip(communities, kinds, strict=True))


def _drafts(
    rng: Random, community: AreaRef, kinds: dict[str, int], at: int, units: Sequence[UUID]
) -> list[PostDraft]:
    short = community.short_name or community.name
    found = []
    for kind, count in kinds.items():
        for number in range(1, count + 1):
            outdoors = kind not in INDOORS
            place = PLACES.get(kind, "{short}" + GATES[(number - 1) % len(GATES)])
            draft = PostDraft(
                area_code=community.code,
                kind=kind,
                pattern=PATTERN,
                number=number,
                name=NAMES.get(kind, "").format(number=number),
                place="" if rng.random() < NO_PLACE_YET else place.format(short=short),
                contacts=DUTY_PHONE.format(number=at + 1),
                indoors=not outdoors,
                tent=outdoors and rng.random() < BOOTH_SHARE,
                heater=rng.random() < HEATER_SHARE,
                power=not outdoors or rng.random() < POWER_SHARE,
                toilet=not outdoors or rng.random() < TOILET_SHARE,
            )
            found.append(_special(rng, draft, units))
    return found


def _special(rng: Random, draft: PostDraft, units: Sequence[UUID]) -> PostDraft:
    """Make some gates busy, some of two neighbours with one reliever, some joint posts."""
    if draft.kind != "point":
        return draft
    if rng.random() < JOINED_SHARE:
        draft = replace(draft, points=2, crew_min=3, wanted=3)
    elif draft.number == 1 and rng.random() < BUSY_SHARE:
        draft = replace(draft, wanted=3)
    if units and draft.number == 1 and rng.random() < JOINT_SHARE:
        draft = replace(draft, joint_unit_ids=tuple(rng.sample(list(units), 2)))
    return draft


def ring_positions(groups: dict[AreaRef, list[AreaRef]]) -> dict[str, tuple[float, float]]:
    """Lay the subdistricts out in a ring, and each one's communities in a ring around it."""
    found = {}
    for at, (subdistrict, communities) in enumerate(groups.items()):
        east, north = _on_ring((0.0, 0.0), at, len(groups), SUBDISTRICT_KM)
        found[subdistrict.code] = (east, north)
        for place, community in enumerate(communities):
            radius = COMMUNITY_KM * (0.5 + 0.5 * (place % 2))
            found[community.code] = _on_ring((east, north), place, len(communities), radius)
    return found


def _on_ring(middle: tuple[float, float], at: int, of: int, radius: float) -> tuple[float, float]:
    angle = 2 * math.pi * at / max(of, 1)
    east, north = middle
    return round(east + radius * math.cos(angle), 2), round(north + radius * math.sin(angle), 2)


def _near(rng: Random, draft: PostDraft, middle: tuple[float, float]) -> PostDraft:
    east, north = (round(part + rng.uniform(-POST_KM, POST_KM), 3) for part in middle)
    return replace(draft, x_km=east, y_km=north)

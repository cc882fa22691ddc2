"""Which area a board is about, and whether it is the actor's."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from muster.kernel.actors import Actor
from muster.kernel.areas import covers
from muster.kernel.errors import NotAllowed, NotFound
from muster.kernel.permissions import areas_for
from muster.platform.places import queries as places
from muster.platform.places.contracts import AreaRef

COMMUNITY_LENGTH, SUBDISTRICT_LENGTH, DISTRICT_LENGTH = 12, 9, 6


def widest(actor: Actor, permission: str) -> str:
    """Return the widest area in which the actor has the permission.

    Raises:
        NotAllowed: the actor's roles have no area.
    """
    areas = [area for area in areas_for(actor, permission) if area]
    if not areas:
        raise NotAllowed(_("Your role has no area yet."))
    return min(areas, key=len)


def area_in_reach(actor: Actor, permission: str, code: str) -> Sequence[AreaRef]:
    """Return the way from the actor's own area to this one, which is the last.

    Raises:
        NotAllowed: the area lies outside the actor's areas.
        NotFound: no area has the code.
    """
    own = [area for area in areas_for(actor, permission) if covers(area, code)]
    if not own:
        raise NotAllowed(_("This area is outside yours."))
    path = places.path_of(code)
    if not path or path[-1].code != code:
        raise NotFound(_("There is no area with the code %(code)s."), code=code)
    return [step for step in path if len(step.code) >= len(min(own, key=len))]


def first_community(areas: Sequence[str]) -> str:
    """Return the first community of an actor's areas, for a lead of several.

    Raises:
        NotAllowed: there is none.
    """
    for area in sorted(areas):
        if len(area) == COMMUNITY_LENGTH:
            return area
        for communities in places.communities_by_subdistrict(area).values():
            if communities:
                return communities[0].code
    raise NotAllowed(_("Your role has no community yet."))

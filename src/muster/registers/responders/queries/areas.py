"""Names of the areas a command's units, teams and pairings lie in."""

from collections.abc import Mapping, Sequence

from muster.kernel.actors import Actor
from muster.kernel.tenants import tenant_of
from muster.platform.places import queries as places

Option = tuple[str, str]


def area_names(*, actor: Actor) -> Mapping[str, str]:
    """Return code → name of the command's area, its subdistricts and communities."""
    code = _command(actor)
    if not code:
        return {}
    names = {code: places.area_ref(code).name}
    for subdistrict, communities in places.communities_by_subdistrict(code).items():
        names[subdistrict.code] = subdistrict.name
        names |= {community.code: community.name for community in communities}
    return names


def area_choices(*, actor: Actor) -> list[Option]:
    """Return the command's areas for a choice, each under the one it lies in."""
    names = area_names(actor=actor)
    base = min(map(len, names), default=0)
    # An ideographic space sets a subdistrict in by one, a community by two.
    steps = {length: "\u3000" * n for n, length in enumerate((base, 9, 12))}
    return [(code, f"{steps.get(len(code), '')}{names[code]}") for code in sorted(names)]


def community_choices(*, actor: Actor) -> list[tuple[str, Sequence[Option]]]:
    """Return the command's communities for a choice, grouped by subdistrict."""
    code = _command(actor)
    return [
        (subdistrict.name, [(community.code, community.name) for community in communities])
        for subdistrict, communities in places.communities_by_subdistrict(code).items()
    ]


def _command(actor: Actor) -> str:
    return tenant_of(actor.tenant_id).area_code if actor.tenant_id is not None else ""

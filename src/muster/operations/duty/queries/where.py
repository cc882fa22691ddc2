"""Where a post is, as it is said outside the page of its community."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import pgettext

from muster.kernel.actors import Actor
from muster.operations.duty.enums import COMMUNITY_LENGTH
from muster.operations.duty.models import Post
from muster.platform.places.queries import area_names
from muster.registers.responders.queries import area_names as command_names

SHOWN = 3
SITE = "/"
"""What stands between area and site in what the planner calls a place outside communities."""


def places_named(ids: Iterable[str]) -> dict[str, str]:
    """Return the name of each community, or place outside, that a plan writes. One query."""
    parts = {one: one.partition(SITE) for one in ids}
    names = area_names({area for area, _slash, _site in parts.values()})
    return {
        one: _place(area, site, names.get(area, area))
        for one, (area, _slash, site) in parts.items()
    }


def area_of_place(place: str) -> str:
    """Return the area code of what the planner calls a community or a place outside."""
    return place.partition(SITE)[0]


def area_titles(*, actor: Actor) -> dict[str, str]:
    """Return code → name of the command's areas, a wider one by its places outside communities."""
    names = dict(command_names(actor=actor))
    rows: Any = Post.objects.visible_to(actor).filter(closed_at__isnull=True).exclude(site="")
    sites: dict[str, list[str]] = defaultdict(list)
    for area, site in rows.order_by("site").values_list("area_code", "site").distinct():
        if len(area) != COMMUNITY_LENGTH:
            sites[area].append(site)
    for area, found in sites.items():
        more = ["…"] if len(found) > SHOWN else []
        names[area] = pgettext("between names", ", ").join([*found[:SHOWN], *more])
    return names


def at_area(*areas: str) -> Q:
    """Return the condition of deployments to these areas, their places outside included."""
    found = Q(area_code__in=areas)
    for area in areas:
        found |= Q(area_code__startswith=f"{area}{SITE}")
    return found


def spots_of(posts: Iterable[Post]) -> dict[UUID, str]:
    """Return place and post by the post's id: there is a no. 1 gate everywhere. One query."""
    known = {post.id: post for post in posts}
    names = area_names({post.area_code for post in known.values()}) if known else {}
    return {one: _words(post, names) for one, post in known.items()}


def name_spots(posts: Iterable[Post]) -> None:
    """Write place and post on each of these posts, for a template (`post.spot`). One query."""
    rows = list(posts)
    names = spots_of(rows)
    for post in rows:
        post.spot = names[post.id]


def spot(post: Post) -> str:
    """Return place and post, as people call them."""
    return spots_of([post])[post.id]


def place_of(post: Post) -> str:
    """Return the community of a post, or its place outside communities."""
    names = area_names({post.area_code})
    return _place(post.area_code, post.site, names.get(post.area_code, post.area_code))


def _place(area: str, site: str, name: str) -> str:
    """A place outside every community is called by its own name."""
    if not site:
        return name
    return f"{name} · {site}" if len(area) == COMMUNITY_LENGTH else site


def _words(post: Post, names: dict[str, str]) -> str:
    place = _place(post.area_code, post.site, names.get(post.area_code, ""))
    return " · ".join(dict.fromkeys(part for part in (place, post.title) if part))

"""What the whole instance lacks, whoever is sent where: certificates and leads, rule by rule.

Each shortage that counting proves is counted again with a family of rules lifted; where it goes,
that family is in its way. Leads are matched to communities (Hopcroft and Karp 1973): what a maximum
matching leaves without a lead, no sending can give one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_bipartite_matching

from muster.engines.planner.capacity import Certificate, certificates
from muster.engines.planner.capacity.census import Census, Group
from muster.engines.planner.explain.families import PEOPLE
from muster.engines.planner.explain.lifting import lifted
from muster.engines.planner.explain.said import Said, say, say_certificate, say_rule
from muster.engines.planner.model import Instance

#: The cheapest first.
_OF_SHIFTS = (
    "max_nights", "max_shifts", "max_hours", "consecutive_days", "consecutive_nights",
    "availability", "rest", "allowed_subdistricts", "local", "excluded_shifts", "night_age",
    "leave", "skills",
)  # fmt: skip
_OF_LEADS = ("locks", "home_community", "allowed_subdistricts", "local")


@dataclass(frozen=True)
class Lack:
    """What no plan can reach: `missing` of it, and the families each of which alone is in the way.

    Where `families` is empty no single rule is, and `people` (or leads) more are needed. `kind` is
    that of the certificate, or `leads_matched`.
    """

    kind: str
    missing: float
    families: tuple[str, ...]
    people: int
    found: Said
    proof: Said
    limits: tuple[float | None, ...] = ()

    @property
    def said(self) -> Said:
        """The whole answer: the cheapest rule and its amount, or the people missing."""
        if self.families:
            limit = self.limits[0] if self.limits else None
            cause = say_rule(self.families[0], self.missing, limit)
        else:
            family = "leads" if self.kind.startswith("leads") else PEOPLE
            cause = say(family, amount=self.people)
        return say("counted", found=(self.found,), causes=(cause,))


def lacks(instance: Instance, certified: tuple[Certificate, ...] | None = None) -> tuple[Lack, ...]:
    """Return everything that counting proves to be missing, with what is in its way."""
    known = certificates(instance) if certified is None else certified
    found = [_lack(instance, one) for one in known if one.proved]
    if not any(one.kind == "leads_short" for one in known):
        found += _leads(instance)
    return tuple(found)


def _lack(instance: Instance, certificate: Certificate) -> Lack:
    missing = certificate.need - certificate.give
    found = say_certificate(certificate)
    proof = say("proof_certificate")
    families: tuple[str, ...] = ()
    if certificate.kind != "shifts_short":
        family = {"crews_short": "crew_min", "teams_short": "min_team"}.get(certificate.kind)
        families = (family,) if family and _gone(lifted(instance, family), certificate) else ()
        need = (
            int(missing)
            if families or family is None
            else int(missing * float(certificate.params.get("crew", 1)))
        )
        return Lack(certificate.kind, missing, families, need, found, proof)
    enough = _counted_again(certificate)
    families = tuple(family for family in _OF_SHIFTS if enough(lifted(instance, family)))
    limits = tuple(_limit(instance, family) for family in families)
    first, last = int(certificate.params["first"]), int(certificate.params["last"])
    people = ceil(missing / max(last - first + 1, 1))
    return Lack(certificate.kind, missing, families, people, found, proof, limits)


def _limit(instance: Instance, family: str) -> float | None:
    name = {
        "consecutive_days": "max_consecutive_days",
        "consecutive_nights": "max_consecutive_nights",
        "rest": "min_rest_hours",
        "night_age": "night_age_limit",
    }.get(family, family)
    found: float | None = getattr(instance.rules, name, None)
    return found


def _gone(changed: Instance, certificate: Certificate) -> bool:
    return all(one.kind != certificate.kind for one in certificates(changed))


def _counted_again(certificate: Certificate) -> Callable[[Instance], bool]:
    """Return what says whether a changed instance can give what the certificate found missing."""
    params = certificate.params
    first, last = int(params["first"]), int(params["last"])

    def enough(changed: Instance) -> bool:
        census = Census(changed)
        return all(
            census.need(group, first, last) <= census.give(group, first, last)
            for group in _groups(census)
        )

    def _groups(census: Census) -> Iterator[Group]:
        for group in census.groups():
            if (
                (", ".join(sorted(group.skills)) or "-") == params["skills"]
                and ", ".join(sorted(group.shifts)) == params["shifts"]
                and (group.area or "-") == params["area"]
            ):
                yield group

    return enough


def _leads(instance: Instance) -> list[Lack]:
    """Return the communities that no lead can be sent to, all at once."""
    missing = _without_lead(instance)
    if not missing:
        return []
    families = tuple(f for f in _OF_LEADS if not _without_lead(lifted(instance, f)))
    found = say("unled", communities=missing)
    return [Lack("leads_matched", missing, families, missing, found, say("proof_matching"))]


def _without_lead(instance: Instance) -> int:
    """Return how many communities a maximum matching leaves without a lead."""
    if not instance.rules.first_secretary:
        return 0
    places = {place.id: at for at, place in enumerate(instance.communities)}
    units = {unit.id: unit for unit in instance.units}
    fixed = {lock.person: lock.community for lock in instance.locks if lock.community}
    leads = [person for person in instance.people if person.lead]
    may = np.zeros((len(leads), len(places)), dtype=np.int8)
    for i, person in enumerate(leads):
        unit = units[person.unit]
        bound = unit.community if unit.local else fixed.get(person.id)
        for place in instance.communities if bound is None else ():
            allowed = unit.allowed_subdistricts
            home = instance.rules.home_community == "forbid" and person.home_community == place.id
            may[i, places[place.id]] = not home and (
                allowed is None or place.subdistrict in allowed
            )
        if bound is not None:
            may[i, places[bound]] = 1
    matched = maximum_bipartite_matching(csr_matrix(may), perm_type="row") if leads else []
    return len(places) - int((np.asarray(matched) >= 0).sum())

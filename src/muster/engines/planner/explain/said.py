"""Everything an explanation says: a code, what fills its sentence, and the English default."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from muster.engines.planner.cover import RULES, Bend

Param = str | int | float

#: One sentence a family: what is in the way, and by how much.
FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "max_nights": "max {limit} nights exceeded by {amount:g}",
        "max_shifts": "max {limit} shifts exceeded by {amount:g}",
        "max_hours": "max {limit} hours exceeded by {amount:g} h",
        "consecutive_days": "max {limit} days in a row exceeded by {amount:g}",
        "consecutive_nights": "max {limit} nights in a row exceeded by {amount:g}",
        "rest": "{limit} hours of rest: {amount:g} rests too short",
        "locks": "shifts fixed by hand: {amount:g} in the way",
        "availability": "what people offer: {amount:g} shifts beyond it",
        "together": "people who work only together: {amount:g} shifts without the other",
        "apart": "people never in one crew: {amount:g} shifts in one crew",
        "mixed_experience": "crews with someone experienced: {amount:g} crews without",
        "excluded_shifts": "shifts never to be given to somebody: {amount:g} given",
        "night_age": "no nights above {limit} years: {amount:g} nights above it",
        "leave": "leave: {amount:g} shifts on days of leave",
        "skills": "skills of the post: {amount:g} shifts without them",
        "crew_min": "least crew: {amount:g} people fewer",
        "people": "number of people: {amount:g} more, with the skills asked for",
        "leads": "who may be first secretary: {amount:g} more",
        "allowed_subdistricts": "where units may be sent: {amount:g} in the way",
        "home_community": "nobody is sent where they live: {amount:g} in the way",
        "min_team": "least part of a unit: {amount:g} communities out of reach",
        "local": "staff fixed in their community: {amount:g} in the way",
    }
)
#: What an explanation, a relaxation or an answer says beside the rules.
STATEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "not_short": "{community}: nowhere short of demand",
        "avoidable": "{community}: {short} short in this plan, no rule is in the way; plan longer",
        "perhaps": (
            "{community}: {short} short in this plan, and no proof that it must be. "
            "What would do: {causes}"
        ),
        "unproved": "{community}: {short} short in this plan; neither proved nor mended",
        "explained": "{community}: {short} short. {causes}",
        "explained_together": (
            "{community}: {short} short. No single rule explains it. Together: {causes}. "
            "Or at least {people:g} more people"
        ),
        "no_single_rule": (
            "{community}: {short} short. No single rule: at least {people:g} more people"
        ),
        "no_legal": "{community}: no legal roster. {causes}",
        "counted": "{found}: {causes}",
        "unled": "{communities} communities can get no first secretary",
        # how it was proved
        "proof_counted": "linear program: at least {least:g} person-shifts stay open",
        "proof_columns": "column generation: at least {least:g} person-shifts stay open",
        "proof_none": "no proof that a shortage must be",
        "proof_roster": "a roster that breaks nothing else covers all demand",
        "proof_bound": "no smaller amount suffices (linear program)",
        "proof_least": "at least {least:g} (linear program); a roster was found with {amount:g}",
        "proof_filter": "with any of these rules back in force demand stays open",
        "proof_matching": "maximum matching of leads and communities",
        "proof_certificate": "counting, before anything is solved",
        # relaxations
        "asked": "{parts}",
        "raise_nights": "{by:g} more nights each",
        "raise_shifts": "{by:g} more shifts each",
        "raise_hours": "{by:g} more hours each",
        "raise_days": "{by:g} more days in a row",
        "raise_night_run": "{by:g} more nights in a row",
        "shorter_rest": "{hours:g} h of rest instead of {before:g}",
        "opt_in": "people over {limit} who agree to nights",
        "more_people": "{count} more people",
        "reserve": "{count} people of the reserve",
        "teach": "{count} people more with {skills}",
        "ask_leave": "leave asked back on the days that are short",
        "ask_excluded": "shifts never to be given, asked for all the same",
        "ask_more": "volunteers asked beyond what they offer",
        "free_locks": "shifts fixed by hand, given free",
        "free_together": "people who work only together, parted",
        "free_apart": "people never in one crew, let into one",
        "free_experience": "crews without somebody experienced",
        "smaller_crew": "crews of {least}",
        "join_points": "neighbouring points share a reliever: three people for two points",
        "lower_demand": "demand lowered by {count} to what can be covered",
        # why this shift, why empty
        "works": "{person} works shift {shift} on day {day} at {post}",
        "off": "{person} is off on day {day}",
        "unsent_person": "{person} is sent nowhere",
        "alternative_bends": "{shift} {post_type}: {person} {bend}",
        "alternative_costs": "{shift} {post_type}: the objective changes by {change:+g}",
        "alternative_crew": "{shift} {post_type}: a crew would have {found}; {least} is the least",
        "gap": "{community}, day {day}, {shift}, {post_type}: {present} of {wanted}",
        "no_gap": "{community}, day {day}, {shift}, {post_type}: nobody is missing",
        "named": "{person} ({bends})",
        "stopped": "{count} {rule}: {names}",
    }
)
#: Where people have limits of their own, and there is no general one to name.
OWN_LIMITS: Mapping[str, str] = MappingProxyType(
    {
        "max_nights_own": "people's own limits of nights exceeded by {amount:g}",
        "max_shifts_own": "people's own limits of shifts exceeded by {amount:g}",
        "max_hours_own": "people's own limits of hours exceeded by {amount:g} h",
        "consecutive_days_own": "people's own limits of days in a row exceeded by {amount:g}",
        "consecutive_nights_own": "people's own limits of nights in a row exceeded by {amount:g}",
        "rest_own": "people's own hours of rest: {amount:g} rests too short",
    }
)
#: What stops somebody: the sentences of `cover`, their codes after `bend_`.
BENDS: Mapping[str, str] = MappingProxyType({f"bend_{rule}": RULES[rule] for rule in RULES})
EXPLANATION_MESSAGES: Mapping[str, str] = MappingProxyType(
    {**FAMILIES, **OWN_LIMITS, **BENDS, **STATEMENTS}
)


@dataclass(frozen=True)
class Said:
    """One sentence: `code` is a key of EXPLANATION_MESSAGES and `params` fill it.

    Callers translate by code. A parameter may be a tuple of sentences; English joins them by "; ".
    """

    code: str
    params: Mapping[str, "Param | tuple[Said, ...]"]

    @property
    def sentence(self) -> str:
        """The English sentence."""
        texts = {
            name: "; ".join(part.sentence for part in value) if isinstance(value, tuple) else value
            for name, value in self.params.items()
        }
        return EXPLANATION_MESSAGES[self.code].format_map(texts)

    def document(self) -> dict[str, object]:
        """The sentence as JSON values."""
        params = {
            name: [part.document() for part in value] if isinstance(value, tuple) else value
            for name, value in self.params.items()
        }
        return {"code": self.code, "params": params, "sentence": self.sentence}


def say_bend(bend: Bend) -> Said:
    """Return what somebody would bend, without its subject."""
    limit = {} if bend.limit is None else {"limit": bend.limit}
    return Said(f"bend_{bend.rule}", {"found": bend.found, **limit})


def say_rule(family: str, amount: float, limit: float | None) -> Said:
    """Return that a family is in the way by an amount; `limit` None: only limits of their own."""
    if limit is None:
        own = f"{family}_own"
        return say(own if own in OWN_LIMITS else family, amount=amount)
    return say(family, amount=amount, limit=f"{limit:g}")


def say(code: str, **params: "Param | tuple[Said, ...]") -> Said:
    """Return a sentence."""
    return Said(code, params)

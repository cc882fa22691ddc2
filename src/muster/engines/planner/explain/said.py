"""Everything an explanation says: a code, what fills its sentence, and the English default."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from muster.engines.planner.capacity import CERTIFICATE_MESSAGES, Certificate
from muster.engines.planner.cover import RULES, Bend
from muster.engines.planner.words import _, spoken

Param = str | int | float

#: One sentence a family: what is in the way, and by how much.
FAMILIES: Mapping[str, str] = MappingProxyType(
    {
        "max_nights": _("max {limit} nights exceeded by {amount:g}"),
        "max_shifts": _("max {limit} shifts exceeded by {amount:g}"),
        "max_hours": _("max {limit} hours exceeded by {amount:g} h"),
        "consecutive_days": _("max {limit} days in a row exceeded by {amount:g}"),
        "consecutive_nights": _("max {limit} nights in a row exceeded by {amount:g}"),
        "rest": _("{limit} hours of rest: {amount:g} rests too short"),
        "locks": _("shifts fixed by hand: {amount:g} in the way"),
        "availability": _("what people offer: {amount:g} shifts beyond it"),
        "together": _("people who work only together: {amount:g} shifts without the other"),
        "apart": _("people never in one crew: {amount:g} shifts in one crew"),
        "mixed_experience": _("crews with someone experienced: {amount:g} crews without"),
        "excluded_shifts": _("shifts never to be given to somebody: {amount:g} given"),
        "night_age": _("no nights above {limit} years: {amount:g} nights above it"),
        "leave": _("leave: {amount:g} shifts on days of leave"),
        "skills": _("skills of the post: {amount:g} shifts without them"),
        "crew_min": _("least crew: {amount:g} people fewer"),
        "people": _("number of people: {amount:g} more, with the skills asked for"),
        "leads": _("who may be first secretary: {amount:g} more"),
        "allowed_subdistricts": _("where units may be sent: {amount:g} in the way"),
        "home_community": _("nobody is sent where they live: {amount:g} in the way"),
        "min_team": _("least part of a unit: {amount:g} communities out of reach"),
        "local": _("staff fixed in their community: {amount:g} in the way"),
    }
)
#: What an explanation, a relaxation or an answer says beside the rules.
STATEMENTS: Mapping[str, str] = MappingProxyType(
    {
        "not_short": _("{community}: nowhere short of demand"),
        "avoidable": _(
            "{community}: {short} short in this plan, no rule is in the way; plan longer"
        ),
        "perhaps": _(
            "{community}: {short} short in this plan, and no proof that it must be. "
            "What would do: {causes}"
        ),
        "unproved": _("{community}: {short} short in this plan; neither proved nor mended"),
        "explained": _("{community}: {short} short. {causes}"),
        "explained_together": _(
            "{community}: {short} short. No single rule explains it. Together: {causes}. "
            "Or at least {people:g} more people"
        ),
        "no_single_rule": _(
            "{community}: {short} short. No single rule: at least {people:g} more people"
        ),
        "no_legal": _("{community}: no legal roster. {causes}"),
        "counted": _("{found}: {causes}"),
        "unled": _("{communities} communities can get no first secretary"),
        # how it was proved
        "proof_counted": _("linear program: at least {least:g} person-shifts stay open"),
        "proof_columns": _("column generation: at least {least:g} person-shifts stay open"),
        "proof_none": _("no proof that a shortage must be"),
        "proof_roster": _("a roster that breaks nothing else covers all demand"),
        "proof_bound": _("no smaller amount suffices (linear program)"),
        "proof_least": _("at least {least:g} (linear program); a roster was found with {amount:g}"),
        "proof_filter": _("with any of these rules back in force demand stays open"),
        "proof_matching": _("maximum matching of leads and communities"),
        "proof_certificate": _("counting, before anything is solved"),
        # relaxations
        "asked": _("{parts}"),
        "raise_nights": _("{by:g} more nights each"),
        "raise_shifts": _("{by:g} more shifts each"),
        "raise_hours": _("{by:g} more hours each"),
        "raise_days": _("{by:g} more days in a row"),
        "raise_night_run": _("{by:g} more nights in a row"),
        "shorter_rest": _("{hours:g} h of rest instead of {before:g}"),
        "opt_in": _("people over {limit} who agree to nights"),
        "more_people": _("{count} more people"),
        "reserve": _("{count} people of the reserve"),
        "teach": _("{count} people more with {skills}"),
        "ask_leave": _("leave asked back on the days that are short"),
        "ask_excluded": _("shifts never to be given, asked for all the same"),
        "ask_more": _("volunteers asked beyond what they offer"),
        "free_locks": _("shifts fixed by hand, given free"),
        "free_together": _("people who work only together, parted"),
        "free_apart": _("people never in one crew, let into one"),
        "free_experience": _("crews without somebody experienced"),
        "smaller_crew": _("crews of {least}"),
        "join_points": _("neighbouring points share a reliever: three people for two points"),
        "lower_demand": _("demand lowered by {count} to what can be covered"),
        # why this shift, why empty
        "works": _("{person} works shift {shift} on day {day} at {post}"),
        "off": _("{person} is off on day {day}"),
        "unsent_person": _("{person} is sent nowhere"),
        "alternative_bends": _("{shift} {post_type}: {person} {bend}"),
        "alternative_costs": _("{shift} {post_type}: the objective changes by {change:+g}"),
        "alternative_crew": _(
            "{shift} {post_type}: a crew would have {found}; {least} is the least"
        ),
        "gap": _("{community}, day {day}, {shift}, {post_type}: {present} of {wanted}"),
        "no_gap": _("{community}, day {day}, {shift}, {post_type}: nobody is missing"),
        "named": _("{person} ({bends})"),
        "stopped": _("{count} {rule}: {names}"),
    }
)
#: Where people have limits of their own, and there is no general one to name.
OWN_LIMITS: Mapping[str, str] = MappingProxyType(
    {
        "max_nights_own": _("people's own limits of nights exceeded by {amount:g}"),
        "max_shifts_own": _("people's own limits of shifts exceeded by {amount:g}"),
        "max_hours_own": _("people's own limits of hours exceeded by {amount:g} h"),
        "consecutive_days_own": _("people's own limits of days in a row exceeded by {amount:g}"),
        "consecutive_nights_own": _(
            "people's own limits of nights in a row exceeded by {amount:g}"
        ),
        "rest_own": _("people's own hours of rest: {amount:g} rests too short"),
    }
)
#: Names of what stops people, for a heading.
NAMES: Mapping[str, str] = MappingProxyType(
    {
        "rule_working": _("work another shift that day"),
        "rule_leave": _("on leave"),
        "rule_excluded_shift": _("never to get this shift"),
        "rule_availability": _("did not offer this time"),
        "rule_night_age": _("too old for nights"),
        "rule_skills": _("without the skills"),
        "rule_rest": _("too little rest"),
        "rule_consecutive_days": _("too many days in a row"),
        "rule_consecutive_nights": _("too many nights in a row"),
        "rule_max_nights": _("too many nights"),
        "rule_max_shifts": _("too many shifts"),
        "rule_max_hours": _("too many hours"),
        "rule_apart": _("not with somebody of the crew"),
        "rule_together": _("only with somebody else"),
        "rule_other_community": _("sent to another community"),
        "rule_allowed_subdistricts": _("of a unit that may not be sent there"),
        "rule_home_community": _("live there"),
        "rule_local": _("fixed to another community"),
        "rule_min_team": _("too few of the unit there"),
    }
)
#: What stops somebody: the sentences of `cover`, their codes after `bend_`.
BENDS: Mapping[str, str] = MappingProxyType({f"bend_{rule}": RULES[rule] for rule in RULES})
#: What counting found: the sentences of `capacity`, their codes after `certificate_`.
COUNTED: Mapping[str, str] = MappingProxyType(
    {f"certificate_{kind}": said for kind, said in CERTIFICATE_MESSAGES.items()}
)
EXPLANATION_MESSAGES: Mapping[str, str] = MappingProxyType(
    {**FAMILIES, **OWN_LIMITS, **BENDS, **NAMES, **COUNTED, **STATEMENTS}
)


@dataclass(frozen=True)
class Said:
    """One sentence: `code` is a key of EXPLANATION_MESSAGES and `params` fill it.

    Callers translate by code. A parameter may be a tuple of sentences; English joins them by "; ".
    """

    code: str
    params: Mapping[str, "Param | tuple[Said, ...]"]

    @property
    def message(self) -> str:
        """The English sentence with gaps, which is the id of its translation."""
        return EXPLANATION_MESSAGES[self.code]

    @property
    def sentence(self) -> str:
        """The English sentence."""
        return spoken(self)

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


def say_certificate(certificate: Certificate) -> Said:
    """Return what counting found."""
    return Said(f"certificate_{certificate.kind}", certificate.params)


def say_name(rule: str) -> Said:
    """Return the name of what stops people."""
    return say(f"rule_{rule}")


def say_rule(family: str, amount: float, limit: float | None) -> Said:
    """Return that a family is in the way by an amount; `limit` None: only limits of their own."""
    if limit is None:
        own = f"{family}_own"
        return say(own if own in OWN_LIMITS else family, amount=amount)
    return say(family, amount=amount, limit=f"{limit:g}")


def say(code: str, **params: "Param | tuple[Said, ...]") -> Said:
    """Return a sentence."""
    return Said(code, params)

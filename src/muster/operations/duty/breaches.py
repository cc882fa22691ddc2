"""Rules of a roster that a change breaks, in the reader's language, each with what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from muster.operations.duty.enums import Strain
from muster.registers.responders.enums import STANDARD_LANGUAGES, STANDARD_SKILLS

BENDABLE = frozenset(
    {"rest", "consecutive_days", "consecutive_nights", "max_nights", "max_shifts", "max_hours",
     "availability", "mixed_experience"}
)  # fmt: skip
"""What the commander may bend with a reason; never a crew of one, an absence, a limit, a skill."""

RULES = {
    "two_shifts": gettext_lazy("one shift a day"),
    "rest": gettext_lazy("rest between shifts"),
    "consecutive_days": gettext_lazy("days in a row"),
    "consecutive_nights": gettext_lazy("nights in a row"),
    "max_nights": gettext_lazy("nights of the period"),
    "max_shifts": gettext_lazy("shifts of the period"),
    "max_hours": gettext_lazy("hours of the period"),
    "leave": gettext_lazy("leave and absence"),
    "excluded_shift": gettext_lazy("duty limits"),
    "night_age": gettext_lazy("nights above an age"),
    "availability": gettext_lazy("hours offered"),
    "skills": gettext_lazy("skills"),
    "closed": gettext_lazy("hours of the post"),
    "crew": gettext_lazy("never a crew of one"),
    "together": gettext_lazy("who works together"),
    "apart": gettext_lazy("who works apart"),
    "mixed_experience": gettext_lazy("somebody experienced in each crew"),
    "not_here": gettext_lazy("on the register"),
}
"""Short names of the rules."""


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that would be broken: its code, facts and sentence, and whether it may be bent."""

    code: str
    params: Mapping[str, Any]
    sentence: str
    bendable: bool

    @property
    def rule(self) -> str:
        """The short name of the rule."""
        return str(RULES.get(self.code, self.code))

    @property
    def next_step(self) -> str:
        """What to do next."""
        return _next_step(self.code)


def words_of(code: str, params: Mapping[str, Any]) -> str:
    """Say a breach as a whole sentence."""
    said = _SAID.get(code)
    facts = {key: _figure(value) for key, value in params.items()}
    if code == "skills":
        facts["skills"] = _skills(str(params.get("skills", "")))
    if code in ("max_hours", "rest"):
        for key in ("found", "most", "hours", "least"):
            if key in params:
                facts[key] = f"{float(params[key]):g}"
    return str(said()) % facts if said else code


def _figure(value: Any) -> Any:
    if isinstance(value, date):
        return date_format(value, "MONTH_DAY_FORMAT")
    return f"{value:g}" if isinstance(value, float) else value


def _skills(names: str) -> str:
    """Say skills in words; what a body is asked is said as the work, never as a cause."""
    found = []
    for name in filter(None, names.split(", ")):
        kind, _colon, strain = name.partition(":")
        known = kind == "can" and strain in Strain.values
        found.append(str(Strain(strain).label) if known else _skill(name))
    return pgettext("between names", ", ").join(found)


def _skill(key: str) -> str:
    return str(STANDARD_SKILLS.get(key) or STANDARD_LANGUAGES.get(key) or key)


_SAID = {
    "two_shifts": lambda: _("%(person)s already has a shift on %(day)s."),
    "rest": lambda: _(
        "%(person)s would rest %(hours)s hours, not %(least)s, between %(before)s of %(since)s "
        "and %(shift)s of %(day)s."
    ),
    "consecutive_days": lambda: _(
        "%(person)s would work %(found)s days in a row up to %(day)s; at most %(most)s."
    ),
    "consecutive_nights": lambda: _(
        "%(person)s would work %(found)s nights in a row up to %(day)s; at most %(most)s."
    ),
    "max_nights": lambda: _("%(person)s would work %(found)s nights; at most %(most)s."),
    "max_shifts": lambda: _("%(person)s would work %(found)s shifts; at most %(most)s."),
    "max_hours": lambda: _("%(person)s would work %(found)s hours; at most %(most)s."),
    "leave": lambda: _("%(person)s is away on %(day)s."),
    "excluded_shift": lambda: _("%(person)s is not to be given %(shift)s (%(day)s)."),
    "night_age": lambda: _(
        "%(person)s is %(age)s; above %(most)s, nights (%(day)s) only by own wish."
    ),
    "availability": lambda: _("%(person)s has not offered %(shift)s on %(day)s."),
    "skills": lambda: _(
        "%(post)s asks for what %(person)s cannot be asked or has not learned: %(skills)s."
    ),
    "closed": lambda: _("%(post)s is not open on %(day)s in the shift %(shift)s."),
    "crew": lambda: _(
        "%(post)s, %(day)s, %(shift)s would have %(found)s of at least %(least)s people."
    ),
    "together": lambda: _(
        "%(person)s works only together with %(other)s (%(post)s, %(day)s, %(shift)s)."
    ),
    "apart": lambda: _(
        "%(person)s and %(other)s are not to be in one crew (%(post)s, %(day)s, %(shift)s)."
    ),
    "mixed_experience": lambda: _(
        "Nobody of the crew at %(post)s, %(day)s, %(shift)s would have %(least)s shifts of "
        "experience."
    ),
    "not_here": lambda: _("%(person)s is not on the register any more or the unit is closed."),
}


def _next_step(code: str) -> str:
    if code == "crew":
        return _(
            "Put somebody in in the same step (cover or swap), add a second person, "
            "or call the whole crew off."
        )
    if code == "closed":
        return _("Choose a post and a shift that are open that day.")
    if code in BENDABLE:
        return _("Choose somebody else or another day. The commander may bend this with a reason.")
    return _("Choose somebody else, or another day.")

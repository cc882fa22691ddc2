"""Choices of posts, and the standards every command starts with."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.kernel.errors import Text

ALL_WEEK = 0b111_1111
"""Every weekday; bit 0 is Monday, as the planner counts."""
LEAST_CREW = 2
"""Nobody stands a post alone."""
COMMUNITY_LENGTH = 12


class Basis(TextChoices):
    """What a number of things is counted for."""

    POST = "post", _("once at the post")
    SHIFT = "shift", _("each shift")
    PERSON = "person", _("each person and shift")


class Strain(TextChoices):
    """What a kind of post asks of a body: people with a duty limit against it are not sent."""

    STANDING = "standing", _("long standing")
    LIFTING = "lifting", _("heavy lifting")
    OUTDOORS = "outdoors", _("work outdoors")


class Facility(TextChoices):
    """What makes hours outdoors bearable; each that is missing adds one to a post's hardship."""

    TENT = "tent", _("Tent or booth")
    HEATER = "heater", _("Heater")
    POWER = "power", pgettext_lazy("facility", "Power")
    TOILET = "toilet", pgettext_lazy("facility", "Toilet")


@dataclass(frozen=True, slots=True)
class StandardShift:
    """A shift of a standard pattern: `HH:MM`, ending on the next day where `ends <= starts`."""

    letter: str
    label: Text
    starts: str
    ends: str
    night: bool = False


@dataclass(frozen=True, slots=True)
class StandardPattern:
    """A pattern of shifts as every command knows it."""

    label: Text
    shifts: tuple[StandardShift, ...]


HANDOVER_MINUTES = 15
"""How long a crew stays on while the next takes over."""

STANDARD_PATTERNS: Mapping[str, StandardPattern] = {
    "3x8": StandardPattern(
        _("3 × 8 hours"),
        (
            StandardShift("D", pgettext_lazy("shift", "Early"), "06:00", "14:00"),
            StandardShift("E", pgettext_lazy("shift", "Evening"), "14:00", "22:00"),
            StandardShift("N", pgettext_lazy("shift", "Night"), "22:00", "06:00", night=True),
        ),
    ),
    "3x8at8": StandardPattern(
        _("3 × 8 hours, turning at eight"),
        (
            StandardShift("D", pgettext_lazy("shift", "Day"), "08:00", "16:00"),
            StandardShift("E", pgettext_lazy("shift", "Evening"), "16:00", "00:00"),
            StandardShift("N", pgettext_lazy("shift", "Night"), "00:00", "08:00", night=True),
        ),
    ),
    "4x6": StandardPattern(
        _("4 × 6 hours"),
        (
            StandardShift("A", pgettext_lazy("shift", "Morning"), "06:00", "12:00"),
            StandardShift("B", pgettext_lazy("shift", "Afternoon"), "12:00", "18:00"),
            StandardShift("C", pgettext_lazy("shift", "Evening"), "18:00", "00:00"),
            StandardShift("N", pgettext_lazy("shift", "Night"), "00:00", "06:00", night=True),
        ),
    ),
    "2x12": StandardPattern(
        _("2 × 12 hours"),
        (
            StandardShift("D", pgettext_lazy("shift", "Day"), "08:00", "20:00"),
            StandardShift("N", pgettext_lazy("shift", "Night"), "20:00", "08:00", night=True),
        ),
    ),
}

STANDARD_ITEMS: Mapping[str, Text] = {
    "thermometer": _("Infrared thermometer"),
    "register": _("Register book"),
    "mask": _("Mask"),
    "gloves": _("Gloves (pair)"),
    "disinfectant": _("Disinfectant (bottle)"),
    "sprayer": _("Backpack sprayer"),
    "goggles": _("Goggles"),
    "suit": _("Protective suit"),
    "torch": _("Torch"),
    "armband": _("Armband"),
    "megaphone": _("Megaphone"),
    "leaflets": _("Leaflets (pack)"),
    "notices": _("Notices to post"),
    "phone": _("Duty phone"),
    "bags": _("Rubbish bags (roll)"),
    "tools": _("Cleaning tools (set)"),
    "trolley": _("Trolley"),
    "slips": _("Delivery slips (pad)"),
    "hot_water": _("Hot water flask"),
}
"""Gear by key, named in the reader's language; a command writes its own beside it."""


@dataclass(frozen=True, slots=True)
class Gear:
    """A thing a post needs: key of `STANDARD_ITEMS` or an own label, how many, counted for what."""

    item: str
    quantity: int
    basis: Basis
    label: str = ""


@dataclass(frozen=True, slots=True)
class StandardStep:
    """A step of a checklist: one word to remember it by, and what is done."""

    title: Text
    text: Text


EIGHT_STEPS: Mapping[str, StandardStep] = {
    "ask": StandardStep(
        pgettext_lazy("gate step", "Ask"), _("Where from, where to, whom do you see")
    ),
    "measure": StandardStep(
        pgettext_lazy("gate step", "Measure"), _("Temperature; 37.3 °C or more: sit down, again")
    ),
    "register": StandardStep(
        pgettext_lazy("gate step", "Register"), _("Write it down, once a day for the same person")
    ),
    "report": StandardStep(
        pgettext_lazy("gate step", "Report"), _("Anything unusual: the leader first")
    ),
    "hand_out": StandardStep(
        pgettext_lazy("gate step", "Hand out"), _("Notices, a mask where there is none")
    ),
    "explain": StandardStep(
        pgettext_lazy("gate step", "Explain"), _("Say clearly why, never argue")
    ),
    "correct": StandardStep(
        pgettext_lazy("gate step", "Correct"), _("A mask worn wrongly: ask kindly")
    ),
    "disinfect": StandardStep(
        pgettext_lazy("gate step", "Disinfect"), _("Handles and pens, every hour")
    ),
}
"""The eight steps at a gate (问测登报发宣纠消)."""


@dataclass(frozen=True, slots=True)
class StandardKind:
    """A kind of post of the reports, with what it starts with. Texts: one sentence a line."""

    label: Text
    duties: Text
    rules: Text
    gear: tuple[Gear, ...]
    skills: tuple[str, ...] = ()
    strains: tuple[Strain, ...] = ()
    crew: int = LEAST_CREW
    pattern: str = "3x8"
    shifts: str = "D"
    steps: tuple[str, ...] = ()
    under_weight: int = 1


_PERSON_GEAR = (Gear("mask", 2, Basis.PERSON), Gear("gloves", 1, Basis.PERSON))
_OUTSIDE = (Strain.STANDING, Strain.OUTDOORS)

STANDARD_KINDS: Mapping[str, StandardKind] = {
    "point": StandardKind(
        label=pgettext_lazy("kind of post", "Point duty"),
        duties=_(
            "Check who goes in and out, day and night.\n"
            "Take the eight steps with everybody who comes.\n"
            "Count the gear and hand it over with the open matters."
        ),
        rules=_(
            "Emergency: let through at once, ask later.\n"
            "Doctors, duty crews, people fetching medicine: let through.\n"
            "No phone: look it up by the door number, send nobody away in vain.\n"
            "37.3 °C or more: sit down, measure again after 10 minutes."
        ),
        gear=(
            Gear("thermometer", 2, Basis.POST),
            Gear("register", 1, Basis.POST),
            Gear("torch", 1, Basis.POST),
            Gear("hot_water", 1, Basis.POST),
            Gear("disinfectant", 1, Basis.SHIFT),
            *_PERSON_GEAR,
        ),
        strains=_OUTSIDE,
        shifts="DEN",
        steps=tuple(EIGHT_STEPS),
        under_weight=2,
    ),
    "disinfection": StandardKind(
        label=pgettext_lazy("kind of post", "Disinfection"),
        duties=_(
            "Disinfect entrances, lifts, handles and rubbish points in the order of the list.\n"
            "Write down place, time and agent of every round."
        ),
        rules=_(
            "Mix only as the label says, never two agents together.\n"
            "Goggles and gloves on before the bottle is opened.\n"
            "Warn residents, air the place afterwards."
        ),
        gear=(
            Gear("sprayer", 1, Basis.POST),
            Gear("disinfectant", 4, Basis.SHIFT),
            Gear("goggles", 1, Basis.PERSON),
            Gear("suit", 1, Basis.PERSON),
            *_PERSON_GEAR,
        ),
        skills=("disinfection",),
        strains=(*_OUTSIDE, Strain.LIFTING),
        under_weight=2,
    ),
    "publicity": StandardKind(
        label=pgettext_lazy("kind of post", "Publicity"),
        duties=_(
            "Put up and hand out the notices in force, take down the old ones.\n"
            "Answer questions; what you cannot answer, write down and pass on."
        ),
        rules=_(
            "Say only what is published; do not guess.\nKeep one metre apart, gather no crowd."
        ),
        gear=(
            Gear("megaphone", 1, Basis.POST),
            Gear("leaflets", 2, Basis.SHIFT),
            Gear("notices", 20, Basis.SHIFT),
            *_PERSON_GEAR,
        ),
        strains=(Strain.STANDING,),
    ),
    "key_person": StandardKind(
        label=pgettext_lazy("kind of post", "Key-person control"),
        duties=_(
            "Call or visit every household on today's list, twice where it says so.\n"
            "Bring food and medicine to the door; report anything abnormal at once."
        ),
        rules=_(
            "Say to nobody who is on the list or why.\n"
            "Stay outside the door, two metres apart.\n"
            "Fever, or nobody answers: the leader and the health centre, at once."
        ),
        gear=(
            Gear("thermometer", 1, Basis.POST),
            Gear("phone", 1, Basis.POST),
            Gear("register", 1, Basis.POST),
            Gear("goggles", 1, Basis.PERSON),
            *_PERSON_GEAR,
        ),
        skills=("key_person",),
        under_weight=2,
    ),
    "cleaning": StandardKind(
        label=pgettext_lazy("kind of post", "Cleaning-up"),
        duties=_(
            "Clear corridors, yards and rubbish points in the order of the list.\n"
            "Masks and tissues go into the marked bin alone."
        ),
        rules=_("Gloves on, wash hands afterwards.\nWhat is heavy is carried by two."),
        gear=(
            Gear("tools", 2, Basis.POST),
            Gear("bags", 2, Basis.SHIFT),
            *_PERSON_GEAR,
        ),
        strains=(*_OUTSIDE, Strain.LIFTING),
    ),
    "logistics": StandardKind(
        label=pgettext_lazy("kind of post", "Logistics"),
        duties=_(
            "Receive, count and hand out gear, meals and deliveries.\n"
            "Keep the list of what came in, what went out and what is left."
        ),
        rules=_(
            "Nothing leaves without a signature.\n"
            "Tell the leader when less than one day's need is left."
        ),
        gear=(
            Gear("trolley", 1, Basis.POST),
            Gear("slips", 1, Basis.SHIFT),
            *_PERSON_GEAR,
        ),
        strains=(Strain.LIFTING,),
        shifts="DE",
    ),
}
"""The six kinds of the reports, read in the reader's language."""

KIND_WORDS: Mapping[str, tuple[str, ...]] = {
    "point": ("点位值守", "门岗", "卡口", "值守"),
    "disinfection": ("病毒消杀", "消杀", "消毒"),
    "publicity": ("防控宣传", "宣传"),
    "key_person": ("重点人防控", "重点人员防控", "重点人管控", "重点人"),
    "cleaning": ("环境清整", "环境整治", "清整", "保洁"),
    "logistics": ("后勤保障", "后勤", "物资保障"),
}
"""How sheets write the six kinds, besides their labels."""

WEEKDAY_WORDS = "一二三四五六日"


class AssignmentState(TextChoices):
    """Whether a shift of a person stands."""

    PLANNED = "planned", pgettext_lazy("shift", "planned")
    CANCELLED = "cancelled", pgettext_lazy("shift", "cancelled")


class CheckInWay(TextChoices):
    """How somebody's coming was recorded."""

    CODE = "code", _("by the code of the post")
    LEAD = "lead", _("by the lead")

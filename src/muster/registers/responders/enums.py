"""Choices of the responder tables."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(TextChoices):
    """What kind of organisation sends people: quotas and lists are cut by it."""

    CITY = "city", pgettext_lazy("level", "City")
    DISTRICT = "district", pgettext_lazy("level", "District")
    SUBDISTRICT = "subdistrict", pgettext_lazy("level", "Subdistrict")
    ENTERPRISE = "enterprise", pgettext_lazy("level", "Enterprise")
    CHARITY = "charity", pgettext_lazy("level", "Charity")
    VOLUNTEER = "volunteer", pgettext_lazy("level", "Volunteers")
    COMMUNITY = "community", pgettext_lazy("level", "Community staff")
    PROPERTY = "property", pgettext_lazy("level", "Property guards")


LOCAL_LEVELS = frozenset({Level.COMMUNITY, Level.PROPERTY})
"""Levels whose people already work in one community and stay there."""

SENT, LOCAL = "sent", "local"
LEVEL_GROUPS = {SENT: frozenset(Level) - LOCAL_LEVELS, LOCAL: LOCAL_LEVELS}
"""What a list by level may be narrowed to as well: who was sent, and who is there anyway."""


def levels_of(chosen: str) -> frozenset[str]:
    """Return the levels a filter stands for: a group's, or the one level itself."""
    return LEVEL_GROUPS.get(chosen) or frozenset({chosen})


class Position(TextChoices):
    """Standing in the sending unit, as far as pairings and leaders need it."""

    DIVISION_LEAD = "division_lead", _("Division lead")
    SECTION_LEAD = "section_lead", _("Section lead")
    STAFF = "staff", _("Staff")
    VOLUNTEER = "volunteer", _("Volunteer")


class Status(TextChoices):
    """Whether a person is on the register now. Away for some days is an `Unavailability`."""

    ACTIVE = "active", _("On the register")
    ENDED = "ended", _("Left")


class Sex(TextChoices):
    """Sex as written on the identity card; empty where it is not known."""

    FEMALE = "female", _("Female")
    MALE = "male", _("Male")


class SkillKind(TextChoices):
    """What a label says about a person."""

    SKILL = "skill", _("Skill")
    LANGUAGE = "language", _("Language")


class LimitKind(TextChoices):
    """What someone must not be asked to do. There is no kind, and no field, for the cause."""

    NO_NIGHTS = "no_nights", _("No nights")
    SEATED_WORK = "seated_work", _("Seated work only")
    NO_LIFTING = "no_lifting", _("No lifting")
    INDOORS = "indoors", _("Indoors only")
    MAX_HOURS_DAY = "max_hours_day", _("At most so many hours a day")
    MAX_HOURS_WEEK = "max_hours_week", _("At most so many hours a week")
    MAX_DAYS_RUN = "max_days_run", _("At most so many days in a row")


COUNTED_LIMITS = frozenset(
    {LimitKind.MAX_HOURS_DAY, LimitKind.MAX_HOURS_WEEK, LimitKind.MAX_DAYS_RUN}
)
"""Kinds that need a number."""


class Weekday(IntegerChoices):
    """Days of the week, 0 = Monday as in the planner's format."""

    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class FiveOnes(TextChoices):
    """What a pairing of unit and community is made of ("five ones")."""

    LEADER = "leader", _("one leader")
    TEAM = "team", _("one team")
    PLAN = "plan", _("one plan")
    LEDGER = "ledger", _("one ledger")
    IN_CHARGE = "in_charge", _("one person in charge")


class RevealField(TextChoices):
    """Sealed fields that can be shown, each look on record."""

    PHONE = "phone", _("Phone")
    IDENTITY = "identity_number", _("Identity number")
    HOME = "home_place", _("Home")


STANDARD_SKILLS = {
    "key_person": _("Key-person control"),
    "medical": _("Medical"),
    "sampling": _("Sampling"),
    "counsellor": _("Counselling"),
    "disinfection": _("Disinfection"),
    "driver": _("Driving"),
    "electrician": _("Electrician"),
    "sign_language": _("Sign language"),
}
STANDARD_LANGUAGES = {
    "mandarin": _("Mandarin"),
    "dialect": _("Local dialect"),
    "cantonese": _("Cantonese"),
    "english": _("English language"),
    "korean": _("Korean"),
    "japanese": _("Japanese"),
    "mongolian": _("Mongolian"),
    "tibetan": _("Tibetan"),
    "uyghur": _("Uyghur"),
}

SKILL_WORDS: dict[str, tuple[str, ...]] = {
    "key_person": ("重点人管控", "重点人员管控", "重点人防控"),
    "medical": ("医疗", "医护", "医生", "护士", "护理", "急救", "医学"),
    "sampling": ("采样", "核酸采样", "采样员"),
    "counsellor": ("心理", "心理咨询", "心理疏导", "心理咨询师"),
    "disinfection": ("消杀", "消毒", "消杀员", "病毒消杀"),
    "driver": ("驾驶", "司机", "开车", "会开车", "驾驶员"),
    "electrician": ("电工", "电气", "强电"),
    "sign_language": ("手语", "会手语"),
    "mandarin": ("普通话", "国语", "汉语"),
    "dialect": ("方言", "本地话", "当地话", "天津话"),
    "cantonese": ("粤语", "广东话"),
    "english": ("英语", "英文"),
    "korean": ("韩语", "朝鲜语", "韩文"),
    "japanese": ("日语", "日文"),
    "mongolian": ("蒙语", "蒙古语"),
    "tibetan": ("藏语",),
    "uyghur": ("维语", "维吾尔语"),
}
"""How sheets write the standard skills and languages, besides their labels."""

NIGHT_WORDS: dict[str, tuple[str, ...]] = {
    "no_nights": ("不排夜", "不上夜", "不能上夜", "不能夜班", "不宜夜班", "免夜班", "不值夜"),
    "opt_in": ("可上夜班", "可夜班", "愿上夜班", "自愿", "愿意", "可以", "能上夜班", "是"),
    "neither": ("否", "无", "不限", "一般"),
}
"""How sheets say whether someone takes nights; looked for in this order."""

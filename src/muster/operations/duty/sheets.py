"""The sheet of posts: what its columns mean, what is checked before, what a row becomes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from muster.engines.text import fold
from muster.kernel.actors import Actor
from muster.kernel.areas import covers
from muster.kernel.errors import Invalid
from muster.kernel.imports import FieldSpec, Issue, Values
from muster.kernel.permissions import areas_for, require
from muster.operations.duty import queries, rules, services
from muster.operations.duty.contracts import PostDraft
from muster.operations.duty.enums import (
    ALL_WEEK,
    COMMUNITY_LENGTH,
    KIND_WORDS,
    LEAST_CREW,
)
from muster.operations.duty.reading import (
    in_every_language,
    item_labels,
    letters_in,
    read_gear,
    weekdays_in,
)
from muster.operations.duty.services.standards import Standards
from muster.registers.measures.queries import current_incident
from muster.registers.responders import queries as responders
from muster.registers.responders.enums import SKILL_WORDS

Key = tuple[str, str, str, int]
"""Area, site, key of the kind, number."""

FIELDS = (
    FieldSpec(
        "community",
        _("Community"),
        required=True,
        synonyms=("社区", "社区名称", "所属社区", "地区", "社区编码"),
    ),
    FieldSpec("kind", _("Kind of post"), required=True, synonyms=("岗位类型", "类别", "任务")),
    FieldSpec("number", _("Number of the post"), "integer", synonyms=("编号", "岗号")),
    FieldSpec("post_name", _("Name of the post"), synonyms=("点位名称", "岗位名称", "点位")),
    FieldSpec("site", _("Site outside communities"), synonyms=("社区外地点", "卡口", "站点")),
    FieldSpec("place", pgettext_lazy("post", "Place"), synonyms=("位置", "具体位置", "详细地址")),
    FieldSpec("pattern", _("Shift pattern"), synonyms=("班制", "班次安排")),
    FieldSpec("shifts", _("Shifts"), synonyms=("班次", "开岗班次", "时段")),
    FieldSpec("weekdays", _("Weekdays"), synonyms=("开岗日", "星期", "周几")),
    FieldSpec("points", _("Points with one reliever"), "integer", synonyms=("合并点数",)),
    FieldSpec("crew", _("Smallest crew"), "integer", synonyms=("每班最少", "最少人数")),
    FieldSpec("wanted", _("People each shift"), "integer", synonyms=("每班人数", "人数", "需求")),
    FieldSpec("post_skills", _("Skills needed"), "list", synonyms=("所需技能", "技能要求")),
    FieldSpec("indoors", _("Indoors"), "tick", synonyms=("室内",)),
    FieldSpec("tent", _("Tent or booth"), "tick", synonyms=("帐篷", "岗亭", "雨棚")),
    FieldSpec("heater", _("Heater"), "tick", synonyms=("取暖器", "取暖")),
    FieldSpec("power", pgettext_lazy("facility", "Power"), "tick", synonyms=("电源", "通电")),
    FieldSpec("toilet", _("Toilet nearby"), "tick", synonyms=("厕所", "卫生间")),
    FieldSpec("gear", _("Gear"), synonyms=("物资", "装备", "配备")),
    FieldSpec("contacts", _("Duty phones on the card"), synonyms=("值班电话", "联系电话")),
)


class PostsImport:
    """Posts of one or many communities, committed into the running incident."""

    name = "duty.posts"
    label = pgettext_lazy("duty", "Posts")
    permission = rules.IMPORT_POSTS
    fields = FIELDS

    def check(
        self, *, actor: Actor, rows: Sequence[Values], options: Values
    ) -> Sequence[Sequence[Issue]]:
        """Return what is wrong with each row: unknown community, number twice, crew of one."""
        require(actor, rules.IMPORT_POSTS)
        book = _Book.open(actor)
        return [book.issues_of(row) for row in rows]

    def commit(
        self, *, actor: Actor, rows: Sequence[Values], options: Values, batch_id: UUID
    ) -> Sequence[UUID]:
        """Set up the posts. A row that was good in the preview is good here."""
        book = _Book.open(actor)
        if book.incident_id is None:
            raise Invalid(
                _("No incident is running."), next_step=_("Open an incident, then commit again.")
            )
        drafts = [book.draft_of(row) for row in rows]
        return services.add_posts(
            actor=actor, incident_id=book.incident_id, drafts=drafts, batch_id=batch_id
        )

    def undo(self, *, actor: Actor, ids: Sequence[UUID], batch_id: UUID) -> Sequence[UUID]:
        """Take back posts nobody has changed since; the others stay."""
        return services.take_back(actor=actor, ids=ids, batch_id=batch_id)


IMPORT_KINDS = (PostsImport(),)


@dataclass(frozen=True, slots=True)
class _Book:
    """What a sheet is compared with, read once for the whole sheet.

    `areas` gives the code of every way to write a community, "" where two share a name.
    """

    incident_id: UUID | None
    command: str
    own: tuple[str, ...]
    areas: Mapping[str, str]
    kinds: Mapping[str, str]
    patterns: Mapping[str, str]
    standards: Standards
    skills: Mapping[str, str]
    items: Mapping[str, str]
    taken: frozenset[Key]
    seen: Counter[Key] = field(default_factory=Counter)

    @classmethod
    def open(cls, actor: Actor) -> "_Book":
        incident = current_incident(actor)
        standards = services.standards(actor.tenant_id)
        names = responders.area_names(actor=actor)
        skills = responders.skills(actor=actor)
        return cls(
            incident_id=incident.id if incident else None,
            command=min(names, key=len, default=""),
            own=("",) if actor.system else areas_for(actor, rules.IMPORT_POSTS),
            areas=_areas(names),
            kinds={
                **{fold(word): key for key, words in KIND_WORDS.items() for word in words},
                **in_every_language(
                    lambda: [(kind.label, kind.key) for kind in standards.kinds.values()]
                ),
            },
            patterns={
                **{
                    fold(key.replace("x", sign)): key
                    for key in standards.patterns
                    for sign in ("x", "×", "*")
                },
                **in_every_language(
                    lambda: [(pattern.label, key) for key, pattern in standards.patterns.items()]
                ),
            },
            standards=standards,
            skills={
                **{fold(word): key for key, words in SKILL_WORDS.items() for word in words},
                **in_every_language(lambda: [(skill.label, skill.key) for skill in skills]),
            },
            items=item_labels(),
            taken=queries.numbers_taken(actor=actor, incident_id=incident.id)
            if incident
            else frozenset(),
        )

    def issues_of(self, row: Values) -> list[Issue]:
        """Return everything that is wrong with a row."""
        return [
            *self._area(row),
            *self._kind(row),
            *self._number(row),
            *self._hours(row),
            *self._crew(row),
            *self._things(row),
        ]

    def draft_of(self, row: Values) -> PostDraft:
        """Return the post a row describes."""
        pattern = self._pattern_of(row)
        kind = self.kinds.get(fold(_text(row, "kind")), "")
        gear = read_gear(_text(row, "gear"), self.items)[0]
        written = row.get("post_skills")
        known = [self.skills[fold(w)] for w in written or () if fold(w) in self.skills]
        return PostDraft(
            area_code=self._area_of(row),
            kind=kind,
            number=row.get("number") or None,
            name=_text(row, "post_name"),
            site=_text(row, "site"),
            place=_text(row, "place"),
            contacts=_text(row, "contacts"),
            pattern=pattern,
            letters=self._letters_of(row, pattern),
            weekdays=weekdays_in(_text(row, "weekdays")) or ALL_WEEK,
            points=row.get("points") or 0,
            crew_min=row.get("crew"),
            wanted=row.get("wanted"),
            skills=tuple(known) if written else None,
            gear=tuple(gear) or None,
            indoors=bool(row.get("indoors")),
            tent=bool(row.get("tent")),
            heater=bool(row.get("heater")),
            power=bool(row.get("power")),
            toilet=bool(row.get("toilet")),
        )

    def _area_of(self, row: Values) -> str:
        written = _text(row, "community")
        return self.areas.get(fold(written), "") or (
            written if written.isdigit() and covers(self.command, written) else ""
        )

    def _area(self, row: Values) -> list[Issue]:
        written = _text(row, "community")
        code = self._area_of(row)
        params = {"community": written}
        if not code and fold(written) in self.areas:
            sentence = _(
                "Two communities are called “%(community)s”: write the code of the one you mean."
            )
            return [Issue("community", sentence, "community_twice", params=params)]
        if not code:
            sentence = _("There is no community “%(community)s” in this command's area.")
            fix = _nearest(fold(written), self.areas)
            return [Issue("community", sentence, "unknown_community", fix=fix, params=params)]
        if not any(covers(area, code) for area in self.own):
            sentence = _(
                "Your role does not cover “%(community)s”. Leave the row to whoever answers for it."
            )
            return [Issue("community", sentence, "not_covered", params=params)]
        if len(code) != COMMUNITY_LENGTH and not _text(row, "site"):
            sentence = _("Outside the communities a post needs a site, such as a highway exit.")
            return [Issue("site", sentence, "site_missing")]
        return []

    def _kind(self, row: Values) -> list[Issue]:
        written = _text(row, "kind")
        if fold(written) in self.kinds:
            return []
        return [
            Issue(
                "kind",
                _("There is no kind of post “%(kind)s”. Add it to the kinds, or write another."),
                "unknown_kind",
                fix=_nearest(fold(written), self.kinds),
                params={"kind": written},
            )
        ]

    def _number(self, row: Values) -> list[Issue]:
        number, kind = row.get("number"), self.kinds.get(fold(_text(row, "kind")))
        if number is None or kind is None:
            return []
        if number < 1:
            return [Issue("number", _("Posts are numbered from 1."), "number_small")]
        key = (self._area_of(row), _text(row, "site"), kind, number)
        self.seen[key] += 1
        if self.seen[key] > 1:
            sentence = _("The same kind and number stand in an earlier row of this community.")
            return [Issue("number", sentence, "twice_in_sheet")]
        if key in self.taken:
            sentence = _("The community has a post of this kind and number already.")
            return [Issue("number", sentence, "known")]
        return []

    def _pattern_of(self, row: Values) -> str:
        written = fold(_text(row, "pattern"))
        if written:
            return self.patterns.get(written, "")
        return self.standards.default_pattern(self.kinds.get(fold(_text(row, "kind")), ""))

    def _letters_of(self, row: Values, pattern: str) -> str:
        shifts = self.standards.shifts.get(pattern, {})
        return letters_in(_text(row, "shifts"), shifts.values()) or ""

    def _hours(self, row: Values) -> list[Issue]:
        found = []
        pattern = self._pattern_of(row)
        if not pattern:
            sentence = _("There is no shift pattern “%(pattern)s”.")
            params = {"pattern": _text(row, "pattern")}
            found.append(Issue("pattern", sentence, "unknown_pattern", params=params))
        elif letters_in(_text(row, "shifts"), self.standards.shifts[pattern].values()) is None:
            letters = " ".join(self.standards.shifts[pattern])
            sentence = _("“%(shifts)s” are no shifts of this pattern. It has: %(letters)s.")
            params = {"shifts": _text(row, "shifts"), "letters": letters}
            found.append(Issue("shifts", sentence, "unknown_shift", params=params))
        if weekdays_in(_text(row, "weekdays")) is None:
            sentence = _("“%(days)s” are no days of the week. Write them like Mon-Fri.")
            params = {"days": _text(row, "weekdays")}
            found.append(Issue("weekdays", sentence, "unknown_weekday", params=params))
        return found

    def _crew(self, row: Values) -> list[Issue]:
        crew, points, wanted = row.get("crew"), row.get("points") or 0, row.get("wanted")
        least = points + 1 if points else LEAST_CREW
        if crew is not None and crew < LEAST_CREW:
            sentence = _("Nobody stands a post alone: a crew has at least two people.")
            return [Issue("crew", sentence, "crew_of_one", fix=str(least))]
        if points and crew is not None and crew != least:
            sentence = _("So many points with one reliever are a crew of %(crew)s.")
            return [Issue("crew", sentence, "crew_of_points", fix=str(least),
                          params={"crew": least})]  # fmt: skip
        if wanted is not None and wanted < (crew or least):
            sentence = _("Fewer people are asked for than the smallest crew.")
            return [Issue("wanted", sentence, "fewer_than_crew", fix=str(crew or least))]
        return []

    def _things(self, row: Values) -> list[Issue]:
        found = [
            Issue(
                "post_skills",
                _("“%(skill)s” is not in the list of skills."),
                "unknown_skill",
                params={"skill": word},
            )
            for word in row.get("post_skills") or ()
            if fold(word) not in self.skills
        ]
        return found + [
            Issue(
                "gear",
                _("“%(part)s” is no gear with a number. Write it like Mask 2/person."),
                "gear_unread",
                params={"part": part},
            )
            for part in read_gear(_text(row, "gear"), self.items)[1]
        ]


def _areas(names: Mapping[str, str]) -> Mapping[str, str]:
    """Every way to write a community; of two with one name only the code tells which."""
    found: dict[str, str] = {}
    for code, name in names.items():
        for word in {fold(name), fold(name.removesuffix("社区"))}:
            found[word] = "" if word in found and found[word] != code else code
    return found | {code: code for code in names}


def _nearest(written: str, known: Mapping[str, Any]) -> str:
    """Return a known word that holds what was written, where there is exactly one."""
    near = [word for word in known if written and (written in word or word in written)]
    return near[0] if len(near) == 1 else ""


def _text(row: Values, name: str) -> str:
    value = row.get(name)
    return "" if value is None else str(value).strip()

"""The list of people: filters, search, saved views, export."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from muster.engines.sheets import WriteColumn
from muster.engines.text import mask_phone
from muster.kernel.actors import Actor
from muster.kernel.errors import Invalid, Text
from muster.kernel.permissions import allowed, requires
from muster.platform.files.services import export_table, own_area
from muster.registers.responders import queries, rules, services
from muster.registers.responders.contracts import PEOPLE_LIST
from muster.registers.responders.enums import LEVEL_GROUPS, LOCAL, SENT, Level, LimitKind, Status
from muster.registers.responders.models import Responder
from muster.registers.responders.queries import AWAY, Filters
from muster.registers.responders.services.saved import KEPT_PARAMETERS
from muster.ui.filters import Asked, left_out
from muster.ui.http import Request
from muster.ui.marks import count
from muster.ui.parts import Chip

EXPORT_LIMIT = 10_000
"""Rows one export holds; who needs more narrows the list (no bulk export by default)."""


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as the list shows them: phone masked, and only such tags as a rule needs."""

    person: Responder
    level: str
    phone: str
    tags: str
    away: bool


@requires(rules.VIEW_PEOPLE)
@require_GET
def index(request: Request) -> HttpResponse:
    """List people: 50 a page, in pinyin order, whatever the filters."""
    actor = request.actor
    filters, asked = filters_of(request), Asked(request)
    page = queries.list_people(
        actor=actor,
        filters=filters,
        after=asked.uuid("after", _("Page")),
        before=asked.uuid("before", _("Page")),
    )
    context = {
        "filters": filters,
        "rows": rows_of(actor, page.people),
        "page": page,
        "total": page.total,
        "more_than": queries.MORE_THAN,
        "previous": _address(request, before=str(page.before)) if page.before else "",
        "next": _address(request, after=str(page.after)) if page.after else "",
        "levels": _level_chips(request, actor, filters),
        "kinds": _kind_chips(request, filters),
        "skills": queries.skills(actor=actor),
        "unit": _unit_name(actor, filters),
        "area": queries.area_names(actor=actor)[filters.area] if filters.area else "",
        "views": _view_chips(request, actor),
        "kept": [(n, v) for n, v in request.GET.items() if n in KEPT_PARAMETERS and n != "skill"],
        "narrowed": any(request.GET.get(name) for name in KEPT_PARAMETERS),
        "query": request.GET.urlencode(),
        "whole_command": allowed(actor, rules.EDIT_UNITS),
        "may_add": allowed(actor, rules.EDIT_PEOPLE),
        "may_import": allowed(actor, rules.IMPORT_PEOPLE),
        "may_export": allowed(actor, rules.EXPORT_PEOPLE),
    }
    return render(request, "responders/index.html", context)


@requires(rules.EXPORT_PEOPLE)
@require_POST
def export(request: Request) -> HttpResponse:
    """Write the filtered list as a sheet, phones masked as on the screen; it is on record."""
    actor = request.actor
    filters = filters_of(request)
    if unknown := left_out(request):
        raise Invalid(unknown[0], next_step=_("Choose the filter in the list again."))
    page = queries.list_people(actor=actor, filters=filters, size=EXPORT_LIMIT)
    if page.after is not None:
        raise Invalid(
            _("The list has more than %(limit)s people."),
            next_step=_("Narrow it by unit, level or skill, then export."),
            limit=count(EXPORT_LIMIT),
        )
    table = export_table(
        actor=actor,
        permission=rules.EXPORT_PEOPLE,
        title=PEOPLE_LIST,
        area_code=filters.area or own_area(actor, rules.EXPORT_PEOPLE),
        columns=[
            WriteColumn(label, width, text=True)
            for label, width in (
                (pgettext("person", "Name"), 12),
                (_("Sending unit"), 28),
                (_("Level"), 12),
                (_("Phone"), 16),
                (_("Notes for the plan"), 40),
                (_("Status"), 12),
            )
        ],
        rows=(_export_row(row) for row in rows_of(actor, page.people)),
    )
    response = HttpResponse(table.content, content_type=table.media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="responders-{table.code}.xlsx"'
    return response


@requires(rules.VIEW_PEOPLE)
@require_POST
def save_view(request: Request) -> HttpResponse:
    """Keep the present filters under a name."""
    try:
        view = services.save_view(
            actor=request.actor,
            name=request.POST.get("name", ""),
            query=request.POST.get("query", ""),
        )
    except Invalid as error:
        messages.error(request, " ".join(str(t) for ts in error.errors.values() for t in ts))
        return redirect(f"{reverse('responders:index')}?{request.POST.get('query', '')}")
    return redirect(f"{reverse('responders:index')}?{view.query}")


@requires(rules.VIEW_PEOPLE)
@require_POST
def drop_view(request: Request, view_id: UUID) -> HttpResponse:
    """Forget one of one's own views."""
    services.drop_view(actor=request.actor, view_id=view_id)
    return redirect("responders:index")


def filters_of(request: Request) -> Filters:
    """Read the filters of the address; what no filter has narrows nothing, and the page says so."""
    actor, asked = request.actor, Asked(request)
    return Filters(
        text=request.GET.get("q", "").strip()[:40],
        level=asked.one_of("level", _("Level"), {*Level.values, *LEVEL_GROUPS}),
        unit_id=asked.uuid(
            "unit", _("Sending unit"), lambda unit: queries.names_of(actor=actor, ids=[unit])
        ),
        area=asked.fitting("area", _("Area"), lambda code: code in queries.area_names(actor=actor)),
        skill=asked.fitting(
            "skill", _("Skill"), lambda key: key in {s.key for s in queries.skills(actor=actor)}
        ),
        nights=asked.flag("nights", _("Volunteers for nights")),
        status=asked.one_of("status", _("Status"), {*Status.values, AWAY}, Status.ACTIVE),
    )


def rows_of(actor: Actor, people: Sequence[Responder]) -> list[PersonRow]:
    """Prepare people for a list. Three queries, whatever their number."""
    ids = [person.id for person in people]
    limits = queries.limits_now(actor=actor, ids=ids)
    skills = queries.skills_of(actor=actor, ids=ids)
    away = queries.absences_today(actor=actor, ids=ids)
    levels = {level.value: str(level.label) for level in Level}
    nights = [_("volunteers for nights")]
    rows = []
    for person in people:
        tags = [
            *(tag_of(limit.kind, limit.amount) for limit in limits.get(person.id, ())),
            *(nights if person.night_opt_in else ()),
            *(skill.label for skill in skills.get(person.id, ())),
        ]
        rows.append(
            PersonRow(
                person=person,
                level=levels[person.level],
                phone=mask_phone(person.phone.open()),
                tags=" · ".join(map(str, tags)),
                away=person.id in away,
            )
        )
    return rows


def tag_of(kind: str, amount: int | None) -> Text:
    """Return a duty limit in a few words."""
    if kind == LimitKind.MAX_HOURS_DAY:
        return _("at most %(hours)s h a day") % {"hours": amount}
    if kind == LimitKind.MAX_HOURS_WEEK:
        return _("at most %(hours)s h a week") % {"hours": amount}
    if kind == LimitKind.MAX_DAYS_RUN:
        return _("at most %(days)s days in a row") % {"days": amount}
    return LimitKind(kind).label


def status_of(row: PersonRow) -> tuple[str, Text]:
    """Return the mark and the word for a person's status."""
    if not row.person.is_active:
        return "offline", _("left")
    return ("warn", _("away today")) if row.away else ("ok", _("on the register"))


def _export_row(row: PersonRow) -> Sequence[object]:
    person = row.person
    return (
        person.name,
        person.unit.name,
        row.level,
        row.phone,
        row.tags,
        str(status_of(row)[1]),
    )


def _level_chips(request: Request, actor: Actor, filters: Filters) -> list[Chip]:
    """Offer the levels; with their people where the kept totals say how many the list would have.

    They say it for the register of an area as it is today, whatever else narrows the list.
    """
    totals = queries.level_totals(actor=actor, area=filters.area)
    known = filters.only_totals and filters.status == Status.ACTIVE and filters.unit_id is None
    people = {
        level: totals[level.value][1] if known else None for level in Level if level.value in totals
    }
    every = sum(n or 0 for n in people.values()) if known else None
    return [
        Chip(_("All"), _address(request, level=""), every, not filters.level),
        *(
            Chip(label, _address(request, level=group), _together(people, group) if known else None,
                 filters.level == group)
            for group, label in group_labels(people)
        ),
        *(
            Chip(level.label, _address(request, level=level.value), n, filters.level == level)
            for level, n in people.items()
        ),
    ]  # fmt: skip


def group_labels(levels: Collection[str]) -> list[tuple[str, Text]]:
    """Return the groups to choose from: none where the levels that occur are of one group alone."""
    both = all(group & set(levels) for group in LEVEL_GROUPS.values())
    return [(SENT, pgettext("level", "Sent")), (LOCAL, _("Of the communities"))] if both else []


def _together(people: Mapping[Level, int | None], group: str) -> int:
    return sum(n or 0 for level, n in people.items() if level in LEVEL_GROUPS[group])


def _kind_chips(request: Request, filters: Filters) -> list[Chip]:
    def status(value: str) -> str:
        return _address(request, status="" if filters.status == value else value)

    nights = "" if filters.nights else "1"
    return [
        Chip(_("Volunteers for nights"), _address(request, nights=nights), chosen=filters.nights),
        Chip(_("Away today"), status(AWAY), chosen=filters.status == AWAY),
        Chip(_("Left"), status(Status.ENDED), chosen=filters.status == Status.ENDED),
    ]


def _view_chips(request: Request, actor: Actor) -> list[tuple[UUID, Chip]]:
    present = {k: str(v) for k, v in request.GET.items() if k in KEPT_PARAMETERS and v}
    base = reverse("responders:index")
    return [
        (view.id, Chip(view.name, f"{base}?{view.query}", chosen=_same(view.query, present)))
        for view in queries.saved_views(actor=actor)
    ]


def _same(query: str, present: dict[str, str]) -> bool:
    return {k: v for k, v in QueryDict(query).items() if v} == present


def _unit_name(actor: Actor, filters: Filters) -> str:
    if filters.unit_id is None:
        return ""
    return queries.names_of(actor=actor, ids=[filters.unit_id]).get(filters.unit_id, "")


def _address(request: Request, **changes: str) -> str:
    """Return the list's address with filters changed, from its first page."""
    parameters: Any = request.GET.copy()
    for name in ("after", "before"):
        parameters.pop(name, None)
    for name, value in changes.items():
        parameters.pop(name, None)
        if value:
            parameters[name] = value
    return f"{reverse('responders:index')}?{parameters.urlencode()}"

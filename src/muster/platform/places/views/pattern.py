"""Adding places by pattern: shown first with every name and what is there already, then added."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from muster.kernel.actors import Actor
from muster.kernel.errors import MusterError
from muster.kernel.permissions import requires
from muster.platform.places import queries, services
from muster.platform.places.contracts import CODE_LENGTHS
from muster.platform.places.enums import PremisesKind
from muster.platform.places.forms import PatternForm, add_error
from muster.platform.places.models import Premises
from muster.platform.places.pattern import (
    Pattern,
    PatternFault,
    PlannedPlace,
    building_name,
    building_numbers,
    lay_out,
)
from muster.platform.places.rules import CHANGE_PREMISES
from muster.platform.places.views.premises import page_of_place, way
from muster.ui.http import Request
from muster.ui.parts import Crumb


@dataclass(frozen=True, slots=True)
class Line:
    """Some of the places behind a number: where they lie, and their names."""

    place: str
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class Behind:
    """A number of the preview with the places behind it."""

    sentence: str
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Doubles:
    """Buildings with the same number or name that stand elsewhere in the community.

    `compound` holds them; None where they lie directly in the community.
    """

    compound: Premises | None
    buildings: Sequence[Premises]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a pattern would add; `taken` are those that are there, `standing` their buildings.

    `doubles` are buildings on another level that may be the same ones; `without` is the pattern
    that leaves their numbers out, None where nothing would be left of it.
    """

    total: int
    numbers: Sequence[Behind]
    taken: int
    standing: Sequence[Premises]
    next_free: int
    doubles: Sequence[Doubles]
    without: Pattern | None

    @property
    def double_codes(self) -> str:
        """The codes of the doubles, as the form sends them back."""
        return " ".join(row.code for group in self.doubles for row in group.buildings)

    @property
    def double_count(self) -> int:
        """How many buildings may be there already."""
        return sum(len(group.buildings) for group in self.doubles)


@requires(CHANGE_PREMISES)
@require_http_methods(["GET", "POST"])
def pattern(request: Request, code: str) -> HttpResponse:
    """Add buildings and dwellings by pattern: first shown with count and names, then added."""
    queries.check_inside(request.actor, code, CHANGE_PREMISES)
    services.check_parent(request.actor, code)
    form = PatternForm(request.POST or None)
    preview = None
    if request.method == "POST" and form.is_valid():
        wanted = form.pattern()
        try:
            if request.POST.get("previewed") == str(wanted.total):
                batch = services.add_by_pattern(
                    actor=request.actor,
                    parent_code=code,
                    pattern=wanted,
                    others=request.POST.get("others", "").split(),
                )
                return redirect("places:batch", batch_id=batch.id)
            preview = _preview(request.actor, form, code)
            if preview and preview.without and "leave_out" in request.POST:
                form = _form_without(request, preview.without)
                preview = _preview(request.actor, form, code)
        except MusterError as error:
            add_error(form, error)
    context = {
        "form": form,
        "preview": preview,
        "crumbs": [*way(request, code), Crumb(_("Add by pattern"))],
        "cancel_url": page_of_place(request, code),
    }
    refused = preview is not None and (preview.taken or preview.doubles)
    status = 422 if form.errors else 409 if refused else 200
    return render(request, "places/pattern.html", context, status=status)


def _form_without(request: Request, pattern: Pattern) -> PatternForm:
    """Return the form as it was sent, with the numbers of the doubles left out."""
    filled = request.POST.copy()
    filled["buildings"] = str(pattern.buildings)
    filled["skip_buildings"] = ", ".join(map(str, sorted(pattern.skip_buildings)))
    form = PatternForm(filled)
    form.is_valid()
    return form


def _preview(actor: Actor, form: PatternForm, code: str) -> Preview | None:
    """Lay the pattern out and compare it with what stands there; faults go to the form."""
    wanted = form.pattern()
    try:
        planned = list(lay_out(wanted, code))
    except PatternFault as fault:
        field = fault.field if fault.field in form.fields else None
        form.add_error(field, services.fault_sentence(fault))
        return None
    taken = queries.known_codes(actor, [place.code for place in planned])
    buildings = services.planned_buildings(planned)
    same = [] if taken else queries.same_buildings(actor, code, buildings)
    return Preview(
        total=len(planned),
        numbers=_numbers(planned),
        taken=len(taken),
        standing=queries.buildings_of(actor, taken) if taken else (),
        next_free=queries.next_building(actor, code) if taken else 0,
        doubles=_doubles(actor, same),
        without=_without(wanted, same),
    )


def _doubles(actor: Actor, same: Sequence[Premises]) -> list[Doubles]:
    length = CODE_LENGTHS[PremisesKind.COMPOUND]
    groups = [(key, list(rows)) for key, rows in groupby(same, key=lambda row: row.code[:length])]
    compounds = queries.premises_with_codes(actor, [key for key, _rows in groups])
    return [Doubles(compounds.get(key), rows) for key, rows in groups]


def _without(pattern: Pattern, same: Sequence[Premises]) -> Pattern | None:
    """Return the pattern without the numbers and names that stand elsewhere."""
    names = {row.name for row in same}
    own = CODE_LENGTHS[PremisesKind.BUILDING] - CODE_LENGTHS[PremisesKind.COMPOUND]
    standing = {int(row.code[-own:]) for row in same}
    out = {
        number
        for number in building_numbers(pattern)
        if number in standing or building_name(pattern, number) in names
    }
    if len(out) >= pattern.buildings:
        return None
    return replace(
        pattern,
        buildings=pattern.buildings - len(out),
        skip_buildings=pattern.skip_buildings | out,
    )


def _numbers(planned: Sequence[PlannedPlace]) -> list[Behind]:
    buildings = [place for place in planned if place.kind == PremisesKind.BUILDING]
    entrances = [place for place in planned if place.kind == PremisesKind.ENTRANCE]
    dwellings = [place for place in planned if place.kind == PremisesKind.DWELLING]
    names = {place.code: place.name for place in buildings}
    inside = names | {
        place.code: f"{names[place.code[: CODE_LENGTHS[PremisesKind.BUILDING]]]} {place.name}"
        for place in entrances
    }
    n = len(buildings)
    found = [
        Behind(
            ngettext("%(n)s building: %(first)s", "%(n)s buildings: %(first)s to %(last)s", n)
            % {"n": n, "first": buildings[0].name, "last": buildings[-1].name},
            [Line("", [place.name for place in buildings])],
        )
    ]
    if entrances:
        n = len(entrances)
        found.append(
            Behind(
                ngettext("%(n)s entrance", "%(n)s entrances", n) % {"n": n},
                _lines(entrances, inside, CODE_LENGTHS[PremisesKind.BUILDING]),
            )
        )
    if dwellings:
        n = len(dwellings)
        length = CODE_LENGTHS[PremisesKind.ENTRANCE if entrances else PremisesKind.BUILDING]
        found.append(
            Behind(
                ngettext("%(n)s dwelling: %(first)s", "%(n)s dwellings: %(first)s to %(last)s", n)
                % {"n": n, "first": dwellings[0].name, "last": dwellings[-1].name},
                _lines(dwellings, inside, length),
            )
        )
    return found


def _lines(places: Iterable[PlannedPlace], names: dict[str, str], length: int) -> list[Line]:
    """Return the places by what holds them."""
    groups = groupby(places, key=lambda place: place.code[:length])
    return [Line(names[code], [place.name for place in group]) for code, group in groups]

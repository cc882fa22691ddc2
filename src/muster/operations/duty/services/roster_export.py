"""The roster of a community that leaves the house: as a workbook or on paper."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from muster.engines.sheets import WriteColumn
from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, NotFound
from muster.kernel.permissions import require
from muster.kernel.tenants import tenant_of
from muster.operations.duty import queries, rules
from muster.operations.duty.day_pack_paper import print_grid
from muster.operations.duty.models import Edition
from muster.operations.duty.queries.grid import Grid, GridPerson, grid_of
from muster.operations.duty.queries.where import area_titles
from muster.platform.files.contracts import register_title
from muster.platform.files.services import Exported, export_paper, export_table
from muster.registers.measures.queries import current_notice

A_PAGE = 14
"""Days side by side on a page."""
DAY_WIDTH = 7
ROSTER = register_title("duty.roster", gettext_lazy("Roster of %(name)s"))


def roster_workbook(*, actor: Actor, area: str) -> Exported:
    """Return the roster in force of a community as a workbook: people by days, with a legend.

    Raises:
        NotFound: the community is outside the actor's area.
        NotAllowed: the actor prints no rosters.
        Conflict: no roster is published.
    """
    _edition, grid, name = _grid(actor, area)
    days = _days(grid)
    columns = [
        WriteColumn(pgettext("person", "Name"), 12),
        WriteColumn(_("Unit"), 24),
        *(WriteColumn(_head(day), DAY_WIDTH) for day in days),
        WriteColumn(_("Shifts"), 8),
        WriteColumn(_("Nights"), 8),
    ]
    rows: list[Sequence[object]] = [
        [*_row(grid, one, days), one.shifts, one.nights] for one in grid.people
    ]
    blank = [""] * len(columns)
    rows += [[line, *blank[1:]] for line in ("", *_legend(grid))]
    return export_table(
        actor=actor,
        permission=rules.PRINT_ROSTERS,
        title=ROSTER.of(name=name),
        columns=columns,
        rows=rows,
        area_code=area,
    )


def roster_paper(*, actor: Actor, area: str) -> Exported:
    """Return the roster in force of a community as a PDF: A4 landscape, a fortnight a page.

    Raises:
        NotFound, NotAllowed, Conflict: see `roster_workbook`.
    """
    edition, grid, name = _grid(actor, area)
    days = _days(grid)
    title = ROSTER.of(name=name)
    printed = date_format(clock.local(clock.now()), "DATETIME_FORMAT")
    blocks = [days[at : at + A_PAGE] for at in range(0, len(days), A_PAGE)]
    document = {
        "title": str(title),
        "days": [
            {
                "heads": [_head(day).replace(" ", "\n", 1) for day in some],
                "rows": [_row(grid, one, some) for one in grid.people],
            }
            for some in blocks
        ],
        "legend": _legend(grid),
        "foot": _("Edition %(n)s") % {"n": edition.number}
        + " · "
        + _("printed %(at)s") % {"at": printed},
    }
    return export_paper(
        actor=actor,
        permission=rules.PRINT_ROSTERS,
        title=title,
        rows=len(grid.people),
        area_code=area,
        write=lambda watermark: print_grid(
            document,
            {"name": pgettext("person", "Name"), "unit": _("Unit"), "drill": _("Drill")},
            language=translation.get_language() or "en",
            watermark=watermark,
            drill=tenant_of(actor.tenant_id).drill,
        ),
    )


def _grid(actor: Actor, area: str) -> tuple[Edition, Grid, str]:
    require(actor, rules.PRINT_ROSTERS)
    if not queries.prints_area(actor, area):
        raise NotFound(_("There is no such community here, or it is outside your area."))
    notice = current_notice(actor)
    edition = (
        queries.current_edition(actor=actor, incident_id=notice.incident_id) if notice else None
    )
    if edition is None:
        raise Conflict(
            _("No roster is published yet."), next_step=_("Publish a plan, then export its roster.")
        )
    grid = grid_of(actor=actor, edition=edition, area=area)
    return edition, grid, area_titles(actor=actor).get(area, area)


def _days(grid: Grid) -> Sequence[date]:
    edition = grid.desk.edition
    return [edition.starts_on + timedelta(days=at) for at in range(edition.days)]


def _head(day: date) -> str:
    return date_format(day, "m-d") + " " + date_format(day, "D")


def _row(grid: Grid, one: GridPerson, days: Sequence[date]) -> list[str]:
    """Return name, unit, and for each day the letter of the shift and the post's number."""
    cells = []
    for day in days:
        row = grid.row(one.responder_id, day)
        if row is None:
            cells.append("×" if day in one.away else "")
            continue
        post = grid.post(row)
        cells.append(f"{row.shift.letter}{post.number or ''}")
    return [one.name, one.unit, *cells]


def _legend(grid: Grid) -> list[str]:
    """Say what letters and numbers stand for."""
    shifts = [f"{one.letter} = {one.label} {one.hours}" for one in grid.shifts]
    used = {row.post_id for row in grid.desk.rows.values() if row.area_code == grid.area}
    posts = [
        f"{post.number} = {post.title}"
        for post in sorted(grid.desk.posts.values(), key=lambda one: (one.number or 0, one.title))
        if post.id in used and post.number
    ]
    return [
        _("Shifts: %(list)s") % {"list": "; ".join(shifts)},
        _("Posts: %(list)s") % {"list": "; ".join(posts)},
        _("× = away. Empty = free."),
    ]

"""Exports: a list that leaves the house carries who took it, and that is on record."""

import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from muster.engines.sheets import WriteColumn, write_csv, write_table
from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import covers, shared
from muster.kernel.ids import short_code
from muster.kernel.permissions import grants_for, require
from muster.kernel.tenants import tenant_of
from muster.platform.audit.services import record
from muster.platform.files import events, rules
from muster.platform.files.contracts import Title
from muster.platform.files.models import Export

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Exported:
    """A file ready to be sent, and the code printed on it."""

    name: str
    media_type: str
    content: bytes
    code: str


def export_table(
    *,
    actor: Actor,
    permission: str,
    title: Title | str,
    area_code: str,
    columns: Sequence[WriteColumn],
    rows: Iterable[Sequence[object]],
    as_csv: bool = False,
) -> Exported:
    """Write a list as a sheet with a watermark and record it.

    `rows` come from a scoped query and hold masked values, unless the caller revealed and recorded
    them. A spreadsheet carries the watermark above its header and in its printed foot.

    `area_code` is the area the list is of, or `own_area`: whoever answers for it finds the export.
    A `title` that is text is no sentence but names, such as that of a call-up.
    """
    code, watermark = _watermark(actor, permission)
    target = io.BytesIO()
    if as_csv:
        count = write_csv(target, columns, rows)  # type: ignore[arg-type]
    else:
        count = write_table(target, columns, rows, sheet=str(title), watermark=watermark)  # type: ignore[arg-type]
    content = target.getvalue()
    _on_record(actor, title, code, content, area_code=area_code, rows=count)
    ending = "csv" if as_csv else "xlsx"
    return Exported(_name(title, ending), CSV if as_csv else XLSX, content, code)


def export_paper(
    *,
    actor: Actor,
    permission: str,
    title: Title | str,
    area_code: str,
    write: Callable[[str], bytes],
    rows: int,
) -> Exported:
    """Write a list for paper as a PDF and record it; `write` prints the watermark it is given.

    `rows` is how many lines it has. What holds for `export_table` holds for masked values, area and
    title here.
    """
    code, watermark = _watermark(actor, permission)
    content = write(watermark)
    _on_record(actor, title, code, content, area_code=area_code, rows=rows)
    return Exported(_name(title, "pdf"), PDF, content, code)


def _watermark(actor: Actor, permission: str) -> tuple[str, str]:
    """Return a new code, and the line that says who takes the list."""
    require(actor, rules.EXPORT)
    require(actor, permission)
    code = short_code()
    at = clock.local(clock.now()).strftime("%Y-%m-%d %H:%M")
    watermark = _("Exported by %(name)s, %(at)s, code %(code)s. Passing it on is on record.") % {
        "name": actor.name,
        "at": at,
        "code": code,
    }
    return code, watermark


def _on_record(
    actor: Actor, title: Title | str, code: str, content: bytes, *, area_code: str, rows: int
) -> None:
    if not area_code:
        raise ValueError("An export without an area would be shown to nobody who answers for it")
    key, params = (title.key, title.params) if isinstance(title, Title) else ("", {})
    with transaction.atomic():
        export = Export.objects.create(
            tenant_id=actor.tenant_id,
            title=str(title)[:120],
            title_key=key,
            title_params=dict(params),
            code=code,
            area_code=area_code,
            rows=rows,
            sha256=hashlib.sha256(content).hexdigest(),
            made_by=actor.account_id,
            made_by_name=actor.name,
        )
        record(actor, events.EXPORTED, export, area=area_code, rows=rows)


def own_area(actor: Actor, permission: str) -> str:
    """Return the area in which the actor has a permission: what a list that nobody narrowed is of.

    Of several areas it is the one that contains them all, at most the command's.
    """
    command = tenant_of(actor.tenant_id).area_code
    area = shared(grant.area for grant in grants_for(actor, permission))
    return area if area and covers(command, area) else command


def _name(title: Title | str, ending: str) -> str:
    return f"{title} {clock.local(clock.now()):%Y-%m-%d}.{ending}"


def template_of(*, title: str, headers: Sequence[str], language: str) -> bytes:
    """Return an empty sheet with the right headers, to fill in."""
    target = io.BytesIO()
    with override(language):
        write_table(target, [WriteColumn(h, 16, text=True) for h in headers], [], sheet=title)
    return target.getvalue()

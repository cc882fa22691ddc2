"""Exports: a list that leaves the house carries who took it, and that is on record."""

import hashlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from muster.engines.sheets import WriteColumn, write_csv, write_table
from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.ids import short_code
from muster.kernel.permissions import require
from muster.platform.audit.services import record
from muster.platform.files import events, rules
from muster.platform.files.models import Export

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


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
    title: str,
    columns: Sequence[WriteColumn],
    rows: Iterable[Sequence[object]],
    area_code: str = "",
    as_csv: bool = False,
) -> Exported:
    """Write a list as a sheet with a watermark and record it.

    `rows` come from a scoped query and hold masked values, unless the caller revealed and recorded
    them. A spreadsheet carries the watermark above its header and in its printed foot.
    """
    require(actor, rules.EXPORT)
    require(actor, permission)
    code = short_code()
    now = clock.now()
    at = clock.local(now).strftime("%Y-%m-%d %H:%M")
    watermark = _("Exported by %(name)s, %(at)s, code %(code)s. Passing it on is on record.") % {
        "name": actor.name,
        "at": at,
        "code": code,
    }
    target = io.BytesIO()
    if as_csv:
        count = write_csv(target, columns, rows)  # type: ignore[arg-type]
    else:
        count = write_table(target, columns, rows, sheet=title, watermark=watermark)  # type: ignore[arg-type]
    content = target.getvalue()
    with transaction.atomic():
        export = Export.objects.create(
            tenant_id=actor.tenant_id,
            title=title[:120],
            code=code,
            area_code=area_code,
            rows=count,
            sha256=hashlib.sha256(content).hexdigest(),
            made_by=actor.account_id,
            made_by_name=actor.name,
        )
        record(actor, events.EXPORTED, export, area=area_code, rows=count)
    ending = "csv" if as_csv else "xlsx"
    name = f"{title} {clock.local(now):%Y-%m-%d}.{ending}"
    return Exported(name, CSV if as_csv else XLSX, content, code)


def template_of(*, title: str, headers: Sequence[str], language: str) -> bytes:
    """Return an empty sheet with the right headers, to fill in."""
    target = io.BytesIO()
    with override(language):
        write_table(target, [WriteColumn(h, 16, text=True) for h in headers], [], sheet=title)
    return target.getvalue()

"""The papers of a day: of one community at once, of a subdistrict as a job."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.areas import covers, shared
from muster.kernel.errors import Conflict, NotAllowed, NotFound
from muster.kernel.jobs import JobRun
from muster.kernel.permissions import areas_for, require
from muster.kernel.tenants import tenant_of
from muster.operations.duty import events, queries, rules
from muster.operations.duty.day_pack_paper import print_packs
from muster.operations.duty.queries.day_pack import (
    DayPack,
    Named,
    communities_with_roster,
    day_packs,
)
from muster.platform.audit.services import record
from muster.platform.files import queries as files
from muster.platform.files.contracts import register_title
from muster.platform.files.services import Exported, attach, export_paper
from muster.platform.jobs.services import enqueue
from muster.registers.responders.events import FIELD_REVEALED

PACK_JOB = "duty.print_day_packs"
PURPOSE = "call"
DAY_PAPERS = register_title("duty.day_papers", gettext_lazy("Papers of the day"))


def print_day_pack(*, actor: Actor, area: str, day: date, phones: bool = False) -> Exported:
    """Return the papers of one community and day, in the language in force; it is on record.

    With `phones` whole numbers stand on them, and each of these looks is on record; without, they
    are masked.

    Raises:
        NotFound: the community is outside the actor's area.
        NotAllowed: the actor prints no rosters, or calls nobody there.
        Conflict: nobody is on the roster of that day.
    """
    require(actor, rules.PRINT_ROSTERS)
    if not queries.prints_area(actor, area):
        raise NotFound(_("There is no such community here, or it is outside your area."))
    with transaction.atomic():
        return _print(actor, [area], day, phones=phones)


def ask_day_packs(
    *, actor: Actor, area: str, day: date, phones: bool = False, language: str = ""
) -> UUID:
    """Queue the papers of every community below an area that has a roster; return the job's id.

    Raises:
        NotFound: the area is outside the actor's own.
        NotAllowed: the actor prints no rosters, or wants numbers and calls nobody there.
    """
    require(actor, rules.PRINT_ROSTERS)
    if not queries.prints_area(actor, area):
        raise NotFound(_("There is no such community here, or it is outside your area."))
    _may_call(actor, area, phones=phones)
    with transaction.atomic():
        return enqueue(
            PACK_JOB,
            actor=actor,
            area=area,
            day=day.isoformat(),
            phones=phones,
            words=language or translation.get_language() or "",
        )


def print_day_packs(run: JobRun, *, area: str, day: date, phones: bool, words: str) -> None:
    """Print the papers of an area into one file; run again, it finds the file it made."""
    actor = run.actor
    made = files.files_of(actor=actor, owner_id=run.job_id, permission=rules.PRINT_ROSTERS).first()
    if made is None:
        codes = communities_with_roster(actor=actor, area=area, day=day)
        run.progress(0, len(codes), gettext_lazy("The papers are written."))
        with translation.override(words or translation.get_language()), transaction.atomic():
            exported = _print(actor, codes, day, phones=phones)
            made = attach(
                actor=actor,
                permission=rules.PRINT_ROSTERS,
                owner_id=run.job_id,
                name=exported.name,
                content=exported.content,
                area_code=area or tenant_of(actor.tenant_id).area_code,
            )
        run.progress(len(codes), len(codes))
    run.result(path=reverse("files:file", args=[made.id]))


def _print(actor: Actor, codes: Any, day: date, *, phones: bool) -> Exported:
    for code in codes:
        _may_call(actor, code, phones=phones)
    packs = day_packs(actor=actor, areas=codes, day=day, phones=phones)
    lines = sum(pack.lines for pack in packs)
    if not lines:
        raise Conflict(
            _("Nobody is on the roster that day."),
            next_step=_("Choose a day of the published roster."),
        )
    area = shared(codes) or tenant_of(actor.tenant_id).area_code
    plain = [_plain(pack) for pack in packs]
    exported = export_paper(
        actor=actor,
        permission=rules.PRINT_ROSTERS,
        title=DAY_PAPERS,
        rows=lines,
        area_code=area,
        write=lambda watermark: print_packs(
            plain,
            _words(),
            language=translation.get_language() or "en",
            watermark=watermark,
            drill=tenant_of(actor.tenant_id).drill,
        ),
    )
    for pack in packs:
        record(actor, events.DAY_PACKS_PRINTED, area=pack.area_code, day=day.isoformat())
        for person in sorted(pack.people) if phones else ():
            record(
                actor,
                FIELD_REVEALED,
                ("responders.responder", person),
                subject_id=person,
                area=pack.area_code,
                purpose=PURPOSE,
                field="phone",
            )
    return exported


def _may_call(actor: Actor, area: str, *, phones: bool) -> None:
    if phones and not any(covers(own, area) for own in areas_for(actor, rules.FIND_RELIEF)):
        raise NotAllowed(
            _("You do not see the numbers of the people there."),
            next_step=_("Print the papers with masked numbers."),
        )


def _plain(pack: DayPack) -> dict[str, Any]:
    """Return a pack as the printer takes it, in the language in force."""
    edition = _("Edition %(n)s") % {"n": pack.edition} if pack.edition else ""
    printed = date_format(clock.local(clock.now()), "DATETIME_FORMAT")
    foot = [pack.name, edition, _("printed %(at)s") % {"at": printed}]
    command, number = pack.command
    phones = [
        [pgettext("papers of a day", "Leader"), one.name, one.unit, one.phone] for one in pack.leads
    ]
    phones += [[_("Command post"), command, "", number]] if number else []
    return {
        "over": pack.over,
        "name": pack.name,
        "day": date_format(pack.day, "DATE_FORMAT") + " " + date_format(pack.day, "l"),
        "crews": [
            {
                "post": crew.post,
                "shift": crew.shift,
                "hours": crew.hours,
                "people": [_line(one) for one in crew.people],
            }
            for crew in pack.crews
        ],
        "phones": [*phones, [_("Emergency"), "", _("Ambulance 120　Fire 119　Police 110"), ""]],
        "relief": [_line(one) for one in pack.relief],
        "duties": [[duty.kind, list(duty.duties), list(duty.rules)] for duty in pack.duties],
        "link": pack.link,
        "foot": " · ".join(word for word in foot if word),
    }


def _line(one: Named) -> list[str]:
    return [one.name, one.unit, one.phone]


def _words() -> dict[str, str]:
    """Return the headings of the papers in the language in force."""
    return {
        "title": _("Papers of the day"),
        "roster": _("Roster"),
        "nobody": _("Nobody is planned."),
        "sheet": _("Sign-in sheet"),
        "sheet_note": _("Write the true times, then enter them."),
        "name": pgettext("person", "Name"),
        "came": pgettext("sign-in sheet", "Came"),
        "left": pgettext("sign-in sheet", "Left"),
        "signature": _("Signature"),
        "enter": _("Enter the filled sheet here: scan the code or type the address."),
        "phones": _("Whom to call"),
        "role": pgettext("papers of a day", "Role"),
        "unit": _("Unit"),
        "phone": _("Phone"),
        "relief": _("Who could stand in"),
        "relief_note": _("Sent here and without a shift that day."),
        "none": _("Nobody."),
        "duties": pgettext("papers of a day", "What to do"),
        "rules": _("What you keep to"),
        "drill": _("Drill"),
    }

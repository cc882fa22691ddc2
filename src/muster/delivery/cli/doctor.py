"""`muster doctor`: what is well, what is not, and what to do about it."""

import sys
from dataclasses import asdict
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from rich.table import Table
from rich.text import Text

from muster.delivery.cli.checks import Finding, Level, all_checks
from muster.delivery.cli.terminal import FAILURE, fail, out, print_json
from muster.kernel import errors

TITLES: dict[str, errors.Text] = {
    "Python": "Python",
    "Home": pgettext_lazy("doctor", "Home folder"),
    "Disk": pgettext_lazy("doctor", "Disk"),
    "Database": pgettext_lazy("doctor", "Database"),
    "Tables": pgettext_lazy("doctor", "Tables"),
    "Keys": pgettext_lazy("doctor", "Keys"),
    "Clock": pgettext_lazy("doctor", "Clock"),
    "Time zone": pgettext_lazy("doctor", "Time zone"),
    "Audit": pgettext_lazy("doctor", "Audit %(of)s"),
    "Audit head": pgettext_lazy("doctor", "Audit head"),
    "Jobs": pgettext_lazy("doctor", "Jobs"),
    "Address": pgettext_lazy("doctor", "Address"),
}
"""What people read for the name of a finding."""


def title_of(name: str) -> str:
    """Return the title of a finding in the reader's language."""
    if name in TITLES:
        return str(TITLES[name])
    kind, _space, of = name.partition(" ")
    return str(TITLES[kind]) % {"of": _("installation") if of == "installation" else of}


def run(*, as_json: bool, head: Path | None) -> None:
    """Run every check; exit code 1 where one found something to mend."""
    if head and not head.is_file():
        fail(_("There is no file %(path)s. Check its name.") % {"path": head})
    findings: list[Finding] = []
    for check in all_checks(head):
        findings.extend(check())
        if any(finding.stop for finding in findings):
            break
    if as_json:
        print_json({"findings": [asdict(f) for f in findings], "ok": _well(findings)})
    else:
        table = Table(show_header=False, box=None, padding=(0, 2, 0, 0))
        for finding in findings:
            text = Text(finding.says)
            if finding.next_step:
                text.append(f"\n{finding.next_step}", style="dim")
            table.add_row(_mark(finding.level), title_of(finding.name), text)
        out.print(table)
    if not _well(findings):
        sys.exit(FAILURE)


def _mark(level: Level) -> Text:
    """Return the sign of a level: shape, colour and word."""
    colour, shape, word = {
        Level.OK: ("green", "●", _("ok")),
        Level.WARN: ("yellow", "▲", _("look")),
        Level.BAD: ("red", "■", _("mend")),
    }[level]
    return Text(f"{shape} {word}", style=colour)


def _well(findings: list[Finding]) -> bool:
    return all(finding.level is not Level.BAD for finding in findings)

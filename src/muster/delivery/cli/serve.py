"""`muster serve`: prepare the installation and run its processes."""

import os
import sys
import time
from collections.abc import Callable

from django.utils.translation import gettext as _
from rich.text import Text

from muster.delivery.cli.address import Address, answers, check
from muster.delivery.cli.process_group import Child, ProcessGroup
from muster.delivery.cli.processes import children
from muster.delivery.cli.terminal import err, out, start_django
from muster.settings import env

_NAMED_ANYWAY = {"127.0.0.1", "localhost", "::1", "0.0.0.0", "::"}  # noqa: S104

Afterwards = Callable[[], None]


def run(
    address: Address, *, workers: int = 1, before: Callable[[], Afterwards] | None = None
) -> None:
    """Serve until stopped; the exit code is 0 after Ctrl-C.

    `before` runs when tables and keys are ready; what it returns is called once pages answer.
    """
    began = time.monotonic()
    tell_settings(address)
    start_django()
    from muster.delivery.cli import first_run, running

    first_run.make_home()
    with running.while_serving():
        check(address)
        first_run.prepare()
        afterwards = before() if before else None
        first_run.load_pages()

        def announce() -> None:
            out.print(
                Text.assemble("\n", ("Muster 集结", "bold"), f"  {address.url}"), soft_wrap=True
            )
            if afterwards:
                afterwards()
            sentence = _("Ready after %(seconds).1f s. Stop with Ctrl-C.")
            out.print(sentence % {"seconds": time.monotonic() - began}, style="dim")

        group = ProcessGroup(children(address, workers=workers), on_end=_tell_end)
        code = group.run(until_ready=lambda: answers(address), on_ready=announce)
    sys.exit(code)


def tell_settings(address: Address) -> None:
    """Give settings the public address, unless the environment names that of a proxy in front."""
    if address.host not in _NAMED_ANYWAY:
        names = [env.text("MUSTER_ALLOWED_HOSTS"), address.host]
        os.environ["MUSTER_ALLOWED_HOSTS"] = ",".join(filter(None, names))
    if address.domain:
        os.environ["MUSTER_DOMAIN"] = address.domain
    if address.cert:
        os.environ["MUSTER_HTTPS"] = "1"
    if address.domain or address.cert or not env.text("MUSTER_DOMAIN"):
        os.environ.setdefault("MUSTER_PUBLIC_URL", address.url)


def _tell_end(child: Child, code: int) -> None:
    sentence = (
        _("The %(name)s process ended (%(code)d).")
        if child.vital
        else _("The %(name)s process ended (%(code)d) and is started again.")
    )
    err.print(sentence % {"name": child.name, "code": code}, style="yellow", soft_wrap=True)

"""The `muster` command: everything an installation's keeper types."""

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer

from muster import __version__
from muster.delivery.cli.spoken import Spoken, SpokenGroup
from muster.delivery.cli.terminal import INTERRUPTED, one_line_errors, start_django

GROUPS = {
    "plan": "Plan people to communities, posts and shifts.",
    "places": "The country's areas: search, count, load.",
    "sheets": "Read a sheet and show what was understood.",
}
"""Commands with commands of their own; the module of that name is imported when one is used."""


class Commands(SpokenGroup):
    """The top commands, of which the groups are imported only when they are used."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Put the real group in the place of its line in the help."""
        if args and args[0] in GROUPS:
            group = typer.main.get_command(import_module(f"muster.delivery.cli.{args[0]}").app)
            group.name = args[0]
            self.commands[args[0]] = group
        return super().resolve_command(ctx, args)


app = Spoken(
    cls=Commands,
    help="Muster runs a community's response to an emergency.",
    pretty_exceptions_enable=False,
)

Port = Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]


def _version(wanted: bool) -> None:  # noqa: FBT001
    if wanted:
        typer.echo(f"muster {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    del version


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Port = 8000,
    domain: Annotated[str, typer.Option(help="Public name, for phones over HTTPS.")] = "",
    cert: Annotated[Path | None, typer.Option(help="TLS certificate chain (PEM).")] = None,
    key: Annotated[Path | None, typer.Option(help="TLS private key (PEM).")] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Web processes.")] = 1,
) -> None:
    """Start the web server, the worker and the scheduler."""
    from muster.delivery.cli.address import Address
    from muster.delivery.cli.serve import run

    run(Address(host, port, domain, cert, key), workers=workers)


@app.command()
def demo(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Port = 8000,
    seed: Annotated[int, typer.Option(help="Seed of the invented people.")] = 1,
    fresh: Annotated[bool, typer.Option(help="Forget the last demo and start anew.")] = False,
) -> None:
    """Show Heping district with invented people, on a drill clock."""
    from muster.delivery.cli.demo import run

    run(host=host, port=port, seed=seed, fresh=fresh)


@app.command()
def invite(
    name: Annotated[str, typer.Argument(help="Whom the invitation is for.")],
    area: Annotated[str, typer.Option(help="Code of the command's area, such as 120101.")],
    role: Annotated[str, typer.Option(help="Role to give.")] = "commander",
) -> None:
    """Open a command where there is none and print an invitation to it."""
    start_django()
    from muster.delivery.cli.invite import run

    run(name=name, area=area, role=role)


@app.command()
def doctor(
    json_: Json = False,
    head: Annotated[
        Path | None, typer.Option(help="Check the audit chain against this exported head.")
    ] = None,
) -> None:
    """Check keys, migrations, audit chain, disk, clock, time zone and the public address."""
    start_django()
    from muster.delivery.cli.doctor import run

    run(as_json=json_, head=head)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="File to write.")],
    include_keys: Annotated[
        bool, typer.Option(help="Put the key file in too; guard the passphrase all the more.")
    ] = False,
) -> None:
    """Write one consistent, encrypted file (passphrase: MUSTER_BACKUP_PASSPHRASE or asked)."""
    start_django()
    from muster.delivery.cli.backup import run

    run(file, include_keys=include_keys)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="Backup to read.")],
    keys: Annotated[Path | None, typer.Option(help="The key file that belongs to it.")] = None,
    destructions: Annotated[
        Path | None,
        typer.Option(help="Log of destructions to replay; the installation's own by default."),
    ] = None,
) -> None:
    """Restore a backup onto an empty installation, replaying destructions first."""
    start_django()
    from muster.delivery.cli.restore import run

    run(file, keys=keys, destructions=destructions)


@app.command()
def keys(
    rotate: Annotated[
        bool, typer.Option(help="Make a new key and seal everything with it.")
    ] = False,
) -> None:
    """Show the keys in use, or rotate them."""
    start_django()
    from muster.delivery.cli.keys import run

    run(rotate=rotate)


@app.command()
def bench(
    name: Annotated[str, typer.Argument(help="Which benchmark.")],
    profile: Annotated[str, typer.Option(help="quick or full.")] = "quick",
    json_: Json = False,
) -> None:
    """Measure and print figures beside what must be reached."""
    from muster.delivery.cli.bench import run

    run(name, profile=profile, as_json=json_)


@app.command()
def replay(
    scenario: Annotated[str, typer.Argument(help="youth, jingkai, heping, panji or cangzhou.")],
    seed: Annotated[int, typer.Option(help="Seed of the invented people.")] = 1,
    scale: Annotated[float, typer.Option(help="Share of cangzhou's members to play.")] = 1.0,
    keep: Annotated[
        Path | None, typer.Option(help="Empty folder to play in and keep; else it is removed.")
    ] = None,
    json_: Json = False,
) -> None:
    """Play what a report tells on invented people and compare the figures."""
    from muster.delivery.cli.replay import run

    run(scenario, seed=seed, scale=scale, keep=keep, as_json=json_)


def _group(name: str, line: str) -> None:
    """Give a group its line in the help."""

    @app.command(name, help=line)
    def _shown() -> None:
        """Never called: `Commands` puts the group itself here."""


for _name, _line in GROUPS.items():
    _group(_name, _line)


def main() -> None:
    """Run the command; faults a person can mend end in one line and exit code 2."""
    os.umask(0o077)  # databases, keys and attachments are for this user alone
    try:
        with one_line_errors():
            # Without its own handling of errors typer returns the code of an Exit.
            sys.exit(app(standalone_mode=False) or 0)
    except typer.Exit as leave:
        sys.exit(leave.exit_code)
    except typer.Abort:
        sys.exit(INTERRUPTED)
    except Exception as error:
        if hasattr(error, "show") and hasattr(error, "exit_code"):
            error.show()
            sys.exit(error.exit_code)
        raise

"""Commands whose help is in the reader's language; nothing is looked up until somebody asks for it.

The help is written in English where the commands are: their docstrings, and `help=` of options.
`tools/messages.py` finds both there. What Typer itself says is named here.
"""

from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from muster.delivery.cli.plan_words import gettext

Function = TypeVar("Function", bound=Callable[..., Any])


def _(sentence: str) -> str:
    return sentence


_TITLES = {
    "ARGUMENTS_PANEL_TITLE": _("Arguments"),
    "OPTIONS_PANEL_TITLE": _("Options"),
    "COMMANDS_PANEL_TITLE": _("Commands"),
    "DEFAULT_STRING": _("[default: {}]"),
    "REQUIRED_LONG_STRING": _("[required]"),
}
"""Names in `typer.rich_utils`, and what stands there."""
_USAGE = _("Usage: ")
_PIECES = (_("[OPTIONS]"), _("COMMAND [ARGS]..."))
_OF_TYPER = (
    _("Show this message and exit."),
    _("Install completion for the current shell."),
    _("Show completion for the current shell, to copy it or customize the installation."),
)


class SpokenCommand(TyperCommand):
    """A command with its help in the reader's language."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        _speak(self, ctx)
        super().format_help(ctx, formatter)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line of usage."""
        _write_usage(self, ctx, formatter)


class SpokenGroup(TyperGroup):
    """A command of commands, with their help in the reader's language."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help."""
        _speak(self, ctx)
        for command in self.commands.values():
            command.help = _spoken(command.help)
        super().format_help(ctx, formatter)

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write the line of usage."""
        _write_usage(self, ctx, formatter)


class Spoken(typer.Typer):
    """An application of such commands; `-h` asks for help, and so does the lack of any word."""

    def __init__(self, **settings: Any) -> None:
        usual: dict[str, Any] = {
            "cls": SpokenGroup,
            "no_args_is_help": True,
            "context_settings": {"help_option_names": ["-h", "--help"]},
        }
        super().__init__(**usual | settings)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Function], Function]:
        """Return what makes a function a command."""
        return super().command(name, **{"cls": SpokenCommand} | settings)


def _speak(command: Any, ctx: Any) -> None:
    """Put all that the help of a command is made of into the reader's language."""
    from typer import rich_utils  # Typer imports it for the help alone

    for name, english in _TITLES.items():
        setattr(rich_utils, name, gettext(english))
    command.help = _spoken(command.help)
    for option in command.get_params(ctx):
        option.help = _spoken(option.help)


def _spoken(text: str | None) -> str:
    """Return a text in the reader's language; paragraphs are sentences of their own."""
    paragraphs = (" ".join(part.split()) for part in (text or "").split("\n\n"))
    return "\n\n".join(gettext(part) for part in paragraphs if part)


def _write_usage(command: Any, ctx: Any, formatter: Any) -> None:
    pieces = [gettext(piece) for piece in command.collect_usage_pieces(ctx)]
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=gettext(_USAGE))

"""Doing one thing on a press of a button, and saying what came of it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages

from muster.kernel.errors import Conflict, MusterError
from muster.ui.http import Request


def do_and_say(request: Request, act: Callable[[], Any], said: str | Callable[[Any], str]) -> bool:
    """Do it and say so, or say why not; True where it was done.

    `said` is the sentence, or makes it of what `act` returned.
    """
    try:
        result = act()
    except Conflict as error:
        messages.error(request, words_of(error))
        return False
    messages.success(request, said if isinstance(said, str) else said(result))
    return True


def words_of(error: MusterError) -> str:
    """Return why something was refused, and what to do next, in one line."""
    return " ".join(part for part in (error.message, error.next_step) if part)

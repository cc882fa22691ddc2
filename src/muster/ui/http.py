"""The request as Muster's middleware leaves it: with who acts, and for which command."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.http import HttpRequest

from muster.kernel.actors import Actor
from muster.kernel.models import Tenant


class Request(HttpRequest):
    """A request with its actor (`ANONYMOUS` where nobody has signed in) and its command.

    `left_out` are the sentences about filters its address asks for in vain; lists that read their
    filters through `muster.ui.filters` fill it, every page shows it.
    """

    actor: Actor
    tenant: Tenant | None
    by_bearer: bool
    left_out: Sequence[str]
    if TYPE_CHECKING:
        LANGUAGE_CODE: str

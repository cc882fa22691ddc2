"""What the address of a list asks for. A value no filter has is left out, and the page says so.

    asked = Asked(request)
    level = asked.one_of("level", _("Level"), Level.values)

What was left out is taken from `request.GET` as well, so that no link of the page repeats it.
"""

from collections.abc import Callable, Container, Sequence
from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.http import HttpRequest
from django.utils.translation import gettext as _

from muster.ui.http import Request
from muster.ui.parts import Text

LONGEST_SHOWN = 40


class Asked:
    """The filters of one request. Each reading returns the value, or what stands for none."""

    def __init__(self, request: Request) -> None:
        self._request = request

    def fitting(
        self, name: str, label: Text, fits: Callable[[str], object], default: str = ""
    ) -> str:
        """Return the value of a filter where it fits; `default` where it is missing or does not.

        An empty value is "no filter" and returned as it is.
        """
        value = self._request.GET.get(name)
        if value is None:
            return default
        value = value.strip()
        if value and not fits(value):
            self._unknown(name, label, value)
            return default
        return value

    def one_of(self, name: str, label: Text, values: Container[str], default: str = "") -> str:
        """Return one of the values a filter can have."""
        return self.fitting(name, label, lambda value: value in values, default)

    def prefill(self, name: str, label: Text, values: Container[str], default: str = "") -> str:
        """Return what the address fills a form in with; `default` where it is no choice there."""
        value = self._request.GET.get(name, "").strip()
        if value and value not in values:
            self.leave_out(
                name,
                _("“%(value)s” is no choice for “%(label)s”. Choose here instead.")
                % {"label": label, "value": shortened(value)},
            )
            return default
        return value or default

    def flag(self, name: str, label: Text) -> bool:
        """Tell whether a filter that is either on ("1") or off is on."""
        return self.one_of(name, label, ("1",)) == "1"

    def uuid(
        self, name: str, label: Text, known: Callable[[UUID], object] = lambda _id: True
    ) -> UUID | None:
        """Return the id of a row that `known` finds."""

        def fits(value: str) -> object:
            try:
                return known(UUID(value))
            except ValueError:
                return False

        value = self.fitting(name, label, fits)
        return UUID(value) if value else None

    def form(self, form: BaseForm) -> dict[str, Any]:
        """Return what a form of filters could read, field by field."""
        form.is_valid()
        for name in form.errors:
            self._unknown(name, form.fields[name].label or name, form.data.get(name, ""))
        return form.cleaned_data

    def leave_out(self, name: str, sentence: str) -> None:
        """Drop a parameter of the address, and tell the reader so."""
        rest = self._request.GET.copy()
        rest.pop(name, None)
        self._request.GET = rest  # type: ignore[assignment]
        self._request.left_out = [*left_out(self._request), sentence]

    def _unknown(self, name: str, label: Text, value: str) -> None:
        self.leave_out(
            name,
            _("The filter “%(label)s” has no value “%(value)s”; it was left out.")
            % {"label": label, "value": shortened(value)},
        )


def left_out(request: HttpRequest) -> Sequence[str]:
    """Return what the filters of a request had to leave out, a sentence each."""
    found: Sequence[str] = getattr(request, "left_out", ())
    return found


def shortened(value: str) -> str:
    """Return the beginning of what an address says, for a sentence about it."""
    return value if len(value) <= LONGEST_SHOWN else f"{value[:LONGEST_SHOWN]}…"

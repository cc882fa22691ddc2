"""What may be the name of a place."""

from django.utils.translation import gettext_lazy as _

from muster.engines.text import fold
from muster.kernel.errors import Invalid

LONGEST_NAME = 80


def clean_name(typed: str) -> str:
    """Return a name without stray spaces.

    Raises:
        Invalid: nothing in it can be searched for, or it is too long.

    """
    name = " ".join(typed.split())
    if not fold(name):
        raise Invalid(_("Write the name of the place."), errors={"name": [_("Write a name.")]})
    if len(name) > LONGEST_NAME:
        raise Invalid(
            _("The name is longer than %(most)s characters."),
            errors={"name": [_("The name is too long.")]},
            most=LONGEST_NAME,
        )
    return name

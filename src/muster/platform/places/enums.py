"""Kinds of places below the community, and where a name comes from."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PremisesKind(TextChoices):
    """What a place of the command is. The kind says how long its code is."""

    COMMUNITY = "community", _("Community")
    COMPOUND = "compound", _("Compound")
    BUILDING = "building", _("Building")
    ENTRANCE = "entrance", _("Entrance")
    DWELLING = "dwelling", _("Dwelling")
    SHOP = "shop", _("Shop")
    WORKPLACE = "workplace", _("Workplace")
    INSTITUTION = "institution", _("Institution")


DOOR_KINDS = frozenset(
    {
        PremisesKind.DWELLING,
        PremisesKind.SHOP,
        PremisesKind.WORKPLACE,
        PremisesKind.INSTITUTION,
    }
)
"""Kinds behind one door: nothing lies below them."""


class AliasKind(TextChoices):
    """Why a place has another name."""

    FORMER = "former", _("Former name")
    SPELLING = "spelling", _("Other spelling")
    EVERYDAY = "everyday", _("Everyday name")
    LOCAL = "local", _("Name given by the command")

"""Words for what this package and those that cannot speak for themselves put on record."""

from django.utils.translation import gettext_lazy as _

from muster.platform.audit.contracts import describe_kind, describe_purpose, describe_verb

COMMON_VERBS = {
    "places.alias_added": _("Added another name of an area"),
    "places.alias_removed": _("Removed another name of an area"),
    "places.area_renamed": _("Renamed an area"),
    "places.areas_imported": _("Loaded areas"),
    "places.areas_placed": _("Placed areas on the map"),
    "places.batch_undone": _("Took a batch of premises back"),
    "places.grid_created": _("Made a grid"),
    "places.grid_assigned": _("Gave a grid to someone"),
    "places.grid_buildings_set": _("Changed the buildings of a grid"),
    "places.grid_closed": _("Closed a grid"),
    "places.premises_added": _("Added premises"),
    "places.premises_changed": _("Changed premises"),
    "places.premises_ended": _("Ended premises"),
}
"""Words for verbs whose own package has none; a package that describes a verb replaces them."""


COMMON_KINDS = {
    "area": _("area"),
    "kernel.keycheck": _("check of the keys"),
    "kernel.signeddocument": _("badge or signed document"),
    "premises_batch": _("batch of premises"),
}
"""Words for objects of packages that describe none: a batch is only an id its premises share."""


def declare() -> None:
    """Describe the audit's own verbs and the purposes that every package may name."""
    for verb, label in COMMON_VERBS.items():
        describe_verb(verb, label)
    for kind, label in COMMON_KINDS.items():
        describe_kind(kind, label)
    describe_verb("audit.head_exported", _("Downloaded the signed head of the record"))
    describe_purpose("delivery", _("to bring food, medicine or goods"))
    describe_purpose("call", _("to call the person"))
    describe_purpose("visit", _("to visit the person"))
    describe_purpose("care", _("to look after the person's health"))
    describe_purpose("roster", _("to plan who is on duty"))
    describe_purpose("correction", _("to correct what is on record"))
    describe_purpose("request", _("because the person asked for it"))

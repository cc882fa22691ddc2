"""Words for what retention puts on record."""

from django.utils.translation import gettext_lazy as _

from muster.platform.audit.contracts import describe_kind, describe_verb


def declare() -> None:
    """Describe the verbs and objects of this package."""
    describe_kind("retention.clock", _("days until destruction"))
    describe_verb("retention.rule_changed", _("Changed how long something is held"))
    describe_verb("retention.clocks_started", _("Started the days until destruction"))
    describe_verb("retention.clocks_stopped", _("Stopped the days until destruction"))
    describe_verb("retention.destroyed", _("Destroyed what had reached its last day"))

"""Words for what access puts on record."""

from django.utils.translation import gettext_lazy as _

from muster.platform.audit.contracts import describe_verb


def declare() -> None:
    """Describe the verbs of this package."""
    describe_verb("access.account_changed", _("Changed an account"))
    describe_verb("access.account_closed", _("Closed an account"))
    describe_verb("access.account_created", _("Opened an account"))
    describe_verb("access.badge_issued", _("Issued a badge"))
    describe_verb("access.badges_revoked", _("Withdrew badges"))
    describe_verb("access.device_bound", _("Set up a work phone"))
    describe_verb("access.device_issued", _("Issued a work phone"))
    describe_verb("access.device_revoked", _("Revoked a work phone"))
    describe_verb("access.factor_added", _("Added a second step"))
    describe_verb("access.factor_removed", _("Removed a second step"))
    describe_verb("access.invitation_used", _("Accepted an invitation"))
    describe_verb("access.invitation_withdrawn", _("Withdrew an invitation"))
    describe_verb("access.invited", _("Invited someone"))
    describe_verb("access.password_changed", _("Changed a password"))
    describe_verb("access.person_matched", _("Connected an account with a person"))
    describe_verb("access.person_unmatched", _("Ended the connection of an account with a person"))
    describe_verb("access.recovery_code_used", _("Signed in with a recovery code"))
    describe_verb("access.recovery_codes_renewed", _("Made new recovery codes"))
    describe_verb("access.role_ended", _("Ended a role"))
    describe_verb("access.role_granted", _("Gave a role"))
    describe_verb("access.session_ended", _("Ended a session"))
    describe_verb("access.session_proved", _("Went through the second step"))
    describe_verb("access.sessions_ended", _("Ended all other sessions"))
    describe_verb("access.signed_in", _("Signed in"))
    describe_verb("access.signed_out", _("Signed out"))

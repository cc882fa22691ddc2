"""What access holds about people, and for how long."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.holdings import Holding, Listing, RetentionClock, register
from muster.platform.access.queries import open_invitations
from muster.platform.access.rules import INVITE
from muster.platform.access.services import retained

SIGN_IN_DAYS = 180
INVITATION_DAYS = 90


def declare_holdings() -> None:
    """Register what access holds; grants and accounts stay as the record of who could do what."""
    register(
        Holding(
            name="access.sign_ins",
            label=_("Sign-ins: when, and with which browser"),
            purpose=_("So that people can see and end their own sessions."),
            clock=RetentionClock.CREATED,
            days=SIGN_IN_DAYS,
            count=retained.count_sign_ins,
            rows=retained.sign_in_days,
            destroy=retained.destroy_sign_ins,
            fields=("account", "user_agent"),
        )
    )
    register(
        Holding(
            name="access.invitations",
            label=_("Invitations: to which role, by whom"),
            purpose=_("So that a role can be traced to whoever gave it."),
            clock=RetentionClock.CREATED,
            days=INVITATION_DAYS,
            count=retained.count_invitations,
            rows=retained.invitation_days,
            destroy=retained.destroy_invitations,
            fields=("display_name", "person_id"),
            # The list has those that can still be used: a door while that is all of them.
            listing=Listing(
                "access:invitations", INVITE, lambda actor: open_invitations(actor).count()
            ),
        )
    )

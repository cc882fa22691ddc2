"""Every write of access, one noun a module."""

from muster.platform.access.services.accounts import (
    close_account,
    create_account,
    set_password,
    update_own_account,
)
from muster.platform.access.services.badges import issue_badge, revoke_badges, today_badge
from muster.platform.access.services.devices import (
    issue_device,
    issue_device_to_new,
    open_device_code,
    redeem_device,
    revoke_device,
    revoke_own_device,
)
from muster.platform.access.services.grants import end_grant, grant
from muster.platform.access.services.invitations import (
    accept_invitation,
    invite,
    open_invitation,
    withdraw_invitation,
)
from muster.platform.access.services.limits import forget_idle_buckets, seconds_until, take
from muster.platform.access.services.matching import match_person, unmatch_person
from muster.platform.access.services.sessions import (
    end_other_sessions,
    end_session,
    end_this_session,
    open_demo_session,
    open_session,
    strengthen_session,
    user_agent,
)
from muster.platform.access.services.tidying import tidy

__all__ = [
    "accept_invitation",
    "close_account",
    "create_account",
    "end_grant",
    "end_other_sessions",
    "end_session",
    "end_this_session",
    "forget_idle_buckets",
    "grant",
    "invite",
    "issue_badge",
    "issue_device",
    "issue_device_to_new",
    "match_person",
    "open_demo_session",
    "open_device_code",
    "open_invitation",
    "open_session",
    "redeem_device",
    "revoke_badges",
    "revoke_device",
    "revoke_own_device",
    "seconds_until",
    "set_password",
    "strengthen_session",
    "take",
    "tidy",
    "today_badge",
    "unmatch_person",
    "update_own_account",
    "user_agent",
    "withdraw_invitation",
]

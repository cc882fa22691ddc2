"""What duty holds about people, for what, and for how long."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.holdings import Holding, RetentionClock, register
from muster.operations.duty.services import held

DAYS_AFTER_END = 365
CERTIFY = _("To certify hours and answer for who was on duty, after a deployment ended")
CHANGES = _("To answer for who was on duty and why that changed")
ANSWER = _("To answer for how a post was kept, after a deployment ended")
HOLDINGS = (
    (
        "shifts",
        _("Shifts of people in incidents that have ended, with who came when"),
        CERTIFY,
        RetentionClock.INCIDENT_END,
        DAYS_AFTER_END,
        ("person", "unit", "post", "hours", "time of coming and leaving"),
    ),
    (
        "deployments",
        _("Where people were sent in incidents that have ended"),
        CERTIFY,
        RetentionClock.INCIDENT_END,
        DAYS_AFTER_END,
        ("person", "unit", "community", "calendar code"),
    ),
    (
        "changes",
        _("Changes of rosters in incidents that have ended"),
        CHANGES,
        RetentionClock.INCIDENT_END,
        DAYS_AFTER_END,
        ("who asked", "who approved", "reason", "who was told"),
    ),
    (
        "requests",
        _("Requests on rosters in incidents that have ended"),
        CHANGES,
        RetentionClock.INCIDENT_END,
        DAYS_AFTER_END,
        ("person", "other person", "shift", "time away", "answer"),
    ),
    (
        "editions",
        _("Editions of rosters in incidents that have ended"),
        CHANGES,
        RetentionClock.INCIDENT_END,
        DAYS_AFTER_END,
        ("who published", "who took it back", "reason"),
    ),
    (
        "stand_downs",
        _("How deployments of incidents that have ended were closed"),
        _("To answer who ended a deployment, why, and which gear came back"),
        RetentionClock.INCIDENT_END,
        DAYS_AFTER_END,
        ("who asked", "who confirmed", "reason", "gear", "who wrote it down"),
    ),
    (
        "declarations",
        _("Who was fit for duty on which day: yes or no, never why"),
        _("To find a stand-in in time"),
        RetentionClock.CREATED,
        30,
        ("person", "unit", "community", "day", "yes or no"),
    ),
    (
        "trips",
        _("Trips of people on duty, the place sealed"),
        _("To plan nobody who is away"),
        RetentionClock.CREATED,
        30,
        ("person", "unit", "days", "place (sealed)"),
    ),
    (
        "reliefs",
        _("Who was asked to stand in, and the answer"),
        _("So that not the same people are always asked"),
        RetentionClock.CREATED,
        90,
        ("person", "unit", "post", "answer"),
    ),
    (
        "tired",
        _("Who must rest, by hours as worked"),
        _("To warn before a rule of rest is broken"),
        RetentionClock.CREATED,
        2,
        ("person", "unit", "hours", "nights"),
    ),
    (
        "reports",
        _("Reports from posts, the words sealed"),
        ANSWER,
        RetentionClock.CREATED,
        DAYS_AFTER_END,
        ("who reported", "post", "words (sealed)", "picture"),
    ),
    (
        "books",
        _("Entries of duty books: training, commendations, that somebody was injured"),
        _("To certify what somebody has done"),
        RetentionClock.CREATED,
        DAYS_AFTER_END,
        ("person", "unit", "kind", "day"),
    ),
    (
        "handovers",
        _("Handovers of posts with both names"),
        ANSWER,
        RetentionClock.CREATED,
        DAYS_AFTER_END,
        ("names of two people", "post", "gear", "open matters"),
    ),
    (
        "matters",
        _("Open matters of posts"),
        ANSWER,
        RetentionClock.CREATED,
        DAYS_AFTER_END,
        ("who wrote it", "post", "text"),
    ),
    (
        "alarms",
        _("Alarms of posts, with who answered"),
        ANSWER,
        RetentionClock.CREATED,
        DAYS_AFTER_END,
        ("who answered", "post", "times"),
    ),
    (
        "posts",
        _("Posts of incidents that have ended, with whom to call there and who changed them"),
        ANSWER,
        RetentionClock.INCIDENT_END,
        DAYS_AFTER_END,
        ("whom to call", "who changed it"),
    ),
)
"""Name, what it is, what for, from when it is kept how many days, and what it says of people."""


def declare() -> None:
    """Register each with retention, what hangs off others first."""
    for name, label, purpose, clock, days, fields in HOLDINGS:
        count, rows, destroy = held(name)
        register(
            Holding(
                name=f"duty.{name}",
                label=label,
                purpose=purpose,
                clock=clock,
                days=days,
                count=count,
                destroy=destroy,
                fields=fields,
                rows=rows,
            )
        )

"""What rosters hold about people, for what, and for how long."""

from django.utils.translation import gettext_lazy as _

from muster.kernel.holdings import Holding, RetentionClock, register
from muster.operations.duty import queries, services

DAYS_AFTER_END = 365


def declare() -> None:
    """Register the shifts of people with retention."""
    register(
        Holding(
            name="duty.shifts",
            label=_("Shifts of people in incidents that have ended, with who came when"),
            purpose=_("To certify hours and answer for who was on duty, after a deployment ended"),
            clock=RetentionClock.INCIDENT_END,
            days=DAYS_AFTER_END,
            count=queries.count_ended,
            destroy=services.destroy_ended,
            fields=("person", "unit", "post", "hours", "time of coming and leaving"),
            rows=queries.ended_shifts,
        )
    )
    register(
        Holding(
            name="duty.deployments",
            label=_("Where people were sent in incidents that have ended"),
            purpose=_("To certify hours and answer for who was on duty, after a deployment ended"),
            clock=RetentionClock.INCIDENT_END,
            days=DAYS_AFTER_END,
            count=queries.count_ended_deployments,
            destroy=services.destroy_ended_deployments,
            fields=("person", "unit", "community", "calendar code"),
            rows=queries.ended_deployments,
        )
    )
    _declare_changes()
    _declare_shift_records()


def _declare_changes() -> None:
    for name, label, held, fields in (
        (
            "duty.changes",
            _("Changes of rosters in incidents that have ended"),
            (queries.count_ended_changes, services.destroy_ended_changes, queries.ended_changes),
            ("who asked", "who approved", "reason", "who was told"),
        ),
        (
            "duty.requests",
            _("Requests on rosters in incidents that have ended"),
            (queries.count_ended_requests, services.destroy_ended_requests, queries.ended_requests),
            ("person", "other person", "shift", "time away", "answer"),
        ),
    ):
        register(
            Holding(
                name=name,
                label=label,
                purpose=_("To answer for who was on duty and why that changed"),
                clock=RetentionClock.INCIDENT_END,
                days=DAYS_AFTER_END,
                count=held[0],
                destroy=held[1],
                fields=fields,
                rows=held[2],
            )
        )


ANSWER = _("To answer for how a post was kept, after a deployment ended")
SHIFT_RECORDS = (
    (
        "declarations",
        _("Who was fit for duty on which day: yes or no, never why"),
        _("To find a stand-in in time"),
        30,
        ("person", "unit", "community", "day", "yes or no"),
    ),
    (
        "trips",
        _("Trips of people on duty, the place sealed"),
        _("To plan nobody who is away"),
        30,
        ("person", "unit", "days", "place (sealed)"),
    ),
    (
        "reliefs",
        _("Who was asked to stand in, and the answer"),
        _("So that not the same people are always asked"),
        90,
        ("person", "unit", "post", "answer"),
    ),
    (
        "tired",
        _("Who must rest, by hours as worked"),
        _("To warn before a rule of rest is broken"),
        2,
        ("person", "unit", "hours", "nights"),
    ),
    (
        "reports",
        _("Reports from posts, the words sealed"),
        ANSWER,
        DAYS_AFTER_END,
        ("who reported", "post", "words (sealed)", "picture"),
    ),
    (
        "books",
        _("Entries of duty books: training, commendations, that somebody was injured"),
        _("To certify what somebody has done"),
        DAYS_AFTER_END,
        ("person", "unit", "kind", "day"),
    ),
    (
        "handovers",
        _("Handovers of posts with both names"),
        ANSWER,
        DAYS_AFTER_END,
        ("names of two people", "post", "gear", "open matters"),
    ),
    (
        "matters",
        _("Open matters of posts"),
        ANSWER,
        DAYS_AFTER_END,
        ("who wrote it", "post", "text"),
    ),
    (
        "alarms",
        _("Alarms of posts, with who answered"),
        ANSWER,
        DAYS_AFTER_END,
        ("who answered", "post", "times"),
    ),
)
"""Name, what it is, what for, days kept, and what it says of people."""


def _declare_shift_records() -> None:
    """Register what is kept about people beside their shifts."""
    for name, label, purpose, days, fields in SHIFT_RECORDS:
        count, rows, destroy = queries.held(name)
        register(
            Holding(
                name=f"duty.{name}",
                label=label,
                purpose=purpose,
                clock=RetentionClock.CREATED,
                days=days,
                count=count,
                destroy=destroy,
                fields=fields,
                rows=rows,
            )
        )

"""Registers `muster.registers.responders` with Django."""

from typing import Any

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from muster.kernel.roles import Role


class RespondersConfig(AppConfig):
    """Application configuration."""

    name = "muster.registers.responders"
    label = "responders"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Open the doors of the register, declare what it holds, and plug it into those below."""
        from muster.platform.access.contracts import (
            Register,
            install_badge_source,
            install_register,
            install_scope,
        )
        from muster.platform.audit.contracts import describe_field
        from muster.platform.places.contracts import People, install_people
        from muster.registers.measures import contracts as measures
        from muster.registers.responders import enums, holdings, queries, rules
        from muster.registers.responders import handlers as _handlers  # noqa: F401
        from muster.registers.responders.queries import accounts
        from muster.ui import nav

        for door in _doors():
            nav.register(door)
        holdings.declare()
        for field in enums.RevealField:
            describe_field(field.value, field.label)
        install_badge_source("responders", queries.badge_unit)
        install_register(
            Register(
                rules.VIEW_PEOPLE,
                find=queries.people_to_tie,
                one=queries.person_to_tie,
                sees_all=queries.sees_all_of,
            )
        )
        install_scope(Role.CLERK, queries.clerk_scope)
        install_people(People(names=queries.names_of_people, candidates=queries.answering_for))
        measures.install_people(
            measures.People(accounts.refs_of_people, queries.people_to_tie, queries.person_to_tie)
        )


def _doors() -> tuple[Any, ...]:
    from muster.registers.responders import rules
    from muster.ui import nav

    return (
        nav.NavItem("unit", _("My unit"), "responders:unit_home", rules.OWN_UNIT, 5, "home"),
        nav.NavItem("me", _("My record"), "responders:me", rules.OWN_RECORD, 6, "person"),
        nav.NavItem(
            "responders",
            _("Responders"),
            "responders:index",
            rules.VIEW_PEOPLE,
            30,
            "people",
            group=nav.PEOPLE,
        ),
        nav.NavItem(
            "units",
            _("Units"),
            "responders:units",
            rules.EDIT_UNITS,
            32,
            "building",
            group=nav.PEOPLE,
        ),
        nav.NavItem(
            "pairings",
            _("Pairings"),
            "responders:pairings",
            rules.VIEW_PAIRINGS,
            34,
            "link",
            group=nav.PEOPLE,
        ),
    )

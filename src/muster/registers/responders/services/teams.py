"""Teams: formed, led, filled, ended."""

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.errors import Conflict, Invalid
from muster.kernel.permissions import require
from muster.kernel.tenants import tenant_of
from muster.platform.audit.services import record
from muster.registers.responders import events, rules
from muster.registers.responders.models import Responder, SendingUnit, Team, TeamMember


def form_team(
    *,
    actor: Actor,
    name: str,
    unit_id: UUID | None = None,
    community_code: str = "",
    leader_id: UUID | None = None,
) -> Team:
    """Form a team of a unit, or a joint team for a community.

    Raises:
        Invalid: the name is empty, or neither unit nor community is given.
        NotFound, NotAllowed: unit, community or leader are outside what the actor keeps.
    """
    text = " ".join(name.split())
    if not text or (unit_id is None and not community_code):
        raise Invalid(
            _("The team cannot be saved as it is."),
            errors={"name": [_("Give the team a name, and a unit or a community.")]},
        )
    with transaction.atomic():
        unit = SendingUnit.objects.get_visible(actor, unit_id) if unit_id else None
        team = Team(tenant_id=actor.tenant_id, name=text[:80], unit=unit)
        team.community_code = community_code
        team.area_code = community_code or (unit.area_code if unit else "")
        _require_inside(team)
        require(actor, rules.EDIT_TEAMS, team)
        team.save(force_insert=True)
        if leader_id is not None:
            _join(actor, team, leader_id)
            team.leader_id = leader_id
            team.save(update_fields=["leader"])
        record(actor, events.TEAM_CHANGED, team, change="formed")
    return team


def add_member(*, actor: Actor, team_id: UUID, responder_id: UUID) -> TeamMember:
    """Take a person into a team from today; one who is in it already stays.

    Raises:
        NotFound: team or person are outside what the actor sees.
        Conflict: the team has ended, or the person left or belongs to another unit.
    """
    with transaction.atomic():
        team = _team(actor, team_id)
        member = _join(actor, team, responder_id)
        record(actor, events.TEAM_CHANGED, team, subject_id=responder_id, change="joined")
    return member


def remove_member(*, actor: Actor, team_id: UUID, responder_id: UUID) -> None:
    """Let a person leave a team today; a leader who leaves is leader no longer."""
    with transaction.atomic():
        team = _team(actor, team_id)
        today = clock.today()
        for member in TeamMember.objects.filter(
            tenant_id=team.tenant_id, team=team, responder_id=responder_id, ends_on__isnull=True
        ):
            member.ends_on = max(today, member.starts_on)
            member.save(update_fields=["ends_on"])
        if team.leader_id == responder_id:
            team.leader = None
            team.save(update_fields=["leader"])
        record(actor, events.TEAM_CHANGED, team, subject_id=responder_id, change="left")


def set_leader(*, actor: Actor, team_id: UUID, responder_id: UUID | None) -> Team:
    """Name the team's leader (who joins it where not yet a member), or none."""
    with transaction.atomic():
        team = _team(actor, team_id)
        if responder_id is not None:
            _join(actor, team, responder_id)
        team.leader_id = responder_id
        team.save(update_fields=["leader"])
        record(actor, events.TEAM_CHANGED, team, subject_id=responder_id, change="leader")
    return team


def end_team(*, actor: Actor, team_id: UUID) -> Team:
    """End a team and the time of its members in it."""
    with transaction.atomic():
        team = _team(actor, team_id)
        today = clock.today()
        for member in TeamMember.objects.filter(
            tenant_id=team.tenant_id, team=team, ends_on__isnull=True
        ):
            member.ends_on = max(today, member.starts_on)
            member.save(update_fields=["ends_on"])
        team.ended_on = today
        team.save(update_fields=["ended_on"])
        record(actor, events.TEAM_CHANGED, team, change="ended")
    return team


def _team(actor: Actor, team_id: UUID) -> Team:
    team = Team.objects.get_for_update(actor, team_id)
    require(actor, rules.EDIT_TEAMS, team)
    if team.ended_on is not None:
        raise Conflict(_("The team %(team)s has ended."), team=team.name)
    return team


def _join(actor: Actor, team: Team, responder_id: UUID) -> TeamMember:
    person = Responder.objects.get_visible(actor, responder_id)
    if not person.is_active or (team.unit_id and person.unit_id != team.unit_id):
        raise Conflict(
            _("%(name)s cannot join %(team)s: the team is of another unit, or the person left."),
            name=person.name,
            team=team.name,
        )
    member, _made = TeamMember.objects.get_or_create(
        tenant_id=team.tenant_id,
        team=team,
        responder=person,
        ends_on=None,
        defaults={"starts_on": clock.today()},
    )
    return member


def _require_inside(team: Team) -> None:
    if not team.area_code.startswith(tenant_of(team.tenant_id).area_code):
        raise Invalid(
            _("The team cannot be saved as it is."),
            errors={"community_code": [_("The community must lie in this command's area.")]},
        )

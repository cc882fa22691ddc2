"""Temporary teams of a published roster: formed all at once, and again with each roster."""

from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction

from muster.kernel import clock
from muster.kernel.actors import Actor
from muster.kernel.permissions import require
from muster.kernel.tenants import tenant_of
from muster.platform.audit.services import record
from muster.registers.responders import events, rules
from muster.registers.responders.contracts import TeamDraft
from muster.registers.responders.models import Team, TeamMember

CHUNK = 500
NAME_LENGTH = 80


def form_deployed_teams(*, actor: Actor, roster: str, drafts: Sequence[TeamDraft]) -> int:
    """Form the temporary teams of a roster, each with its leader; return how many there are.

    `roster` names what they belong to, such as an incident. Teams of it that are formed already are
    kept with their new leader and members, those that are no longer wanted end. As many statements
    for five teams as for five hundred.

    Raises:
        NotAllowed: the actor changes no teams of the command.
    """
    with transaction.atomic():
        command = tenant_of(actor.tenant_id).area_code
        require(actor, rules.EDIT_TEAMS, Team(tenant_id=actor.tenant_id, area_code=command))
        there = _there(actor, roster)
        wanted = {f"{roster}/{draft.key}": draft for draft in drafts}
        _end([team for key, team in there.items() if key not in wanted])
        new = [
            Team(
                tenant_id=actor.tenant_id,
                name=draft.name[:NAME_LENGTH],
                community_code=draft.community_code,
                area_code=draft.community_code,
                leader_id=draft.leader_id,
                formed_for=key,
            )
            for key, draft in wanted.items()
            if key not in there
        ]
        Team.objects.bulk_create(new, batch_size=CHUNK)
        kept = [(there[key], draft) for key, draft in wanted.items() if key in there]
        for team, draft in kept:
            team.name, team.leader_id = draft.name[:NAME_LENGTH], draft.leader_id
        Team.objects.bulk_update([team for team, _draft in kept], ["name", "leader"], CHUNK)
        teams = {team.formed_for: team for team in (*new, *(team for team, _draft in kept))}
        _fill({key: (teams[key], draft) for key, draft in wanted.items()})
        record(
            actor,
            events.TEAMS_DEPLOYED,
            ("responders.team", actor.tenant_id),
            area=command,
            teams=len(wanted),
        )
    return len(wanted)


def end_deployed_teams(*, actor: Actor, roster: str) -> int:
    """End every temporary team of a roster, and the time of its members in it."""
    with transaction.atomic():
        teams = list(_there(actor, roster).values())
        for team in teams:
            require(actor, rules.EDIT_TEAMS, team)
        _end(teams)
    return len(teams)


def _there(actor: Actor, roster: str) -> dict[str, Team]:
    rows = Team.objects.of_tenant(actor.tenant_id).filter(
        formed_for__startswith=f"{roster}/", ended_on__isnull=True
    )
    return {team.formed_for: team for team in rows}


def _end(teams: Sequence[Team]) -> None:
    today = clock.today()
    for team in teams:
        team.ended_on = today
    Team.objects.bulk_update(teams, ["ended_on"], CHUNK)
    _leave(_present(teams))


def _fill(wanted: Mapping[str, tuple[Team, TeamDraft]]) -> None:
    """Let those leave who are no longer wanted, and those join who are new."""
    present = list(_present([team for team, _draft in wanted.values()]))
    members = {team.id: draft.members for team, draft in wanted.values()}
    _leave([row for row in present if row.responder_id not in members[row.team_id]])
    there = {(row.team_id, row.responder_id) for row in present}
    today = clock.today()
    TeamMember.objects.bulk_create(
        [
            TeamMember(tenant_id=team.tenant_id, team=team, responder_id=person, starts_on=today)
            for team, draft in wanted.values()
            for person in sorted(draft.members)
            if (team.id, person) not in there
        ],
        batch_size=CHUNK,
    )


def _present(teams: Sequence[Team]) -> Iterable[TeamMember]:
    if not teams:
        return []
    rows = TeamMember.objects.filter(
        tenant_id=teams[0].tenant_id,
        ends_on__isnull=True,
        team__formed_for__startswith=f"{teams[0].formed_for.split('/')[0]}/",
    )
    ids = {team.id for team in teams}
    return [row for row in rows if row.team_id in ids]


def _leave(rows: Iterable[TeamMember]) -> None:
    today = clock.today()
    gone = list(rows)
    for row in gone:
        row.ends_on = max(today, row.starts_on)
    TeamMember.objects.bulk_update(gone, ["ends_on"], CHUNK)

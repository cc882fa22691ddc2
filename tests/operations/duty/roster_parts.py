"""What tests of the roster build on: a plan in drafts, and the person who signs in."""

from datetime import date

from muster.kernel.actors import Actor, GrantRef
from muster.kernel.ids import new_id
from muster.operations.duty import services
from muster.operations.duty.contracts import AssignmentDraft, DeploymentDraft

TODAY = date(2020, 2, 18)
MORNING, EVENING, NIGHT = "3x8.D", "3x8.E", "3x8.N"


def shift(person, post, day=0, name=MORNING):
    """A shift of a plan."""
    return AssignmentDraft(responder_id=person, post_id=post.id, day=day, shift=name)


def publish(
    actor, incident, assignments, *, starts_on=TODAY, days=14, area="120101001001", **facts
):
    """Publish a plan made of these shifts; everybody in it is deployed to `area`."""
    people = list(dict.fromkeys(row.responder_id for row in assignments))
    first = facts.pop("first_secretary", None)
    return services.publish_edition(
        actor=actor,
        incident_id=incident.id,
        starts_on=starts_on,
        days=days,
        plan_id=facts.pop("plan_id", None),
        deployments=facts.pop(
            "deployments",
            [
                DeploymentDraft(responder_id=one, area_code=area, first_secretary=one == first)
                for one in people
            ],
        ),
        assignments=assignments,
        **facts,
    )


def person(tenant, responder_id, role="responder", area="120101"):
    """The actor of somebody on the register."""
    return Actor(
        account_id=new_id(),
        tenant_id=tenant.id,
        name="本人",
        grants=(GrantRef(role=role, area=area),),
        person_id=responder_id,
    )

"""What the fault runs of publishing do inside an installation: code for processes of their own.

The plan is written down, not solved: two people at each post on the first day.
"""

from tests.faults.installation import START

PEOPLE = 40

PREPARE = (
    START
    + f"""
from datetime import timedelta
from muster.kernel import clock
from muster.kernel.actors import system_actor
from muster.kernel.tenants import open_tenant
from muster.operations.duty.contracts import PostDraft
from muster.operations.duty.services import add_post
from muster.operations.mobilise import services
from muster.operations.mobilise.models.plans import unpacked
from muster.operations.mobilise.services import Draft
from muster.operations.mobilise.services.solving import judged, keep_solved
from muster.platform.access.queries import actor_of
from muster.platform.access.services import create_account, grant
from muster.registers.measures.services import open_incident
from muster.registers.responders import services as responders
from muster.registers.responders.contracts import PersonDraft

AREA = "120101001001"
tenant = open_tenant(area_code="120101", name="和平区")
system = system_actor(tenant.id, "tests")
incident = open_incident(
    actor=system, kind="epidemic", name="疫情", area_code="120101", contact_name="值班室",
    contact_phone="02200000000", contact_answered=True,
)
people = []
for number in range(1, {PEOPLE} // 2 + 1):
    add_post(
        actor=system, incident_id=incident.id,
        draft=PostDraft(area_code=AREA, kind="point", letters="D", number=number),
    )
unit = responders.add_unit(actor=system, name="市统计局", level="city", area_code="120101")
for number in range({PEOPLE}):
    person = responders.add_responder(
        actor=system, draft=PersonDraft(name=f"员{{number}}", unit_id=unit.id)
    )
    create_account(
        actor=system, sign_in_name=f"r{{number}}", display_name="员", person_id=person.id
    )
    people.append(person.id)
responders.change_responder(actor=system, responder_id=people[0], can_lead=True)
now = clock.now()
draft = Draft(
    title="集结", deadline_at=now + timedelta(hours=2), assembly_at=now + timedelta(hours=14),
    assembly_place="体育馆",
)
call = services.draft_call_up(actor=system, draft=draft)
services.set_target(actor=system, call_up_id=call.id, unit_id=unit.id, number={PEOPLE})
services.send_call_up(actor=system, call_up_id=call.id)
from muster.operations.mobilise import queries
asked = queries.ask_of(actor=system, call_up_id=call.id, unit_id=unit.id)
services.name_people(actor=system, ask_id=asked.id, responder_ids=people)
plan = services.begin_plan(
    actor=system, call_up_id=call.id,
    draft=services.PlanDraft(starts_on=clock.today() + timedelta(days=1), days=2),
)
facts = unpacked(plan.instance)
posts = facts["communities"][0]["posts"]
ids = [str(one) for one in people]
roster = [
    {{"person": who, "day": 0, "shift": post["hours_pattern"]["shifts"][0], "post": post["id"]}}
    for post, pair in zip(posts, zip(ids[::2], ids[1::2]))
    for who in pair
]
content = {{
    "assignment": dict.fromkeys(ids, AREA), "first_secretary": {{AREA: ids[0]}}, "roster": roster
}}
plan = keep_solved(system, plan.id, content, judged(facts, content))
assert plan.state == "solved", plan.summary["broken"]
services.submit_plan(actor=system, plan_id=plan.id)
services.approve_plan(actor=system, plan_id=plan.id)
"""
)

PUBLISH = (
    START
    + """
from muster.kernel.actors import system_actor
from muster.kernel.models import Tenant
from muster.operations.mobilise import services
from muster.operations.mobilise.models import DeploymentPlan

tenant = Tenant.objects.get()
system = system_actor(tenant.id, "tests")
plan = DeploymentPlan.objects.of_tenant(tenant.id).get()
print("begun", flush=True)
services.publish_plan(actor=system, plan_id=plan.id)
"""
)

TOLD = """
SELECT (SELECT count(*) FROM notify_message WHERE words = 'mobilise.plan_published'),
       (SELECT count(DISTINCT person_id) FROM notify_message
         WHERE words = 'mobilise.plan_published'),
       (SELECT count(DISTINCT responder_id) FROM duty_assignment),
       (SELECT count(*) FROM mobilise_deploymentplan WHERE state = 'published')
"""
"""Messages, different people told, people on the roster, published plans."""

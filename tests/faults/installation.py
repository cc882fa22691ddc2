"""What the fault runs do inside an installation: code for processes of their own."""

START = "from muster.delivery.cli.terminal import start_django; start_django()\n"

UPLOAD = (
    START
    + """
from muster.kernel.actors import system_actor
from muster.kernel.tenants import open_tenant
from muster.platform.access.queries import actor_of
from muster.platform.access.services import create_account, grant
from muster.platform.files import services
from muster.registers.responders.services import add_unit
from tests.platform.files.conftest import people, workbook

tenant = open_tenant(area_code="120101", name="和平区")
system = system_actor(tenant.id, "tests")
unit = add_unit(actor=system, name="市统计局", level="city", area_code="120101")
account = create_account(actor=system, sign_in_name="clerk", display_name="田秀兰")
grant(actor=system, account_id=account.id, role="clerk", area_code="120101", scope_id=unit.id)
clerk = actor_of(account)
batch = services.start_import(
    actor=clerk,
    kind_name="responders.people",
    name="名单.xlsx",
    content=workbook(people({rows})),
    options={{}},
)
services.ask_commit(actor=clerk, batch_id=batch.id)
"""
)

COUNTS = """
SELECT (SELECT count(*) FROM responders_responder),
       (SELECT count(DISTINCT phone_index) FROM responders_responder),
       (SELECT count(*) FROM files_committedrow),
       (SELECT count(DISTINCT became_id) FROM files_committedrow)
"""
"""People, different people, notes of committed rows, different people noted."""

STATE = "SELECT state FROM jobs_job WHERE name = 'files.commit_import'"

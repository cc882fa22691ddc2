"""The record leads to what it speaks of: invitation, export, batch, grid."""

import re

from muster.kernel import clock
from muster.platform.audit.models import AuditEvent

KINDS = {
    "access.invitation": r"/access/invitations/#[0-9a-f-]{36}",
    "files.export": r"/exports/\?code=\w{8}",
    "places.grid": r"/places/grid/[0-9a-f-]{36}/",
    "premises_batch": r"/places/batch/[0-9a-f-]{36}/",
}


def test_record_of_a_thing_with_a_page_leads_there(demo):
    client = demo.enter("commander")
    for kind, address in KINDS.items():
        assert AuditEvent.objects.filter(tenant_id=demo.tenant.pk, object_kind=kind).exists()

        html = client.get(f"/audit/?kind={kind}").content.decode()

        found = re.search(f'href="({address})"', html)
        assert found, kind
        with clock.drill(demo.tenant.drill_offset):
            page = client.get(found[1])
        assert page.status_code == 200
        if "#" in found[1]:
            assert f'id="{found[1].partition("#")[2]}"' in page.content.decode()


def test_export_is_found_by_its_code_alone(demo):
    html = demo.enter("commander").get("/exports/?code=nothing0").content.decode()

    assert "nothing0" in html

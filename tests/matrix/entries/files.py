"""Who may open sheets, files and exports."""

from typing import Any

from tests.matrix.entries import Entry

from muster.kernel.actors import Actor, GrantRef
from muster.kernel.ids import new_id
from muster.platform.files import services

CSV = "姓名,手机号,派出单位\n王芳,15400000001,样本单位\n".encode()


def _batch(scene: Any) -> Any:
    lead = Actor(
        account_id=new_id(),
        tenant_id=scene.tenant.id,
        name="lead",
        grants=(GrantRef("lead", scene.area),),
    )
    return services.start_import(
        actor=lead, kind_name="responders.people", name="样本名单.csv", content=CSV, options={}
    )


def _id(batch: Any) -> dict[str, Any]:
    return {"batch_id": batch.id}


ROW = {"row": "Sheet1!2"}
ENTRIES = {
    "files:batches": Entry(_batch, shows="样本名单"),
    "files:batch": Entry(_batch, kwargs=_id),
    "files:template": Entry(kwargs={"kind_name": "responders.people"}, elsewhere="open"),
    "files:mend": Entry(
        _batch, kwargs=_id, method="POST", data={"cell": "Sheet1!A2", "value": "王芳"}
    ),
    "files:leave_out": Entry(_batch, kwargs=_id, method="POST", data=ROW),
    "files:take_in": Entry(_batch, kwargs=_id, method="POST", data=ROW),
    "files:column": Entry(
        _batch, kwargs=_id, method="POST", data={"sheet": "Sheet1", "letter": "A", "field": ""}
    ),
    "files:commit": Entry(_batch, kwargs=_id, method="POST"),
    "files:undo": Entry(_batch, kwargs=_id, method="POST"),
    "files:wrong_rows": Entry(_batch, kwargs=_id),
    "files:file": Entry(
        _batch,
        kwargs=lambda batch: {"file_id": batch.file_id},
        other_role="hidden",
        elsewhere="hidden",
        why="a file opens to whom its own permission covers",
    ),
    "GET /files/imports/{batch_id}": Entry(_batch, kwargs=_id),
}

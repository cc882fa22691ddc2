"""What the API says of itself: beside each answer, every refusal the operation may give."""

from typing import Any

from django.conf import settings
from ninja import NinjaAPI, Schema
from ninja.openapi.schema import REF_TEMPLATE, OpenAPISchema
from ninja.operation import Operation
from ninja.schema import NinjaGenerateJsonSchema

from muster.kernel import errors

REFUSALS = {
    refusal.status: str(refusal.__doc__).partition("\n")[0]
    for refusal in (
        errors.SignInRequired,
        errors.NotAllowed,
        errors.NotFound,
        errors.Conflict,
        errors.Gone,
        errors.Invalid,
        errors.TooMany,
    )
} | {400: "The body could not be read."}
"""Status and meaning of every refusal."""

WAYS_IN = {
    "session": {"type": "apiKey", "in": "cookie", "name": settings.SESSION_COOKIE_NAME},
    "phone": {"type": "http", "scheme": "bearer"},
}
SAFE_METHODS = {"GET"}


class Problem(Schema):
    """What happened, why, and what to do next, in the caller's language."""

    code: str
    message: str
    next_step: str
    fields: dict[str, list[str]] | None = None


class Refusal(Schema):
    """The body of every refusal. `fields` names the entries that cannot be taken."""

    error: Problem


class Description(OpenAPISchema):
    """The OpenAPI document. An operation names refusals of its own in `openapi_extra`."""

    def operation_details(self, operation: Operation) -> dict[str, Any]:
        """Describe an operation with the refusals that follow from what it reads and asks."""
        details = super().operation_details(operation)
        if operation.auth_callbacks:
            details["security"] = [{name: []} for name in WAYS_IN]
        answers = details["responses"]
        for status in {*_refusals(operation, details), *(set(answers) & set(REFUSALS))}:
            answers[status] = {
                "description": REFUSALS[status],
                "content": {"application/json": {"schema": {"$ref": _ref(Refusal)}}},
            }
        return details

    def get_components(self) -> dict[str, Any]:
        """Add the form of refusals and the ways in."""
        described = Refusal.model_json_schema(
            ref_template=REF_TEMPLATE, schema_generator=NinjaGenerateJsonSchema
        )
        self.add_schema_definitions({**described.pop("$defs"), Refusal.__name__: described})
        return {**super().get_components(), "securitySchemes": WAYS_IN}


class Api(NinjaAPI):
    """The API with that description."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the OpenAPI document."""
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        return Description(self, prefix)

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Name an operation by its package, in whichever file of the package's API it stands."""
        package, _api, _file = operation.view_func.__module__.partition(".api")
        return f"{package}.api.{operation.view_func.__name__}".replace(".", "_")


def _refusals(operation: Operation, details: dict[str, Any]) -> set[int]:
    """Return the statuses of refusals that every such operation may give."""
    access = operation.view_func.access  # type: ignore[attr-defined]
    found = set()
    if operation.auth_callbacks:
        found.add(errors.SignInRequired.status)
        # A cookie that changes something needs the CSRF token beside it.
        if access.kind == "permission" or not SAFE_METHODS.issuperset(operation.methods):
            found.add(errors.NotAllowed.status)
    if any(parameter["in"] == "path" for parameter in details["parameters"]):
        found.add(errors.NotFound.status)
    if details["parameters"] or "requestBody" in details:
        found.add(errors.Invalid.status)
    if "requestBody" in details:
        found.add(errors.MusterError.status)
    return found


def _ref(schema: type[Schema]) -> str:
    return REF_TEMPLATE.format(model=schema.__name__)

"""Every endpoint of the URL table: our views, and the operations of the API."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from tests.matrix.entries import bare_key

from muster.kernel.permissions import Access, declared
from muster.kernel.roles import Role

FOREIGN = {
    "api:openapi-json": "The API describes itself; it names operations and holds no row.",
    "api:api-root": "Ninja's name for the foot of the API; it answers nothing by itself.",
}
"""Views that are not ours, each with the reason why anybody may call them."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A view or an API operation. `kwargs` names what its address needs."""

    key: str
    route: str
    access: Access | None
    kwargs: tuple[str, ...]
    method: str = ""

    @property
    def package(self) -> str:
        """The first part of its name: whose entry it wants."""
        return self.key.split(":")[0] if not self.method else self.route.split("/")[2]

    @property
    def roles(self) -> frozenset[str]:
        """Roles its permission names; all of them where it names none."""
        if self.access is None or self.access.kind != "permission":
            return frozenset(str(role) for role in Role)
        return declared()[self.access.permission].roles


def endpoints() -> list[Endpoint]:
    """Return every endpoint, sorted by its name."""
    from muster.delivery.api.root import api

    views = _views(get_resolver().url_patterns, "/", ())
    return sorted([*views, *_operations(api)], key=lambda one: one.key)


def foreign() -> list[str]:
    """Return the names of mounted views that are neither ours nor listed as foreign."""
    return [one.key for one in endpoints() if one.access is None and one.key not in FOREIGN]


def _views(patterns: list[Any], prefix: str, namespaces: tuple[str, ...]) -> Iterator[Endpoint]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _views(pattern.url_patterns, route, inner)
        elif isinstance(pattern, URLPattern):
            if _is_operation(pattern.callback):
                continue
            name = ":".join((*namespaces, pattern.name or route))
            access = getattr(pattern.callback, "access", None)
            yield Endpoint(name, route, access, tuple(pattern.pattern.converters))


def _is_operation(view: Any) -> bool:
    return view.__module__.startswith("ninja.operation")


def _operations(api: Any) -> Iterator[Endpoint]:
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                access = getattr(operation.view_func, "access", None)
                for method in operation.methods:
                    full = bare_key(f"{prefix.rstrip('/')}/{path.lstrip('/')}")
                    names = tuple(
                        part.strip("{}") for part in full.split("/") if part.startswith("{")
                    )
                    yield Endpoint(f"{method} {full}", f"/api{full}", access, names, method)

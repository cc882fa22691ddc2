"""Import contracts that import-linter does not bring along; `.importlinter` names them."""

from __future__ import annotations

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output
from importlinter.application import contract_utils


class DoorsContract(Contract):
    """A package is entered through its doors: services, queries, contracts, events, enums.

    Every folder below one of `tiers` is a package. A module of it that is not a door is imported
    by nobody outside; one named in `private` (jobs, which register by name) by no module at all
    but the package's apps.py. New packages and modules are covered from their first line, which a
    list of protected modules would not do.
    """

    type_name = "doors"

    tiers = fields.ListField(subfield=fields.StringField())
    doors = fields.ListField(subfield=fields.StringField())
    private = fields.ListField(subfield=fields.StringField())
    ignore_imports = fields.SetField(subfield=fields.ImportExpressionField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001
        """Look at every direct import in the graph."""
        removal = contract_utils.remove_ignored_imports_and_report(
            graph=graph,
            ignore_imports=self.ignore_imports,
            unmatched_alerting=contract_utils.AlertLevel.NONE,
        )
        illegal = []
        for imported in sorted(graph.modules):
            if not (package := self._package(imported)):
                continue
            for importer in sorted(graph.find_modules_that_directly_import(imported)):
                if not self._may(importer, imported, package):
                    illegal += graph.get_import_details(importer=importer, imported=imported)
        return ContractCheck(
            kept=not illegal,
            warnings=list(removal.warnings),
            ignored_import_count=removal.ignored_import_count,
            metadata={"illegal": illegal},
        )

    def _package(self, module: str) -> str | None:
        """Return muster.platform.places for muster.platform.places.models, None outside tiers."""
        for tier in self.tiers:
            if module.startswith(f"{tier}."):
                return f"{tier}.{module.removeprefix(f'{tier}.').split('.')[0]}"
        return None

    def _may(self, importer: str, imported: str, package: str) -> bool:
        inner = imported.removeprefix(package).split(".")[1:2]
        if inner and inner[0] in self.private:
            return importer in {f"{package}.apps", package} or importer.startswith(
                f"{package}.{inner[0]}."
            )
        if importer == package or importer.startswith(f"{package}."):
            return True
        return bool(inner) and inner[0] in self.doors

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Print one line for each import that goes past a door."""
        illegal: list[dict[str, Any]] = check.metadata["illegal"]
        for detail in illegal:
            where = f"{detail['importer']} (l.{detail['line_number']})"
            output.print_error(f"- {where} imports {detail['imported']}", bold=False)
        output.new_line()

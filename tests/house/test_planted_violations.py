"""A breach of each rule, planted in a copy of the tree, is caught by the checker CI runs.

All are planted at once, each in a package of its own that nobody has listed anywhere, and every
checker runs once: what it prints must name each breach it is there for.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
PATH = "{folder}"  # the folder of a case; {module} is its dotted name
GATE, CARE, MOBILISE, DUTY = (
    f"src/muster/operations/{name}/" for name in ("gate", "care", "mobilise", "duty")
)
PACKAGE = {PATH + "__init__.py": "", PATH + "apps.py": ""}
OPERATIONS = {
    "src/muster/operations/__init__.py": "",
    **{folder + "__init__.py": "" for folder in (GATE, CARE, MOBILISE, DUTY)},
}
FUZZY = """msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

#, fuzzy
msgid "Measure"
msgstr "措施"
"""
CHECKERS = {
    "imports": [BIN / "lint-imports", "--no-cache", "--no-logo"],
    "purity": [
        BIN / "ruff",
        "check",
        "--no-cache",
        "--select",
        "TID251",
        "--output-format=concise",
    ],
    "house": [sys.executable, ROOT / "tools" / "check_house.py", "--root", "."],
    "words": [sys.executable, ROOT / "tools" / "messages.py", "--check", "--source", "src/muster"],
}
PLANTED = {  # name: (checker, files, what it prints)
    "rule 1, kernel imports a register": (
        "imports",
        {"src/muster/kernel/planted.py": "import muster.registers.responders.apps"},
        "muster.kernel.planted -> muster.registers.responders.apps",
    ),
    "rule 1, audit imports notify": (
        "imports",
        {"src/muster/platform/audit/planted.py": "import muster.platform.notify.apps"},
        "muster.platform.audit.planted -> muster.platform.notify.apps",
    ),
    "rule 1, an unlisted package in platform": (
        "imports",
        {"src/muster/platform/planted/__init__.py": ""},
        "muster.platform.planted",
    ),
    "rule 1, responders import the ledger": (
        "imports",
        {
            "src/muster/registers/ledger/__init__.py": "",
            "src/muster/registers/responders/planted.py": "import muster.registers.ledger",
        },
        "muster.registers.responders.planted -> muster.registers.ledger",
    ),
    "rule 1, an engine imports the kernel": (
        "imports",
        {"src/muster/engines/text/planted.py": "import muster.kernel.apps"},
        "muster.engines.text.planted -> muster.kernel.apps",
    ),
    "rule 1, an engine imports another": (
        "imports",
        {
            "src/muster/engines/linkage/__init__.py": "",
            "src/muster/engines/linkage/planted.py": "import muster.engines.sheets",
        },
        "muster.engines.linkage.planted -> muster.engines.sheets",
    ),
    "rule 2, models import a service": (
        "imports",
        {
            **PACKAGE,
            PATH + "services.py": "",
            PATH + "models.py": "from {module} import services",
        },
        "{module}.models -> {module}.services",
    ),
    "rule 2, a service imports a job": (
        "imports",
        {
            **PACKAGE,
            PATH + "jobs.py": "",
            PATH + "services.py": "from {module} import jobs",
        },
        "{module}.services (l.1) imports {module}.jobs",
    ),
    "rule 3, models of another package": (
        "imports",
        {
            **PACKAGE,
            PATH + "queries.py": "from muster.platform.audit.models import Event",
        },
        "{module}.queries (l.1) imports muster.platform.audit.models",
    ),
    "rule 3, any other module of another package": (
        "imports",
        {
            **PACKAGE,
            "src/muster/platform/audit/seal.py": "",
            PATH + "queries.py": "\nfrom muster.platform.audit import seal",
        },
        "{module}.queries (l.2) imports muster.platform.audit.seal",
    ),
    "rule 4, a service speaks HTTP": (
        "purity",
        {**PACKAGE, PATH + "services.py": "from django.http import HttpRequest"},
        "{folder}services.py:1:1: TID251",
    ),
    "rule 4, a query speaks ninja": (
        "purity",
        {**PACKAGE, PATH + "queries/active.py": "import ninja"},
        "{folder}queries/active.py:1:8: TID251",
    ),
    "rule 5, siblings call each other": (
        "imports",
        {
            **OPERATIONS,
            CARE + "services.py": "",
            GATE + "services.py": "from muster.operations.care import services",
        },
        "muster.operations.gate.services -> muster.operations.care.services",
    ),
    "rule 5, duty imports mobilise": (
        "imports",
        {
            **OPERATIONS,
            MOBILISE + "services.py": "",
            DUTY + "services.py": "from muster.operations.mobilise import services",
        },
        "muster.operations.duty.services -> muster.operations.mobilise.services",
    ),
    "rows read in a view": (
        "house",
        {**PACKAGE, PATH + "views.py": "Measure.objects.all()"},
        "{folder}views.py:1: scope: Measure.objects",
    ),
    "a file of 501 lines": (
        "house",
        {**PACKAGE, PATH + "queries.py": "x = 1\n" * 501},
        "{folder}queries.py:501: sizes: 501 lines",
    ),
    "a function of 51 lines": (
        "house",
        {**PACKAGE, PATH + "queries.py": "def read():\n" + "    x = 1\n" * 50},
        "{folder}queries.py:1: sizes: read has 51 lines",
    ),
    "a bare word in a template": (
        "house",
        {**PACKAGE, PATH + "templates/list.html": "<h1>Measures</h1>"},
        "{folder}templates/list.html:1: template words: “Measures”",
    ),
    "a refusal in English only": (
        "house",
        {**PACKAGE, PATH + "services.py": 'raise NotAllowed("It has ended.")'},
        "{folder}services.py:1: python words: 'It has ended.'",
    ),
    "a package registry": (
        "house",
        {"docs/planted.md": "https://py" + "pi.org/simple"},
        "docs/planted.md:1: traces: py" + "pi.org",
    ),
    "a folder of this machine": (
        "house",
        {"docs/planted_too.md": str(Path.home() / "notes.txt")},
        "docs/planted_too.md:1: traces:",
    ),
    "a remark for later": (
        "house",
        {**PACKAGE, PATH + "queries.py": "x = 1  # TO" + "DO"},
        "{folder}queries.py:1: leftovers:",
    ),
    "an untranslated sentence": (
        "words",
        {**PACKAGE, PATH + "rules.py": 'NAME = _("Measure that ends")'},
        "{folder}locale/zh_Hans/LC_MESSAGES/django.mo: not in step, run make messages",
    ),
    "a fuzzy sentence": (
        "words",
        {
            **PACKAGE,
            PATH + "rules.py": 'NAME = _("Measure")',
            PATH + "locale/zh_Hans/LC_MESSAGES/django.po": FUZZY,
        },
        "{folder}locale/zh_Hans/LC_MESSAGES/django.po: fuzzy: Measure",
    ),
}


def names(case: int) -> dict[str, str]:
    return {"folder": f"src/muster/situation/case{case}/", "module": f"muster.situation.case{case}"}


def copy_tree(target: Path) -> Path:
    """Copy the code and what configures its checkers."""
    left_out = shutil.ignore_patterns("__pycache__", "locale", "static", "*.gz", "*.xz", "*.zst")
    for folder in ("src", "tools"):
        shutil.copytree(ROOT / folder, target / folder, ignore=left_out)
    for name in (".importlinter", "pyproject.toml"):
        shutil.copy(ROOT / name, target)
    return target


def plant(tree: Path, files: dict[str, str], case: int = 0) -> None:
    for name, text in files.items():
        path = tree / name.format(**names(case))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(**names(case)), encoding="utf-8")


def run(tree: Path, checker: str) -> tuple[int, str]:
    """Run a checker on the tree and return its exit code and what it printed, on unbroken lines."""
    done = subprocess.run(
        CHECKERS[checker],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": f"{tree / 'src'}:{tree}", "COLUMNS": "1000"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What each checker prints about a tree in which every rule is broken."""
    tree = copy_tree(tmp_path_factory.mktemp("planted"))
    for case, (_, files, _) in enumerate(PLANTED.values()):
        plant(tree, files, case)
    results = {checker: run(tree, checker) for checker in CHECKERS}
    assert {checker: code for checker, (code, _) in results.items()} == dict.fromkeys(CHECKERS, 1)
    return {checker: text for checker, (_, text) in results.items()}


@pytest.mark.parametrize("name", PLANTED)
def test_planted_breach_is_caught(printed, name):
    checker, _, expected = PLANTED[name]
    case = list(PLANTED).index(name)

    assert expected.format(**names(case)) in printed[checker]


def test_permitted_imports_are_not_reported(tmp_path):
    tree = copy_tree(tmp_path)
    plant(
        tree,
        {
            **PACKAGE,
            **OPERATIONS,
            PATH + "enums.py": "",
            PATH + "contracts.py": "from {module} import enums",
            PATH + "queries.py": "from {module} import contracts\nimport muster.kernel.ids",
            PATH + "apps.py": "from {module} import jobs",
            PATH + "jobs.py": "from {module} import queries",
            PATH + "urls.py": "from muster.operations.gate import queries",
            DUTY + "events.py": "",
            "src/muster/registers/measures/__init__.py": "",
            "src/muster/registers/measures/services/__init__.py": "",
            "src/muster/registers/measures/services/zones.py": "",
            GATE + "queries.py": "from muster.registers.measures.services import zones",
            GATE + "handlers.py": "from muster.operations.duty import events",
            MOBILISE + "services.py": "from muster.operations.duty import events",
            "src/muster/delivery/web/urls.py": "import {module}.urls",
        },
    )

    _, said = run(tree, "imports")

    planted = ("muster.situation.case0.", "muster.operations.")
    assert [line for line in said.splitlines() if any(name in line for name in planted)] == []

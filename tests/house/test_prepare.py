"""Starting on a bare machine: one line says what is missing, and nothing is installed twice."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# A Python that is new enough and lacks ensurepip, as Debian's without python3-venv.
WITHOUT_VENV = """#!/bin/sh
case "$2" in
*ensurepip*) exit 1 ;;
*print*) echo 3.11 ;;
esac
"""
TOO_OLD = "#!/bin/sh\nexit 1\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A clone without an environment, and a folder of programs to be the whole PATH."""
    folder = tmp_path / "clone"
    (folder / "tools").mkdir(parents=True)
    (folder / "requirements").mkdir()
    shutil.copy(ROOT / "tools" / "prepare", folder / "tools")
    for name in ("Makefile", "pyproject.toml", "requirements/run.lock", "requirements/dev.lock"):
        shutil.copy(ROOT / name, folder / name)
    programs = tmp_path / "programs"
    programs.mkdir()
    for name in ("dirname", "sh"):
        (programs / name).symlink_to(shutil.which(name) or "")
    return folder


def prepare(checkout: Path, python: str) -> subprocess.CompletedProcess[str]:
    programs = checkout.parent / "programs"
    (programs / "python3").write_text(python)
    (programs / "python3").chmod(0o755)
    return subprocess.run(
        ["tools/prepare", "run"],
        cwd=checkout,
        env={"PATH": str(programs)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_prepare_with_old_python_says_in_one_line_what_to_install(checkout):
    done = prepare(checkout, TOO_OLD)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Muster needs Python 3.11 or later. "
        "Install it, for example: apt install python3 python3-venv\n"
    )


def test_prepare_without_venv_module_says_which_package_has_it(checkout):
    done = prepare(checkout, WITHOUT_VENV)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == (
        "Python 3.11 is here without its venv module. Install it: apt install python3.11-venv\n"
    )


@pytest.mark.parametrize("what", ["run", "dev"])
def test_make_prepares_again_only_when_the_lock_changed(checkout, what):
    stamp = checkout / ".venv" / f".{what}"
    stamp.parent.mkdir()
    stamp.touch()

    def settled() -> bool:
        command = ["make", "--question", f".venv/.{what}"]
        return subprocess.run(command, cwd=checkout, check=False, env=os.environ).returncode == 0

    before = settled()
    os.utime(checkout / "requirements" / f"{what}.lock", (2**32, 2**32))

    assert before is True
    assert settled() is False

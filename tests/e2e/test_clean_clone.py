"""A stranger clones the repository and types the first command of the README."""

import os
import re
import signal
import subprocess
import time
from pathlib import Path

import pytest
from playwright.sync_api import expect
from tests.e2e.installation import ROOT, answers_in_time, clean_environment, free_port

pytestmark = [pytest.mark.e2e, pytest.mark.long, pytest.mark.timeout(800)]

MOST_SECONDS = 600
"""Five minutes on a fresh machine with two cores; here other tests run beside it."""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """The repository as it was committed, and nothing else of this folder."""
    target = tmp_path / "muster"
    subprocess.run(
        ["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(target)], check=True
    )
    return target


def first_command(readme: str) -> list[str]:
    """Return the words of the first command that the README shows."""
    block = re.search(r"^```\w*\n(.+?)\n", readme, re.MULTILINE)
    assert block, "the README shows no command"
    return block[1].split()


def processes_of(folder: Path) -> list[str]:
    """Return the command lines of processes that work in a folder or name it."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            inside = (entry / "cwd").resolve().is_relative_to(folder)
        except OSError:  # it ended meanwhile
            continue
        if inside or str(folder) in words:
            found.append(words)
    return found


def test_first_command_of_the_readme_opens_the_district(clone, browser, tmp_path):
    words = first_command((clone / "README.md").read_text(encoding="utf-8"))
    assert words == ["make", "run"]
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    began = time.monotonic()
    with (tmp_path / "run.log").open("wb") as log:
        running = subprocess.Popen(
            [*words, f"ARGS=--port {port}"],
            cwd=clone,
            env=clean_environment() | {"HOME": str(tmp_path)} | pip_settings(),
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            # A shell that starts tests in the background makes them deaf to Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
        )
    try:
        answered = answers_in_time(url, running, MOST_SECONDS)
        printed = (tmp_path / "run.log").read_text(encoding="utf-8", errors="replace")
        assert answered, printed[-4000:]
        assert time.monotonic() - began <= MOST_SECONDS

        page = browser.new_page(base_url=url, locale="zh-CN")
        page.goto("/")
        expect(page.locator("h1")).to_contain_text("和平区")
        expect(page.locator(".cast button")).to_have_count(6)
        page.close()
    finally:
        os.killpg(running.pid, signal.SIGINT)  # as the terminal does
        running.wait(timeout=60)

    deadline = time.monotonic() + 15
    while processes_of(clone) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert processes_of(clone) == []
    changed = subprocess.run(
        ["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True
    )
    assert changed.stdout == ""


def pip_settings() -> dict[str, str]:
    """Where this machine gets its packages from stays as it is, with the home of another."""
    files = [Path.home() / name for name in (".config/pip/pip.conf", ".pip/pip.conf")]
    known = next((str(path) for path in files if path.is_file()), "")
    cache = os.environ.get("PIP_CACHE_DIR") or str(Path.home() / ".cache" / "pip")
    return ({"PIP_CONFIG_FILE": known} if known else {}) | {"PIP_CACHE_DIR": cache}

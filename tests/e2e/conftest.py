"""A real browser against a real installation: `muster demo` in a folder of its own."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from playwright.sync_api import BrowserContext, Page
from tests.e2e.installation import Server, start_demo
from tests.e2e.screens import CHROMIUM_FLAGS
from tests.prepared import copy, once

# A clean clone is installed once: the second run differs in its database only.
ON_POSTGRES = os.environ.get("MUSTER_DATABASE_URL", "").startswith("postgres")
collect_ignore = ["test_clean_clone.py"] if ON_POSTGRES else []


@contextmanager
def own_database() -> Iterator[dict[str, str]]:
    """Give the environment that names the demo's database: a new one where PostgreSQL is tested."""
    if not ON_POSTGRES:
        yield {}
        return
    server = urlsplit(os.environ["MUSTER_DATABASE_URL"])
    name = f"muster_browser_{os.getpid()}"
    with psycopg.connect(server._replace(path="/postgres").geturl(), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        yield {"MUSTER_DATABASE_URL": server._replace(path=f"/{name}").geturl()}
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def make_demo(home: Path) -> None:
    """Let the demo make its district, and stop it."""
    home.mkdir()
    assert start_demo(home, {}).stop() == 0


@pytest.fixture(scope="session")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One demo district for all browser tests of a process; each test makes what it changes."""
    home = tmp_path_factory.mktemp("demo")
    if not ON_POSTGRES:
        copy(once("demo", make_demo), home)
    with own_database() as database:
        server = start_demo(home, database)
        yield server
        server.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Use the system's Chromium; the driver never downloads a browser."""
    executable = shutil.which("chromium") or shutil.which("chromium-browser")
    assert executable, "Chromium is missing. Type: make test (it installs it)"
    return {"executable_path": executable, "headless": True, "args": CHROMIUM_FLAGS}


@pytest.fixture
def new_page(browser, demo_server) -> Iterator[object]:
    """Open pages of a fresh visitor: `new_page(width=390)`; no request may leave the host."""
    contexts: list[BrowserContext] = []
    strangers: list[str] = []

    def note(request) -> None:
        if not request.url.startswith((demo_server.url, "data:", "blob:")):
            strangers.append(request.url)

    def open_page(
        width: int = 1280, height: int = 900, language: str = "zh-CN", **options: object
    ) -> Page:
        context = browser.new_context(
            base_url=demo_server.url,
            viewport={"width": width, "height": height},
            locale=language,
            **options,
        )
        contexts.append(context)
        context.set_default_timeout(20_000)
        context.on("request", note)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()
    assert strangers == []

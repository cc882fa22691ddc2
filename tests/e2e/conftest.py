"""A real browser against a real installation: `muster demo` in a folder of its own."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import machine
import psycopg
import pytest
from playwright.sync_api import BrowserContext, Page
from tests.e2e.installation import Server, start_demo
from tests.e2e.screens import CHROMIUM_FLAGS
from tests.prepared import copy, make_home, once

# A clean clone is installed once: the second run differs in its database only.
ON_POSTGRES = os.environ.get("MUSTER_DATABASE_URL", "").startswith("postgres")
collect_ignore = ["test_clean_clone.py"] if ON_POSTGRES else []


PATTERN = "muster_browser_demo"
"""The database that holds the demo; that of each process is copied from it."""


def database_url(name: str) -> dict[str, str]:
    """Return the environment that names a database of the tests' server."""
    server = urlsplit(os.environ["MUSTER_DATABASE_URL"])
    return {"MUSTER_DATABASE_URL": server._replace(path=f"/{name}").geturl()}


@contextmanager
def administration() -> Iterator[psycopg.Connection]:
    """Connect to the tests' server to make and drop databases."""
    url = database_url("postgres")["MUSTER_DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as admin:
        yield admin


@contextmanager
def own_database() -> Iterator[dict[str, str]]:
    """Give the environment that names a copy of the demo's database, where PostgreSQL is tested."""
    if not ON_POSTGRES:
        yield {}
        return
    name = f"muster_browser_{os.getpid()}"
    with administration() as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {PATTERN}")
        yield database_url(name)
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def make_demo(home: Path) -> None:
    """Let the demo make its district, and stop it."""
    if not ON_POSTGRES:
        copy(once("home", make_home), home)
        assert start_demo(home, {}).stop() == 0
        return
    home.mkdir()
    with administration() as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {PATTERN} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {PATTERN} ENCODING 'UTF8' TEMPLATE template0")
    assert start_demo(home, database_url(PATTERN)).stop() == 0


@pytest.fixture(scope="session")
def demo_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One demo district for all browser tests of a process; each test makes what it changes."""
    home = tmp_path_factory.mktemp("demo")
    copy(once("demo-postgres" if ON_POSTGRES else "demo", make_demo), home)
    with own_database() as database:
        server = start_demo(home, database)
        yield server
        server.stop()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Use the system's Chromium; the driver never downloads a browser."""
    executable = machine.browser_path()
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

"""Templates of the design system rendered without a database; the gallery served to a browser."""

from collections.abc import Callable, Iterator
from typing import Any

import machine
import pytest
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory
from tests.e2e.conftest import CHROMIUM_FLAGS

from muster.kernel.actors import ANONYMOUS

PAGES_ALONE = {
    "ROOT_URLCONF": "tests.ui.urls",
    "MESSAGE_STORAGE": "django.contrib.messages.storage.cookie.CookieStorage",
    "MIDDLEWARE": [
        "csp.middleware.CSPMiddleware",
        "django.middleware.locale.LocaleMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
}


@pytest.fixture
def alone(settings) -> None:
    """Serve the design system without accounts, sessions and a database."""
    for name, value in PAGES_ALONE.items():
        setattr(settings, name, value)


@pytest.fixture
def request_to(rf: RequestFactory) -> Callable[..., HttpRequest]:
    def make(path: str = "/", actor=ANONYMOUS, **cookies: str) -> HttpRequest:
        request = rf.get(path)
        request.actor = actor
        request.COOKIES.update(cookies)
        return request

    return make


@pytest.fixture
def render(alone, request_to) -> Callable[..., str]:
    """Render a template string with the design system's tags loaded."""

    def draw(source: str, path: str = "/", **context: Any) -> str:
        template = engines["django"].from_string("{% load ui %}" + source)
        return template.render(context, request_to(path))

    return draw


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """Use the system's Chromium; the driver never downloads a browser."""
    executable = machine.browser_path()
    assert executable, "Chromium is missing. Type: make test (it installs it)"
    return {"executable_path": executable, "headless": True, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="module")
def gallery_url() -> Iterator[str]:
    """Serve the gallery and its static files on a free port."""
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.test import override_settings
    from django.test.testcases import LiveServerThread

    with override_settings(**PAGES_ALONE, ALLOWED_HOSTS=["localhost"]):
        server = LiveServerThread("localhost", StaticFilesHandler, connections_override={})
        server.daemon = True
        server.start()
        server.is_ready.wait()
        if server.error:
            raise server.error
        yield f"http://localhost:{server.port}"
        server.terminate()

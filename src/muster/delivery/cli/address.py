"""Where an installation listens, and what stands in the way of it."""

import errno
import socket
import ssl
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from muster.delivery.cli.terminal import fail

PORTS_TO_TRY = 50
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
_HTTP_PORT, _HTTPS_PORT = 80, 443
_OK = 200


@dataclass(frozen=True)
class Address:
    """Where to listen. With a certificate the server speaks HTTPS, which phone cameras need.

    `command` is the word that was typed after `muster`, for advice to type it again.
    """

    host: str
    port: int
    domain: str = ""
    cert: Path | None = None
    key: Path | None = None
    command: str = "serve"

    @property
    def url(self) -> str:
        """The address people type."""
        return self._url(self.domain or self.local_host)

    @property
    def local_url(self) -> str:
        """The address by which this machine reaches its own server."""
        return self._url(self.local_host)

    @property
    def local_host(self) -> str:
        """An address of this machine that the server listens on."""
        return _EVERYWHERE.get(self.host, self.host)

    def _url(self, host: str) -> str:
        scheme, usual = ("https", _HTTPS_PORT) if self.cert else ("http", _HTTP_PORT)
        shown = f"[{host}]" if ":" in host else host
        return f"{scheme}://{shown}" + ("" if self.port == usual else f":{self.port}")


def check(address: Address) -> None:
    """Refuse with one line what cannot work: a wrong certificate, a taken port."""
    _check_certificate(address)
    problem = _bind_problem(address.host, address.port)
    facts = {"port": address.port, "host": address.host, "command": address.command}
    if problem == "permission":
        fail(
            _("Port %(port)d needs more rights. Try another: muster %(command)s --port 8000")
            % facts
        )
    if problem == "address":
        fail(
            _("This machine has no address %(host)s. Try: muster %(command)s --host 127.0.0.1")
            % facts
        )
    if problem:
        free = _free_port(address.host, address.port)
        sentence = _("Port %(port)d is in use. Try another: muster %(command)s --port %(free)d")
        fail(sentence % {**facts, "free": free})


def answers(address: Address) -> bool:
    """True once the server answers and can read its database."""
    context = ssl.create_default_context() if address.cert else None
    if context:
        # It is our own server on our own machine; the certificate names the public domain.
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    url = f"{address.local_url}/healthz"
    try:
        with urllib.request.urlopen(url, timeout=2, context=context) as answer:  # noqa: S310
            return bool(answer.status == _OK)
    except OSError:
        return False


def _check_certificate(address: Address) -> None:
    if bool(address.cert) != bool(address.key):
        fail(_("HTTPS needs both --cert and --key. Name the two files, or neither."))
    if not (address.cert and address.key):
        return
    for path in (address.cert, address.key):
        if not path.is_file():
            sentence = _("There is no file %(path)s. Check the path of the certificate and key.")
            fail(sentence % {"path": path})
    try:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(address.cert, address.key, password="")
    except (ssl.SSLError, ValueError):
        sentence = _(
            "%(cert)s and %(key)s do not belong together, or are no PEM files without a "
            "passphrase. Name the certificate chain and its key."
        )
        fail(sentence % {"cert": address.cert, "key": address.key})


def _free_port(host: str, taken: int) -> int:
    candidates = range(taken + 1, min(taken + PORTS_TO_TRY, 65535) + 1)
    return next((port for port in candidates if not _bind_problem(host, port)), 0) or _any_port(
        host
    )


def _any_port(host: str) -> int:
    with socket.socket(_family(host), socket.SOCK_STREAM) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


def _bind_problem(host: str, port: int) -> str:
    try:
        with socket.socket(_family(host), socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except PermissionError:
        return "permission"
    except socket.gaierror:
        return "address"
    except OSError as error:
        return "address" if error.errno == errno.EADDRNOTAVAIL else "taken"
    return ""


def _family(host: str) -> socket.AddressFamily:
    return socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)[0][0]

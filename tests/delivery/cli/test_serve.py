"""`muster serve` as people use it: started, stopped, killed, and started wrongly."""

import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import time
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.delivery.cli.conftest import Installation, alive, all_end, free_port, refused

from muster.delivery.cli.address import Address, check


@pytest.fixture(scope="module")
def certificate(tmp_path_factory) -> tuple[Path, Path]:
    """A self-signed certificate and its key."""
    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "muster.test")])
    now = datetime.now(UTC)
    signed = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("muster.test")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    cert_file, key_file = folder / "chain.pem", folder / "key.pem"
    cert_file.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return cert_file, key_file


def test_serve_answers_restarts_what_ends_and_stops_on_ctrl_c(installation):
    with installation.serving() as serving:
        printed = serving.wait_for("Ready after")
        assert f"http://127.0.0.1:{serving.port}" in printed
        with urllib.request.urlopen(f"http://127.0.0.1:{serving.port}/healthz") as answer:
            assert answer.status == 200
        started = serving.processes()
        assert len(started) == 4  # web, its worker, worker, scheduler

        scheduler = started[-1]
        os.kill(scheduler, signal.SIGKILL)
        serving.wait_for("The scheduler process ended (-9) and is started again.")

        everything = {*started, *serving.processes()}
        assert serving.stop(signal.SIGINT) == 0
        assert not any(map(alive, everything))
        assert "Traceback" not in serving.log.read_text()


def test_a_second_start_on_one_home_is_refused_in_one_line(installation):
    with installation.serving() as serving:
        serving.wait_for("Ready after")
        line = refused(installation.run("serve", "--port", str(free_port())))

    assert f"serving from {installation.home} already" in line
    assert "MUSTER_HOME" in line


def test_children_end_when_the_parent_is_killed(installation):
    with installation.serving() as serving:
        started = serving.processes()

        serving.process.kill()

        assert all_end(started)


def test_web_server_that_is_killed_ends_the_group_with_code_1(installation):
    with installation.serving() as serving:
        started = serving.processes()
        web = started[0]

        os.kill(web, signal.SIGKILL)

        assert serving.process.wait(30) == 1
        assert "The web process ended (-9)." in serving.log.read_text()
        assert not any(map(alive, started))


def test_https_serves_with_a_certificate(installation, certificate):
    cert, key = certificate
    words = ("--cert", str(cert), "--key", str(key), "--domain", "muster.test")
    with installation.serving(*words) as serving:
        assert f"https://muster.test:{serving.port}" in serving.log.read_text()
        trust = ssl.create_default_context(cafile=str(cert))
        with (
            socket.create_connection(("127.0.0.1", serving.port), timeout=10) as plain,
            trust.wrap_socket(plain, server_hostname="muster.test") as secure,
        ):
            request = f"GET /healthz HTTP/1.1\r\nHost: muster.test:{serving.port}\r\n"
            secure.sendall(f"{request}Connection: close\r\n\r\n".encode())
            assert secure.recv(100).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_taken_port_names_a_free_one(installation, language):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]

        line = refused(
            installation.run("serve", "--port", str(port), env={"MUSTER_LANGUAGE": language})
        )

    free = int(line.rpartition(" ")[2])
    assert free != port
    assert ("is in use" if language == "en" else "已被占用") in line
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", free))


def test_taken_port_of_the_demo_advises_the_demo(capsys):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        with pytest.raises(typer.Exit):
            check(Address("127.0.0.1", holder.getsockname()[1], command="demo"))

    assert "muster demo --port" in " ".join(capsys.readouterr().err.split())


def test_wrong_certificates_are_refused(installation, certificate, tmp_path):
    cert, key = certificate
    text = tmp_path / "text.pem"
    text.write_text("not a certificate")

    missing = refused(installation.run("serve", "--cert", "absent.pem", "--key", str(key)))
    alone = refused(installation.run("serve", "--cert", str(cert)))
    damaged = refused(installation.run("serve", "--cert", str(text), "--key", str(key)))

    assert missing.startswith("There is no file absent.pem.")
    assert alone.startswith("HTTPS needs both --cert and --key.")
    assert "do not belong together" in damaged


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://root@127.0.0.1/muster", "MUSTER_DATABASE_URL cannot be read."),
        ("postgresql://a:b@127.0.0.1:1/muster", "Cannot use the database of MUSTER_DATABASE_URL"),
    ],
)
def test_wrong_database_url_is_refused(new_installation, url, says):
    began = time.monotonic()

    line = refused(new_installation.run("serve", env={"MUSTER_DATABASE_URL": url}))

    assert line.startswith(says)
    assert time.monotonic() - began < 60


def test_unknown_user_of_the_database_is_refused(new_installation, postgres_url):
    server = postgres_url.replace("postgresql://", "").partition("@")[2] or postgres_url
    url = f"postgresql://nobody_of_this_name:wrong@{server}"

    line = refused(new_installation.run("serve", env={"MUSTER_DATABASE_URL": url}))

    assert line.startswith("Cannot use the database of MUSTER_DATABASE_URL")
    assert "nobody_of_this_name" in line


def test_missing_key_file_beside_data_is_refused_and_no_new_one_is_made(installation):
    keys = installation.home / "keys.json"
    keys.unlink()

    line = refused(installation.run("serve"))

    assert line == (
        f"The key file {keys} is missing, and without it the sealed data cannot be read. "
        "Put it back from its copy."
    )
    assert not keys.exists()


@pytest.mark.parametrize("content", ["{}", "another"])
def test_wrong_key_file_is_refused(installation, content):
    from muster.kernel.crypto import Keyring

    text = Keyring.generate().dump() if content == "another" else content
    (installation.home / "keys.json").write_text(text)

    line = refused(installation.run("serve"))

    assert "does not open the data of this installation, or is damaged" in line


def test_home_that_is_no_folder_is_refused(tmp_path):
    file = tmp_path / "file"
    file.write_text("")

    line = refused(Installation(file / "home").run("serve"))

    assert line.startswith(f"Cannot write {file / 'home' / 'secret_key'} (Not a directory).")


def test_home_of_somebody_else_is_refused(tmp_path):
    """A home on a read-only mount, or owned by another user where this one is not root."""
    home = tmp_path / "home"
    home.mkdir()
    with read_only(home):
        line = refused(Installation(home).run("serve"))

    assert line.startswith(f"Cannot write {home / 'secret_key'}")


def test_full_disk_is_refused_and_leaves_nothing_half_made(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    with small_disk(home) as limits:
        installation = Installation(home)
        line = refused(installation.run("serve", **limits), "Preparing the tables …\n")

        assert line.startswith("The disk is full (")
        assert "Free some space and start again." in line


def test_second_start_is_ready_within_the_time_promised(installation, record_property):
    """The promise is 5 s on a quiet machine of two cores; what counts here is processor time."""
    before = os.times()
    with installation.serving() as serving:
        printed = serving.wait_for("Ready after")
        serving.stop()
    after = os.times()

    spent = after.children_user + after.children_system
    spent -= before.children_user + before.children_system
    record_property("processor_seconds", round(spent, 2))
    record_property("printed", printed.strip().splitlines()[-1])
    assert spent < 10


class read_only:  # noqa: N801
    """Make a folder read-only inside the block, for root by a mount."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> None:
        if os.geteuid():
            self.folder.chmod(0o500)
        else:
            words = ["mount", "-t", "tmpfs", "-o", "ro,size=1m", "muster-test", str(self.folder)]
            subprocess.run(words, check=True)

    def __exit__(self, *_: object) -> None:
        if os.geteuid():
            self.folder.chmod(0o700)
        else:
            subprocess.run(["umount", str(self.folder)], check=True)


class small_disk:  # noqa: N801
    """Give a folder a disk of 256 kB, for other users than root files of at most that size."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.mounted = False

    def __enter__(self) -> dict[str, object]:
        words = ["mount", "-t", "tmpfs", "-o", "size=256k", "muster-test", str(self.folder)]
        if not os.geteuid() and shutil.which("mount"):
            self.mounted = not subprocess.run(words, check=False, capture_output=True).returncode
        return {} if self.mounted else {"preexec_fn": _limit_files}

    def __exit__(self, *_: object) -> None:
        if self.mounted:
            subprocess.run(["umount", str(self.folder)], check=True)


def _limit_files() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (256_000, 256_000))


def test_doctor_prints_one_document(installation):
    done = installation.run("doctor", "--json")

    document = json.loads(done.stdout)
    assert document["ok"] is True
    assert {finding["name"] for finding in document["findings"]} >= {"Keys", "Tables", "Database"}
    assert (done.returncode, done.stderr) == (0, "")

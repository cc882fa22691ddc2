"""A gateway on this machine that writes down what it is sent."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from muster.platform.notify.contracts import Words, register_words
from muster.platform.notify.enums import Way
from muster.platform.notify.services import save_channel


class Gateway:
    """Answers every POST with `answer` and keeps what came."""

    def __init__(self):
        self.seen = []
        self.status = 200
        self.answer = {"errcode": 0, "errmsg": "ok"}
        gateway = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                gateway.seen.append(
                    {"path": self.path, "headers": dict(self.headers), "body": body}
                )
                self.send_response(gateway.status)
                self.end_headers()
                self.wfile.write(json.dumps(gateway.answer).encode())

            def log_message(self, *_args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def bodies(self):
        return [json.loads(seen["body"]) for seen in self.seen]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def gateway():
    gateway = Gateway()
    yield gateway
    gateway.close()


@pytest.fixture
def maintainer(make_actor):
    return make_actor("maintainer")


@pytest.fixture
def sms(maintainer, gateway):
    return save_channel(
        actor=maintainer,
        way=Way.SMS,
        name="SMS",
        url=f"{gateway.url}/send",
        headers='{"X-Signature": "{signature}", "X-Time": "{timestamp}", "X-Nonce": "{nonce}"}',
        body='{"to": "{phone}", "content": {"text": "{text}"}}',
    )


@pytest.fixture
def mail(maintainer):
    return save_channel(actor=maintainer, way=Way.EMAIL, name="Mail")


@pytest.fixture(autouse=True, scope="session")
def words():
    register_words(Words("test.shift", "Your shift", "You are on duty with %(count)d others."))
    register_words(Words("test.code", "Code", "Your code is %(code)s."))
    register_words(
        Words("test.gaps", "Gaps", "%(posts)d posts lack %(people)d people.", robot=True)
    )

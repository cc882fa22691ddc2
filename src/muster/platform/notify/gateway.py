r"""Talking to gateways: text messages over HTTP, and the robots of three chat services.

A text message gateway is described by address, headers and body. Their places are `{phone}`,
`{text}`, `{timestamp}` (seconds), `{nonce}`, `{secret}` (from `MUSTER_SMS_SECRET`) and
`{signature}`: HMAC-SHA256 of `timestamp + nonce + phone + text` with the secret, in hex. A body
that is JSON is sent as JSON, anything else as a form (`a={phone}&b={text}`).

Signatures of the robots follow the services' own documents: DingTalk signs `timestamp\nsecret` with
the secret and adds both to the address; Feishu signs nothing with `timestamp\nsecret`.
"""

import base64
import hashlib
import hmac
import json
import os
import re
import secrets
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import httpx
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from muster.kernel import clock
from muster.platform.notify.enums import Way
from muster.platform.notify.models import Channel

TIMEOUT_SECONDS = 10.0
ANSWER_BYTES = 300
_PLACE = re.compile(r"\{(?:phone|text|timestamp|nonce|secret|signature)\}")
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


CHANNEL_GONE = gettext_noop("The channel was taken away.")
INCOMPLETE = gettext_noop("Write the address in full, beginning with https://.")
UNSAFE = gettext_noop("The address must begin with https://, or others could read along.")
_OWN_WORDS = frozenset({CHANNEL_GONE, INCOMPLETE, UNSAFE})


class NotDelivered(Exception):
    """A gateway did not take a message; the text says what it answered.

    A reason of our own stays in English here, because it is kept: `said` says it to each reader.
    """


def said(answer: str) -> str:
    """Return why a message was not taken: our own words in the reader's language."""
    return _(answer) if answer in _OWN_WORDS else answer


def address_problem(url: str) -> str:
    """Return what is wrong with a gateway's address as a sentence; empty where nothing is."""
    return said(_address_fault(url))


def _address_fault(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        return INCOMPLETE
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        return UNSAFE
    return ""


def send_email(address: str, title: str, text: str) -> None:
    """Send one e-mail by the installation's mail server."""
    try:
        EmailMessage(title, text, settings.DEFAULT_FROM_EMAIL, [address]).send()
    except OSError as error:
        raise NotDelivered(str(error)[:ANSWER_BYTES]) from error


def send_sms(channel: Channel, phone: str, text: str) -> None:
    """Hand one text message to the gateway."""
    fills = _fills(phone, text)
    headers = {name: _fill(value, fills) for name, value in channel.headers.items()}
    try:
        body = json.loads(channel.body)
    except ValueError:
        form = [(key, _fill(value, fills)) for key, value in parse_qsl(channel.body)]
        _post(_fill(channel.url.open(), fills), data=dict(form), headers=headers)
        return
    _post(_fill(channel.url.open(), fills), json=_fill_all(body, fills), headers=headers)


def post_to_group(channel: Channel, text: str) -> None:
    """Post to a chat group as its robot."""
    url, secret = channel.url.open(), channel.secret.open()
    seconds = int(clock.real_now().timestamp())
    if channel.way == Way.FEISHU:
        body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        if secret:
            body |= {"timestamp": str(seconds), "sign": feishu_sign(seconds, secret)}
    else:
        body = {"msgtype": "text", "text": {"content": text}}
    if channel.way == Way.DINGTALK and secret:
        signed = {"timestamp": seconds * 1000, "sign": dingtalk_sign(seconds * 1000, secret)}
        url = f"{url}{'&' if '?' in url else '?'}{urlencode(signed)}"
    _check_answer(_post(url, json=body))


def dingtalk_sign(milliseconds: int, secret: str) -> str:
    """Return DingTalk's signature of a moment."""
    message = f"{milliseconds}\n{secret}".encode()
    return base64.b64encode(hmac.new(secret.encode(), message, hashlib.sha256).digest()).decode()


def feishu_sign(seconds: int, secret: str) -> str:
    """Return Feishu's signature of a moment."""
    key = f"{seconds}\n{secret}".encode()
    return base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()


def _post(url: str, **content: Any) -> httpx.Response:
    if problem := _address_fault(url):
        raise NotDelivered(problem)
    try:
        answer = httpx.post(url, timeout=TIMEOUT_SECONDS, follow_redirects=False, **content)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        # The error's own text may hold the address, and the address holds the robot's key.
        raise NotDelivered(type(error).__name__) from None
    if not answer.is_success:
        raise NotDelivered(f"HTTP {answer.status_code} {answer.text[:ANSWER_BYTES]}")
    return answer


def _check_answer(answer: httpx.Response) -> None:
    """The services answer 200 even where they refuse; the code says which."""
    try:
        said = answer.json()
    except ValueError:
        raise NotDelivered(answer.text[:ANSWER_BYTES]) from None
    code = said.get("errcode", said.get("code", said.get("StatusCode"))) if said else None
    if code != 0:
        raise NotDelivered(json.dumps(said, ensure_ascii=False)[:ANSWER_BYTES])


def _fills(phone: str, text: str) -> dict[str, str]:
    secret = os.environ.get("MUSTER_SMS_SECRET", "")
    timestamp = str(int(clock.real_now().timestamp()))
    nonce = secrets.token_hex(8)
    signed = f"{timestamp}{nonce}{phone}{text}".encode()
    return {
        "{phone}": phone,
        "{text}": text,
        "{timestamp}": timestamp,
        "{nonce}": nonce,
        "{secret}": secret,
        "{signature}": hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest(),
    }


def _fill(template: str, fills: dict[str, str]) -> str:
    """Put values into the places of a template in one pass: a value is never a template."""
    return _PLACE.sub(lambda place: fills[place[0]], str(template))


def _fill_all(body: Any, fills: dict[str, str]) -> Any:
    if isinstance(body, dict):
        return {key: _fill_all(value, fills) for key, value in body.items()}
    if isinstance(body, list):
        return [_fill_all(value, fills) for value in body]
    return _fill(body, fills) if isinstance(body, str) else body

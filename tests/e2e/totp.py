"""What an authenticator app shows: RFC 6238 over HMAC-SHA1, six digits, thirty seconds."""

import base64
import hmac
import struct
import time

STEP_SECONDS = 30


def totp(key: str, at: float) -> str:
    """Return the six digits for a base32 key (spaces are allowed) at Unix time `at`."""
    secret = base64.b32decode(key.replace(" ", ""))
    digest = hmac.digest(secret, struct.pack(">Q", int(at // STEP_SECONDS)), "sha1")
    offset = digest[-1] & 0x0F
    number = struct.unpack_from(">I", digest, offset)[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def next_code(key: str, after: str) -> str:
    """Wait until the app shows something other than `after`: a code opens nothing twice."""
    while (code := totp(key, time.time())) == after:
        time.sleep(0.5)
    return code

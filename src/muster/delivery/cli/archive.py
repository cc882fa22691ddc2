"""The file format of a backup: an age stream behind a passphrase, written and read in one pass.

    muster-backup 3, newline | lock: salt (16 bytes), nonce (12), sealed identity | age stream

The lock is a one-time age identity sealed by AES-GCM with a key that scrypt draws from the
passphrase, at a cost that is the same everywhere: age's own passphrases cost what the machine that
writes finds bearable, and one that is slower or busier refuses to read them. The stream is a gzip
tar encrypted to that identity. No table is ever on the disk unencrypted, and memory does not grow
with the content: a thread encrypts or decrypts while the caller writes or reads the tar through a
pipe.
"""

import gzip
import io
import os
import tarfile
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"muster-backup 3\n"
_SALT, _NONCE, _TAG = 16, 12, 16
_SEALED = len("AGE-SECRET-KEY-") + 59 + _TAG
"""Bytes of a sealed identity: bech32 of 32 bytes behind its name."""
_SCRYPT = {"n": 2**17, "r": 8, "p": 1}
"""128 MB and some tenths of a second for each guess (OWASP's first choice)."""
_PACKING = 3
"""Level of gzip: sealed fields do not shrink, so a higher one costs time for little."""


class NotABackup(Exception):
    """The file is something else, of another format, or cut off at its beginning."""


class WrongPassphrase(Exception):
    """The passphrase does not open the lock."""


class Damaged(Exception):
    """The stream was altered or cut off."""


@contextmanager
def writing(target: BinaryIO, passphrase: str) -> Iterator[tarfile.TarFile]:
    """Give a tar whose bytes end up encrypted in `target`.

    Raises:
        OSError: `target` cannot be written.

    """
    identity = pyrage.x25519.Identity.generate()
    target.write(MAGIC + _lock(str(identity).encode(), passphrase))
    reader, writer = os.pipe()
    plain = os.fdopen(reader, "rb")
    watched = _Watched(target)
    job = _Thread(lambda: pyrage.encrypt_io(plain, watched, [identity.to_public()]), plain)
    try:
        with os.fdopen(writer, "wb") as pipe:
            packed = gzip.GzipFile(fileobj=pipe, mode="wb", compresslevel=_PACKING, mtime=0)
            with packed, tarfile.open(fileobj=packed, mode="w|") as tar:
                yield tar
    except BrokenPipeError:
        pass  # the other end stopped first: its reason is the one to tell
    finally:
        job.join()
    if watched.error is not None:
        raise watched.error
    job.finish()


@contextmanager
def reading(source: BinaryIO, passphrase: str) -> Iterator[tarfile.TarFile]:
    """Give the tar that is encrypted in `source`, to be read from front to back.

    Raises:
        NotABackup: `source` does not begin as a backup.
        WrongPassphrase: the passphrase does not open it.
        Damaged: it was altered or cut off; found at the latest when the block ends.

    """
    identity = _unlock(source, passphrase)
    reader, writer = os.pipe()
    plain = os.fdopen(writer, "wb")
    job = _Thread(lambda: pyrage.decrypt_io(source, plain, [identity]), plain)
    try:
        with os.fdopen(reader, "rb") as pipe:
            with (
                gzip.GzipFile(fileobj=pipe) as packed,
                tarfile.open(fileobj=packed, mode="r|") as tar,
            ):
                yield tar
            while pipe.read(io.DEFAULT_BUFFER_SIZE):
                pass  # to the end, so that a change in the last bytes is found as well
        job.finish()
    except (tarfile.TarError, EOFError, gzip.BadGzipFile, zlib.error, pyrage.DecryptError) as error:
        raise Damaged from error
    finally:
        job.join()


def add_bytes(tar: tarfile.TarFile, name: str, content: bytes) -> None:
    """Put `content` into the tar under `name`."""
    member = tarfile.TarInfo(name)
    member.size = len(content)
    tar.addfile(member, io.BytesIO(content))


def add_files(tar: tarfile.TarFile, folder: Path, name: str) -> int:
    """Put every file below `folder` into the tar under `name`; return how many.

    One that is removed meanwhile, by a destruction for instance, is left out.
    """
    count = 0
    for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
        if not path.is_file():
            continue
        try:
            content = path.open("rb")
        except FileNotFoundError:
            continue
        with content:
            member = tarfile.TarInfo(f"{name}/{path.relative_to(folder).as_posix()}")
            member.size, member.mode = os.fstat(content.fileno()).st_size, 0o600
            tar.addfile(member, content)
        count += 1
    return count


def _lock(identity: bytes, passphrase: str) -> bytes:
    salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
    return salt + nonce + _cipher(passphrase, salt).encrypt(nonce, identity, MAGIC)


def _unlock(source: BinaryIO, passphrase: str) -> pyrage.x25519.Identity:
    whole = len(MAGIC) + _SALT + _NONCE + _SEALED
    head = source.read(whole)
    if len(head) != whole or not head.startswith(MAGIC):
        raise NotABackup
    salt, nonce, sealed = (
        head[at : at + length]
        for at, length in (
            (len(MAGIC), _SALT),
            (len(MAGIC) + _SALT, _NONCE),
            (len(MAGIC) + _SALT + _NONCE, _SEALED),
        )
    )
    try:
        opened = _cipher(passphrase, salt).decrypt(nonce, sealed, MAGIC)
    except InvalidTag as error:
        raise WrongPassphrase from error
    return pyrage.x25519.Identity.from_str(opened.decode())


def _cipher(passphrase: str, salt: bytes) -> AESGCM:
    return AESGCM(Scrypt(salt=salt, length=32, **_SCRYPT).derive(passphrase.encode()))


class _Watched:
    """Remembers why `target` could not be written, which the encryption would hide."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self.error: OSError | None = None

    def write(self, content: bytes) -> int:
        try:
            return self._target.write(content)
        except OSError as error:
            self.error = error
            raise

    def flush(self) -> None:
        self._target.flush()


class _Thread:
    """Runs `work` beside the caller, then closes its end of the pipe; hands over what it raised."""

    def __init__(self, work: Callable[[], None], end: BinaryIO) -> None:
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, args=(work, end), daemon=True)
        self._thread.start()

    def _run(self, work: Callable[[], None], end: BinaryIO) -> None:
        try:
            work()
        except BaseException as error:  # noqa: BLE001
            self._error = error
        finally:
            try:
                end.close()
            except OSError as error:
                self._error = self._error or error

    def join(self) -> None:
        self._thread.join()

    def finish(self) -> None:
        """Wait for the end and raise what went wrong."""
        self._thread.join()
        if self._error is not None:
            raise self._error

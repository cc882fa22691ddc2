"""Sealed values rest encrypted, bound to their cell, readable after rotation."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muster.kernel.crypto import Keyring, KeyringError, blind_index, keycheck, use_keyring
from muster.kernel.crypto.keyring import keyring, write_keyring
from muster.kernel.ids import new_id
from muster.kernel.models import KeyCheck

CELL = "tenant|table|phone|row"


@given(st.text(max_size=200))
def test_seal_then_open_gives_the_value_back(plain):
    ring = Keyring.generate()

    assert ring.open(ring.seal(plain, CELL), CELL) == plain


def test_sealed_value_does_not_open_in_another_cell():
    ring = Keyring.generate()

    with pytest.raises(KeyringError, match="belongs to another row"):
        ring.open(ring.seal("13812345678", CELL), "tenant|table|phone|other")


@given(st.integers(min_value=0, max_value=10**6))
def test_sealed_value_with_one_bit_changed_does_not_open(position):
    ring = Keyring.generate()
    key_id, _, body = ring.seal("13812345678", CELL).partition(".")
    raw = bytearray(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    raw[position % len(raw)] ^= 1 << (position % 8)
    altered = base64.urlsafe_b64encode(bytes(raw)).decode()

    with pytest.raises(KeyringError):
        ring.open(f"{key_id}.{altered}", CELL)


def test_value_sealed_before_rotation_opens_after_it():
    old = Keyring.generate()
    sealed = old.seal("plain", CELL)
    new = old.rotated()

    assert new.open(sealed, CELL) == "plain"
    assert new.seal("plain", CELL).split(".")[0] == new.current != old.current


def test_value_sealed_with_a_missing_key_names_the_key():
    sealed = Keyring.generate().seal("plain", CELL)

    with pytest.raises(KeyringError, match="is missing from the keyring"):
        Keyring.generate().open(sealed, CELL)


def test_keyring_written_and_loaded_is_the_same(tmp_path):
    ring = Keyring.generate().rotated()

    write_keyring(ring, tmp_path / "keys.json")

    assert Keyring.load((tmp_path / "keys.json").read_text()) == ring
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600


@given(st.text())
def test_damaged_key_file_says_so(text):
    with pytest.raises(KeyringError, match="key file"):
        Keyring.load(text)


def test_blind_index_is_equal_for_equal_values_of_one_tenant_and_purpose_only():
    here, there = new_id(), new_id()

    assert blind_index(here, "phone", "138") == blind_index(here, "phone", "138")
    assert blind_index(here, "phone", "138") != blind_index(there, "phone", "138")
    assert blind_index(here, "phone", "138") != blind_index(here, "id_number", "138")
    assert blind_index(here, "phone", "") == ""


def test_blind_index_survives_rotation():
    tenant_id = new_id()
    before = blind_index(tenant_id, "phone", "138")

    with use_keyring(keyring().rotated()):
        assert blind_index(tenant_id, "phone", "138") == before


def test_confirm_notes_the_current_key_once(db, keys):
    keycheck.confirm()
    keycheck.confirm()

    assert keycheck.known_keys() == [keys.current]


def test_confirm_with_another_keyring_is_refused(db):
    keycheck.confirm()

    with use_keyring(Keyring.generate()), pytest.raises(KeyringError):
        keycheck.confirm()
    assert KeyCheck.objects.count() == 1


@given(st.binary(max_size=2000))
def test_sealed_bytes_open_in_their_own_place_only(content):
    ring = Keyring.generate()
    sealed = ring.seal_bytes(content, "file|1")

    assert ring.rotated().open_bytes(sealed, "file|1") == content
    with pytest.raises(KeyringError):
        ring.open_bytes(sealed, "file|2")

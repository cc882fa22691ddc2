"""Rotation: everything is sealed anew, and an interruption loses nothing."""

import os

import pytest
import typer

from muster.delivery.cli import keys as command
from muster.delivery.cli import running, services
from muster.kernel.actors import system_actor
from muster.kernel.crosstenant import across_tenants
from muster.kernel.crypto import Keyring, SealedField, keycheck, use_keyring
from muster.registers.responders.contracts import PersonDraft
from muster.registers.responders.models import Responder
from muster.registers.responders.services import add_responder, add_unit

pytestmark = pytest.mark.django_db(transaction=True, databases="__all__")


@pytest.fixture
def people(tenant, keys, settings, tmp_path, monkeypatch):
    """Five people with sealed numbers, and the key file that opens them."""
    settings.HOME = tmp_path
    monkeypatch.setenv("MUSTER_KEYS_FILE", str(tmp_path / "keys.json"))
    (tmp_path / "keys.json").write_text(keys.dump())
    keycheck.confirm()
    system = system_actor(tenant.id, "tests")
    unit = add_unit(actor=system, name="市统计局", level="city", area_code="120101")
    for at in range(5):
        add_responder(
            actor=system,
            draft=PersonDraft(name=f"李芳{at}", unit_id=unit.id, phone=f"154{at:08d}"),
        )
    return tmp_path / "keys.json"


def phones(tenant):
    people = Responder.objects.of_tenant(tenant.id).order_by("name")
    return [person.phone.open()[-11:] for person in people]


def key_ids(tenant):
    rows = Responder.objects.of_tenant(tenant.id)
    return {str(text).partition(".")[0] for text in rows.values_list("phone", flat=True)}


def test_rotation_seals_every_value_with_the_new_key(tenant, people, keys):
    assert command.rotate_keys() == 5

    ring = Keyring.load(people.read_text())
    assert ring.current != keys.current
    assert set(ring.field_keys) == {keys.current, ring.current}
    with use_keyring(ring):
        assert phones(tenant) == [f"154{at:08d}" for at in range(5)]
        assert key_ids(tenant) == {ring.current}


def test_rotation_keeps_look_up_by_number(tenant, people):
    before = set(Responder.objects.of_tenant(tenant.id).values_list("phone_index", flat=True))
    command.rotate_keys()

    after = set(Responder.objects.of_tenant(tenant.id).values_list("phone_index", flat=True))
    assert (after, len(after)) == (before, 5)


def test_interrupted_rotation_stays_readable_and_goes_on_with_its_key(tenant, people, monkeypatch):
    monkeypatch.setattr(services, "ROWS_AT_ONCE", 2)
    seal, sealed = SealedField.seal, []

    def cut_off(field, row, plain):
        sealed.append(row.pk)
        if len(sealed) == 4:
            raise KeyboardInterrupt
        return seal(field, row, plain)

    monkeypatch.setattr(SealedField, "seal", cut_off)
    with pytest.raises(KeyboardInterrupt):
        command.rotate_keys()
    monkeypatch.setattr(SealedField, "seal", seal)

    half = Keyring.load(people.read_text())
    with use_keyring(half):
        assert len(key_ids(tenant)) == 2
        assert phones(tenant) == [f"154{at:08d}" for at in range(5)]
        assert command.rotate_keys() == 3
        assert phones(tenant) == [f"154{at:08d}" for at in range(5)]
        assert key_ids(tenant) == {half.current}
    assert Keyring.load(people.read_text()) == half


def test_rotation_waits_until_nothing_is_served(people, capsys):
    before = people.read_text()
    with running.while_serving(), pytest.raises(typer.Exit) as left:
        command.run(rotate=True)

    assert left.value.exit_code == 2
    assert "Stop it first" in capsys.readouterr().err
    assert people.read_text() == before


def test_keys_are_listed_without_showing_them(people, keys, capsys):
    command.run(rotate=False)

    printed = capsys.readouterr().out
    assert f"  {keys.current} (in use)" in printed
    assert people.read_text()[30:60] not in printed
    assert os.environ["MUSTER_KEYS_FILE"] in printed.replace("\n", "")


def test_rotation_reaches_every_tenant(tenant, other_tenant, people):
    add_unit(
        actor=system_actor(other_tenant.id, "tests"),
        name="区统计局",
        level="district",
        area_code="120102",
        clerk_phone="15400000009",
    )

    assert command.rotate_keys() == 6
    with across_tenants("backup.count"):
        assert Responder.objects.count() == 5

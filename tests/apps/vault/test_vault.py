"""The site's keys, sealed fields and personal data keys, on a real database and real files."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from jinguo.apps import vault
from jinguo.apps.vault import keyring, registered
from jinguo.apps.vault.models import DataKey

NUMBER = "11010519491231002X"


@pytest.fixture
def keys_file(settings, tmp_path):
    settings.VAULT_KEYS_FILE = tmp_path / "keys" / "keys.json"
    return settings.VAULT_KEYS_FILE


def test_a_sealed_number_opens_for_its_own_record_only():
    token = vault.seal(NUMBER, about="nomination:1:id_number")

    assert NUMBER not in token
    assert vault.unseal(token, about="nomination:1:id_number") == NUMBER
    with pytest.raises(vault.Unreadable):
        vault.unseal(token, about="nomination:2:id_number")


def test_the_key_file_is_private(keys_file):
    vault.seal("x", about="a")

    assert keys_file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in keys_file.parent.iterdir()] == ["keys.json"]


def test_without_leave_to_make_keys_a_missing_file_is_said(keys_file, settings):
    settings.VAULT_MAKE_KEYS = False

    with pytest.raises(ImproperlyConfigured, match="jinguo keys create"):
        vault.seal("x", about="a")
    assert not keys_file.exists()


def test_creating_twice_keeps_the_first_keys(keys_file):
    assert keyring.create() is True
    first = keys_file.read_text()

    assert keyring.create() is False
    assert keys_file.read_text() == first


def test_after_rotation_old_values_open_and_new_ones_have_the_new_key(keys_file):
    old = vault.seal("x", about="a")

    made = keyring.rotate("seal")

    assert vault.unseal(old, about="a") == "x"
    assert f":{made}:" in vault.seal("x", about="a")


def test_keys_may_come_from_the_environment(settings, keys_file):
    keyring.create()
    settings.VAULT_KEYS = keys_file.read_text()
    token = vault.seal("x", about="a")
    keys_file.unlink()

    assert vault.unseal(token, about="a") == "x"


def test_values_sealed_with_aes_open_after_the_switch_to_sm4(settings):
    aes = vault.seal("x", about="a")
    settings.VAULT_ALGORITHM = "SM4-GCM"
    sm4 = vault.seal("x", about="a")

    assert sm4.startswith("v1:SM4-GCM:")
    assert [vault.unseal(token, about="a") for token in (aes, sm4)] == ["x", "x"]


def test_the_same_number_has_the_same_index_however_it_is_typed():
    assert vault.blind_index("id_number", NUMBER) == vault.blind_index("id_number", "110105 19491231 002x")
    assert vault.blind_index("id_number", NUMBER) != vault.blind_index("phone", NUMBER)


@pytest.mark.django_db
def test_erasing_a_person_makes_her_values_unreadable_and_leaves_others():
    hers = vault.seal_for("person:1", "李芳")
    another = vault.seal_for("person:2", "王敏")

    vault.erase("person:1")
    vault.erase("person:1")

    assert vault.unseal_for("person:1", hers) is None
    assert vault.unseal_for("person:2", another) == "王敏"
    assert DataKey.objects.get(person_ref="person:1").sealed_key == ""
    assert vault.is_erased("person:1")
    assert not vault.is_erased("person:2")


@pytest.mark.django_db
def test_after_erasure_nothing_more_is_kept():
    vault.erase("person:1")

    token = vault.seal_for("person:1", "李芳")

    assert token == "erased"
    assert vault.unseal_for("person:1", token) is None


@pytest.mark.django_db
def test_data_keys_are_sealed_again_after_a_rotation(keys_file):
    tokens = {f"person:{n}": vault.seal_for(f"person:{n}", f"name {n}") for n in range(7)}
    vault.erase("person:0")
    made = keyring.rotate("seal")
    field = next(f for f in registered.registered() if f.name == "vault.DataKey.sealed_key")
    assert registered.stale(field).count() == 6

    done = list(registered.reseal(field, batch=4))

    assert done == [4, 2]
    assert registered.stale(field).count() == 0
    assert all(f":{made}:" in key.sealed_key for key in DataKey.objects.exclude(sealed_key=""))
    assert [vault.unseal_for(ref, token) for ref, token in tokens.items()][1:] == [
        f"name {n}" for n in range(1, 7)
    ]


@pytest.mark.django_db
def test_many_values_of_one_person_look_her_key_up_once(django_assert_num_queries):
    vault.seal_for("nomination:7", "first")

    with django_assert_num_queries(1), vault.keys_at_hand():
        tokens = [vault.seal_for("nomination:7", text) for text in ("one", "two", "three")]

    assert [vault.unseal_for("nomination:7", token) for token in tokens] == ["one", "two", "three"]


@pytest.mark.django_db
def test_keys_at_hand_are_forgotten_after_the_block():
    with vault.keys_at_hand():
        vault.seal_for("nomination:7", "first")
    vault.erase("nomination:7")

    assert vault.seal_for("nomination:7", "later") == "erased"

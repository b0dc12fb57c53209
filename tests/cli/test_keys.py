"""`jinguo keys`, on a database and a key file of its own."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from tests import factories

from jinguo.apps import vault
from jinguo.apps.calls.models import Nomination
from jinguo.apps.exchange.models import OwnKey
from jinguo.apps.vault import keyring, registered
from jinguo.apps.vault.models import DataKey
from jinguo.cli import group
from jinguo.engines.exchange import KeyCard
from jinguo.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keys_file(settings, tmp_path):
    settings.VAULT_KEYS_FILE = tmp_path / "keys" / "keys.json"
    settings.VAULT_MAKE_KEYS = False
    return settings.VAULT_KEYS_FILE


def run(*words):
    return CliRunner().invoke(group, ["keys", *words])


def test_keys_are_made_once_and_never_overwritten(keys_file):
    first = run("create")
    made = keys_file.read_text()
    second = run("create")

    assert (first.exit_code, second.exit_code) == (0, 2)
    assert keys_file.read_text() == made


def test_check_says_that_keys_are_missing():
    found = run("check")

    assert found.exit_code == 2
    assert "jinguo keys create" in found.output


def test_rotate_seals_what_is_stored_again():
    run("create")
    token = vault.seal_for("person:1", "李芳")
    before = DataKey.objects.get().sealed_key

    rotated = run("rotate")

    assert rotated.exit_code == 0
    assert DataKey.objects.get().sealed_key != before
    assert vault.unseal_for("person:1", token) == "李芳"
    assert run("check").exit_code == 0


def test_rotating_the_key_of_the_index_gives_other_indices():
    run("create")
    before = vault.blind_index("id_number", "11010519491231002X")

    assert run("rotate", "--index").exit_code == 0
    assert vault.blind_index("id_number", "11010519491231002X") != before


def test_check_finds_values_that_the_keys_do_not_open(keys_file):
    run("create")
    vault.seal_for("person:1", "李芳")
    keys_file.unlink()
    keyring.create()

    found = run("check")

    assert found.exit_code == 1
    assert "vault.DataKey.sealed_key of record" in found.output


def test_check_finds_a_file_that_others_can_read(keys_file):
    run("create")
    keys_file.chmod(0o644)

    found = run("check")

    assert found.exit_code == 1
    assert "chmod 600" in found.output


def test_damaged_keys_are_said_in_one_line_without_secrets(keys_file):
    run("create")
    keys_file.write_text(keys_file.read_text()[:-40])

    found = run("check")

    assert found.exit_code == 2
    assert "not JSON" in found.output


def test_after_a_rotation_of_the_index_a_second_nomination_of_the_same_is_still_noticed():
    run("create")
    people = factories.cast()
    call = factories.open_call(people)
    handed_in = factories.handed_in(call, people.society, people.li)
    before = handed_in.identity_index

    late = run("rotate", "--index", "--no-reseal")
    found = run("check")
    done = run("reseal")

    handed_in.refresh_from_db()
    assert (late.exit_code, found.exit_code, done.exit_code) == (0, 1, 0)
    assert "Nomination.identity_index: 1 records" in found.output
    assert "Nomination.identity_index: 1 indexed again" in done.output
    assert handed_in.identity_index not in ("", before)
    assert run("check").exit_code == 0
    with pytest.raises(Refused) as refused:
        factories.handed_in(call, people.district, people.zhao)
    assert "nominee_nominated_by_another_unit" in {reason.code for reason in refused.value.reasons}


def test_indexing_again_goes_on_where_it_was_stopped():
    run("create")
    people = factories.cast()
    call = factories.open_call(people)
    factories.many_handed_in(call, people.society, 5)
    Nomination.objects.update(nominee_kind="work")
    for nomination in Nomination.objects.all():
        Nomination.objects.filter(pk=nomination.pk).update(identity_index=f"old:{nomination.pk}")
    indexed = next(one for one in registered.indices() if one.model is Nomination)

    first = next(registered.reindex(indexed, batch=2))
    rest = sum(registered.reindex(indexed, batch=2))

    assert (first, rest) == (2, 3)


def test_the_keys_of_an_organisation_endorse_those_that_replace_them():
    run("create")
    name = factories.cast().association.name

    first, second = run("exchange", "--organisation", name), run("exchange", "--organisation", name)

    assert (first.exit_code, second.exit_code) == (0, 0)
    old, new = (KeyCard.from_json(one.stdout) for one in (first, second))
    assert old.fingerprint != new.fingerprint
    assert old.fingerprint in first.stderr
    assert new.replaces == old.id
    assert new.endorsed
    assert OwnKey.objects.get(retired_at=None).key_id == new.id


def test_keys_are_made_for_organisations_of_this_site_alone():
    run("create")
    assert run("exchange", "--organisation", "没有的单位").exit_code == 2

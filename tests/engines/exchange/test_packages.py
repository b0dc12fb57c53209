"""Packages: what goes in comes out, and nothing that was changed is believed."""

from __future__ import annotations

import json
import tempfile
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jinguo.engines.exchange import (
    FIELDS,
    LISTS,
    SPELLS,
    TEXTS,
    Expected,
    KeyCard,
    Manifest,
    OwnKeys,
    container,
    new_keys,
    open_package,
    packages,
    schema,
    write_package,
)
from jinguo.errors import Refused
from jinguo.reasons import Reason

REF = "00000000-0000-4000-8000-000000000001"
GIVER, TAKER = new_keys("甲市科协", "2026-10-12"), new_keys("乙市妇联", "2026-10-12")
WANG = {"ref": REF, "as_of": "2026-10-12", "name": "王丽", "unit": "某大学", "honours": ["三八红旗手"]}
SAID = Manifest(
    "p1", "甲乙〔2026〕1号", 3, ("", ""), ("", ""), "registry_sharing", "2026-1",
    ("name", "unit", "honours", "employment"), "2026-10-12T09:00:00+08:00", "2027-10-12", 0, 0,
)  # fmt: skip
KNOWN = Expected([TAKER], [GIVER.card], today="2026-10-13")


def made(path, people=(WANG,), withdrawn=(), said=SAID, own=GIVER, to=TAKER.card):
    write_package(path, said, own=own, to=to, people=people, withdrawn=withdrawn)
    return path


@cache
def bytes_of_one():
    """One package for all tests that only change bytes."""
    with tempfile.TemporaryDirectory() as folder:
        return made(Path(folder) / "a.jinguo.zip").read_bytes()


def refusal(path, known=KNOWN):
    with pytest.raises(Refused) as told:
        believed(path, known)
    return told.value.reasons[0].code


def believed(path, known):
    with open_package(path, known) as one:
        assert one.findings() == []


def test_what_goes_in_comes_out(tmp_path):
    gone = {"ref": REF, "on": "2026-09-01"}
    with open_package(made(tmp_path / "a.zip", withdrawn=[gone]), KNOWN) as one:
        assert [row for _, row in one.people()] == [WANG]
        assert [row for _, row in one.withdrawn()] == [gone]
        assert (one.said.people, one.said.withdrawn, one.said.sender[0]) == (1, 1, "甲市科协")
        assert one.findings() == []


def test_the_file_is_a_zip_that_every_tool_opens_and_shows_nobody(tmp_path):
    path = made(tmp_path / "a.zip")
    with zipfile.ZipFile(path) as opened:
        assert tuple(opened.namelist()) == container.ORDER
        assert opened.testzip() is None
        shown = json.loads(opened.read("manifest.json"))
    assert shown["fields"] == list(SAID.fields)
    assert "王丽".encode() not in path.read_bytes()


TEXT = st.text(max_size=40).filter(lambda text: text.strip())


def persons():
    step = st.fixed_dictionaries({"value": TEXT}, optional={"since": TEXT, "place": TEXT})
    fields = {
        **dict.fromkeys(set(TEXTS) - {"name"}, TEXT),
        **dict.fromkeys(LISTS, st.lists(TEXT, max_size=3)),
        **dict.fromkeys(SPELLS, st.lists(step, max_size=2)),
    }
    always = {"ref": st.just(REF), "as_of": st.just("2026-10-12"), "name": TEXT}
    return st.fixed_dictionaries(always, optional=fields)


@settings(max_examples=25, deadline=None)
@given(people=st.lists(persons(), max_size=4))
def test_any_persons_come_out_as_they_went_in_and_fit_the_schema(tmp_path_factory, people):
    path = tmp_path_factory.mktemp("p") / "a.zip"
    validator = jsonschema_rs.validator_for(schema())
    assert all(validator.is_valid(one) for one in people)
    with open_package(made(path, people, said=replace(SAID, fields=FIELDS)), KNOWN) as one:
        assert [row for _, row in one.people()] == people
        assert one.findings() == []


@settings(max_examples=150, deadline=None)
@given(place=st.integers(min_value=0), bit=st.integers(0, 7))
def test_any_flipped_bit_is_found(tmp_path_factory, place, bit):
    body = bytearray(bytes_of_one())
    body[place % len(body)] ^= 1 << bit
    path = tmp_path_factory.mktemp("f") / "a.zip"
    path.write_bytes(body)
    assert refusal(path).startswith("exchange_")


@settings(max_examples=40, deadline=None)
@given(length=st.integers(min_value=0), more=st.binary(max_size=3))
def test_a_package_cut_off_or_grown_is_refused(tmp_path_factory, length, more):
    whole = bytes_of_one()
    path = tmp_path_factory.mktemp("c") / "a.zip"
    path.write_bytes(whole[: length % len(whole)] or b"PK")
    assert refusal(path) in {"exchange_truncated", "exchange_not_a_package"}
    path.write_bytes(whole + b"!" + more)
    assert refusal(path) == "exchange_changed"


def test_a_package_cut_off_at_any_byte_is_refused_as_cut_off(tmp_path):
    whole, path = bytes_of_one(), tmp_path / "a.zip"
    for length in (*range(4, len(whole), 97), *range(whole.index(b"people") - 4, whole.index(b"people") + 8)):
        path.write_bytes(whole[:length])
        assert refusal(path) == "exchange_truncated", length


def test_every_bad_case_has_its_reason(tmp_path):
    path = made(tmp_path / "a.zip")
    stranger = new_keys("丙市科协", "2026-10-12")
    assert refusal(path, replace(KNOWN, partners=[stranger.card])) == "exchange_key_unknown"
    assert refusal(path, replace(KNOWN, own=[stranger])) == "exchange_wrong_receiver"
    assert refusal(path, replace(KNOWN, last={SAID.agreement: 3})) == "exchange_replayed"
    assert refusal(path, replace(KNOWN, last={SAID.agreement: 7})) == "exchange_older"
    assert refusal(path, replace(KNOWN, today="2028-01-01")) == "exchange_agreement_over"
    assert refusal(path, replace(KNOWN, agreed={})) == "exchange_agreement_unknown"
    assert refusal(path, replace(KNOWN, agreed={SAID.agreement: ["name"]})) == "exchange_fields_outside"
    assert refusal(tmp_path / "absent.zip") == "exchange_not_a_package"
    (tmp_path / "b.zip").write_bytes(b"%PDF-1.4")
    assert refusal(tmp_path / "b.zip") == "exchange_not_a_package"


def test_a_key_that_only_claims_to_be_the_partners_is_found(tmp_path):
    false = OwnKeys(GIVER.card, new_keys("甲市科协", "2026-10-12").sign, GIVER.seal)
    assert refusal(made(tmp_path / "a.zip", own=false)) == "exchange_signature_broken"


def test_a_newer_format_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr("jinguo.engines.exchange.manifest.VERSION", 2)
    path = made(tmp_path / "a.zip")
    monkeypatch.undo()
    assert refusal(path) == "exchange_version_newer"


def test_a_package_packed_anew_by_another_tool_is_refused(tmp_path):
    path = made(tmp_path / "a.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "b.zip", "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    assert refusal(tmp_path / "b.zip") == "exchange_changed"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "c.zip", "w") as new:
        new.writestr("people.jsonl.sealed", old.read("people.jsonl.sealed"))
    assert refusal(tmp_path / "c.zip") == "exchange_part_missing"


def test_a_bomb_is_not_unpacked(tmp_path):
    people = [{**WANG, "employment": [{"value": "x" * 4000}] * 200}] * 3
    assert refusal(made(tmp_path / "a.zip", people), replace(KNOWN, most=1 << 20)) == "exchange_bomb"


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (b"{", "exchange_line_unusable"),
        (b"[" * 100_000, "exchange_line_unusable"),
        (json.dumps({**WANG, "id_number": "1"}).encode(), "exchange_field_outside"),
        (json.dumps({**WANG, "title": "x"}).encode(), "exchange_field_outside"),
        (json.dumps({**WANG, "honours": "one"}).encode(), "exchange_value_unusable"),
        (json.dumps({**WANG, "name": " "}).encode(), "exchange_value_unusable"),
        (json.dumps({**WANG, "unit": "x" * 6000}).encode(), "exchange_value_unusable"),
    ],
)
def test_a_bad_line_of_an_honest_sender_costs_only_itself(tmp_path, monkeypatch, line, code):
    """A giver's program that writes what it should not: the reader does not trust it."""
    good = packages.canonical(WANG)
    monkeypatch.setattr(packages, "read_person", lambda *_: {})
    lines = iter([line, good])
    monkeypatch.setattr(
        packages, "canonical", lambda said: next(lines) if said is WANG else json.dumps(said).encode()
    )
    path = made(tmp_path / "a.zip", [WANG, WANG])
    monkeypatch.undo()
    with open_package(path, KNOWN) as one:
        rows = [row for _, row in one.people()]
    assert isinstance(rows[0], Reason)
    assert rows[0].code == code
    assert rows[1] == WANG


def test_nothing_that_a_reader_would_refuse_is_written(tmp_path):
    with pytest.raises(Refused):
        made(tmp_path / "a.zip", [{**WANG, "id_number": "11010519491231002X"}])
    assert list(tmp_path.iterdir()) == []


def test_new_keys_are_endorsed_by_those_they_replace():
    newer = new_keys("甲市科协", "2027-01-01", replacing=GIVER)
    card = KeyCard.from_json(newer.card.to_json())
    assert GIVER.card.endorses(card)
    assert not TAKER.card.endorses(card)
    assert not GIVER.card.endorses(replace(card, seal=TAKER.card.seal))
    assert OwnKeys.from_json(newer.to_json()) == newer
    assert card.fingerprint != GIVER.card.fingerprint
    for wrong in ("", "{}", "[" * 9000, GIVER.card.to_json().replace(GIVER.card.sign, "abc")):
        with pytest.raises(Refused):
            KeyCard.from_json(wrong)

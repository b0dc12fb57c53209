"""Sealing and the blind index, against published vectors and by properties."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given
from hypothesis import strategies as st

from jinguo.engines import vault
from jinguo.engines.vault import sealing

FIRST = vault.Key("k1", bytes(range(32)))
SECOND = vault.Key("k2", bytes(range(32, 64)))
KEYS = {"k1": FIRST, "k2": SECOND}
texts = st.text(st.characters(exclude_categories=["Cs"]))


def test_sm4_gcm_gives_the_example_of_rfc_8998():
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    nonce = bytes.fromhex("00001234567800000000abcd")
    about = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    plain = bytes.fromhex(
        "aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd"
        "eeeeeeeeeeeeeeeeffffffffffffffffeeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa"
    )

    body = sealing.encrypt("SM4-GCM", key, nonce, plain, about)

    assert body.hex() == (
        "17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735"
        "d82710ca5c22f0ccfa7cbf93d496ac15a56834cbcf98c397b4024a2691233b8d"
        "83de3541e4c2b58177e065a9bf7b62ec"
    )
    assert sealing.decrypt("SM4-GCM", key, nonce, body, about) == plain


def test_aes_256_gcm_gives_test_case_16_of_the_gcm_specification():
    key = bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2)
    nonce = bytes.fromhex("cafebabefacedbaddecaf888")
    about = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    plain = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )

    body = sealing.encrypt("AES-256-GCM", key, nonce, plain, about)

    assert body[-16:].hex() == "76fc6ece0f4e1768cddf8853bb2d551b"


def test_the_installed_library_computes_sm3_and_sm4_as_the_standards_say():
    sm3 = hashes.Hash(hashes.SM3())
    sm3.update(b"abc")
    block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    sm4 = Cipher(algorithms.SM4(block), modes.ECB()).encryptor()

    assert sm3.finalize().hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert sm4.update(block).hex() == "681edf34d206965e86b3e94f536e4246"


@given(text=texts, about=texts, algorithm=st.sampled_from(sorted(vault.ALGORITHMS)))
def test_what_is_sealed_opens_again(text, about, algorithm):
    token = vault.seal(text, key=FIRST, about=about, algorithm=algorithm)

    assert vault.unseal(token, keys=KEYS, about=about) == text
    assert vault.key_id_of(token) == "k1"


@given(text=texts, about=texts, other=texts, algorithm=st.sampled_from(sorted(vault.ALGORITHMS)))
def test_a_token_moved_to_another_record_does_not_open(text, about, other, algorithm):
    token = vault.seal(text, key=FIRST, about=about, algorithm=algorithm)

    if about != other:
        with pytest.raises(vault.Unreadable, match="tampered"):
            vault.unseal(token, keys=KEYS, about=other)


@given(data=st.data(), algorithm=st.sampled_from(sorted(vault.ALGORITHMS)))
def test_a_changed_letter_anywhere_is_noticed(data, algorithm):
    token = vault.seal("李芳 11010519491231002X", key=FIRST, about="a", algorithm=algorithm)
    # The last letter of base64 may hold unused bits; any other letter counts.
    place = data.draw(st.integers(0, len(token) - 2))
    letter = data.draw(st.sampled_from("ABCxyz019-_:"))
    changed = token[:place] + letter + token[place + 1 :]

    if changed != token:
        with pytest.raises(vault.Unreadable):
            vault.unseal(changed, keys=KEYS, about="a")


def test_two_seals_of_one_text_differ():
    assert vault.seal("same", key=FIRST, about="a") != vault.seal("same", key=FIRST, about="a")


@pytest.mark.parametrize(
    "token", ["", "v1", "v1:AES-256-GCM:k1:AAAA", "v2:AES-256-GCM:k1:" + "A" * 60, "v1:AES-256-GCM:k1:这不是"]
)
def test_what_is_no_token_is_malformed(token):
    with pytest.raises(vault.Unreadable, match="malformed"):
        vault.unseal(token, keys=KEYS, about="a")


def test_a_token_of_a_key_we_do_not_have_names_the_key():
    token = vault.seal("x", key=SECOND, about="a")

    with pytest.raises(vault.Unreadable, match="unknown_key: k2"):
        vault.unseal(token, keys={"k1": FIRST}, about="a")


@given(value=texts, digest=st.sampled_from(sorted(vault.DIGESTS)))
def test_equal_values_have_equal_indices_and_kinds_do_not_mix(value, digest):
    index = vault.blind_index("id_number", value, key=FIRST, digest=digest)

    assert index == vault.blind_index("id_number", f" {value}\n", key=FIRST, digest=digest)
    assert index != vault.blind_index("phone", value, key=FIRST, digest=digest)
    assert index != vault.blind_index("id_number", value, key=SECOND, digest=digest)
    assert index.startswith("k1:")
    assert index.isascii()


def test_a_ring_survives_its_file_and_shows_no_secret():
    ring = vault.KeyRing.new("2026-10-12")

    assert vault.KeyRing.from_json(ring.to_json()) == ring
    assert "secret" not in repr(ring)


def test_rotation_makes_a_new_current_key_and_keeps_the_old():
    ring = vault.KeyRing.new("2026-10-12")
    token = vault.seal("x", key=ring.now("seal"), about="a")

    rotated = ring.with_new("seal", "2026-10-13")

    assert rotated.now("seal") != ring.now("seal")
    assert rotated.now("index") == ring.now("index")
    assert vault.unseal(token, keys=rotated.keys, about="a") == "x"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"current": {"seal": "s1", "index": "i1"}, "keys": {}}',
        '{"current": {}, "keys": {"s1": {"purpose": "seal", "made": "", "secret": "AAAA"}}}',
    ],
)
def test_damaged_keys_are_refused(text):
    with pytest.raises(ValueError):
        vault.KeyRing.from_json(text)

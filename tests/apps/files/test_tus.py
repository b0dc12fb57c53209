"""Resumable upload as the tus protocol 1.0.0 describes it."""

from __future__ import annotations

import base64
import errno
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from jinguo.apps.clock import held_at, now
from jinguo.apps.files import actions, spool
from jinguo.apps.files.models import StoredFile, Upload
from jinguo.errors import Refused

pytestmark = pytest.mark.django_db

TUS = {"Tus-Resumable": "1.0.0"}
BYTES = "application/offset+octet-stream"
CONTENT = bytes(range(256)) * 40


def told(**values: str) -> str:
    return ",".join(f"{key} {base64.b64encode(value.encode()).decode()}" for key, value in values.items())


def begin(client, length=10240, kind="test_any", **headers):
    metadata = told(filename="工作照.bin", kind=kind)
    return client.post(
        "/files/uploads/",
        content_type="application/octet-stream",
        headers={**TUS, "Upload-Length": str(length), "Upload-Metadata": metadata, **headers},
    )


def send(client, place, content, offset, **headers):
    return client.patch(
        place, content, content_type=BYTES, headers={**TUS, "Upload-Offset": str(offset), **headers}
    )


def head(client, place):
    return client.head(place, headers=TUS)


def spooled(place):
    return spool.folder() / place.rsplit("/", 1)[1].replace("-", "")


@pytest.fixture
def as_alice(client, alice):
    client.force_login(alice)
    return client


def test_an_upload_in_pieces_becomes_a_file_with_the_same_bytes(as_alice, alice):
    place = begin(as_alice)["Location"]

    first = send(as_alice, place, CONTENT[:5000], 0)
    asked = head(as_alice, place)
    last = send(as_alice, place, CONTENT[5000:], 5000)
    stored = actions.claim(place.rsplit("/", 1)[1], kind="test_any", by=alice)

    assert (first.status_code, first["Upload-Offset"]) == (204, "5000")
    assert (asked.status_code, asked["Upload-Offset"], asked["Upload-Length"]) == (200, "5000", "10240")
    assert asked["Cache-Control"] == "no-store"
    assert (last.status_code, last["Upload-Offset"]) == (204, "10240")
    assert "Upload-Expires" in last
    assert (stored.original_name, stored.size, stored.by_id) == ("工作照.bin", 10240, alice.pk)
    with actions.blobs.on_disk(stored.path) as path:
        assert path.read_bytes() == CONTENT


def test_a_form_posted_twice_gets_one_file(as_alice, alice, django_capture_on_commit_callbacks):
    place = begin(as_alice)["Location"]
    send(as_alice, place, CONTENT, 0)
    uid = place.rsplit("/", 1)[1]

    with django_capture_on_commit_callbacks(execute=True):
        files = [actions.claim(uid, kind="test_any", by=alice) for _ in range(2)]

    assert files[0] == files[1]
    assert StoredFile.objects.count() == 1
    assert not spooled(place).exists()
    assert head(as_alice, place).status_code == 410


def test_an_unfinished_upload_cannot_be_taken_over(as_alice, alice):
    place = begin(as_alice)["Location"]
    send(as_alice, place, CONTENT[:10], 0)

    with pytest.raises(Refused) as refused:
        actions.claim(place.rsplit("/", 1)[1], kind="test_any", by=alice)

    assert refused.value.reasons[0].code == "upload_unfinished"


@pytest.mark.parametrize("kind", ["test_any", "test_public"])
def test_nobody_takes_over_an_upload_of_another_user_or_another_kind(kind, as_alice, alice, charlie):
    place = begin(as_alice)["Location"]
    send(as_alice, place, CONTENT, 0)

    with pytest.raises(Refused) as refused:
        actions.claim(place.rsplit("/", 1)[1], kind=kind, by=charlie if kind == "test_any" else alice)

    assert refused.value.reasons[0].code == "upload_unknown"


def test_bytes_on_disk_count_when_the_row_was_never_written(as_alice, alice):
    place = begin(as_alice)["Location"]
    send(as_alice, place, CONTENT[:100], 0)
    uid = place.rsplit("/", 1)[1]
    with spooled(place).open("ab") as lost:
        lost.write(CONTENT[100:])  # the process died before it noted this

    assert head(as_alice, place)["Upload-Offset"] == str(len(CONTENT))
    assert actions.claim(uid, kind="test_any", by=alice).size == len(CONTENT)


def test_a_wrong_offset_is_a_conflict(as_alice):
    place = begin(as_alice)["Location"]

    response = send(as_alice, place, b"x", 7)

    assert (response.status_code, head(as_alice, place)["Upload-Offset"]) == (409, "0")


def test_more_than_announced_is_refused(as_alice):
    place = begin(as_alice, length=10)["Location"]

    assert send(as_alice, place, b"x" * 11, 0).status_code == 413
    assert head(as_alice, place)["Upload-Offset"] == "0"


def test_more_than_the_kind_takes_is_refused_with_a_sentence(as_alice):
    response = begin(as_alice, length=2_000_001)

    assert response.status_code == 413
    assert "1.9 MB" in response.text
    assert Upload.objects.count() == 0


def test_an_unregistered_kind_is_refused(as_alice):
    assert begin(as_alice, kind="never_registered").status_code == 403


def test_a_client_of_another_version_is_told_ours(as_alice):
    response = as_alice.post("/files/uploads/", headers={"Tus-Resumable": "0.2.2", "Upload-Length": "1"})

    assert (response.status_code, response["Tus-Version"]) == (412, "1.0.0")


def test_options_tell_what_we_can(as_alice):
    response = as_alice.options("/files/uploads/?kind=test_any")

    assert response.status_code == 204
    assert response["Tus-Extension"] == "creation,creation-with-upload,termination,expiration"
    assert response["Tus-Max-Size"] == "2000000"


def test_an_upload_can_begin_with_its_bytes(as_alice):
    response = as_alice.post(
        "/files/uploads/",
        CONTENT,
        content_type=BYTES,
        headers={
            **TUS,
            "Upload-Length": str(len(CONTENT)),
            "Upload-Metadata": told(filename="a.bin", kind="test_any"),
        },
    )

    assert (response.status_code, response["Upload-Offset"]) == (201, str(len(CONTENT)))


def test_another_users_upload_is_as_absent_as_one_that_never_was(client, as_alice, charlie):
    place = begin(as_alice)["Location"]
    client.force_login(charlie)

    for where in (place, f"/files/uploads/{uuid4()}"):
        assert head(client, where).status_code == 404
        assert send(client, where, b"x", 0).status_code == 404
        assert client.delete(where, headers=TUS).status_code == 404


def test_an_upload_that_was_given_up_is_gone(as_alice):
    place = begin(as_alice)["Location"]

    assert as_alice.delete(place, headers=TUS).status_code == 204
    assert head(as_alice, place).status_code == 404
    assert not spooled(place).exists()


def test_an_upload_past_its_time_is_gone_and_swept(as_alice, settings):
    settings.SESSION_IDLE_MINUTES = 0
    place = begin(as_alice)["Location"]

    with held_at(now() + timedelta(hours=49)):
        assert head(as_alice, place).status_code == 410
        assert actions.sweep()["uploads"] == 1
    assert not spooled(place).exists()


def test_two_writers_at_once_do_not_mix(as_alice):
    place = begin(as_alice)["Location"]
    path = spool.place(Upload.objects.get().uid)

    with spool.locked(path), pytest.raises(spool.Busy), spool.locked(path, wait_s=0):
        pass
    assert send(as_alice, place, b"x", 0).status_code == 204


@pytest.mark.parametrize(
    ("headers", "status"), [({"Upload-Length": "x"}, 400), ({"Upload-Metadata": "kind =="}, 400)]
)
def test_nonsense_is_refused(headers, status, as_alice):
    assert begin(as_alice, **headers).status_code == status


def test_there_is_a_limit_to_unfinished_uploads(as_alice, settings):
    settings.UPLOADS_PER_USER = 1
    begin(as_alice)

    assert begin(as_alice).status_code == 429


def test_a_claim_that_was_rolled_back_can_be_made_again(as_alice, alice):
    place = begin(as_alice)["Location"]
    send(as_alice, place, CONTENT, 0)
    uid = place.rsplit("/", 1)[1]

    with transaction.atomic():
        actions.claim(uid, kind="test_any", by=alice)
        transaction.set_rollback(True)

    assert actions.claim(uid, kind="test_any", by=alice).size == len(CONTENT)
    assert StoredFile.objects.count() == 1


def test_who_is_signed_out_is_told_so_and_not_led_to_a_page(client):
    response = begin(client)

    assert (response.status_code, "登录" in response.text) == (401, True)


def test_a_full_disk_in_the_middle_keeps_what_was_there(as_alice, monkeypatch):
    place = begin(as_alice)["Location"]
    send(as_alice, place, CONTENT[:100], 0)

    def full(descriptor, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(spool.os, "write", full)
        refused = send(as_alice, place, CONTENT[100:], 100)

    assert (refused.status_code, "磁盘" in refused.text) == (507, True)
    assert head(as_alice, place)["Upload-Offset"] == "100"
    assert send(as_alice, place, CONTENT[100:], 100).status_code == 204


def test_nobody_uploads_what_only_the_program_makes(as_alice):
    assert begin(as_alice, kind="calls.papers").status_code == 403

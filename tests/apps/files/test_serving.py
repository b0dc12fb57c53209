"""Files go out private, sandboxed and seekable, to whom they belong."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest
from PIL import Image

from jinguo.apps.files.actions import store
from jinguo.apps.files.delivery import SANDBOX
from jinguo.apps.files.models import StoredFile

pytestmark = pytest.mark.django_db

LETTERS = b"%PDF-1.7\n" + bytes(range(65, 91)) * 10


def stored_for(user, content=LETTERS, name="通知 1.pdf", kind="test_any"):
    return store(io.BytesIO(content), name=name, kind=kind, by=user)


def url(stored: StoredFile) -> str:
    return f"/files/{stored.uid}/"


def test_the_owner_gets_the_whole_file_with_safe_headers(client, alice):
    stored = stored_for(alice)
    client.force_login(alice)

    response = client.get(stored.get_absolute_url())

    assert (response.status_code, response.getvalue()) == (200, LETTERS)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        "inline; filename=\"1.pdf\"; filename*=UTF-8''%E9%80%9A%E7%9F%A5%201.pdf"
    )
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == SANDBOX
    assert "private" in response["Cache-Control"]
    assert response["Accept-Ranges"] == "bytes"


@pytest.mark.parametrize(
    "content", [b"<html><script>alert(1)</script>", b"<svg xmlns='http://www.w3.org/2000/svg'/>"]
)
def test_what_could_run_is_only_downloaded(content, client, alice):
    stored = stored_for(alice, content, "看图.jpg")
    client.force_login(alice)

    response = client.get(url(stored))

    assert response["Content-Disposition"].startswith("attachment;")
    assert response.getvalue() == content


def test_absent_and_forbidden_files_look_the_same(client, alice, charlie):
    stored = stored_for(alice)
    client.force_login(charlie)

    forbidden, absent = client.get(url(stored)), client.get(f"/files/{uuid4()}/")

    assert forbidden.status_code == absent.status_code == 404


def test_who_is_not_signed_in_is_asked_to_whether_the_file_exists_or_not(client, alice):
    stored = stored_for(alice)

    answers = [client.get(url(stored)), client.get(f"/files/{uuid4()}/")]

    assert [answer.status_code for answer in answers] == [302, 302]


def test_a_public_file_needs_no_account(client):
    stored = stored_for(None, kind="test_public")

    assert client.get(url(stored)).getvalue() == LETTERS


def test_a_kind_that_nobody_registered_is_closed(client, alice):
    stored = stored_for(alice)
    StoredFile.objects.update(kind="never_registered")
    client.force_login(alice)

    assert client.get(url(stored)).status_code == 404


@pytest.mark.parametrize(
    ("asked", "status", "content", "content_range"),
    [
        ("bytes=0-4", 206, LETTERS[:5], "bytes 0-4/269"),
        ("bytes=260-", 206, LETTERS[260:], "bytes 260-268/269"),
        ("bytes=-3", 206, LETTERS[-3:], "bytes 266-268/269"),
        ("bytes=200-9999", 206, LETTERS[200:], "bytes 200-268/269"),
        ("bytes=269-", 416, b"", "bytes */269"),
        ("bytes=5-1", 200, LETTERS, None),
        ("bytes=0-1,4-5", 200, LETTERS, None),
        ("pages=1-2", 200, LETTERS, None),
    ],
)
def test_ranges(asked, status, content, content_range, client, alice):
    stored = stored_for(alice)
    client.force_login(alice)

    response = client.get(url(stored), headers={"Range": asked})

    assert (response.status_code, response.getvalue()) == (status, content)
    assert response.get("Content-Range") == content_range
    assert response.get("Content-Length", str(len(content))) == str(len(content))


def test_a_range_of_something_that_has_changed_gives_the_whole(client, alice):
    stored = stored_for(alice)
    client.force_login(alice)

    same = client.get(url(stored), headers={"Range": "bytes=0-1", "If-Range": f'"{stored.sha256}"'})
    changed = client.get(url(stored), headers={"Range": "bytes=0-1", "If-Range": '"another"'})

    assert (same.status_code, same.getvalue()) == (206, LETTERS[:2])
    assert (changed.status_code, changed.getvalue()) == (200, LETTERS)


def test_head_tells_the_size_and_sends_nothing(client, alice):
    stored = stored_for(alice)
    client.force_login(alice)

    response = client.head(url(stored))

    assert (response.status_code, response["Content-Length"], response.content) == (200, "269", b"")


def test_what_the_browser_already_has_is_not_sent_again(client, alice):
    stored = stored_for(alice)
    client.force_login(alice)

    response = client.get(url(stored), headers={"If-None-Match": f'"{stored.sha256}"'})

    assert (response.status_code, response.content) == (304, b"")


def test_a_small_picture_has_neither_location_nor_camera_in_it(client, alice):
    exif = Image.Exif()
    exif[271] = "Camera"
    exif.get_ifd(0x8825)[1] = "N"
    out = io.BytesIO()
    Image.new("RGB", (2000, 1000), "teal").save(out, "JPEG", exif=exif)
    stored = stored_for(alice, out.getvalue(), "照片.jpg", "test_picture")
    client.force_login(alice)

    for size, width in (("480", 480), ("1280", 1280), ("9999", 1280)):
        for _ in range(2):  # drawn, then kept
            response = client.get(f"/files/{stored.uid}/display", {"size": size})
            with Image.open(io.BytesIO(response.content)) as shown:
                assert (shown.format, shown.width, dict(shown.getexif())) == ("JPEG", width, {})


def test_a_document_has_no_small_picture(client, alice):
    stored = stored_for(alice)
    client.force_login(alice)

    assert client.get(f"/files/{stored.uid}/display").status_code == 404

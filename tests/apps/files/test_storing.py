"""Files come in whole or not at all."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from jinguo.apps.files import actions, spool
from jinguo.apps.files.models import StoredFile
from jinguo.errors import Refused

pytestmark = pytest.mark.django_db


def picture(width: int = 64, height: int = 48, suffix: str = "JPEG") -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, suffix)
    return out.getvalue()


def test_a_stored_file_is_private_and_described_by_its_content():
    stored = actions.store(
        io.BytesIO(picture()), name="王颖\u202e/../工作照.png", kind="test_picture", by=None
    )

    path = Path(settings.MEDIA_ROOT) / stored.path
    assert (stored.original_name, stored.mime, stored.size) == ("工作照.png", "image/jpeg", len(picture()))
    assert path.read_bytes() == picture()
    assert path.stat().st_mode & 0o777 == 0o600
    assert stored.facts["width"] == 64
    assert stored.facts["height"] == 48
    assert list(spool.folder().glob("whole-*")) == []


@pytest.mark.parametrize(
    ("content", "kind", "code"),
    [
        (b"", "test_any", "file_empty"),
        (b"x" * 2_000_001, "test_any", "upload_too_large"),
        (b"%PDF-1.7\n", "test_picture", "file_type_not_taken"),
        (b"x", "never_registered", "file_kind_unknown"),
    ],
)
def test_a_refused_file_leaves_nothing(content, kind, code):
    before = {path for path in Path(settings.JINGUO_DATA).rglob("*") if path.is_file()}

    with pytest.raises(Refused) as refused:
        actions.store(io.BytesIO(content), name="x.jpg", kind=kind, by=None)

    assert refused.value.reasons[0].code == code
    assert StoredFile.objects.count() == 0
    assert {path for path in Path(settings.JINGUO_DATA).rglob("*") if path.is_file()} == before


def test_a_full_disk_is_said_and_leaves_nothing():
    """A real limit of the system, set in a child process so that only it feels it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
        try:
            spool.gather([b"x" * 30_000] * 3, limit=100_000)
        except Refused as refused:
            os.write(writing, refused.reasons[0].code.encode())
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    os.close(writing)

    assert os.read(reading, 100) == b"disk_full"
    os.close(reading)
    assert list(spool.folder().glob("whole-*")) == []

"""What nobody refers to is cleared after a while, and nothing else."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from tests import factories

from jinguo.apps import files
from jinguo.apps.clock import held_at, now
from jinguo.apps.files.actions import store, sweep
from jinguo.apps.files.models import StoredFile
from jinguo.apps.jobs.models import Job
from jinguo.apps.policies.models import PolicyDocument
from jinguo.reasons import Verdict

AT_ONCE = timedelta(seconds=-5)  # the disk's clock may be a little ahead of ours
pytestmark = pytest.mark.django_db(transaction=True)


def kept(kind="test_any"):
    return store(io.BytesIO(b"kept"), name="a.txt", kind=kind, by=None)


def test_a_file_nobody_refers_to_goes_after_its_grace():
    stored = kept()
    path = Path(settings.MEDIA_ROOT) / stored.path

    early = sweep()["files"]
    with held_at(now() + timedelta(hours=25)):
        late = sweep()["files"]

    assert (early, late) == (0, 1)
    assert not path.exists()
    assert StoredFile.objects.count() == 0


def test_a_file_that_a_record_refers_to_stays():
    stored = kept()
    Job.objects.create(name="test.any", created_at=now(), result_file=stored)

    with held_at(now() + timedelta(days=400)):
        assert sweep()["files"] == 0
    assert StoredFile.objects.get() == stored


def test_a_file_held_without_a_way_back_stays_too():
    """A foreign key without a reverse name (related_name="+") holds its file as any other does."""
    stored = kept("policies.document")
    PolicyDocument.objects.create(keeper=factories.organisation("某市科协"), title="某通知", file=stored)

    with held_at(now() + timedelta(days=400)):
        assert sweep()["files"] == 0
    assert StoredFile.objects.get() == stored


def test_a_kind_that_is_referred_to_by_uid_is_left_alone():
    files.register("test_unswept", lambda user, stored: Verdict.yes(), swept=False)
    kept("test_unswept")

    with held_at(now() + timedelta(days=400)):
        assert sweep()["files"] == 0


def test_bytes_without_a_row_go():
    sweep(grace=AT_ONCE)  # what other tests rolled back
    stored = kept()
    StoredFile.objects.all().delete()

    assert sweep(grace=AT_ONCE)["strays"] == 1
    assert not (Path(settings.MEDIA_ROOT) / stored.path).exists()

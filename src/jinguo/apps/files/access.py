"""Fetch and authorise in one step. Absent and forbidden look the same."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404

from jinguo.apps.files.models import StoredFile, Upload
from jinguo.apps.files.permissions import may_read, owns


def file_for(user: Any, uid: UUID) -> StoredFile:
    """A file this user may read.

    Raises:
        Http404: there is none, or she may not.
    """
    stored = StoredFile.objects.filter(uid=uid).first()
    if stored is None or not may_read(user, stored):
        raise Http404
    return stored


def upload_for(user: Any, uid: UUID) -> Upload:
    """An upload of this user's own.

    Raises:
        Http404: there is none, or it is another's.
    """
    upload = Upload.objects.filter(uid=uid).first()
    if upload is None or not owns(user, upload):
        raise Http404
    return upload

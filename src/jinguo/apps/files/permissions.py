"""Who may read and bring which file: the owner of the kind decides; unregistered kinds are closed."""

from __future__ import annotations

from typing import Any

from jinguo.apps.files import kinds
from jinguo.apps.files.models import StoredFile, Upload
from jinguo.reasons import Verdict


def may_read(user: Any, stored: StoredFile) -> Verdict:
    kind = kinds.find(stored.kind)
    return kind.may_read(user, stored) if kind else Verdict.no("file_kind_unknown", kind=stored.kind)


def may_upload(user: Any, kind: str) -> Verdict:
    known = kinds.find(kind)
    if known is None:
        return Verdict.no("file_kind_unknown", kind=kind)
    if not user.is_authenticated:
        return Verdict.no("upload_not_allowed")
    return known.may_upload(user) if known.may_upload else Verdict.yes()


def owns(user: Any, upload: Upload) -> Verdict:
    return Verdict.of(user.is_authenticated and upload.owner_id == user.pk, "upload_unknown")


def made_here_alone(user: Any) -> Verdict:
    """Nobody hands such a file in: the program makes it."""
    return Verdict.no("upload_not_allowed")

"""Every write of this room: take a file in, take an upload over, clear what nobody needs."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID, uuid4

from django.db import transaction

from jinguo.apps.clock import now
from jinguo.apps.files import blobs, kinds, names, spool
from jinguo.apps.files.models import StoredFile, Upload
from jinguo.engines.materials import MaterialSpec, check_material, sniff
from jinguo.errors import Refused

_SHOWN_FACTS = ("width", "height", "rotation", "duration_s", "codec", "has_location")


def store(stream: BinaryIO | Iterable[bytes], *, name: str, kind: str, by: Any) -> StoredFile:
    """Take a whole file in. ``by`` is a user, or None for the program itself.

    Raises:
        Refused: ``file_kind_unknown``, ``upload_too_large``, ``file_empty``, ``file_type_not_taken``,
            ``disk_full``. Nothing is left on disk or in the database.
    """
    known = _known(kind)
    path, size, sha256 = spool.gather(_chunks(stream), limit=known.max_bytes)
    try:
        return _keep(path, name=name, kind=known, by=by, size=size, sha256=sha256)
    finally:
        path.unlink(missing_ok=True)


def claim(upload_uid: UUID | str, *, kind: str, by: Any) -> StoredFile:
    """Take a finished upload over as a stored file. A second call for the same upload gives the same file.

    Raises:
        Refused: ``upload_unknown`` (absent, another user's, of another kind, expired), ``upload_unfinished``.
    """
    upload = _own_upload(upload_uid, kind=kind, by=by)
    if upload.state == Upload.State.OPEN:
        raise Refused.because("upload_unfinished", name=upload.name)
    with transaction.atomic():
        won = Upload.objects.filter(pk=upload.pk, state=Upload.State.FINISHED).update(
            state=Upload.State.CLAIMED
        )
        if not won:
            upload.refresh_from_db()
            if upload.file is None:
                raise Refused.because("upload_unknown")
            return upload.file
        path = spool.place(upload.uid)
        stored = _keep(
            path, name=upload.name, kind=_known(kind), by=by, size=upload.length, sha256=upload.sha256
        )
        Upload.objects.filter(pk=upload.pk).update(file=stored)
        # Until the commit the spooled bytes stay: a rolled back claim can be made again.
        transaction.on_commit(partial(path.unlink, missing_ok=True))
        return stored


def _own_upload(uid: UUID | str, *, kind: str, by: Any) -> Upload:
    try:
        uid = uid if isinstance(uid, UUID) else UUID(str(uid))
    except ValueError:
        raise Refused.because("upload_unknown") from None
    upload = Upload.objects.filter(uid=uid, owner=by, kind=kind).select_related("file").first()
    if upload is None or (upload.expires_at <= now() and upload.state != Upload.State.CLAIMED):
        raise Refused.because("upload_unknown")
    return upload


def _known(kind: str) -> kinds.Kind:
    known = kinds.find(kind)
    if known is None:
        raise Refused.because("file_kind_unknown", kind=kind)
    return known


def _keep(path: Path, *, name: str, kind: kinds.Kind, by: Any, size: int, sha256: str) -> StoredFile:
    """From the spool into the storage, with its row; the bytes go again when the row cannot be written."""
    if size == 0:
        raise Refused.because("file_empty")
    found = sniff(path)
    if not kind.takes(found.mime, found.suffix):
        raise Refused.because(
            "file_type_not_taken", found=found.name, demanded=sorted(kind.allowed), name=names.clean(name)
        )
    uid = uuid4()
    place = blobs.keep(path, uid)
    try:
        return StoredFile.objects.create(
            uid=uid,
            kind=kind.name,
            original_name=names.clean(name),
            mime=found.mime,
            suffix=found.suffix,
            size=size,
            sha256=sha256,
            path=place,
            facts=_facts(path, found.family),
            created_at=now(),
            by_id=getattr(by, "pk", None),
            by_name=str(by)[:100] if by is not None else "",
        )
    except BaseException:
        blobs.drop(place)
        raise


def _facts(path: Path, family: str) -> dict[str, Any]:
    """Width, height and duration, as far as the file tells them."""
    spec = {"picture": MaterialSpec(kind="photo"), "video": MaterialSpec(kind="video")}.get(family)
    if spec is None:
        return {}
    found = check_material(path, spec).facts
    return {key: found[key] for key in _SHOWN_FACTS if found.get(key) is not None}


def _chunks(stream: BinaryIO | Iterable[bytes]) -> Iterable[bytes]:
    if hasattr(stream, "chunks"):  # Django's uploaded files
        return stream.chunks()
    if hasattr(stream, "read"):
        return iter(partial(stream.read, spool.CHUNK), b"")
    return stream

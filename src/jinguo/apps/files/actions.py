"""Every write of this room: take a file in, receive an upload and take it over, clear what nobody needs."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from jinguo.apps.clock import now
from jinguo.apps.files import blobs, kinds, names, showing, spool
from jinguo.apps.files.models import StoredFile, Upload
from jinguo.apps.files.permissions import may_upload
from jinguo.engines.materials import facts_of, sniff
from jinguo.errors import Refused, demand

GRACE = timedelta(hours=24)
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
    if offset_of(upload) < upload.length:
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


class OffsetDiffers(Exception):
    """The sender goes on from another place than the one we have reached: ``offset``."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


def begin(*, name: str, kind: str, length: int, by: Any) -> Upload:
    """Announce an upload of ``length`` bytes.

    Raises:
        Refused: ``file_kind_unknown``, ``upload_not_allowed``, ``upload_too_large``, ``file_empty``,
            ``upload_too_many``, ``disk_full``.
    """
    demand(may_upload(by, kind))
    known = _known(kind)
    if length == 0:
        raise Refused.because("file_empty")
    if length > known.max_bytes:
        raise Refused.because("upload_too_large", limit=known.max_bytes)
    moment = now()
    under_way = Upload.objects.filter(owner=by, state=Upload.State.OPEN, expires_at__gt=moment).count()
    if under_way >= settings.UPLOADS_PER_USER:
        raise Refused.because("upload_too_many", found=under_way, limit=settings.UPLOADS_PER_USER)
    upload = Upload(
        owner=by,
        kind=kind,
        name=names.clean(name),
        length=length,
        created_at=moment,
        expires_at=_kept_until(),
    )
    spool.create(spool.place(upload.uid))
    upload.save(force_insert=True)
    return upload


def go_on(upload: Upload, chunks: Iterable[bytes], *, offset: int) -> Upload:
    """Append what comes, from ``offset`` on; on disk when this returns. What is too much is not read.

    Raises:
        OffsetDiffers: we have more or fewer bytes than the sender thinks.
        Refused: ``disk_full``; the upload is as long as before.
        spool.Busy: another request is writing.
    """
    with spool.locked(spool.place(upload.uid)) as descriptor:
        reached = spool.length(descriptor)
        if reached != offset:
            raise OffsetDiffers(reached)
        reached = spool.append(descriptor, chunks, offset=offset, limit=upload.length)
        _note(upload, reached)
    return upload


def offset_of(upload: Upload) -> int:
    """How many bytes we really have, whatever was killed in between. A whole upload is finished here."""
    if upload.state != Upload.State.OPEN:
        return upload.length
    with spool.locked(spool.place(upload.uid)) as descriptor:
        reached = spool.length(descriptor)
        if reached != upload.offset or reached == upload.length:
            _note(upload, reached)
    return reached


def give_up(upload: Upload, *, by: Any) -> None:
    """Forget an upload that has not been taken over."""
    if Upload.objects.filter(pk=upload.pk).exclude(state=Upload.State.CLAIMED).delete()[0]:
        spool.place(upload.uid).unlink(missing_ok=True)


def sweep(*, grace: timedelta = GRACE) -> dict[str, int]:
    """Clear files that no record refers to, bytes without a row, uploads past their time; counts of each.

    Only what is older than ``grace`` is touched: a form may be about to refer to it.
    """
    before = now() - grace
    return {
        "files": _sweep_files(before),
        "strays": _sweep_strays(grace),
        "uploads": _sweep_uploads(),
        "spooled": _sweep_spool(grace),
    }


def discard(stored: StoredFile) -> None:
    """Delete one file now, whose owner no longer wants it kept. What refers to it must let go of it by itself."""
    with transaction.atomic():
        StoredFile.objects.filter(pk=stored.pk).delete()
        transaction.on_commit(partial(_drop, stored))


def _sweep_files(before: Any) -> int:
    unused = StoredFile.objects.filter(created_at__lt=before).exclude(kind__in=kinds.unswept())
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        # Relations without a name to go back by ("+") are hidden, and hold a file all the same.
        if not (relation.one_to_many or relation.one_to_one) or relation.related_model is Upload:
            continue
        pointing = {relation.remote_field.name: OuterRef("pk")}
        unused = unused.exclude(Exists(relation.related_model._base_manager.filter(**pointing)))
    count = 0
    for stored in [*unused]:
        with transaction.atomic():
            # Asked once more: somebody may have referred to it since the list was read.
            if not unused.filter(pk=stored.pk).exists():
                continue
            StoredFile.objects.filter(pk=stored.pk).delete()
            transaction.on_commit(partial(_drop, stored))
        count += 1
    return count


def _drop(stored: StoredFile) -> None:
    blobs.drop(stored.path)
    showing.forget(stored.uid)


def _sweep_strays(grace: timedelta) -> int:
    """Bytes whose transaction was rolled back. By the disk's own clock: a site may live on another day."""
    count = 0
    for place in blobs.strays(time.time() - grace.total_seconds()):
        if not StoredFile.objects.filter(path=place).exists():
            blobs.drop(place)
            count += 1
    return count


def _sweep_uploads() -> int:
    count = 0
    for upload in Upload.objects.filter(expires_at__lt=now()):
        upload.delete()
        spool.place(upload.uid).unlink(missing_ok=True)
        count += 1
    return count


def _sweep_spool(grace: timedelta) -> int:
    count = 0
    for path in spool.strays(time.time() - grace.total_seconds()):
        if path.name.startswith("whole-") or not Upload.objects.filter(uid=path.name).exists():
            path.unlink(missing_ok=True)
            count += 1
    return count


def _note(upload: Upload, reached: int) -> None:
    """Write down how far an upload is, under the lock of its bytes; the whole one gets its check sum."""
    values: dict[str, Any] = {"offset": reached, "expires_at": _kept_until()}
    if reached == upload.length:
        values |= {"state": Upload.State.FINISHED, "sha256": spool.sha256_of(spool.place(upload.uid))}
    Upload.objects.filter(pk=upload.pk, state=Upload.State.OPEN).update(**values)
    for field, value in values.items():
        setattr(upload, field, value)


def _kept_until() -> Any:
    return now() + timedelta(hours=settings.UPLOAD_HOURS)


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
            facts=_facts(path),
            created_at=now(),
            by_id=getattr(by, "pk", None),
            by_name=str(by)[:100] if by is not None else "",
        )
    except BaseException:
        blobs.drop(place)
        raise


def _facts(path: Path) -> dict[str, Any]:
    """Width, height and duration, as far as the file tells them. Whether it is whole is asked by who takes it."""
    found = facts_of(path)
    return {key: found[key] for key in _SHOWN_FACTS if found.get(key) is not None}


def _chunks(stream: BinaryIO | Iterable[bytes]) -> Iterable[bytes]:
    if hasattr(stream, "chunks"):  # Django's uploaded files
        return stream.chunks()
    if hasattr(stream, "read"):
        return iter(partial(stream.read, spool.CHUNK), b"")
    return stream

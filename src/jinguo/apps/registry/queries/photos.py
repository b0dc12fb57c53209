"""Reads of photos."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from jinguo.apps.registry.models import PersonEntry, Photo

if TYPE_CHECKING:
    from jinguo.apps.files.models import StoredFile


def photo_of(entries: Sequence[PersonEntry]) -> Photo | None:
    """The latest photo of a person, of these entries of hers as they were read with their photos."""
    there = [photo for one in entries if (photo := getattr(one, "photo", None))]
    return max(there, key=lambda photo: (photo.at, photo.pk), default=None)


def photos_of(entries: Iterable[int]) -> dict[int, StoredFile]:
    """identity → the file of the latest photo, for many persons at once."""
    rows = Photo.objects.filter(entry__in=list(entries)).select_related("file", "entry").order_by("at", "pk")
    return {one.entry.identity_id: one.file for one in rows}

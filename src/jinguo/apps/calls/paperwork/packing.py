"""Many papers in one zip: all forms, all receipts, and the package to hand up (报送材料)."""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import BinaryIO

from django.core.files.storage import default_storage

from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.calls.models import Material as HandedIn
from jinguo.apps.calls.paperwork.forms import form_file_name, registration_form_of
from jinguo.apps.calls.paperwork.groups import values_of_all
from jinguo.apps.calls.paperwork.letters import receipt_document
from jinguo.engines.paperwork import Entry, Material, PackedFile, hand_up_package, safe_file_name
from jinguo.engines.paperwork.archive import member

Progress = Callable[..., None]


def _silent(done: int, total: int = 0, message_code: str = "", **params: object) -> None:
    """Progress that nobody follows."""


def pack_materials(
    call: Call, nominations: Sequence[Nomination], target: BinaryIO, progress: Progress = _silent
) -> tuple[PackedFile, ...]:
    """The package to hand up: a folder for each person with form and files, contents table, checksums.

    ``progress(done, total, "packing_materials", name=…)`` is told before each file; it may raise to stop.
    """
    return hand_up_package(_entries(call, nominations, progress), target, title=f"{call.title}报送材料目录")


def pack_forms(nominations: Sequence[Nomination], target: BinaryIO, progress: Progress = _silent) -> int:
    """One filled form for each nominee, numbered in the order given; how many."""
    values = values_of_all(nominations)
    with zipfile.ZipFile(target, "w", allowZip64=True) as package:
        for number, nomination in enumerate(nominations, 1):
            progress(number - 1, len(nominations), "filling_forms", name=nomination.name)
            form = registration_form_of(nomination, values[nomination.pk])
            package.writestr(member(form_file_name(nomination, number), deflate=False), form)
    return len(nominations)


def pack_receipts(call: Call, nominations: Sequence[Nomination], target: BinaryIO) -> int:
    """One receipt for each unit that handed something in; how many."""
    by_unit: dict[int, list[Nomination]] = defaultdict(list)
    for nomination in nominations:
        by_unit[nomination.unit_id].append(nomination)
    handed = _materials(nominations)
    with zipfile.ZipFile(target, "w") as package:
        for number, own in enumerate(by_unit.values(), 1):
            name = safe_file_name(f"{number:03d}-{own[0].unit.name}-回执.docx")
            package.writestr(member(name, deflate=False), receipt_document(call, own[0].unit, own, handed))
    return len(by_unit)


def _entries(call: Call, nominations: Sequence[Nomination], progress: Progress) -> Iterator[Entry]:
    """A person at a time: forms are made and files opened only when their turn comes."""
    handed = _materials(nominations)
    total = sum(1 + len(handed[nomination.pk]) for nomination in nominations)
    done = 0
    labels = {wish.key: wish.label or wish.key for wish in call.material_specs()}
    labels[HandedIn.STAMPED_FORM] = "登记表（签字盖章扫描件）"
    for number, nomination in enumerate(nominations, 1):
        tell = partial(progress, total=total, message_code="packing_materials", name=nomination.name)
        tell(done)
        form = Material("登记表", "docx", registration_form_of(nomination))
        files = [form]
        for place, material in enumerate(handed[nomination.pk], 1):
            title = labels.get(material.spec_key, material.spec_key)
            same = [other for other in handed[nomination.pk] if other.spec_key == material.spec_key]
            if len(same) > 1:
                title = f"{title}{same.index(material) + 1}"
            opened = partial(_opened, material, partial(tell, done + place))
            files.append(Material(title, material.file.suffix, opened))
        yield Entry(number, nomination.unit.name, nomination.name, tuple(files))
        done += len(files)


@contextmanager
def _opened(material: HandedIn, tell: Callable[[], None]) -> Iterator[BinaryIO]:
    """The stored bytes, told of before the first is read and again and again while they are."""
    tell()
    with default_storage.open(material.file.path, "rb") as stored:
        yield _Watched(stored, tell)  # type: ignore[misc]


class _Watched:
    """A stream that tells at every piece, so that a long video can be cancelled in its middle."""

    def __init__(self, stream: BinaryIO, tell: Callable[[], None]) -> None:
        self.stream, self.tell = stream, tell

    def read(self, size: int = -1) -> bytes:
        self.tell()
        return self.stream.read(size)


def _materials(nominations: Sequence[Nomination]) -> dict[int, list[HandedIn]]:
    found: dict[int, list[HandedIn]] = defaultdict(list)
    rows = HandedIn.objects.filter(nomination__in=[nomination.pk for nomination in nominations])
    for material in rows.select_related("file").order_by("nomination", "spec_key", "position", "pk"):
        found[material.nomination_id].append(material)
    return found

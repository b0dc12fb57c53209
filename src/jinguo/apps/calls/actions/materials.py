"""Materials of a nomination: take a file over, check it at once, put it in order, take it away, name
its print.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions, queries
from jinguo.apps.calls.models import Material, Nomination
from jinguo.apps.clock import now
from jinguo.apps.files import actions as files
from jinguo.apps.files import blobs
from jinguo.apps.files.models import StoredFile
from jinguo.engines.materials import MaterialReport, MaterialSpec, check_count, check_material
from jinguo.errors import Refused, demand
from jinguo.phrases import written

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

KIND = "calls.material"

STAMPED_FORM = MaterialSpec(
    key=Material.STAMPED_FORM, kind="document", formats=("pdf", "jpg", "png"), min_count=1, max_count=10
)

DANGEROUS = frozenset(
    {
        "file_empty",
        "web_page_disguised",
        "office_macros",
        "office_remote_parts",
        "pdf_active_content",
        "archive_bomb",
        "archive_too_many_entries",
        "picture_too_many_pixels",
        "video_too_many_pixels",
    }
)
"""Findings with which a file is not kept at all; with any other it is kept and the finding stands
beside it.
"""

_PROGRAMS = frozenset({"exe", "elf", "sh", "bat", "com", "msi", "jar", "apk", "js", "vbs", "scr", "lnk"})
_CODE = re.compile(r"[0-9A-F]{4}-[0-9A-F]{4}")


def spec_for(nomination: Nomination, key: str) -> MaterialSpec:
    """What the call demands under this key.

    Raises:
        Refused: the call asks for no such material.
    """
    if key == Material.STAMPED_FORM and nomination.call.stamped_form_required:
        return STAMPED_FORM
    for spec in nomination.call.material_specs():
        if spec.key == key:
            return spec
    raise Refused.because("no_such_material")


def add_upload(
    *, nomination: Nomination, key: str, upload: str, by: User, code: str = "", replaces: str = ""
) -> Material:
    """Take over an upload that came in by the resumable protocol. A second call for it answers with the
    one material. ``replaces`` names the material (its uid) whose place it takes.
    """

    def take() -> StoredFile:
        return files.claim(upload, kind=KIND, by=by)

    return _add(nomination, key, take, by=by, code=code, replaces=replaces, again_is_well=True)


def add_file(
    *,
    nomination: Nomination,
    key: str,
    stream: Any,
    name: str,
    by: User,
    code: str = "",
    replaces: str = "",
) -> Material:
    """Take over a file that was posted with a form."""

    def take() -> StoredFile:
        return files.store(stream, name=name, kind=KIND, by=by)

    return _add(nomination, key, take, by=by, code=code, replaces=replaces)


@transaction.atomic
def remove(*, material: Material, by: User) -> None:
    """Take a material away from a nomination that is still being filled in."""
    nomination = _hers_to_edit(material.nomination, by)
    _record("material_removed", nomination, material, by)
    material.delete()


@transaction.atomic
def move(*, material: Material, by: User, up: bool) -> None:
    """Change places with the neighbour before (or after) it."""
    nomination = _hers_to_edit(material.nomination, by)
    row = [*nomination.materials.filter(spec_key=material.spec_key)]
    here = next(n for n, one in enumerate(row) if one.pk == material.pk)
    there = here - 1 if up else here + 1
    if not 0 <= there < len(row):
        return
    row[here], row[there] = row[there], row[here]
    for position, one in enumerate(row):
        one.position = position
    Material.objects.bulk_update(row, ["position"])
    _record("material_moved", nomination, material, by, place=there + 1)


@transaction.atomic
def name_print(*, material: Material, code: str, by: User) -> Material:
    """Say which print was stamped and scanned: the code in its foot, on the word of who looked."""
    nomination = _hers_to_edit(material.nomination, by)
    material.print_code = _read_code(code)
    material.save(update_fields=["print_code"])
    _record("scan_matched", nomination, material, by, code=material.print_code)
    return material


def _add(
    nomination: Nomination,
    key: str,
    take: Callable[[], StoredFile],
    *,
    by: User,
    code: str,
    replaces: str,
    again_is_well: bool = False,
) -> Material:
    """The file is checked before the transaction: reading a video takes longer than a lock may be held."""
    demand(_may_edit(nomination, by))
    spec = spec_for(nomination, key)
    told = _read_code(code) if code.strip() and key == Material.STAMPED_FORM else ""
    stored = take()
    with blobs.on_disk(stored.path) as path:
        report = check_material(path, spec, filename=stored.original_name)
    refuse_the_dangerous(report, stored)
    with transaction.atomic():
        nomination = _hers_to_edit(nomination, by)
        given = [*nomination.materials.filter(spec_key=key).select_related("file")]
        twin = next((one for one in given if one.file.sha256 == stored.sha256), None)
        if twin and again_is_well and twin.file_id == stored.pk:
            return twin
        if twin:
            raise Refused.because("file_is_there_already", name=twin.file.original_name)
        old = next((one for one in given if replaces and str(one.uid) == replaces), None)
        if old:
            _record("material_removed", nomination, old, by)
            old.delete()
            given.remove(old)
        room = check_count(len(given) + 1, spec.model_copy(update={"min_count": 0}))
        demand(room)
        last = old.position - 1 if old else max((one.position for one in given), default=-1)
        material = Material.objects.create(
            nomination=nomination,
            spec_key=key,
            file=stored,
            position=last + 1,
            ok=report.ok,
            findings=[reason.as_json() for reason in report.findings],
            facts=dict(report.facts),
            print_code=told,
            added_by_name=str(by)[:100],
        )
        _record("material_added", nomination, material, by)
        if told:
            _record("scan_matched", nomination, material, by, code=told)
    return material


def refuse_the_dangerous(report: MaterialReport, stored: StoredFile) -> None:
    """Refuse a file that could harm who opens it. Its bytes are swept like those of any file nobody refers to."""
    bad = [reason for reason in report.findings if reason.code in DANGEROUS]
    if bad:
        raise Refused(*bad)
    if stored.suffix in _PROGRAMS or stored.original_name.rpartition(".")[2].lower() in _PROGRAMS:
        raise Refused.because("program_refused", name=stored.original_name)


def _read_code(code: str) -> str:
    """The code as it is printed, from how people type it: any case, with or without the dash."""
    plain = re.sub(r"[^0-9A-Za-z]", "", code).upper().replace("O", "0")
    told = f"{plain[:4]}-{plain[4:]}"
    if not _CODE.fullmatch(told):
        raise Refused.because("print_code_malformed")
    return told


def _may_edit(nomination: Nomination, by: User) -> Any:
    invitee = queries.invitee_of(nomination.call, nomination.unit_id)
    return permissions.may_edit(by, nomination, invitee, now())


def _hers_to_edit(nomination: Nomination, by: User) -> Nomination:
    locked = (
        Nomination.objects.select_for_update(of=("self",))
        .select_related("call", "call__organiser", "category", "unit")
        .get(pk=nomination.pk)
    )
    demand(_may_edit(locked, by))
    return locked


def _record(action: str, nomination: Nomination, material: Material, by: User, **more: Any) -> None:
    specs = {spec.key: spec.label for spec in nomination.call.material_specs()}
    audit.record(
        action,
        subject=nomination,
        by=by,
        acting_for=nomination.unit,
        within=nomination.call,
        after={
            "wish": specs.get(material.spec_key) or f"check_{material.spec_key}",
            "file": audit_name(material),
            **more,
        },
    )


def audit_name(material: Material) -> str:
    """A file in the trail: its kind and size, not its name, which often holds the person's."""
    return f"{material.file.suffix.upper() or '?'} · {written(material.file.size, 'bytes', 'en')}"

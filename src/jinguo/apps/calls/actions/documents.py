"""Papers going out: who takes which is written in the trail; long ones are made in the background."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import paperwork, permissions
from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.files import actions as files
from jinguo.apps.files.delivery import DOCX, XLSX
from jinguo.apps.files.models import StoredFile
from jinguo.apps.jobs import actions as jobs
from jinguo.apps.jobs.models import Job
from jinguo.engines.paperwork import safe_file_name
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

FILE_KIND = "calls.papers"
IN_BACKGROUND = ("paper_forms", "paper_package")


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper ready to be sent: what the file is called, its bytes and its media type."""

    name: str
    content: bytes
    mime: str


@transaction.atomic
def take_summary_table(*, call: Call, group: str, order: str, by: User) -> Paper:
    """The summary table of a group in the order chosen."""
    nominations = _of(call, group, order, by)
    ranks = paperwork.ranks_of(call) if order == "rank" else None
    content = paperwork.summary_table_of(call, nominations, ranks=ranks)
    _write_down(call, "paper_summary_table", nominations, by)
    return Paper(safe_file_name(f"{call.title}-汇总表.xlsx"), content, XLSX)


@transaction.atomic
def take_notice(*, call: Call, by: User) -> Paper:
    """The public notice that stands, as a Word file."""
    demand(permissions.is_officer_of_call(by, call))
    notice = call.notices.filter(withdrawn_at=None).select_related("call__organiser").first()
    if notice is None:
        raise Refused.because("no_notice_yet")
    content = paperwork.notice_document_of(notice)
    _write_down(call, "paper_notice", [], by)
    return Paper(safe_file_name(f"{call.title}-公示.docx"), content, DOCX)


@transaction.atomic
def take_recommendation(*, call: Call, group: str, order: str, addressee: str, by: User) -> Paper:
    """The organiser's letter of recommendation to the body above."""
    if not addressee.strip():
        raise Refused.because("letter_needs_an_addressee")
    nominations = _of(call, group, order, by)
    content = paperwork.recommendation_document(
        call,
        nominations,
        unit=call.organiser,
        addressee=addressee.strip(),
        notice=call.notices.filter(withdrawn_at=None).first(),
        by_strokes=order == "surname_strokes",
    )
    _write_down(call, "paper_recommendation", nominations, by)
    return Paper(safe_file_name(f"{call.title}-推荐函.docx"), content, DOCX)


@transaction.atomic
def take_receipts(*, call: Call, by: User) -> Paper:
    """The receipts of all units that handed something in, in one zip."""
    nominations = _of(call, paperwork.HANDED_IN, "unit", by)
    with tempfile.TemporaryFile() as target:
        paperwork.pack_receipts(call, nominations, target)
        target.seek(0)
        content = target.read()
    _write_down(call, "paper_receipts", nominations, by)
    return Paper(safe_file_name(f"{call.title}-回执.zip"), content, "application/zip")


@transaction.atomic
def ask_for(*, paper: str, call: Call, group: str, order: str, by: User) -> Job:
    """Have a long paper made in the background: all forms, or the package to hand up."""
    if paper not in IN_BACKGROUND:
        raise Refused.because("no_such_paper")
    nominations = _of(call, group, order, by)
    _write_down(call, paper, nominations, by)
    names = {"paper_forms": "calls.make_forms", "paper_package": "calls.make_package"}
    return jobs.enqueue(names[paper], by=by, call_id=call.pk, group=group, order=order, by_id=by.pk)


def make_package(call: Call, group: str, order: str, progress: Callable[..., None], by: User) -> StoredFile:
    """The work of the job: gather, pack, store."""
    nominations = paperwork.nominations_for(call, group, order)
    return _stored(
        f"{call.title}-报送材料.zip",
        lambda target: paperwork.pack_materials(call, nominations, target, progress),
        by,
    )


def make_forms(call: Call, group: str, order: str, progress: Callable[..., None], by: User) -> StoredFile:
    nominations = paperwork.nominations_for(call, group, order)
    return _stored(
        f"{call.title}-登记表.zip",
        lambda target: paperwork.pack_forms(nominations, target, progress),
        by,
    )


def _stored(name: str, write: Callable[[BinaryIO], object], by: User) -> StoredFile:
    """Written beside and stored whole: a cancelled job leaves nothing behind."""
    with tempfile.TemporaryFile() as target:
        write(target)
        target.seek(0)
        return files.store(target, name=safe_file_name(name), kind=FILE_KIND, by=by)


def _of(call: Call, group: str, order: str, by: User) -> list[Nomination]:
    demand(permissions.is_officer_of_call(by, call))
    nominations = paperwork.nominations_for(call, group, order)
    if not nominations:
        raise Refused.because("nobody_in_this_group")
    return nominations


def _write_down(call: Call, paper: str, nominations: Sequence[Nomination], by: User) -> None:
    audit.record(
        "papers_taken",
        subject=call,
        by=by,
        acting_for=call.organiser,
        within=call,
        after={"paper": paper, "count": len(nominations)},
    )

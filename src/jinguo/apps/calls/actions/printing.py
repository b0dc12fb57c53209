"""The registration form on paper: the same description and values as the page, with the version code in
the foot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions, queries, readiness
from jinguo.apps.calls.models import Nomination, PrintedForm
from jinguo.apps.calls.paperwork import paper_of
from jinguo.apps.clock import now
from jinguo.engines.paperwork import registration_form, safe_file_name
from jinguo.errors import demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


@transaction.atomic
def print_form(*, nomination: Nomination, by: User) -> tuple[bytes, str]:
    """The form as a .docx in as many copies as the call wants, and its file name. The print is written
    down with its code.
    """
    demand(permissions.may_read(by, nomination))
    values = queries.values_of(nomination)
    digest = readiness.said_of_her(nomination, values)
    code = readiness.print_code(digest)
    PrintedForm.objects.update_or_create(
        nomination=nomination,
        code=code,
        defaults={"digest": digest, "printed_at": now(), "printed_by_name": str(by)[:100]},
    )
    audit.record(
        "form_printed",
        subject=nomination,
        by=by,
        acting_for=nomination.unit,
        within=nomination.call,
        after={"code": code, "copies": nomination.call.copies},
    )
    paper = paper_of(nomination, values)
    return registration_form(paper, copies=max(1, nomination.call.copies)), file_name(nomination)


def file_name(nomination: Nomination) -> str:
    """What an officer calls the file: 登记表-姓名.docx."""
    return safe_file_name(f"{queries.spec_of(nomination).title}-{nomination.name or nomination.unit}.docx")

"""The registration form on paper: the same description and values as the page, with the version code in
the foot.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import paperwork, permissions, queries, readiness
from jinguo.apps.calls.models import Nomination, PrintedForm
from jinguo.apps.clock import now
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
    return paperwork.registration_form_of(nomination, values, copies=_copies(nomination)), (
        paperwork.form_file_name(nomination)
    )


@transaction.atomic
def take_form(*, nomination: Nomination, by: User) -> tuple[bytes, str]:
    """The same form for the organiser's officers. It holds the ID number: who takes it is written down."""
    call = nomination.call
    demand(permissions.is_officer_of_call(by, call))
    demand(permissions.may_read(by, nomination))
    audit.record(
        "papers_taken",
        subject=nomination,
        by=by,
        acting_for=call.organiser,
        within=call,
        after={"paper": "paper_form", "count": 1},
    )
    return paperwork.registration_form_of(nomination, copies=_copies(nomination)), (
        paperwork.form_file_name(nomination)
    )


def _copies(nomination: Nomination) -> int:
    return max(1, nomination.call.copies)

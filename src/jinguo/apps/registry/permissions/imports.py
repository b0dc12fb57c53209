"""Who takes lists in, and what may still be done with one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinguo.apps.organisations.permissions import is_officer_of
from jinguo.apps.registry.models import ListImport
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.files.models import StoredFile
    from jinguo.apps.organisations.models import Organisation


def may_import(user: User, organisation: Organisation | int) -> Verdict:
    """Lists are taken in, and taken back, by the organisation's officers."""
    return is_officer_of(user, organisation)


def may_read_list(user: User, stored: StoredFile) -> Verdict:
    """A list is read again by the officers of the organisation that it was taken in for."""
    run = ListImport.objects.filter(file=stored).only("organisation_id").first()
    return may_import(user, run.organisation_id) if run else Verdict.no("not_officer_of_organiser")


def is_open_for_reading(run: ListImport) -> Verdict:
    """It has been neither written to the registry nor dropped."""
    return Verdict.of(run.state in (run.OPEN, run.STAGED), "import_is_closed")


def is_staged(run: ListImport) -> Verdict:
    return Verdict.of(run.state == run.STAGED, "import_not_staged")


def stands_in_registry(run: ListImport) -> Verdict:
    return Verdict.of(run.state == run.COMMITTED, "import_not_committed")

"""Who may read, keep and use a document of the library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import is_officer_of, organisations_with
from jinguo.apps.policies.models import PolicyDocument
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.files.models import StoredFile
    from jinguo.apps.organisations.models import Organisation

READERS = (kinds.OFFICER, kinds.LIAISON, kinds.LEADER, kinds.AUDITOR, kinds.ADMIN)


def may_add(user: User, keeper: Organisation | int) -> Verdict:
    """Documents are taken in by the officers of the organisation that keeps them."""
    return is_officer_of(user, keeper)


def may_read(user: User, document: PolicyDocument) -> Verdict:
    """A public document is everyone's; an internal one is for those who work in the organisation that keeps it."""
    public = Verdict.of(document.is_public and document.is_read, "document_is_internal")
    own = Verdict.of(document.keeper_id in organisations_with(user, *READERS), "document_is_internal")
    return public | own


def keeps(user: User, document: PolicyDocument) -> Verdict:
    """Who corrects what was read, and makes something of it: an officer of the keeper."""
    return is_officer_of(user, document.keeper_id)


def is_read(document: PolicyDocument) -> Verdict:
    return Verdict.of(document.is_read, "document_not_read")


def may_make(user: User, document: PolicyDocument) -> Verdict:
    """Something can be made of a document that was read, by who keeps it. Makers add what they ask for besides."""
    return keeps(user, document) & is_read(document)


def may_read_file(user: User, stored: StoredFile) -> Verdict:
    """The file of a document goes to who may read the document."""
    documents = PolicyDocument.objects.filter(file=stored).only("is_public", "state", "keeper_id")
    return next(
        (verdict for one in documents if (verdict := may_read(user, one))), Verdict.no("document_is_internal")
    )


def may_add_anywhere(user: User) -> Verdict:
    """Files of documents are uploaded by officers; the action asks for whose library."""
    return Verdict.of(bool(organisations_with(user, kinds.OFFICER)), "not_officer_of_organiser")

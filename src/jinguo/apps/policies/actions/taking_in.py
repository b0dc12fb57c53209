"""A document comes in: as a file or as pasted words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.jobs import actions as jobs
from jinguo.apps.policies.actions.reading import read_document
from jinguo.apps.policies.models import PolicyDocument
from jinguo.apps.policies.permissions import keeps, may_add
from jinguo.apps.policies.states import DocumentState, change
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.files.models import StoredFile
    from jinguo.apps.organisations.models import Organisation

AT_ONCE = 60_000
"""Bytes of a plain text that are read while the officer waits, in well under a second; what is longer, and every
file that has to be opened first, goes to a worker unless it is small."""
MOST_PASTED = 2_000_000


def take_in(
    *,
    keeper: Organisation,
    by: User,
    stored: StoredFile | None = None,
    pasted: str = "",
    is_public: bool = False,
) -> PolicyDocument:
    """Put a document into the library and read it: at once where it is short, else in the background.

    Raises:
        Refused: not an officer of the keeper; neither a file nor words; far too many words pasted.
    """
    demand(may_add(by, keeper))
    pasted = pasted.replace("\x00", "").replace("\r\n", "\n")
    if stored is None and not pasted.strip():
        raise Refused.because("document_nothing_given")
    if len(pasted) > MOST_PASTED:
        raise Refused.because("document_too_long_to_paste", limit=MOST_PASTED)
    name = stored.original_name if stored else ""
    with transaction.atomic():
        document = PolicyDocument.objects.create(
            keeper=keeper,
            title=_first_line(pasted) or name[:300],
            file=stored,
            file_name=name[:200],
            pasted="" if stored else pasted,
            is_public=is_public,
            added_by=by,
            added_by_name=str(by)[:150],
        )
        after = {"title": document.title, "file": name}
        audit.record(
            "document_added", subject=document, by=by, acting_for=keeper, within=document, after=after
        )
    _start(document, by)
    return document


def ask_to_read(*, document: PolicyDocument, by: User) -> PolicyDocument:
    """Read a document whose reading never came to an end."""
    demand(keeps(by, document))
    if document.state != DocumentState.WAITING:
        raise Refused.because("document_does_not_allow", move="read", state=document.state)
    if document.job is None or not document.job.is_open:
        _start(document, by)
    return document


def paste_again(*, document: PolicyDocument, pasted: str, by: User) -> PolicyDocument:
    """The words of a document whose file cannot be read; the file stays with it as it came."""
    demand(keeps(by, document))
    pasted = pasted.replace("\x00", "").replace("\r\n", "\n")
    if not pasted.strip():
        raise Refused.because("document_nothing_given")
    if len(pasted) > MOST_PASTED:
        raise Refused.because("document_too_long_to_paste", limit=MOST_PASTED)
    with transaction.atomic():
        change(document, "read_again", pasted=pasted)
        audit.record(
            "document_words_pasted", subject=document, by=by, acting_for=document.keeper, within=document
        )
    _start(document, by)
    return document


def _start(document: PolicyDocument, by: User) -> None:
    size = document.file.size if document.file and not document.pasted else len(document.pasted.encode())
    if size <= AT_ONCE:
        read_document(document=document)
        return
    with transaction.atomic():
        document.job = jobs.enqueue("policies.read_document", by=by, document=str(document.uid))
        document.save(update_fields=["job"])


def _first_line(text: str) -> str:
    return next((line.strip()[:300] for line in text.splitlines() if line.strip()), "")

"""What an officer says of a document as a whole: its head, whether it is public and in force, what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from jinguo.apps.audit import actions as audit
from jinguo.apps.policies import words
from jinguo.apps.policies.models import DocumentRelation, PolicyDocument
from jinguo.apps.policies.permissions import keeps
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

SETTINGS = (
    "title", "doc_number", "issuers", "level", "kind", "issue_date", "in_force_from", "in_force_until", "is_public",
)  # fmt: skip


@transaction.atomic
def describe(
    *, document: PolicyDocument, changes: Mapping[str, Any], seen_version: int, by: User
) -> PolicyDocument:
    """Change what the library says of a document.

    Raises:
        Refused: not the keeper's officer, changed by somebody else since ``seen_version``, or an end before its beginning.
    """
    document = PolicyDocument.objects.select_for_update().select_related("keeper").get(pk=document.pk)
    demand(keeps(by, document))
    if document.version != seen_version:
        raise Refused.because("document_changed_meanwhile")
    changed = {
        name: value
        for name, value in changes.items()
        if name in SETTINGS and getattr(document, name) != value
    }
    before = {name: _plain(getattr(document, name)) for name in changed}
    for name, value in changed.items():
        setattr(document, name, value)
    if (
        document.in_force_from
        and document.in_force_until
        and document.in_force_until < document.in_force_from
    ):
        raise Refused.because("document_ends_before_it_begins")
    if changed:
        document.version = F("version") + 1
        if {"title", "doc_number", "issuers"} & set(changed):
            document.search_words = words.of_document(
                document.text, document.title, document.doc_number, document.issuers
            )
        document.save()
        document.refresh_from_db()
        after = {name: _plain(value) for name, value in changed.items()}
        audit.record(
            "document_described", subject=document, by=by, acting_for=document.keeper, within=document,
            before=before, after=after,
        )  # fmt: skip
    return document


@transaction.atomic
def relate(
    *, document: PolicyDocument, kind: str, by: User, target: PolicyDocument | None = None, title: str = ""
) -> DocumentRelation:
    """Say that a document implements, cites, replaces or changes another, of the library or by its title alone."""
    demand(keeps(by, document))
    title = (target.title if target else title.strip())[:300]
    if kind not in DocumentRelation.KINDS or not title or (target and target.pk == document.pk):
        raise Refused.because("relation_says_nothing")
    values = {"target": target, "doc_number": target.doc_number if target else "", "by_name": str(by)[:150]}
    relation, _ = DocumentRelation.objects.update_or_create(
        source=document, kind=kind, title=title, defaults=values
    )
    after = {"kind": kind, "title": title}
    audit.record(
        "document_related", subject=document, by=by, acting_for=document.keeper, within=document, after=after
    )
    return relation


@transaction.atomic
def unrelate(*, relation: DocumentRelation, by: User) -> None:
    """Take a relation back."""
    document = relation.source
    demand(keeps(by, document))
    after = {"kind": relation.kind, "title": relation.title}
    audit.record(
        "document_unrelated",
        subject=document,
        by=by,
        acting_for=document.keeper,
        within=document,
        after=after,
    )
    relation.delete()


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, str | bool | int | list) else str(value)

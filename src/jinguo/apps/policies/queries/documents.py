"""Documents of the library."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.policies.models import DocumentRelation, PolicyDocument
from jinguo.apps.policies.permissions import READERS
from jinguo.apps.policies.states import DocumentState

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

HEAVY = ("text", "reading", "search_words", "pasted")
"""Columns that lists do not fetch."""


def visible_to(user: User) -> QuerySet[PolicyDocument]:
    """The public documents, and those of the organisations that she works in."""
    own = organisations_with(user, *READERS)
    shown = Q(is_public=True, state=DocumentState.READ)
    return PolicyDocument.objects.filter(shown | Q(keeper__in=own)).select_related("keeper")


def documents_kept_by(organisation: Organisation | int) -> QuerySet[PolicyDocument]:
    return PolicyDocument.objects.filter(keeper=organisation)


def keepers_of(user: User) -> QuerySet[Organisation]:
    """The organisations for which she takes documents in."""
    own = organisations_with(user, kinds.OFFICER)
    return Organisation.objects.filter(pk__in=own, is_active=True).order_by("pinyin_key", "pk")


def relations_of(document: PolicyDocument) -> QuerySet[DocumentRelation]:
    """What a document implements, cites, replaces."""
    return document.relations.select_related("target").defer(*(f"target__{name}" for name in HEAVY))


def related(documents: Sequence[PolicyDocument]) -> QuerySet[DocumentRelation]:
    """What rests on these documents: the other direction."""
    rows = DocumentRelation.objects.filter(target__in=[one.pk for one in documents])
    return rows.select_related("source").defer(*(f"source__{name}" for name in HEAVY))


def others_than(document: PolicyDocument) -> QuerySet[PolicyDocument]:
    """The other documents of its keeper, and the public ones, to relate it to."""
    shown = Q(is_public=True, state=DocumentState.READ) | Q(keeper=document.keeper_id)
    return PolicyDocument.objects.filter(shown).exclude(pk=document.pk).defer(*HEAVY).order_by("title", "pk")

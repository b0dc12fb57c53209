"""Fetch and authorise in one step; absent and forbidden look the same."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from jinguo.apps.organisations.models import Organisation
from jinguo.apps.policies import queries
from jinguo.apps.policies.models import DocumentRelation, PolicyDocument, ReadItem
from jinguo.apps.policies.permissions import keeps

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def _nothing() -> Http404:
    return Http404(_("There is nothing here, or it is not yours to see."))


def document_for_reader(user: User, uid: UUID) -> PolicyDocument:
    """A document that she may read."""
    found = queries.visible_to(user).select_related("file", "job").filter(uid=uid).first()
    if found is None:
        raise _nothing()
    return found


def document_for_officer(user: User, uid: UUID) -> PolicyDocument:
    """A document that her organisation keeps and she works on."""
    found = document_for_reader(user, uid)
    if not keeps(user, found):
        raise _nothing()
    return found


def item_for_officer(user: User, uid: UUID, item_uid: UUID) -> tuple[PolicyDocument, ReadItem]:
    """A value that was read from such a document."""
    document = document_for_officer(user, uid)
    item = document.items.filter(uid=item_uid).first()
    if item is None:
        raise _nothing()
    return document, item


def relation_for_officer(user: User, uid: UUID, number: str) -> DocumentRelation:
    """A relation that such a document states."""
    document = document_for_officer(user, uid)
    found = document.relations.filter(pk=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise _nothing()
    return found


def keeper_for_officer(request: HttpRequest) -> Organisation:
    """The organisation that she acts for, where she is its officer; else the first one of hers."""
    rows = list(queries.keepers_of(request.user))
    if not rows:
        raise _nothing()
    acting = getattr(request.acting, "pk", None)
    return next((one for one in rows if one.pk == acting), rows[0])

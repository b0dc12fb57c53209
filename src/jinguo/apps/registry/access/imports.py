"""Fetch and authorise lists on their way in; absent and forbidden look the same."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.registry.models import ListImport

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def is_officer(request: HttpRequest) -> bool:
    """Whether she takes lists in at all."""
    return request.user.is_authenticated and bool(organisations_with(request.user, kinds.OFFICER))


def keeper_for_officer(request: HttpRequest) -> Organisation:
    """The organisation that she acts for, where she is its officer; else the first one of hers."""
    own = organisations_with(request.user, kinds.OFFICER)
    rows = list(Organisation.objects.filter(pk__in=own, is_active=True).order_by("pinyin_key", "pk"))
    if not rows:
        raise Http404(_("There is nothing here, or it is not yours to see."))
    acting = getattr(request.acting, "pk", None)
    return next((one for one in rows if one.pk == acting), rows[0])


def import_for_officer(user: User, uid: UUID) -> ListImport:
    """A list that was uploaded for an organisation of which she is an officer."""
    rows = ListImport.objects.filter(organisation__in=organisations_with(user, kinds.OFFICER), uid=uid)
    found = rows.select_related("organisation", "job", "file").first()
    if found is None:
        raise Http404(_("There is nothing here, or it is not yours to see."))
    return found

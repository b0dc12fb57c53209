"""Fetch and authorise in one step what a person asks of her own data; absent and forbidden look the same."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from jinguo.apps.registry import queries
from jinguo.apps.registry.access.people import nothing, registry_for
from jinguo.apps.registry.models import Claim, Erasure


def own_claim(request: HttpRequest) -> Claim:
    """The claim that opens her own pages."""
    claim = queries.rights.claim_of(request.user)
    if claim is None or not queries.rights.is_hers(claim):
        raise nothing()
    return claim


def claim_in(request: HttpRequest, uid: UUID) -> Claim:
    claim = queries.rights.claims_in(registry_for(request)).filter(uid=uid).first()
    if claim is None:
        raise nothing()
    return claim


def erasure_in(request: HttpRequest, uid: UUID) -> Erasure:
    erasure = queries.rights.erasures_in(registry_for(request)).filter(uid=uid).first()
    if erasure is None:
        raise nothing()
    return erasure

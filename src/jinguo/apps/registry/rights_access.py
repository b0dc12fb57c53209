"""Fetch and authorise in one step what a person asks of her own data; absent and forbidden look the same."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from jinguo.apps.registry import rights_queries
from jinguo.apps.registry.access import nothing, registry_for
from jinguo.apps.registry.models import Claim, Erasure


def own_claim(request: HttpRequest) -> Claim:
    """The claim that opens her own pages."""
    claim = rights_queries.claim_of(request.user)
    if claim is None or not rights_queries.is_hers(claim):
        raise nothing()
    return claim


def claim_in(request: HttpRequest, uid: UUID) -> Claim:
    claim = rights_queries.claims_in(registry_for(request)).filter(uid=uid).first()
    if claim is None:
        raise nothing()
    return claim


def erasure_in(request: HttpRequest, uid: UUID) -> Erasure:
    erasure = rights_queries.erasures_in(registry_for(request)).filter(uid=uid).first()
    if erasure is None:
        raise nothing()
    return erasure

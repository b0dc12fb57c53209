"""Reads of tokens and of registrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from jinguo.apps.exchange.models import Registration, Token
from jinguo.apps.exchange.states import OPEN_REGISTRATIONS
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.registry.queries.people import below
from jinguo.apps.registry.rights.tokens import hash_of

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def tokens_of(organisation: Organisation) -> QuerySet[Token]:
    return Token.objects.filter(organisation=organisation)


def token_named(secret: str) -> Token | None:
    """The token that a program shows, whether it still works or not."""
    rows = Token.objects.filter(token_hash=hash_of(secret))
    return rows.select_related("organisation", "user").first()


def registrations_for(user: User) -> QuerySet[Registration]:
    """Registrations that a user may answer: at her unit, and below the organisations of which she is an officer."""
    seen = Q(unit__in=organisations_with(user, kinds.LIAISON, kinds.OFFICER))
    for organisation in Organisation.objects.filter(pk__in=organisations_with(user, kinds.OFFICER)):
        seen |= Q(unit__in=below(organisation))
    return Registration.objects.filter(seen).select_related("unit", "user").order_by("-pk")


def open_registration_of(user: User) -> Registration | None:
    """Her own that waits, or the last one that was answered."""
    rows = Registration.objects.filter(user=user).select_related("unit")
    return rows.filter(state__in=OPEN_REGISTRATIONS).first() or rows.first()

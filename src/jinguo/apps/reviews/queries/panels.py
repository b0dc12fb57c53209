"""Invitations to the panel of a round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import QuerySet

from jinguo.apps.calls.models import Call
from jinguo.apps.reviews.models import (
    PanelInvitation,
)
from jinguo.apps.reviews.states import PanelState

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
from typing import TYPE_CHECKING

from jinguo.apps.calls.states import CallState

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def panel_of(call: Call, position: int) -> QuerySet[PanelInvitation]:
    """Who was asked for a round, with what they answered."""
    return PanelInvitation.objects.filter(call=call, position=position).select_related("expert", "call")


def panels_asked_of(user: User) -> QuerySet[PanelInvitation]:
    """What an expert was asked for and may still answer."""
    return (
        PanelInvitation.objects.filter(
            expert__user=user,
            call__state__in=(CallState.OPEN, CallState.REVIEWING),
        )
        .exclude(state=PanelState.WITHDRAWN)
        .select_related("call__organiser", "expert__user", "expert__pool")
        .order_by("-invited_at", "-pk")
    )

"""What the review shows on the first page: to experts what waits, to officers how far it is."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from jinguo.apps.clock import now
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.reviews import permissions, queries
from jinguo.apps.reviews.states import PanelState


def is_expert(request: HttpRequest) -> bool:
    return request.user.is_authenticated and bool(organisations_with(request.user, kinds.EXPERT))


def is_officer(request: HttpRequest) -> bool:
    return request.user.is_authenticated and bool(organisations_with(request.user, kinds.OFFICER))


def to_review(request: HttpRequest) -> dict[str, Any] | None:
    """待评审: the open rounds in which she has something left."""
    if not is_expert(request):
        return None
    rounds = []
    for round_ in queries.rounds_of_expert(request.user):
        round_.left = round_.given - round_.done
        if round_.left and permissions.round_is_open(round_, now()).ok:
            rounds.append(round_)
    if not rounds:
        return None
    return {"template": "reviews/_expert_card.html", "context": {"rounds": rounds}, "order": 5, "wide": True}


def progress(request: HttpRequest) -> dict[str, Any] | None:
    """评审进度: the rounds under way of her organisations."""
    if not is_officer(request):
        return None
    rounds = list(queries.open_rounds(request.user)[:5])
    if not rounds:
        return None
    return {"template": "reviews/_officer_card.html", "context": {"rounds": rounds}, "order": 30}


def to_answer(request: HttpRequest) -> dict[str, Any] | None:
    """评审邀请: what an expert was asked for and has not answered."""
    if not is_expert(request):
        return None
    rows = list(queries.panels_asked_of(request.user).filter(state=PanelState.INVITED)[:5])
    if not rows:
        return None
    return {"template": "reviews/pool/_asked_card.html", "context": {"rows": rows}, "order": 4, "wide": True}

"""Knows for which organisation the signed-in user acts on this request: ``request.acting``."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from jinguo.apps.organisations.queries import acting_choices

SESSION_KEY = "acting_for"


class ActingOrganisationMiddleware:
    """``request.acting`` is an organisation, or None; ``request.acting_choices`` are all she may choose from."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.acting_choices = SimpleLazyObject(lambda: _choices(request))
        request.acting = SimpleLazyObject(lambda: _acting(request))
        return self.get_response(request)


def _choices(request: HttpRequest) -> list[object]:
    return acting_choices(request.user)


def _acting(request: HttpRequest) -> object | None:
    choices = list(request.acting_choices)
    chosen = request.session.get(SESSION_KEY)
    for organisation in choices:
        if organisation.pk == chosen:
            return organisation
    return choices[0] if choices else None

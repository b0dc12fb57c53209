"""Breaks of an expert, noted and ended in one way by her officer and by herself."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from jinguo.apps.reviews import actions
from jinguo.apps.reviews.forms.pool import BreakForm
from jinguo.apps.reviews.models import Expert

Page = Callable[..., HttpResponse]


def note_break(request: HttpRequest, expert: Expert, *, page: Page, back: str) -> HttpResponse:
    """Note a break and go ``back``; a form that is wrong stands on its ``page`` again with what was typed."""
    form = BreakForm(request.POST)
    if not form.is_valid():
        return page(request, expert, break_form=form, status=422)
    actions.add_break(expert=expert, by=request.user, **form.cleaned_data)
    messages.success(request, _("The break is noted."))
    return redirect(back, expert.uid)


def cut_break(request: HttpRequest, expert: Expert, *, pk: int, back: str) -> HttpResponse:
    """End a break today and go ``back``."""
    actions.end_break(expert=expert, pk=pk, by=request.user)
    messages.success(request, _("The break is ended."))
    return redirect(back, expert.uid)

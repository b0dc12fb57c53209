"""The one shape of every page that asks for a few words and then does something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from jinguo.errors import Refused
from jinguo.reasons import Reason


def ask(
    request: HttpRequest,
    form: BaseForm,
    act: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    submit: str,
    back: str,
    about: str = "",
    done: str = "",
    template: str = "plans/ask.html",
    to: Callable[[Any], str] | None = None,
    **context: Any,
) -> HttpResponse:
    """Show the form; on a good POST act and go ``back`` (or ``to`` what came of it). A refusal stands above the form."""
    problems: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            made = act(form.cleaned_data)
        except Refused as refused:
            problems = refused.reasons
        else:
            if done:
                messages.success(request, done)
            return redirect(to(made) if to else back)
    context |= {
        "form": form,
        "reasons": problems,
        "title": title,
        "submit": submit,
        "back": back,
        "about": about,
    }
    return render(request, template, context, status=409 if problems else 422 if form.errors else 200)

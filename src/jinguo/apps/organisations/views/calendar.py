"""The calendar of worked days: the shipped table, and what officers entered above it."""

from __future__ import annotations

from calendar import Calendar
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jinguo.apps.clock import today
from jinguo.apps.organisations import access, actions, permissions, queries
from jinguo.apps.organisations.forms import CalendarForm
from jinguo.errors import demand
from jinguo.standards.workdays import FIRST_KNOWN_DAY, LAST_KNOWN_DAY, is_workday, known

_SATURDAY = 5


def calendar(request: HttpRequest) -> HttpResponse:
    """A year at a glance: what is off, what is worked, and until when anything is known."""
    access.all_units(request.user)
    keeps = permissions.keeps_the_calendar(request.user)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and 2000 <= int(asked) <= 2200 else today().year
    form = CalendarForm(request.POST or None)
    if request.method == "POST":
        demand(keeps)
    if form.is_valid():
        count = actions.set_calendar_days(by=request.user, **form.cleaned_data)
        messages.success(request, ngettext("%(n)d day entered.", "%(n)d days entered.", count) % {"n": count})
        return redirect(f"{reverse('organisations:calendar')}?year={form.cleaned_data['first'].year}")
    entries = list(queries.calendar_days())
    overrides = queries.calendar_overrides()
    context = {
        "year": year,
        "weekdays": [str(WEEKDAYS_ABBR[number]).removeprefix("星期") for number in range(7)],
        "years": [
            {"label": str(y), "url": f"?year={y}", "current": y == year} for y in range(year - 1, year + 3)
        ],
        "months": [_month(year, month, overrides) for month in range(1, 13)],
        "entries": [entry for entry in entries if entry.day.year == year],
        "form": form,
        "keeps": keeps,
        "first_known": FIRST_KNOWN_DAY,
        "last_known": LAST_KNOWN_DAY,
        "beyond": date(year, 12, 31) > LAST_KNOWN_DAY,
    }
    return render(request, "organisations/calendar.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    entry = access.calendar_day(request.user, pk)
    actions.remove_calendar_day(entry=entry, by=request.user)
    messages.success(request, _("Taken back: the shipped calendar counts again for this day."))
    return redirect(f"{reverse('organisations:calendar')}?year={entry.day.year}")


def _month(year: int, month: int, overrides: dict[date, bool]) -> dict[str, Any]:
    weeks = [
        [_day(day, overrides) if day.month == month else None for day in week]
        for week in Calendar().monthdatescalendar(year, month)
    ]
    return {"first": date(year, month, 1), "weeks": weeks}


def _day(day: date, overrides: dict[date, bool]) -> dict[str, Any]:
    """``kind``: plain, weekend, holiday (a weekday that is off), worked (a weekend that is worked), unknown."""
    weekend = day.weekday() >= _SATURDAY
    if not known(day, overrides):
        kind = "unknown"
    elif is_workday(day, overrides):
        kind = "worked" if weekend else "plain"
    else:
        kind = "weekend" if weekend else "holiday"
    return {"day": day, "kind": kind, "own": day in overrides, "today": day == today()}

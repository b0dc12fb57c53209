"""Searches kept under a name: who is in, who came in, who fell out and why, since a month; as files."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinguo.apps.clock import today, told
from jinguo.apps.files import delivery
from jinguo.apps.registry import access, actions, queries
from jinguo.apps.registry.forms.people import SaveForm
from jinguo.apps.registry.models import SavedSearch
from jinguo.apps.registry.paperwork import list_moves, trend
from jinguo.apps.registry.search import finding
from jinguo.apps.registry.search.asking import Asked

MONTHS = 24
MOST_IN_A_FILE = 5_000


@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """Keep the search under a name; from then on it is counted every day."""
    registry = access.people.registry_for(request)
    form = SaveForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Give the list a name."))
        return redirect(f"{reverse('registry:people')}?{request.POST.get('query', '')[:600]}")
    asked = Asked.read(finding.parts_of(form.cleaned_data["query"]))
    kept = actions.keep_search(
        organisation=registry, name=form.cleaned_data["name"], query=asked.query, by=request.user
    )
    members = finding.found(registry, asked).values_list("identity_id", flat=True)
    actions.count_list(search=kept, members=set(members))
    messages.success(request, _("Kept. Every day it is counted who came in and who fell out."))
    return redirect("registry:kept", kept.uid)


@require_safe
def kept(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A kept search: how many are in, who came in and who fell out since a month, and how it went."""
    registry = access.people.registry_for(request)
    search = access.people.search_in(registry, uid)
    since, chosen = _since(request)
    came, gone = queries.searches.moves_in(search, since)
    cards = queries.people.names_in(registry, [one.identity_id for one in (*came, *gone)])
    counts = queries.searches.counts_of(search)
    context = {
        "registry": registry,
        "search": search,
        "query": urlencode(finding.parts_of(search.query)),
        "now_in": counts[-1].members if counts else 0,
        "latest": counts[-1] if counts else None,
        "came": [(cards.get(one.identity_id), one) for one in came],
        "gone": [(cards.get(one.identity_id), one) for one in gone],
        "since": since,
        "chosen": chosen,
        "months": _months(search),
        "trend": trend.of(counts),
    }
    return render(request, "registry/kept.html", context)


@require_POST
def changes(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Who came in and who fell out since a month, as a table file. That it was given out is recorded."""
    registry = access.people.registry_for(request)
    search = access.people.search_in(registry, uid)
    since, _chosen = _since(request)
    came, gone = queries.searches.moves_in(search, since, MOST_IN_A_FILE)
    cards = queries.people.names_in(registry, [one.identity_id for one in (*came, *gone)])
    actions.record_export(organisation=registry, count=len(came) + len(gone), by=request.user)
    made = list_moves.table(search, since, came, gone, cards, get_language() or "zh-hans")
    response = HttpResponse(made, content_type=delivery.XLSX)
    response["Content-Disposition"] = f'attachment; filename="changes-{since.isoformat()}.xlsx"'
    return response


@require_POST
def drop(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Forget a kept search."""
    registry = access.people.registry_for(request)
    actions.drop_search(search=access.people.search_in(registry, uid), by=request.user)
    messages.success(request, _("Removed. Nobody left the registry by it."))
    return redirect("registry:people")


def _since(request: HttpRequest) -> tuple[date, str]:
    """(the day from which moves are shown, the month that was chosen): a month back where none was."""
    chosen = request.GET.get("since", "")
    try:
        year, month = (int(part) for part in chosen.split("-"))
        return date(year, month, 1), chosen
    except ValueError:
        return today() - timedelta(days=31), ""


def _months(search: SavedSearch) -> list[str]:
    """The months that can be chosen, the latest first: from the list's first to this one."""
    first, last = told(search.created_at).date(), today()
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    found = []
    for back in range(min(max(count, 1), MONTHS)):
        year, month = divmod(last.year * 12 + last.month - 1 - back, 12)
        found.append(f"{year}-{month + 1:02d}")
    return found

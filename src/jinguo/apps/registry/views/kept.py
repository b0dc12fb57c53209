"""Searches kept under a name, and who came in and fell out."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinguo.apps.clock import today
from jinguo.apps.registry import access, actions, queries
from jinguo.apps.registry.forms.people import SaveForm
from jinguo.apps.registry.search import finding
from jinguo.apps.registry.search.asking import Asked


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
    """A kept search: who came in and who fell out within the last month."""
    registry = access.people.registry_for(request)
    search = access.people.search_in(registry, uid)
    came, gone = queries.searches.moves_in(search, today() - timedelta(days=31))
    cards = queries.people.names_in(registry, [one.identity_id for one in (*came, *gone)])
    context = {
        "registry": registry,
        "search": search,
        "query": urlencode(finding.parts_of(search.query)),
        "came": [(cards.get(one.identity_id), one) for one in came],
        "gone": [(cards.get(one.identity_id), one) for one in gone],
    }
    return render(request, "registry/kept.html", context)


@require_POST
def drop(request: HttpRequest, uid: UUID) -> HttpResponse:
    registry = access.people.registry_for(request)
    actions.drop_search(search=access.people.search_in(registry, uid), by=request.user)
    messages.success(request, _("Removed. Nobody left the registry by it."))
    return redirect("registry:people")

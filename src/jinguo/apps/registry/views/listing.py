"""The list of a registry: searched, narrowed down, tagged, kept under a name, compared, exported."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinguo.apps.clock import today
from jinguo.apps.jobs.actions import enqueue
from jinguo.apps.registry import access, actions, permissions, queries
from jinguo.apps.registry.forms.people import SaveForm, TagForm
from jinguo.apps.registry.persons import personal_page
from jinguo.apps.registry.search import finding
from jinguo.apps.registry.search.finding import Asked

MOST_COMPARED = 4


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody in the registry whom the search asks for."""
    registry = access.people.registry_for(request)
    asked = Asked.read(request.GET)
    rows = finding.found(registry, asked)
    counted = finding.counted(rows, asked)
    listed = finding.found(registry, asked, very_many=True) if counted.more else rows
    page = finding.Pages(finding.in_order(listed, asked.sort), counted.total).get_page(
        request.GET.get("page")
    )
    context = {
        "registry": registry,
        "asked": asked,
        "counted": counted,
        "page": page,
        "may_import": permissions.imports.may_import(request.user, registry).ok,
        "tags": queries.searches.tags_of(registry),
        "searches": queries.searches.searches_of(registry),
        "save_form": SaveForm(initial={"query": asked.query}),
        "states": [(state, f"search_{state}") for state in finding.STATES],
    }
    return render(request, "registry/people.html", context)


@require_POST
def tag(request: HttpRequest) -> HttpResponse:
    """Put a tag on the ticked persons, or take it off."""
    registry = access.people.registry_for(request)
    persons = access.people.persons_in(registry, request.POST.getlist("chosen"))
    form = TagForm(request.POST)
    if not form.is_valid() or not persons:
        messages.warning(request, _("Tick somebody and write a tag."))
    elif form.cleaned_data["off"]:
        count = actions.take_tag(
            organisation=registry, persons=persons, name=form.cleaned_data["tag"], by=request.user
        )
        messages.success(
            request, ngettext("Taken off %(n)d person.", "Taken off %(n)d persons.", count) % {"n": count}
        )
    else:
        count = actions.put_tag(
            organisation=registry, persons=persons, name=form.cleaned_data["tag"], by=request.user
        )
        messages.success(
            request, ngettext("Put on %(n)d person.", "Put on %(n)d persons.", count) % {"n": count}
        )
    return redirect(f"{reverse('registry:people')}?{Asked.read(request.GET).query}")


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Up to four persons side by side."""
    registry = access.people.registry_for(request)
    persons = access.people.persons_in(registry, request.GET.getlist("chosen"))[:MOST_COMPARED]
    pages = []
    for person in persons:
        entries = queries.people.entries_of(person, registry)
        statements = queries.people.statements_on(entries)
        pages.append(
            (person, personal_page.page_of(entries, statements, queries.honours.honours_on(entries)))
        )
    keys = [
        key
        for key in personal_page.compared_keys()
        if any(key in page.profile.resolved for person, page in pages)
    ]
    lines = [
        (f"attribute_{key}", [personal_page.in_words(page.profile, key) for person, page in pages])
        for key in keys
    ]
    return render(request, "registry/compare.html", {"registry": registry, "pages": pages, "lines": lines})


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The persons of the search as a table file, made in the background."""
    registry = access.people.registry_for(request)
    asked = Asked.read(request.GET)
    job = enqueue(
        "registry.export",
        by=request.user,
        organisation=registry.pk,
        query=asked.query,
        sort=asked.sort,
        asker=request.user.pk,
        lang=get_language() or "zh-hans",
    )
    return redirect("jobs:status", job.uid)


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


@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The units in which the persons of a registry work."""
    registry = access.people.registry_for(request)
    text = request.GET.get("q", "").strip()[:60]
    rows = queries.units.units_of(registry, text)[: finding.PER_PAGE * 4]
    return render(request, "registry/units.html", {"registry": registry, "rows": rows, "text": text})


@require_safe
def unit(request: HttpRequest) -> HttpResponse:
    """One unit with its people, in figures and by name."""
    registry = access.people.registry_for(request)
    key = request.GET.get("unit", "").strip()[:200]
    asked = Asked.read({"unit": key, "sort": request.GET.get("sort", "")})
    rows = finding.found(registry, asked)
    counted = finding.counted(rows, asked)
    if not key or not counted.total:
        raise access.people.nothing()
    page = finding.Pages(finding.in_order(rows, asked.sort), counted.total).get_page(request.GET.get("page"))
    women = next((one.count for one in counted.facets["sex"] if one.value == "F"), 0)
    context = {
        "registry": registry,
        "key": key,
        "counted": counted,
        "page": page,
        "women": women,
    }
    return render(request, "registry/unit.html", context)

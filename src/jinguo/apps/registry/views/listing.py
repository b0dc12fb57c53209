"""The list of a registry: searched, narrowed down, tagged, compared, exported."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jinguo.apps.jobs.actions import enqueue
from jinguo.apps.registry import access, actions, permissions, queries
from jinguo.apps.registry.forms.people import TagForm
from jinguo.apps.registry.persons import personal_page
from jinguo.apps.registry.search import facets, finding
from jinguo.apps.registry.search.asking import Asked

MOST_COMPARED = 4


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody in the registry whom the search asks for."""
    registry = access.people.registry_for(request)
    asked = Asked.read(request.GET)
    seen = finding.look(
        registry, asked, page=request.GET.get("page"), after=request.GET.get("after", "")[:20]
    )
    everybody = seen.counted.more and request.GET.get("figures") == "all"
    context = {
        "registry": registry,
        "asked": asked,
        "seen": seen,
        "counted": finding.all_counted(registry, asked) if everybody else seen.counted,
        "listed": finding.MOST,
        "chips": facets.chips(asked),
        "page": seen.page,
        "following": asked.having(after=seen.onward) if seen.onward else "",
        "may_import": permissions.imports.may_import(request.user, registry).ok,
        "may_give_out": permissions.people.may_give_out_sensitive(request.user, registry).ok,
        "tags": queries.searches.tags_of(registry),
        "searches": queries.searches.searches_of(registry),
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
    entries = queries.pairs.entries_by_identity(registry, [one.pk for one in persons])
    every = [entry for some in entries.values() for entry in some]
    said, granted = queries.people.statements_on(every), queries.honours.honours_on(every)
    pages = [
        (
            person,
            personal_page.page_of(
                hers := entries.get(person.pk, []),
                [one for one in said if one.entry_id in {entry.pk for entry in hers}],
                [one for one in granted if one.entry_id in {entry.pk for entry in hers}],
            ),
        )
        for person in persons
    ]
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
    """The persons of the search as a table, a roster or a page each, made in the background."""
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
        form=form if (form := request.POST.get("form", "")) in ("roster", "sheets") else "table",
    )
    return redirect("jobs:status", job.uid)

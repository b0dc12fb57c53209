"""A person's page: what is known with its sources, what contradicts, her path; facts stated, decided, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.audit import queries as trail
from jinguo.apps.clock import today
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry import access, actions, elsewhere, permissions, queries
from jinguo.apps.registry.forms.pairs import SplitForm
from jinguo.apps.registry.forms.people import DecideForm, FactForm, ReasonForm
from jinguo.apps.registry.models import Identity, PersonEntry
from jinguo.apps.registry.persons import personal_page, tier_page
from jinguo.reasons import Reason


@require_safe
def person(request: HttpRequest, uid: UUID) -> HttpResponse:
    registry = access.people.registry_for(request)
    identity, entries = access.people.person_in(registry, uid)
    if identity.uid != uid:
        return redirect("registry:person", identity.uid)
    return _page(request, registry, identity, entries)


@require_POST
def unmask(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Show one sensitive value in full, once, on this answer alone. The reason is recorded."""
    registry = access.people.registry_for(request)
    identity, entries = access.people.person_in(registry, uid)
    attribute, why = request.POST.get("attribute", ""), request.POST.get("why", "")
    if not why.strip():
        return _page(
            request, registry, identity, entries, reasons=[Reason.error("reason_missing")], status=422
        )
    shown = actions.unmask(
        entries=entries,
        statements=queries.people.statements_on(entries),
        attribute=attribute,
        organisation=registry,
        why=why,
        by=request.user,
    )
    response = _page(request, registry, identity, entries, unmasked={attribute: shown})
    response["Cache-Control"] = "no-store"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def state(request: HttpRequest, uid: UUID) -> HttpResponse:
    """State a fact about her; it hangs on the entry that tells most recently of her."""
    registry = access.people.registry_for(request)
    identity, entries = access.people.person_in(registry, uid)
    form = FactForm(request.POST or None)
    if request.method != "POST" and (chosen := request.GET.get("attribute", "")):
        known = personal_page.page_of(entries, queries.people.statements_on(entries), ()).profile
        form.initial = {"attribute": chosen, "value": known.to_correct(chosen)}
    if request.method == "POST" and form.is_valid():
        actions.state_fact(entry=_latest(entries), by=request.user, confirmed=True, **form.cleaned_data)
        messages.success(request, _("It stands on her page."))
        return redirect("registry:person", identity.uid)
    context = {"registry": registry, "identity": identity, "name": entries[-1].name, "form": form}
    return render(request, "registry/state.html", context, status=422 if form.errors else 200)


@require_POST
def decide(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Of contradicting values say which one counts."""
    registry = access.people.registry_for(request)
    identity, entries = access.people.person_in(registry, uid)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _page(
            request, registry, identity, entries, reasons=[Reason.error("reason_missing")], status=422
        )
    facts = personal_page.page_of(entries, queries.people.statements_on(entries), ()).profile.resolved
    resolved = facts.get(form.cleaned_data["attribute"])
    fact = (
        next((one for one in resolved.facts if one.key == form.cleaned_data["key"]), None)
        if resolved
        else None
    )
    if fact is None:
        raise access.people.nothing()
    entry = next(one for one in entries if one.pk == fact.entry)
    actions.decide(entry=entry, fact=fact, why=form.cleaned_data["why"], by=request.user)
    messages.success(request, _("Decided. The other value stays on record."))
    return redirect("registry:person", identity.uid)


@require_POST
def still_right(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Something that has aged holds as it is."""
    registry = access.people.registry_for(request)
    identity, entries = access.people.person_in(registry, uid)
    actions.still_right(
        entries=entries,
        attribute=request.POST.get("attribute", ""),
        organisation=registry,
        by=request.user,
    )
    messages.success(request, _("Recorded as still right, with today's date and your name."))
    return redirect("registry:person", identity.uid)


@require_POST
def answer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Accept or refuse what she proposed."""
    registry = access.people.registry_for(request)
    statement = access.people.statement_in(registry, uid)
    accepted = request.POST.get("accepted") == "1"
    actions.answer_proposal(
        statement=statement, accepted=accepted, by=request.user, why=request.POST.get("why", "")
    )
    messages.success(request, _("Accepted.") if accepted else _("Refused, with your reason."))
    return redirect("registry:person", statement.entry.identity.uid)


@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A fact that was stated by mistake."""
    registry = access.people.registry_for(request)
    statement = access.people.statement_in(registry, uid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.take_back(statement=statement, by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("Taken back. It stays on record, and counts no longer."))
        return redirect("registry:person", statement.entry.identity.uid)
    context = {
        "registry": registry,
        "statement": statement,
        "identity": statement.entry.identity,
        "form": form,
    }
    context["shown"] = personal_page.shown_statement(statement)
    return render(request, "registry/take_back.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Take a merge back."""
    registry = access.people.registry_for(request)
    merge = access.people.merge_in(registry, uid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        moved = actions.undo_merge(
            merge=merge, organisation=registry, why=form.cleaned_data["why"], by=request.user
        )
        messages.success(
            request, _("Undone: %(n)d entries went back to where they came from.") % {"n": moved}
        )
        return redirect("registry:person", merge.left.identity.uid)
    context = {"registry": registry, "merge": merge, "identity": merge.left.identity, "form": form}
    return render(request, "registry/undo.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def split(request: HttpRequest, uid: UUID) -> HttpResponse:
    """These are two persons: the entries of the other one leave."""
    registry = access.people.registry_for(request)
    identity, entries = access.people.person_in(registry, uid)
    form = SplitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        chosen = set(form.cleaned_data["entry"])
        other = actions.split(
            identity=identity,
            leaving=[entry for entry in entries if str(entry.uid) in chosen],
            organisation=registry,
            why=form.cleaned_data["why"],
            by=request.user,
        )
        messages.success(request, _("They are two persons now. This is the one whose entries you ticked."))
        return redirect("registry:person", other.uid)
    context = {"registry": registry, "identity": identity, "entries": entries, "form": form}
    return render(request, "registry/split.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def unlink(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The account that is tied to her is not hers."""
    registry = access.people.registry_for(request)
    identity, entries = access.people.person_in(registry, uid)
    claim = access.people.account_of(registry, entries)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.end_claim(claim=claim, by=request.user, why=form.cleaned_data["why"])
        messages.success(request, _("The account is no longer tied to her."))
        return redirect("registry:person", identity.uid)
    context = {
        "registry": registry,
        "identity": identity,
        "claim": claim,
        "name": entries[-1].name,
        "form": form,
    }
    return render(request, "registry/unlink.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Erase what this registry keeps of her."""
    registry = access.people.registry_for(request)
    identity, entries = access.people.person_in(registry, uid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.erase(entries=entries, organisation=registry, why=form.cleaned_data["why"], by=request.user)
        messages.success(request, _("Erased."))
        return redirect("registry:people")
    context = {
        "registry": registry,
        "identity": identity,
        "entries": entries,
        "form": form,
        "name": entries[-1].name,
    }
    return render(request, "registry/erase.html", context, status=422 if form.errors else 200)


def _latest(entries: list[PersonEntry]) -> PersonEntry:
    return max(entries, key=lambda one: (one.recorded_on is not None, one.recorded_on, one.pk))


def _page(
    request: HttpRequest,
    registry: Organisation,
    identity: Identity,
    entries: list[PersonEntry],
    *,
    unmasked: Mapping[str, str] | None = None,
    reasons: list[Reason] | None = None,
    status: int = 200,
) -> HttpResponse:
    statements = queries.people.statements_on(entries)
    honours = queries.rights.honours_on(entries)
    standing = [one for one in honours if one.revoked_on is None]
    page = personal_page.page_of(entries, statements, standing, unmasked)
    lang = get_language() or "zh-hans"
    tiers = tier_page.panel_of(registry, entries, statements, honours, today(), lang)
    merges = queries.pairs.merges_among(entries)
    context = {
        "registry": registry,
        "identity": identity,
        "entries": entries,
        "page": page,
        "tiers": tiers,
        "may_settle": tiers.scheme is not None
        and permissions.tiers.settles_tiers(request.user, tiers.scheme.organisation).ok,
        "profile": page.profile,
        "missing": [f"attribute_{key}" for key in page.profile.missing],
        "tags": queries.searches.tags_on(registry, entries),
        "merges": list(merges),
        "account": queries.people.account_name_of(entries),
        "photo": queries.photos.photo_of(entries),
        "beside": elsewhere.beside(identity, queries.people.below(registry), request.user),
        "reads": [
            (one, f"attribute_{(one.after or {}).get('attribute', 'other')}")
            for one in trail.of_subjects(entries, "person_unmasked")[:10]
        ],
        "reasons": reasons,
    }
    return render(request, "registry/person.html", context, status=status)

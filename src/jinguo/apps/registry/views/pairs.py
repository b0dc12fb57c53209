"""The review queue: who may be the same person, two entries side by side, a word on each; many at once; what machines merged."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.organisations.models import Organisation
from jinguo.apps.registry import access, actions, queries, same_person
from jinguo.apps.registry.forms.pairs import BulkForm, CaseForm, LimitsForm, PairForm
from jinguo.apps.registry.models import Pair
from jinguo.apps.registry.permissions.imports import may_import
from jinguo.apps.registry.queries.pairs import Wanted
from jinguo.errors import Refused
from jinguo.reasons import Reason

PER_PAGE = 50
AT_ONCE = 100


@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The pairs of a registry by what was said of them, the likeliest first."""
    registry = access.people.registry_for(request)
    wanted = Wanted.read(request.GET)
    counts = queries.pairs.pair_counts(registry)
    rows = queries.pairs.queue_of(registry, wanted)
    bands = queries.pairs.band_counts(registry, wanted)
    paginator = Paginator(rows, PER_PAGE)
    paginator.count = bands[wanted.band] if wanted.band else sum(bands.values())  # counted already
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "registry": registry,
        "page": page,
        "wanted": wanted,
        "states": [
            {
                "label": one,
                "url": Wanted(one).address(),
                "current": one == wanted.state,
                "count": counts.get(one, 0),
            }
            for one in Pair.STATES
        ],
        "bands": [
            {
                "label": band,
                "url": wanted.address(band="" if band == wanted.band else band),
                "on": band == wanted.band,
                "count": count,
            }
            for band, count in bands.items()
            if count or band == wanted.band
        ],
        "sources": [
            {
                "name": one["name"],
                "url": wanted.address(
                    source="" if one["right__source"] == wanted.source else one["right__source"]
                ),
                "on": one["right__source"] == wanted.source,
                "count": one["pairs"],
            }
            for one in queries.pairs.source_counts(registry, wanted)
        ],
        "joined": _joined(page.object_list),
        "last": queries.matching.finished(registry).first(),
        "by_machine": queries.matching.machine_merges_in(registry).filter(undone_at=None).exists(),
        "may_set_limits": may_import(request.user, registry).ok,
    }
    return render(request, "registry/pairs.html", context)


def _joined(pairs: list[Pair]) -> dict[int, int]:
    """identity → on how many of these pairs she stands, where more than one: those hang together."""
    found: dict[int, int] = {}
    for pair in pairs:
        for end in (pair.left.identity_id, pair.right.identity_id):
            found[end] = found.get(end, 0) + 1
    return {identity: count for identity, count in found.items() if count > 1}


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Look for pairs in the background."""
    registry = access.people.registry_for(request)
    job = actions.ask_to_match(organisation=registry, by=request.user)
    return redirect("jobs:status", job.uid)


@require_http_methods(["GET", "HEAD", "POST"])
def pair(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Two entries side by side, field by field, and why; then the next pair of the same queue."""
    registry = access.people.registry_for(request)
    found = access.people.pair_in(registry, uid)
    wanted = Wanted.read(request.GET)
    form = PairForm(request.POST or None)
    reasons: list[Reason] = []
    if request.method == "POST" and form.is_valid():
        try:
            decided = actions.decide_pair(
                pair=found, organisation=registry, by=request.user, **form.cleaned_data
            )
        except Refused as refused:
            reasons = list(refused.reasons)
            found = access.people.pair_in(registry, uid)
        else:
            messages.success(request, _said(decided.state))
            return redirect(_next(registry, wanted))
    elif request.method != "POST":
        found = actions.weigh_again(pair=found, organisation=registry)
    status = 409 if reasons else 422 if form.errors else 200
    return render(
        request, "registry/pair.html", _context(registry, found, wanted, form, reasons), status=status
    )


def _said(state: str) -> str:
    return {
        Pair.SAME: _("They are one person now. It can be undone on her page."),
        Pair.DIFFERENT: _("They stay two persons; nobody will ask again."),
        Pair.LATER: _("Put aside."),
    }[state]


def _next(registry: Organisation, wanted: Wanted) -> str:
    """The next pair of the queue she works through; the queue where none is left."""
    following = queries.pairs.queue_of(registry, Wanted(Pair.OPEN, wanted.band, wanted.source)).first()
    if following is None:
        return reverse("registry:pairs")
    return reverse("registry:pair", args=[following.uid]) + wanted.address()


def _context(
    registry: Organisation, found: Pair, wanted: Wanted, form: PairForm, reasons: list[Reason]
) -> dict[str, object]:
    case = queries.pairs.case_of(registry, found)
    entries = queries.pairs.entries_by_identity(
        registry, {end.identity_id for one in case for end in (one.left, one.right)}
    )
    left = entries.get(found.left.identity_id, [])
    right = entries.get(found.right.identity_id, [])
    one_person = found.left.identity_id == found.right.identity_id
    return {
        "registry": registry,
        "pair": found,
        "wanted": wanted,
        "lines": same_person.compared(found.left, found.right, found.evidence),
        "steps": same_person.steps(found),
        "against": []
        if one_person
        else same_person.contradictions(left, right, queries.pairs.tied([*left, *right])),
        "form": form,
        "reasons": reasons,
        "seen": actions.seen(found),
        "one_person": one_person,
        "case": [hers[0] for _, hers in sorted(entries.items())] if len(entries) > 2 else [],
        "left_entries": len(left),
        "right_entries": len(right),
    }


@require_POST
def case(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Several entries that hang together with a pair are one person."""
    registry = access.people.registry_for(request)
    found = access.people.pair_in(registry, uid)
    form = CaseForm(request.POST)
    if form.is_valid():
        entries = access.people.entries_in(registry, form.cleaned_data["entry"])
        made = actions.decide_case(
            entries=entries, why=form.cleaned_data["why"], organisation=registry, by=request.user
        )
        messages.success(request, _("%(n)d merges: they are one person now.") % {"n": made})
        return redirect("registry:person", entries[0].home.uid)
    return redirect("registry:pair", found.uid)


@require_http_methods(["GET", "HEAD", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """All pairs above a limit, with what contradicts them; those ticked become one person each."""
    registry = access.people.registry_for(request)
    wanted = Wanted.read(request.GET)
    form = BulkForm(request.POST if request.method == "POST" else None)
    at_least = BulkForm.limit_of(request.GET.get("at_least", ""))
    rows = queries.pairs.queue_of(registry, Wanted(Pair.OPEN, "", wanted.source)).filter(
        probability__gte=at_least
    )
    if request.method == "POST" and form.is_valid():
        ticked = set(form.cleaned_data["pair"])
        chosen = [one for one in rows[:AT_ONCE] if str(one.uid) in ticked]
        done, refused = actions.decide_many(
            pairs=chosen, why=form.cleaned_data["why"], organisation=registry, by=request.user
        )
        messages.success(request, _("%(n)d pairs are one person each now.") % {"n": done})
        if refused:
            messages.warning(
                request,
                _("%(n)d were left as they are: something else was said of them.") % {"n": len(refused)},
            )
        return redirect(reverse("registry:pairs") + wanted.address())
    shown = list(rows[:AT_ONCE])
    context = {
        "registry": registry,
        "wanted": wanted,
        "at_least": at_least,
        "percent": f"{at_least * 100:g}",
        "limits": [(one, f"{one * 100:g}%", one == at_least) for one in BulkForm.LIMITS],
        "rows": _with_contradictions(registry, shown),
        "more": max(rows.count() - len(shown), 0),
        "form": form,
    }
    return render(request, "registry/pairs_bulk.html", context, status=422 if form.errors else 200)


def _with_contradictions(registry: Organisation, pairs: list[Pair]) -> list[tuple[Pair, list[Reason]]]:
    entries = queries.pairs.entries_by_identity(
        registry, {end.identity_id for one in pairs for end in (one.left, one.right)}
    )
    tied = queries.pairs.tied([entry for hers in entries.values() for entry in hers])
    return [
        (
            one,
            same_person.contradictions(
                entries.get(one.left.identity_id, []), entries.get(one.right.identity_id, []), tied
            ),
        )
        for one in pairs
    ]


@require_safe
def merged(request: HttpRequest) -> HttpResponse:
    """What machines merged, the latest first, each with its undo."""
    registry = access.people.registry_for(request)
    rows = queries.matching.machine_merges_in(registry)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "registry/merged.html", {"registry": registry, "page": page})


@require_http_methods(["GET", "HEAD", "POST"])
def limits(request: HttpRequest) -> HttpResponse:
    """From where on a machine merges and a person is asked."""
    registry = access.people.registry_for(request)
    if not may_import(request.user, registry):
        raise access.people.nothing()
    standing, from_above = queries.matching.limits_for(registry)
    form = LimitsForm(request.POST or None, initial=LimitsForm.shown(standing))
    if request.method == "POST" and form.is_valid():
        actions.set_limits(organisation=registry, by=request.user, **form.fractions())
        messages.success(request, _("From the next round on these limits hold."))
        return redirect("registry:pairs")
    context = {"registry": registry, "form": form, "standing": standing, "from_above": from_above}
    return render(request, "registry/limits.html", context, status=422 if form.errors else 200)

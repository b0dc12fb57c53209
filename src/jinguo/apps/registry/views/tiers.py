"""Tiers: the scheme that is in force, what it proposes, and officers' words to it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.jobs import waiting
from jinguo.apps.registry import access, queries
from jinguo.apps.registry.actions import tiers as actions
from jinguo.apps.registry.actions.tiers import Said
from jinguo.apps.registry.forms.giving import GiveTierForm
from jinguo.apps.registry.forms.people import ReasonForm
from jinguo.apps.registry.models import TierProposal, TierScheme
from jinguo.apps.registry.persons import tier_page
from jinguo.engines.tiers import standard_scheme
from jinguo.errors import Refused
from jinguo.phrases import say, term
from jinguo.reasons import Reason

PAGE = 50
KINDS = ("enter", "promote", "renew", "expire")


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The scheme in force in words, how many hold each tier, the versions."""
    keeper = access.imports.keeper_for_officer(request)
    schemes = list(queries.tiers.schemes_of(keeper))
    current = next((one for one in schemes if one.state == one.IN_FORCE), None)
    if waiting.asks_for_piece(request):
        return waiting.answer_piece(request, _work(request, current))
    counts = queries.tiers.proposal_counts(keeper)
    context = {
        "keeper": keeper,
        "current": current,
        "draft": next((one for one in schemes if one.is_draft), None),
        "versions": schemes,
        "tiers": tier_page.in_words(current.scheme, _lang(), queries.tiers.tier_counts(keeper))
        if current
        else (),
        "waiting": sum(counts.values()),
        "work": _work(request, current),
    }
    return render(request, "registry/tiers/overview.html", context)


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """A draft of the next version: of the one in force, of that above, else of the one that ships."""
    keeper = access.imports.keeper_for_officer(request)
    from_ = queries.tiers.scheme_that_counts(keeper)
    draft = actions.draft_scheme(
        organisation=keeper, scheme=from_.scheme if from_ else standard_scheme(), by=request.user
    )
    messages.success(request, _("A draft is ready. Change what does not fit, then try it."))
    return redirect("tiers:scheme", draft.uid)


@require_POST
def weigh(request: HttpRequest) -> HttpResponse:
    """Weigh everybody now, in the background."""
    keeper = access.imports.keeper_for_officer(request)
    actions.ask_to_weigh(organisation=keeper, by=request.user)
    return redirect("tiers:overview")


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """What waits for a word."""
    keeper = access.imports.keeper_for_officer(request)
    counts = queries.tiers.proposal_counts(keeper)
    kind = request.GET.get("kind", "")
    rows = queries.tiers.proposals_of(keeper)
    if kind in KINDS:
        rows = rows.filter(kind=kind)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    cards = queries.people.names_in(keeper, [one.entry.identity_id for one in page])
    lang, names = _lang(), {}
    for one in page:
        if one.scheme_id not in names:
            names[one.scheme_id] = {tier.code: tier.label(lang) for tier in one.scheme.scheme.tiers}
    address = reverse("tiers:proposals")
    context = {
        "keeper": keeper,
        "page": page,
        "kind": kind,
        "lines": [
            (
                one,
                cards.get(one.entry.identity_id),
                names[one.scheme_id].get(one.tier, one.tier),
                names[one.scheme_id].get(one.before, one.before),
            )
            for one in page
        ],
        "facets": [
            {
                "label": _("All"),
                "url": address,
                "current": kind not in KINDS,
                "count": sum(counts.values()),
            },
            *(
                {
                    "label": term(f"tier_kind_{one}", lang),
                    "url": f"{address}?kind={one}",
                    "current": kind == one,
                    "count": counts.get(one, 0),
                }
                for one in KINDS
            ),
        ],
        "boards": any(one.needs == "board" for one in page),
    }
    return render(request, "registry/tiers/proposals.html", context)


@require_POST
def answer(request: HttpRequest) -> HttpResponse:
    """A word to the ticked proposals: each is checked by itself, one that can't be answered costs only itself."""
    access.imports.keeper_for_officer(request)
    chosen = access.tiers.proposals_for_officer(request.user, request.POST.getlist("chosen"))
    back = _back(request)
    if not chosen:
        messages.warning(request, _("Tick at least one proposal."))
        return redirect(back)
    refusing = request.POST.get("word") == "refuse"
    if refusing:
        said = _refuse(chosen, request)
    else:
        said = actions.confirm_all(
            proposals=chosen, document=request.POST.get("document", ""), by=request.user
        )
    _tell(request, said, refusing)
    return redirect(back)


def _refuse(chosen: list[TierProposal], request: HttpRequest) -> Said:
    said = Said()
    for proposal in chosen:
        try:
            actions.refuse(proposal=proposal, why=request.POST.get("why", ""), by=request.user)
            said.done += 1
        except Refused as problem:
            said.problems.append(problem)
    return said


def _tell(request: HttpRequest, said: Said, refusing: bool) -> None:
    done, left = said.done, said.left
    problems: dict[str, list] = {}
    for reason in (reason for problem in said.problems for reason in problem.reasons):
        problems.setdefault(reason.code, [reason, 0])[1] += 1
    if done and refusing:
        messages.success(request, ngettext("%(n)d refused.", "%(n)d refused.", done) % {"n": done})
    elif done:
        messages.success(request, ngettext("%(n)d confirmed.", "%(n)d confirmed.", done) % {"n": done})
    if left:
        messages.info(
            request,
            ngettext("%(n)d waits for another officer now.", "%(n)d wait for another officer now.", left)
            % {"n": left},
        )
    for reason, n in problems.values():
        messages.warning(request, f"{say(reason, _lang())} ({n})")


@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """End a tier before its term."""
    holding = access.tiers.holding_for_officer(request.user, uid)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        actions.end_early(holding=holding, why=form.cleaned_data["why"], by=request.user)
        messages.success(request, _("Ended. It stays in her history with your reason."))
        return redirect("registry:person", holding.entry.identity.uid)
    context = {"holding": holding, "identity": holding.entry.identity, "form": form}
    return render(request, "registry/tiers/end.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def give(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Give a person a tier on a ground of one's own, where the scheme lets one."""
    identity, entries, scheme = access.tiers.person_to_rank(request, uid)
    form = GiveTierForm(request.POST if request.method == "POST" else None, scheme=scheme.scheme)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            said = actions.give(person=identity, scheme=scheme, by=request.user, **form.cleaned_data)
            done = (
                _("It waits for another officer's word now.")
                if said.waits
                else _("The tier stands, with your ground.")
            )
            messages.success(request, done)
            return redirect("registry:person", identity.uid)
        except Refused as refused:
            reasons = refused.reasons
    context = {
        "identity": identity,
        "name": entries[-1].name,
        "scheme": scheme,
        "form": form,
        "reasons": reasons,
    }
    status = 409 if reasons else 422 if form.errors else 200
    return render(request, "registry/tiers/give.html", context, status=status)


def _back(request: HttpRequest) -> str:
    kind = request.POST.get("kind", "")
    person = request.POST.get("person", "")
    if person:
        try:
            return reverse("registry:person", args=[UUID(person)])
        except ValueError:
            pass
    return reverse("tiers:proposals") + (f"?kind={kind}" if kind in KINDS else "")


def _work(request: HttpRequest, scheme: TierScheme | None) -> waiting.UnderWay | None:
    return waiting.under_way(scheme.job, request.path, request.user) if scheme else None


def _lang() -> str:
    return get_language() or "zh-hans"

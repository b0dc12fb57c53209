"""Who may be nominated: rules as data, each with its words and its source."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from jinguo.apps.calls import access, permissions
from jinguo.apps.calls.actions import opening
from jinguo.apps.calls.forms.setup import (
    BornLimitForm,
    HonourForm,
    NumberForm,
    RuleForm,
    SeenForm,
    StandardRulesForm,
    StatementForm,
)
from jinguo.apps.calls.models import Call
from jinguo.apps.calls.views.setup import steps
from jinguo.engines.eligibility import Rule, RuleSet
from jinguo.errors import Refused, demand


def eligibility(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The rules, and five ways to add one; each way is a form of its own on the page."""
    call = access.call_for_officer(request.user, uid)
    fixed = permissions.may_set(call, "eligibility")
    rules = RuleSet.model_validate(call.eligibility).rules
    way = request.POST.get("way", "") if fixed.ok else ""
    ways = ("standard", "born", "statement", "number", "honour")
    data = {name: request.POST if way == name else None for name in ways}
    standard = StandardRulesForm(data["standard"], call=call, there=[rule.id for rule in rules])
    born = BornLimitForm(data["born"], call=call, prefix="born")
    own = {
        "statement": StatementForm(data["statement"], call=call, prefix="statement"),
        "number": NumberForm(data["number"], call=call, prefix="number"),
        "honour": HonourForm(data["honour"], call=call, prefix="honour"),
    }
    if way == "born" and "propose" in request.POST:
        born = BornLimitForm(call=call, prefix="born", initial=born.proposed())
    elif way == "standard" and standard.is_valid() and standard.chosen:
        if _kept(request, call, [*rules, *standard.chosen], standard):
            return redirect("calls:setup_eligibility", call.uid)
    elif way == "born" and born.is_valid():
        others = [rule for rule in rules if rule.id != "born"]
        if _kept(request, call, [*others, born.rule], born):
            return redirect("calls:setup_eligibility", call.uid)
    elif way in own and own[way].is_valid():
        added = own[way].rule({rule.id for rule in rules})
        if _kept(request, call, [*rules, added], own[way]):
            return redirect("calls:setup_eligibility", call.uid)
    context = {
        "rules": rules,
        "standard": standard,
        "born": born,
        **own,
        "seen": SeenForm(call=call),
        "fixed": fixed.reasons,
    }
    wrong = any(form.is_bound and form.errors for form in (standard, born, *own.values()))
    return steps.page(request, call, "eligibility", context, status=422 if wrong else 200)


def rule(request: HttpRequest, uid: UUID, key: str) -> HttpResponse:
    """The wording of one rule, its source, and whether it refuses or warns."""
    call = access.call_for_officer(request.user, uid)
    demand(permissions.may_set(call, "eligibility"))
    rules = RuleSet.model_validate(call.eligibility).rules
    present = next((one for one in rules if one.id == key), None)
    if present is None:
        raise Http404
    initial = {"text": present.text, "source": present.source, "strict": str(present.strict)}
    form = RuleForm(request.POST or None, call=call, initial=initial)
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("text", "source", "strict")}
        changed = [one.model_copy(update=said) if one.id == key else one for one in rules]
        if _kept(request, call, changed, form):
            return redirect("calls:setup_eligibility", call.uid)
    return steps.page(
        request,
        call,
        "eligibility",
        {"form": form, "rule": present},
        template="calls/setup/rule.html",
        status=422 if form.errors else 200,
    )


@require_POST
def remove(request: HttpRequest, uid: UUID, key: str) -> HttpResponse:
    call = access.call_for_officer(request.user, uid)
    form = SeenForm(request.POST, call=call)
    if form.is_valid():
        rules = RuleSet.model_validate(call.eligibility).rules
        _write(request, call, (one for one in rules if one.id != key), form)
    return redirect("calls:setup_eligibility", call.uid)


def _write(request: HttpRequest, call: Call, rules: Iterable[Rule], form: SeenForm) -> None:
    kept = RuleSet.model_validate({**call.eligibility, "rules": ()}).model_copy(
        update={"rules": tuple(rules)}
    )
    opening.change_call(
        call=call,
        changes={"eligibility": kept.model_dump(mode="json")},
        seen_version=form.cleaned_data["seen_version"],
        by=request.user,
    )


def _kept(request: HttpRequest, call: Call, rules: Iterable[Rule], form: SeenForm) -> bool:
    try:
        _write(request, call, rules, form)
    except Refused as refused:
        form.refuse(refused)
        return False
    return True

"""A scheme of tiers in the making: changed tier by tier, tried out, put in force; as a file down and up."""

from __future__ import annotations

import tomllib
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.jobs import waiting
from jinguo.apps.organisations.forms import sentence
from jinguo.apps.registry import access, queries
from jinguo.apps.registry.actions import tiers as actions
from jinguo.apps.registry.forms import tiers as forms
from jinguo.apps.registry.models import TierScheme
from jinguo.apps.registry.persons import tier_page
from jinguo.engines.tiers import as_toml, words_of
from jinguo.errors import Refused
from jinguo.reasons import Reason

LARGEST_FILE = 512 * 1024
SHOWN = 20


@require_http_methods(["GET", "HEAD", "POST"])
def scheme(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One version: its tiers in words; a draft with what is to be done next."""
    one = access.tiers.scheme_for_officer(request.user, uid)
    if waiting.asks_for_piece(request):
        return waiting.answer_piece(request, waiting.under_way(one.job, request.path, request.user))
    rules = one.scheme
    whole = {"title": rules.title, "notice_days": rules.notice_days, "source": rules.source}
    form = forms.SchemeForm(request.POST if request.method == "POST" else None, initial=whole)
    if request.method == "POST" and form.is_valid():
        actions.change_scheme(draft=one, rules={**one.rules, **form.cleaned_data}, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("tiers:scheme", one.uid)
    return _page(request, one, form, 422 if form.errors else 200)


def _page(
    request: HttpRequest,
    one: TierScheme,
    form: forms.SchemeForm,
    status: int = 200,
    upload: forms.UploadForm | None = None,
) -> HttpResponse:
    context = {
        "one": one,
        "rules": one.scheme,
        "tiers": tier_page.in_words(one.scheme, _lang()),
        "form": form,
        "upload": upload or forms.UploadForm(),
        "work": waiting.under_way(one.job, request.path, request.user),
        "outlook": _outlook(one) if one.is_draft and one.has_fresh_outlook else None,
    }
    return render(request, "registry/tiers/scheme.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def tier(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    """One tier of a draft; ``new`` for one below all others."""
    draft = access.tiers.draft_for_officer(request.user, uid)
    rules = draft.scheme
    found = rules.tier(code)
    if found is None and code != "new":
        raise access.people.nothing()
    lower = rules.tiers[rules.rank(code) + 1 :]
    data = request.POST if request.method == "POST" else None
    form = forms.TierForm(
        data, lower=lower, initial=forms.tier_initial(found) if found else {"direct": True, "renewable": True}
    )
    rows = forms.RuleFormSet(data, initial=forms.rows_of(found) if found else [], prefix="rules")
    if data is not None and form.is_valid() and rows.is_valid():
        made = forms.tier_from(form, rows, found.code if found else _new_code(draft))
        try:
            actions.change_scheme(draft=draft, rules=forms.with_tier(rules, made), by=request.user)
        except Refused as problem:
            for reason in problem.reasons:
                form.add_error(None, sentence(reason))
        else:
            messages.success(request, _("Saved. Try the draft to see whom it concerns."))
            return redirect("tiers:scheme", draft.uid)
    context = {"draft": draft, "tier": found, "form": form, "rows": rows, "words": _words(rows)}
    return render(request, "registry/tiers/tier.html", context, status=200 if data is None else 422)


@require_POST
def remove_tier(request: HttpRequest, uid: UUID, code: str) -> HttpResponse:
    """Take a tier out of a draft."""
    draft = access.tiers.draft_for_officer(request.user, uid)
    plain = draft.scheme.model_dump(mode="json")
    plain["tiers"] = [
        {**one, "after": [name for name in one["after"] if name != code]}
        for one in plain["tiers"]
        if one["code"] != code
    ]
    actions.change_scheme(draft=draft, rules=plain, by=request.user)
    messages.success(request, _("The tier is out of the draft."))
    return redirect("tiers:scheme", draft.uid)


@require_POST
def try_out(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Ask what the draft would do."""
    draft = access.tiers.draft_for_officer(request.user, uid)
    actions.ask_to_try(draft=draft, by=request.user)
    return redirect("tiers:scheme", draft.uid)


@require_POST
def put_in_force(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Let the draft count from now on."""
    draft = access.tiers.draft_for_officer(request.user, uid)
    actions.put_in_force(draft=draft, by=request.user)
    messages.success(request, _("In force. Everybody is weighed now; what is proposed waits for your word."))
    return redirect("tiers:overview")


@require_POST
def drop(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Throw a draft away."""
    draft = access.tiers.draft_for_officer(request.user, uid)
    actions.drop_draft(draft=draft, by=request.user)
    messages.success(request, _("The draft is gone."))
    return redirect("tiers:overview")


@require_safe
def download(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The scheme as a file that can be read in again."""
    one = access.tiers.scheme_for_officer(request.user, uid)
    response = HttpResponse(as_toml(one.scheme), content_type="application/toml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="tiers-v{one.version}.toml"'
    return response


@require_POST
def upload(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A file in the place of the draft's rules."""
    draft = access.tiers.draft_for_officer(request.user, uid)
    form = forms.UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.change_scheme(draft=draft, rules=_rules_of(form.cleaned_data["file"]), by=request.user)
        except Refused as problem:
            for reason in problem.reasons:
                form.add_error("file", sentence(reason))
        else:
            messages.success(request, _("The draft has the rules of the file now."))
            return redirect("tiers:scheme", draft.uid)
    rules = draft.scheme
    whole = {"title": rules.title, "notice_days": rules.notice_days, "source": rules.source}
    return _page(request, draft, forms.SchemeForm(initial=whole), 422, form)


def _rules_of(file) -> dict[str, object]:
    """What a file says, before it is checked as a scheme."""
    try:
        if file.size > LARGEST_FILE:
            raise ValueError(f"{file.size} > {LARGEST_FILE}")
        return tomllib.loads(file.read().decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError) as problem:
        raise Refused.because("tier_scheme_unsound", place="TOML", problem=str(problem)) from None


def _outlook(draft: TierScheme) -> dict[str, object]:
    """What the draft would do, with names."""
    lang, rules, stored = _lang(), draft.scheme, draft.outlook
    keys = [row[0] for rows in stored["named"].values() for row in rows[:SHOWN]]
    entries = queries.tiers.entries_by_key(keys)
    cards = queries.people.names_in(draft.organisation, {one.identity_id for one in entries.values()})

    def label(code: str) -> str:
        found = rules.tier(code)
        return found.label(lang) if found else code

    kinds = []
    for kind in ("enter", "promote", "renew", "expire"):
        tiers = [
            (label(key.partition(":")[2]), n)
            for key, n in stored["counts"].items()
            if key.startswith(f"{kind}:")
        ]
        people = [
            (cards.get(entries[key].identity_id), label(to), label(before) if before else "")
            for key, to, before in stored["named"].get(kind, [])[:SHOWN]
            if key in entries
        ]
        total = sum(n for _name, n in tiers)
        kinds.append({"code": f"tier_kind_{kind}", "total": total, "tiers": tiers, "people": people})
    return {"kinds": kinds, "people": stored["people"], "nobody": not stored["counts"]}


def _words(rows) -> list[tuple[object, Reason | None]]:
    """Each row of the form, and in words what a row keeps that the form can't say."""
    found = []
    for row in rows.forms:
        keep = row["keep"].value()
        rule = forms.condition_of(keep) if keep else None
        found.append((row, words_of(rule) if rule else None))
    return found


def _new_code(draft: TierScheme) -> str:
    taken = {one.code for one in draft.scheme.tiers}
    return next(code for n in range(1, 99) if (code := f"tier_{n}") not in taken)


def _lang() -> str:
    return get_language() or "zh-hans"

"""The officer's side of a document: what was read beside the words it was read from, checked value by value."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.jobs import waiting
from jinguo.apps.policies import access, actions, makers, queries, reader
from jinguo.apps.policies.forms import AddForm, DescribeForm, PasteForm, RelationForm, ValueForm
from jinguo.apps.policies.models import PolicyDocument, ReadItem
from jinguo.apps.policies.states import DocumentState, ItemState
from jinguo.apps.policies.wording import ADDED_BY_HAND, in_words
from jinguo.errors import Refused
from jinguo.reasons import Reason

_SAID = {"accept": ItemState.ACCEPTED, "reject": ItemState.REJECTED, "correct": ItemState.CORRECTED}


@require_safe
def read(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The text on the left, the values on the right; or how far the reading is, or why there is none."""
    document = access.document_for_officer(request.user, uid)
    if document.state != DocumentState.READ:
        return _not_read(request, document)
    items = list(queries.items_of(document))
    number = request.GET.get("page", "")
    page = reader.reading_page(document, items, int(number) if number.isdecimal() and len(number) < 7 else 1)
    came = makers.came_of(request.user, [document])[document.pk]
    context = {
        "document": document,
        "page": page,
        "is_old": document.engine != actions.reader_now(),
        "makers": makers.buttons(request.user, document, came),
        "came_of": came,
    }
    return render(request, "policies/read.html", context)


def _not_read(request: HttpRequest, document: PolicyDocument) -> HttpResponse:
    job = document.job if document.state == DocumentState.WAITING else None
    work = waiting.under_way(job, request.path, request.user)
    if waiting.asks_for_piece(request):
        return waiting.answer_piece(request, work)
    return render(
        request, "policies/not_read.html", {"document": document, "work": work, "form": PasteForm()}
    )


@require_http_methods(["GET", "HEAD", "POST"])
def value(request: HttpRequest, uid: UUID, item_uid: UUID) -> HttpResponse:
    """One value: as it stands, the form to correct it, and what an officer says of it."""
    document, item = access.item_for_officer(request.user, uid, item_uid)
    said = request.POST.get("said", "")
    editing = request.GET.get("edit") == "1" or said == "correct"
    given = request.POST if said == "correct" else None
    form = (
        ValueForm(given, kind=item.kind, value=item.now_says, audiences=item.audiences) if editing else None
    )
    problems: tuple[Reason, ...] = ()
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            _say(request, item, said, form)
            return _answer(request, document, item)
        except Refused as refused:
            problems = refused.reasons
            item.refresh_from_db()
    return _answer(request, document, item, form=form, problems=problems)


def _say(request: HttpRequest, item: ReadItem, said: str, form: ValueForm | None) -> None:
    seen = request.POST.get("seen", "")
    seen_version = int(seen) if seen.isdecimal() and len(seen) < 9 else 0
    if said == "reopen":
        actions.take_back(item=item, seen_version=seen_version, by=request.user)
        return
    corrected = form.said() if form is not None else None
    audiences = tuple(form.cleaned_data.get("audiences", ())) if form is not None else ()
    actions.decide(
        item=item,
        state=_SAID.get(said, ""),
        corrected=corrected,
        audiences=audiences or None,
        seen_version=seen_version,
        by=request.user,
    )


def _answer(
    request: HttpRequest,
    document: PolicyDocument,
    item: ReadItem,
    form: ValueForm | None = None,
    problems: tuple[Reason, ...] = (),
) -> HttpResponse:
    """The line of the value as a fragment, or the reader at its place; where something is wrong, with what was entered."""
    done = form is None and not problems
    status = 200 if done or (form is not None and not form.is_bound) else 409 if problems else 422
    above = queries.measure_of(item)
    line = reader.Line(item, in_words(item.kind, item.now_says), above)
    context: dict[str, Any] = {"document": document, "line": line, "form": form, "problems": problems}
    if getattr(request, "htmx", False):
        if request.method == "POST":
            context["counts"] = reader.counts_of(queries.items_of(document))
        # htmx puts only good answers into the page: a refusal is shown in the line itself.
        return render(request, "policies/_value.html", context, status=200)
    if request.method == "POST" and done:
        return redirect(address_in_reader(document, item))
    return render(request, "policies/value.html", context, status=status)


def address_in_reader(document: PolicyDocument, item: ReadItem) -> str:
    """The page and place of the reader where a value stands."""
    number = reader.page_at(document, item.start)
    page = f"?{urlencode({'page': number})}" if number > 1 else ""
    return f"{reverse('policies:read', args=[document.uid])}{page}#{item.anchor}"


@require_POST
def accept_sure(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Accept everything that the reader is sure of."""
    document = access.document_for_officer(request.user, uid)
    count = actions.accept_sure(document=document, by=request.user)
    said = ngettext("%(n)d sure value was accepted.", "%(n)d sure values were accepted.", count) % {
        "n": count
    }
    messages.success(request, said)
    return redirect("policies:read", document.uid)


@require_http_methods(["GET", "HEAD", "POST"])
def add_value(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A value that the reader missed: of which kind, then its parts; with the words that were selected in the text."""
    document = access.document_for_officer(request.user, uid)
    place = _place(
        document,
        request.POST.get("start") or request.GET.get("start"),
        request.POST.get("end") or request.GET.get("end"),
    )
    words = document.text[place[0] : place[1]].strip() if place else ""
    measures = document.items.filter(kind="measure").order_by("start", "pk")
    nearest = measures.filter(start__lte=place[0], end__gte=place[1]).first() if place else None
    given = request.POST if request.method == "POST" else request.GET if "kind" in request.GET else None
    choose = AddForm(given, measures=measures, initial={"of": nearest})
    kind = given.get("kind", "") if given is not None else ""
    kind = kind if kind in ADDED_BY_HAND else ""
    start = _beginning(kind, words)
    form = (
        ValueForm(request.POST if request.method == "POST" else None, kind=kind, value=start)
        if kind
        else None
    )
    if request.method == "POST" and form is not None and choose.is_valid() and form.is_valid():
        try:
            item = actions.add_value(
                document=document,
                kind=kind,
                value=form.said(),
                of=choose.cleaned_data["of"] if kind in ("unit", "target", "task") else None,
                start=place[0] if place else None,
                end=place[1] if place else None,
                audiences=tuple(form.cleaned_data.get("audiences", ())),
                by=request.user,
            )
            messages.success(request, _("The value was added."))
            return redirect(address_in_reader(document, item))
        except Refused as refused:
            choose.problems = refused.reasons
    context = {
        "document": document,
        "choose": choose,
        "form": form,
        "place": place,
        "words": words,
        "kind": kind,
    }
    return render(
        request, "policies/add_value.html", context, status=422 if request.method == "POST" else 200
    )


def _place(document: PolicyDocument, start: str | None, end: str | None) -> tuple[int, int] | None:
    if not (start or "").isdecimal() or not (end or "").isdecimal() or len(f"{start}{end}") > 18:
        return None
    a, b = int(start or 0), int(end or 0)
    return (a, b) if 0 <= a < b <= len(document.text) else None


def _beginning(kind: str, words: str) -> Any:
    """What a form starts with: the selected words in the part that carries them."""
    if kind in ("issuer", "addressee"):
        return words
    part = {
        "unit": "name",
        "category": "name",
        "material": "name",
        "field": "label",
        "measure": "heading",
        "citation": "title",
    }
    return {part.get(kind, "text"): words} if words else {}


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, uid: UUID) -> HttpResponse:
    """What the library says of a document, and how it stands to others."""
    document = access.document_for_officer(request.user, uid)
    form = DescribeForm(request.POST if request.method == "POST" else None, instance=document)
    problems: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            seen = form.cleaned_data["seen_version"]
            actions.describe(document=document, changes=form.changes(), seen_version=seen, by=request.user)
            messages.success(request, _("Saved."))
            return redirect("policies:document", document.uid)
        except Refused as refused:
            problems = refused.reasons
    context = {
        "document": document,
        "form": form,
        "problems": problems,
        "relations": queries.relations_of(document),
        "relating": RelationForm(targets=queries.others_than(document)),
    }
    return render(
        request, "policies/describe.html", context, status=409 if problems else 422 if form.errors else 200
    )


@require_POST
def relate(request: HttpRequest, uid: UUID) -> HttpResponse:
    """State a relation to another document, or take one back."""
    document = access.document_for_officer(request.user, uid)
    if number := request.POST.get("remove", ""):
        actions.unrelate(relation=access.relation_for_officer(request.user, uid, number), by=request.user)
        return redirect("policies:describe", document.uid)
    form = RelationForm(request.POST, targets=queries.others_than(document))
    if not form.is_valid():
        raise Refused.because("relation_says_nothing")
    said = form.cleaned_data
    actions.relate(
        document=document, kind=said["kind"], target=said["target"], title=said["title"], by=request.user
    )
    return redirect("policies:describe", document.uid)

"""The registration form: its fields in order, one page for each, and how it looks on page and paper."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jinguo.apps.calls import access, permissions, presets
from jinguo.apps.calls.actions import opening
from jinguo.apps.calls.forms.setup import ColumnRows, FieldForm, FormHeadForm, rearranged
from jinguo.apps.calls.forms.setup.registration import initial_columns
from jinguo.apps.calls.forms.setup.step import term
from jinguo.apps.calls.models import Call
from jinguo.apps.calls.models.call import NOMINEE_KINDS
from jinguo.apps.calls.views.setup import steps
from jinguo.engines import paperwork
from jinguo.engines.forms import OFFERED, Field, FormSpec, demands
from jinguo.engines.paperwork.described import described_form
from jinguo.errors import Refused, demand

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def form(request: HttpRequest, uid: UUID) -> HttpResponse:
    call = access.call_for_officer(request.user, uid)
    kinds = _kinds(call)
    kind = request.GET.get("kind") or kinds[0]
    if kind not in NOMINEE_KINDS:
        raise Http404
    spec = call.form_spec(kind)
    fixed = permissions.may_set(call, "forms")
    data = request.POST if fixed.ok and request.method == "POST" else None
    head = FormHeadForm(data, call=call, initial={"title": spec.title, "intro": spec.intro})
    if data is not None and head.is_valid():
        said = {name: head.cleaned_data[name] for name in ("title", "intro")}
        if _written(request, call, kind, spec.model_copy(update=said), head):
            return steps.onward(request, call, "form")
    context = {
        "head": head,
        "kind": kind,
        "tabs": [
            {
                "label": term(k),
                "url": f"?kind={k}",
                "current": k == kind,
                "count": len(call.form_spec(k).fields),
            }
            for k in dict.fromkeys([*kinds, kind])
        ],
        "fields": [
            {"field": field, "demands": demands(field), "kind_term": term(f"kind_{field.kind}")}
            for field in spec.fields
        ],
        "fixed": fixed.reasons,
        "offered": [one for key, one in OFFERED.items() if key not in {f.key for f in spec.fields}],
        "is_standard": spec == presets.standard_form(kind),
    }
    return steps.page(request, call, "form", context, status=422 if head.errors else 200)


def field(request: HttpRequest, uid: UUID, kind: str, key: str = "") -> HttpResponse:
    """Change one field, or with no key add one."""
    call = access.call_for_officer(request.user, uid)
    spec = _spec(call, kind)
    demand(permissions.may_set(call, "forms"))
    present = next((one for one in spec.fields if one.key == key), None)
    if key and present is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = FieldForm(data, call=call, field=present)
    columns = ColumnRows(data, initial=initial_columns(present), prefix="columns")
    if data is not None and "row" in data:
        columns = rearranged(columns, data["row"])
        form = FieldForm(call=call, field=present, initial=_typed(form))
        form.shown_kind = "table"
    elif data is not None and "reshape" in data:
        form = FieldForm(call=call, field=present, initial=_typed(form))
        form.shown_kind = data.get("kind") or form.shown_kind
        columns = ColumnRows(initial=initial_columns(present), prefix="columns")
    elif data is not None and _valid(form, columns):
        built = form.built(columns.filled, {one.key for one in spec.fields})
        if built and _written(request, call, kind, _with(spec, built, present), form):
            messages.success(request, _("“%(label)s” is saved.") % {"label": built.label})
            return redirect(f"{steps.address(call, 'form')}?kind={kind}#field-{built.key}")
    context = {"form": form, "columns": columns, "kind": kind, "field": present, "shown": form.shown_kind}
    return steps.page(
        request,
        call,
        "form",
        context,
        template="calls/setup/field.html",
        status=422 if form.is_bound and form.errors else 200,
    )


@require_POST
def arrange(request: HttpRequest, uid: UUID, kind: str) -> HttpResponse:
    """Move a field, take it away, take an offered one in, or begin anew from the standard form."""
    call = access.call_for_officer(request.user, uid)
    spec = _spec(call, kind)
    verb, _sep, key = request.POST.get("do", "").partition(":")
    if verb == "offered" and key in OFFERED and key not in {one.key for one in spec.fields}:
        changed = _with(spec, OFFERED[key], None)
    else:
        changed = presets.standard_form(kind) if verb == "standard" else _arranged(spec, verb, key)
    seen = request.POST.get("seen_version", "")
    opening.change_call(
        call=call,
        changes={"forms": {**call.forms, kind: changed.model_dump(mode="json")}},
        seen_version=int(seen) if seen.isdigit() else 0,
        by=request.user,
    )
    return redirect(
        f"{steps.address(call, 'form')}?kind={kind}" + (f"#field-{key}" if verb != "remove" else "")
    )


def preview(request: HttpRequest, uid: UUID, kind: str) -> HttpResponse:
    """The form as the units will see it, nothing filled in."""
    call = access.call_for_officer(request.user, uid)
    spec = _spec(call, kind)
    context = {
        "spec": spec,
        "kind": kind,
        "fields": [{"field": f, "demands": demands(f)} for f in spec.fields],
    }
    return steps.page(request, call, "form", context, template="calls/setup/form_preview.html")


def word(request: HttpRequest, uid: UUID, kind: str) -> HttpResponse:
    """The empty form as Word prints it."""
    call = access.call_for_officer(request.user, uid)
    spec = _spec(call, kind)
    response = HttpResponse(paperwork.registration_form(described_form(spec, {})), content_type=WORD)
    response["Content-Disposition"] = (
        f"attachment; filename=\"form.docx\"; filename*=UTF-8''{quote(spec.title)}.docx"
    )
    return response


def _kinds(call: Call) -> list[str]:
    used = {category.nominee_kind for category in call.categories.all()}
    return [kind for kind in NOMINEE_KINDS if kind in used] or ["person"]


def _spec(call: Call, kind: str) -> FormSpec:
    if kind not in NOMINEE_KINDS:
        raise Http404
    return call.form_spec(kind)


def _valid(form: FieldForm, columns: Any) -> bool:
    asked = form.data.get("kind", form.initial.get("kind")) == "table" or form.shown_kind == "table"
    return form.is_valid() and (not asked or columns.is_valid())


def _typed(form: FieldForm) -> dict[str, Any]:
    return {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
        if not field.disabled and name != "seen_version"
    }


def _with(spec: FormSpec, built: Field, present: Field | None) -> FormSpec:
    """The form with the field in the place of the one it replaces; a new one stands before the opinions."""
    fields = list(spec.fields)
    if present is not None:
        fields[fields.index(present)] = built
    else:
        opinions = [n for n, one in enumerate(fields) if one.kind == "opinion"]
        fields.insert(opinions[0] if opinions and built.kind != "opinion" else len(fields), built)
    return spec.model_copy(update={"fields": tuple(fields)})


def _arranged(spec: FormSpec, verb: str, key: str) -> FormSpec:
    fields = list(spec.fields)
    place = next((n for n, one in enumerate(fields) if one.key == key), None)
    if place is None:
        raise Refused.because("field_key_unknown")
    if verb == "remove":
        if key == spec.name_field or any(one.derived_from == key for one in fields):
            raise Refused.because("field_needed_by_the_form", field=fields[place].label)
        del fields[place]
    elif verb in ("up", "down"):
        to = place + (1 if verb == "down" else -1)
        if 0 <= to < len(fields):
            fields[place], fields[to] = fields[to], fields[place]
    return spec.model_copy(update={"fields": tuple(fields)})


def _written(request: HttpRequest, call: Call, kind: str, spec: FormSpec, form: Any) -> bool:
    try:
        opening.change_call(
            call=call,
            changes={"forms": {**call.forms, kind: spec.model_dump(mode="json")}},
            seen_version=form.cleaned_data["seen_version"],
            by=request.user,
        )
    except Refused as refused:
        form.refuse(refused)
        return False
    return True

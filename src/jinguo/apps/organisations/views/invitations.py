"""Invitations: one person, the liaisons of many units, and the page on which an invitation is taken up."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from jinguo.apps.organisations import access, actions, inviting, kinds
from jinguo.apps.organisations.forms import InvitePersonForm, ManyForm, NewAccountForm, sentence
from jinguo.apps.organisations.inviting import Line
from jinguo.apps.organisations.views.units import unit_page
from jinguo.errors import Refused

_BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@require_POST
@never_cache
def invite(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Invite one person; the answer shows the link, this once."""
    unit = access.unit_for_manager(request.user, uid)
    form = InvitePersonForm(request.POST, roles=list(kinds.ROLES))
    if not form.is_valid():
        return unit_page(request, unit, status=422, invite_form=form)
    try:
        sent = actions.invite_user(organisation=unit, by=request.user, link=_pattern(), **form.cleaned_data)
    except Refused as refused:
        return unit_page(request, unit, status=409, refused=refused.reasons, invite_form=form)
    return unit_page(request, unit, sent=sent, link=_shown(request, sent.token))


@require_POST
def revoke(request: HttpRequest, uid: UUID) -> HttpResponse:
    invitation = access.invitation_for_manager(request.user, uid)
    actions.revoke_invitation(invitation=invitation, by=request.user)
    messages.success(request, _("The invitation is revoked; its link no longer works."))
    return redirect("organisations:unit", invitation.organisation.uid)


def invite_many(request: HttpRequest) -> HttpResponse:
    """A list of liaisons, read and planned: what will be done stands there before it is done."""
    parents = access.parent_for_new_unit(request.user)
    form = ManyForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            lines = inviting.read_text(form.cleaned_data["lines"])
            if form.cleaned_data["file"]:
                lines += inviting.read_workbook(form.cleaned_data["file"])
            return _plan(request, lines)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error("file", sentence(reason))
    context = {"form": form, "parents": parents, "crumbs": _crumbs()}
    return render(request, "organisations/invite_many.html", context, status=422 if form.errors else 200)


@require_POST
@never_cache
def invite_many_confirmed(request: HttpRequest) -> HttpResponse:
    """Plan again what was confirmed, then invite; the links stand on this page, this once."""
    parents = access.parent_for_new_unit(request.user)
    columns = zip(*(request.POST.getlist(name) for name in ("unit", "name", "email")), strict=False)
    lines = [Line(*column) for column in columns]
    kind = request.POST.get("register_as", "")
    if kind in kinds.KINDS:
        parent = parents.filter(pk=getattr(request.acting, "pk", None)).first() or parents.first()
        actions.register_units(
            names=request.POST.getlist("unknown"), kind=kind, parent=parent, by=request.user
        )
    planned = inviting.plan(lines, by=request.user)
    sent = actions.invite_liaisons(rows=planned.inviting, by=request.user, link=_pattern())
    context = {
        "sent": [(one.invitation, _shown(request, one.token)) for one in sent],
        "left_out": planned.not_inviting,
        "crumbs": _crumbs(),
    }
    return render(request, "organisations/invite_many_done.html", context)


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take up a role: with the account one is signed in with, or with a new one."""
    offered = actions.invitation_by_token(token)
    if offered is None:
        return render(request, "organisations/invitation_gone.html", status=404)
    mine = request.user.is_authenticated
    form = NewAccountForm(
        request.POST if request.method == "POST" and not mine else None,
        initial={"name": offered.name, "username": offered.email.partition("@")[0]},
    )
    if request.method == "POST" and mine:
        actions.accept_invitation(token=token, user=request.user)
        messages.success(request, _("You now act for %(unit)s.") % {"unit": offered.organisation})
        return redirect("home")
    if form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("name", "username", "password")}
        try:
            user = actions.accept_with_new_account(token=token, **said)
            login(request, user, backend=_BACKEND)
            messages.success(request, _("Welcome. Your account is ready."))
            return redirect("home")
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(_field_of(reason.code), sentence(reason))
    context = {"invitation": offered, "form": form, "mine": mine, "here": request.path}
    return render(request, "organisations/invitation.html", context, status=422 if form.errors else 200)


def _plan(request: HttpRequest, lines: list[Line]) -> HttpResponse:
    planned = inviting.plan(lines, by=request.user)
    unknown = [line for line, reason in planned.not_inviting if reason.code == "unit_not_known"]
    context = {
        "plan": planned,
        "lines": [asdict(line) for line in lines[: inviting.MOST_ROWS]],
        "unknown": list(dict.fromkeys(line.unit for line in unknown)),
        "kinds": kinds.KINDS,
        "crumbs": _crumbs(),
    }
    return render(request, "organisations/invite_many_plan.html", context)


def _pattern() -> str:
    """The path of an invitation with ``{token}`` where the token goes."""
    return reverse("organisations:invitation", args=["TOKEN"]).replace("TOKEN", "{token}")


def _shown(request: HttpRequest, token: str) -> str:
    return request.build_absolute_uri(reverse("organisations:invitation", args=[token]))


def _field_of(code: str) -> str | None:
    if code.startswith("password"):
        return "password"
    return "username" if code.startswith("username") else None


def _crumbs() -> list[tuple[str, str]]:
    return [(_("Units"), reverse("organisations:list")), (_("Invite liaisons"), "")]

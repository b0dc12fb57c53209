"""The expert's own side: joining by a link, her data, breaks, relations, leaving, coming back; answers to panels."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.clock import today
from jinguo.apps.organisations import actions as organisations
from jinguo.apps.organisations.forms import NewAccountForm, sentence
from jinguo.apps.reviews import access, actions, queries
from jinguo.apps.reviews.forms.pool import AnswerForm, BreakForm, ExpertForm, JoinForm, RelationForm
from jinguo.apps.reviews.models import Expert
from jinguo.apps.reviews.views.pool.breaks import cut_break, note_break
from jinguo.errors import Refused

_BACKEND = settings.AUTHENTICATION_BACKENDS[0]


@login_not_required
@never_cache
@sensitive_post_parameters("password", "again")
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Asked to join a pool: yes (with the account at hand or a new one), yes with fewer reviews, or no with a reason."""
    offered = organisations.invitation_by_token(token)
    if offered is None:
        return render(request, "reviews/pool/join_gone.html", status=404)
    mine, posted = request.user.is_authenticated, request.method == "POST"
    form = JoinForm(request.POST if posted else None)
    declines = posted and request.POST.get("answer") == JoinForm.NO
    wants_account = posted and not mine and not declines
    account = NewAccountForm(
        request.POST if wants_account else None,
        initial={"name": offered.name, "username": offered.email.partition("@")[0]},
    )
    if form.is_valid() and declines:
        actions.decline_to_join(invitation=offered, reason=form.cleaned_data["reason"])
        return render(request, "reviews/pool/joined.html", {"invitation": offered, "declined": True})
    if form.is_valid() and (mine or account.is_valid()):
        try:
            user = actions.join_pool(
                token=token,
                user=request.user if mine else None,
                account={}
                if mine
                else {k: account.cleaned_data[k] for k in ("name", "username", "password")},
                max_per_round=form.cleaned_data["max_load"],
            )
            if not mine:
                login(request, user, backend=_BACKEND)
            messages.success(request, _("Welcome to the pool of experts. Please look through your data."))
            return redirect("reviews:mine")
        except Refused as refused:
            for reason in refused.reasons:
                (account if wants_account else form).add_error(None, sentence(reason))
    context = {"invitation": offered, "form": form, "account": account, "mine": mine, "here": request.path}
    wrong = form.errors or (account.is_bound and account.errors)
    return render(request, "reviews/pool/join.html", context, status=422 if wrong else 200)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Her data in the pool; where she is in several, which."""
    rows = list(queries.memberships_of(request.user))
    if len(rows) == 1:
        return redirect("reviews:my_data", rows[0].uid)
    return render(request, "reviews/pool/mine.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
def my_data(request: HttpRequest, uid: UUID) -> HttpResponse:
    expert = access.expert_herself(request.user, uid)
    form = ExpertForm(request.POST or None, instance=access.expert_herself(request.user, uid))
    if request.method == "POST" and form.is_valid():
        actions.change_expert(expert=expert, changes=form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("reviews:my_data", uid)
    return _page(request, expert, form=form, status=422 if form.errors else 200)


def _page(request: HttpRequest, expert: Expert, *, status: int = 200, **forms) -> HttpResponse:
    context = {
        "expert": expert,
        "pool": expert.pool,
        "form": ExpertForm(instance=expert),
        "break_form": BreakForm(),
        "relation_form": RelationForm(),
        "breaks": expert.breaks.all(),
        "relations": queries.relations_of(expert),
        "work": queries.work_of(expert),
        "today": today(),
        **forms,
    }
    return render(request, "reviews/pool/my_data.html", context, status=status)


@require_POST
def my_break(request: HttpRequest, uid: UUID) -> HttpResponse:
    expert = access.expert_herself(request.user, uid)
    return note_break(request, expert, page=_page, back="reviews:my_data")


@require_POST
def end_my_break(request: HttpRequest, uid: UUID, pk: int) -> HttpResponse:
    return cut_break(request, access.expert_herself(request.user, uid), pk=pk, back="reviews:my_data")


@require_POST
def my_relation(request: HttpRequest, uid: UUID) -> HttpResponse:
    expert = access.expert_herself(request.user, uid)
    form = RelationForm(request.POST)
    if not form.is_valid():
        return _page(request, expert, relation_form=form, status=422)
    actions.state_relation(expert=expert, by=request.user, **form.cleaned_data)
    messages.success(request, _("Noted. It is kept sealed and read for finding conflicts of interest alone."))
    return redirect("reviews:my_data", uid)


@require_POST
def drop_my_relation(request: HttpRequest, uid: UUID) -> HttpResponse:
    relation = access.relation_of_herself(request.user, uid)
    actions.drop_relation(relation=relation, by=request.user)
    return redirect("reviews:my_data", relation.expert.uid)


@require_POST
def leave(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Leave the pool, or come back into it."""
    expert = access.expert_herself(request.user, uid)
    if request.POST.get("back"):
        actions.come_back(expert=expert, by=request.user)
        messages.success(request, _("Welcome back."))
    else:
        actions.leave_pool(expert=expert, reason=request.POST.get("reason", "")[:300], by=request.user)
        messages.success(request, _("You have left the pool. You can come back here at any time."))
    return redirect("reviews:my_data", uid)


@require_http_methods(["GET", "HEAD", "POST"])
def panel_answer(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Asked to review for a call: yes, yes with fewer, or no."""
    asked = access.panel_invitation_for_expert(request.user, uid)
    form = AnswerForm(request.POST or None, initial=_answered(asked))
    if form.is_valid():
        said = form.cleaned_data
        actions.answer_panel(
            invitation=asked,
            accept=said["answer"] != AnswerForm.NO,
            max_load=said["max_load"],
            reason=said["reason"],
            by=request.user,
        )
        messages.success(request, _("Thank you, your answer has reached the organiser."))
        return redirect("reviews:panel_answer", uid)
    context = {
        "asked": asked,
        "form": form,
        "call": asked.call,
        "count": queries.nominations_to_check(asked.call).count(),
    }
    return render(request, "reviews/pool/panel_answer.html", context, status=422 if form.errors else 200)


def _answered(asked) -> dict[str, object]:
    answer = {"panel_declined": AnswerForm.NO}.get(
        asked.state, AnswerForm.LESS if asked.max_load else AnswerForm.YES
    )
    return {
        "answer": answer,
        "max_load": asked.max_load or asked.expert.max_per_round,
        "reason": asked.reason,
    }

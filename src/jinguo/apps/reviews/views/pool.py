"""The pool of experts: list, add, edit, invite, take out of use."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.reviews import access, actions, queries
from jinguo.apps.reviews.forms import ExpertForm

PER_PAGE = 50
ORDERS = {"name": ("pinyin_key", "pk"), "unit": ("unit_name", "pinyin_key", "pk")}


@require_safe
def experts(request: HttpRequest) -> HttpResponse:
    """The pool: searched, sorted, paged; who has no account yet."""
    pool = access.pool_for_officer(request)
    text = request.GET.get("q", "").strip()
    wanted = request.GET.get("sort", "")
    keys = ORDERS.get(wanted.removeprefix("-"), ORDERS["name"])
    rows = queries.experts_matching(queries.experts_of(pool), text)
    if request.GET.get("who") != "all":
        rows = rows.filter(is_active=True)
    if wanted.startswith("-"):
        keys = tuple(f"-{key}" for key in keys)
    page = Paginator(rows.order_by(*keys), PER_PAGE).get_page(request.GET.get("page"))
    context = {"pool": pool, "page": page, "q": text, "who": request.GET.get("who", "")}
    return render(request, "reviews/officer/experts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    pool = access.pool_for_officer(request)
    form = ExpertForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        expert = actions.add_expert(pool=pool, by=request.user, **form.cleaned_data)
        messages.success(request, _("%(name)s is in the pool. Invite her next.") % {"name": expert.name})
        return redirect("reviews:expert", expert.uid)
    context = {"pool": pool, "form": form}
    return render(request, "reviews/officer/expert.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    expert = access.expert_for_officer(request.user, uid)
    form = ExpertForm(request.POST or None, instance=access.expert_for_officer(request.user, uid))
    if request.method == "POST" and form.is_valid():
        actions.change_expert(expert=expert, changes=form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("reviews:expert", uid)
    link = request.session.pop(f"invitation-{uid}", "") if request.method == "GET" else ""
    context = {"pool": expert.pool, "expert": expert, "form": form, "link": link}
    return render(request, "reviews/officer/expert.html", context, status=422 if form.errors else 200)


@require_POST
def invite(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Make a link that works once; it is shown this one time, and sent where there is an e-mail address."""
    expert = access.expert_for_officer(request.user, uid)
    pattern = reverse("organisations:invitation", args=["TOKEN"]).replace("TOKEN", "{token}")
    sent = actions.invite_expert(expert=expert, by=request.user, link=pattern)
    request.session[f"invitation-{uid}"] = request.build_absolute_uri(pattern.format(token=sent.token))
    if expert.email:
        messages.success(request, _("The invitation goes to %(email)s.") % {"email": expert.email})
    else:
        messages.info(request, _("There is no e-mail address: hand the link over yourself."))
    return redirect("reviews:expert", uid)


@require_POST
def active(request: HttpRequest, uid: UUID) -> HttpResponse:
    expert = access.expert_for_officer(request.user, uid)
    wanted = request.POST.get("active") == "1"
    actions.set_active(expert=expert, active=wanted, by=request.user)
    said = _("%(name)s is in use again.") if wanted else _("%(name)s is given nothing new from now on.")
    messages.success(request, said % {"name": expert.name})
    return redirect("reviews:expert", uid)

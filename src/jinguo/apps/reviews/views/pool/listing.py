"""The pool as its officers see it: search, add, edit, invite, breaks, take out of use, women's share."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jinguo.apps.clock import today
from jinguo.apps.registry import queries as registry_queries
from jinguo.apps.reviews import access, actions, queries
from jinguo.apps.reviews.forms.pool import BreakForm, ExpertForm
from jinguo.apps.reviews.pool import figures as pool_figures
from jinguo.apps.reviews.pool.words import discipline_choices
from jinguo.apps.reviews.queries import Asked
from jinguo.apps.reviews.views.pool.breaks import cut_break, note_break
from jinguo.standards.codes import label

PER_PAGE = 50
ORDERS = {"name": ("pinyin_key", "pk"), "unit": ("unit_name", "pinyin_key", "pk")}


@require_safe
def experts(request: HttpRequest) -> HttpResponse:
    """The pool: searched, narrowed down by facets, sorted, paged."""
    pool = access.pool_for_officer(request)
    asked = asked_in(request)
    wanted = request.GET.get("sort", "")
    keys = ORDERS.get(wanted.removeprefix("-"), ORDERS["name"])
    if wanted.startswith("-"):
        keys = tuple(f"-{key}" for key in keys)
    rows = queries.found_in(pool, asked).annotate(given_this_year=queries.given_in_year(today().year))
    page = Paginator(rows.order_by(*keys), PER_PAGE).get_page(request.GET.get("page"))
    away = queries.on_a_break(page.object_list, today())
    for expert in page.object_list:
        expert.is_away = expert.pk in away
    found = queries.facets(pool, asked)
    context = {
        "pool": pool,
        "page": page,
        "asked": asked,
        "facets": found,
        "discipline": label("disciplines", asked.discipline) if asked.discipline else "",
        "share": pool_figures.share_of_sexes(found["sex"]),
        "query": request.GET.urlencode(),
    }
    return render(request, "reviews/pool/list.html", context)


def asked_in(request: HttpRequest) -> Asked:
    """What the address asks for."""
    query = request.GET
    return Asked(
        text=query.get("q", "").strip()[:100],
        discipline=code if (code := query.get("discipline", "")).isdigit() else "",
        sex=query.get("sex", "") if query.get("sex", "") in ("F", "M", "-") else "",
        state=query.get("state", "")[:20],
        free_on=_day(query.get("free", "")),
        not_unit=query.get("not_unit", "").strip()[:60],
    )


def _day(text: str):
    try:
        return parse_date(text)
    except ValueError:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    pool = access.pool_for_officer(request)
    form = ExpertForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        expert = actions.add_expert(pool=pool, by=request.user, **form.cleaned_data)
        messages.success(request, _("%(name)s is in the pool. Invite her next.") % {"name": expert.name})
        return redirect("reviews:expert", expert.uid)
    context = {"pool": pool, "form": form}
    return render(request, "reviews/pool/add.html", context, status=422 if form.errors else 200)


@require_POST
def from_registry(request: HttpRequest) -> HttpResponse:
    """Take somebody whom the registry's finder proposed into the pool, with what her card tells."""
    pool = access.pool_for_officer(request)
    card = registry_queries.people.card_for(request.user, request.POST.get("person", ""))
    if card is None:
        raise Http404(_("There is nothing here, or it is not yours to see."))
    known = queries.known_by(pool, card.name, card.unit)
    if known is not None:
        messages.info(request, _("%(name)s is in the pool already.") % {"name": card.name})
        return redirect("reviews:expert", known.uid)
    expert = actions.add_expert(
        pool=pool,
        by=request.user,
        name=card.name,
        sex=card.sex,
        unit_name=card.unit[:120],
        title=card.title[:60],
        disciplines=label("disciplines", card.discipline) if card.discipline else "",
    )
    messages.success(request, _("%(name)s is in the pool. Invite her next.") % {"name": expert.name})
    return redirect("reviews:expert", expert.uid)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    """One expert: what stands of her, what she did and how reliably, breaks, account."""
    expert = access.expert_for_officer(request.user, uid)
    form = ExpertForm(request.POST or None, instance=access.expert_for_officer(request.user, uid))
    if request.method == "POST" and form.is_valid():
        actions.change_expert(expert=expert, changes=form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("reviews:expert", uid)
    return expert_page(request, expert, form=form, status=422 if form.errors else 200)


def expert_page(request: HttpRequest, expert, *, status: int = 200, **forms) -> HttpResponse:
    link = request.session.pop(f"invitation-{expert.uid}", "") if request.method == "GET" else ""
    context = {
        "pool": expert.pool,
        "expert": expert,
        "form": ExpertForm(instance=expert),
        "break_form": BreakForm(),
        "link": link,
        "work": queries.work_of(expert),
        "rounds": queries.rounds_worked(expert)[:12],
        "leniency": pool_figures.leniency_of(expert),
        "breaks": expert.breaks.all(),
        "today": today(),
        **forms,
    }
    return render(request, "reviews/pool/expert.html", context, status=status)


@require_POST
def add_break(request: HttpRequest, uid: UUID) -> HttpResponse:
    expert = access.expert_for_officer(request.user, uid)
    return note_break(request, expert, page=expert_page, back="reviews:expert")


@require_POST
def end_break(request: HttpRequest, uid: UUID, pk: int) -> HttpResponse:
    return cut_break(request, access.expert_for_officer(request.user, uid), pk=pk, back="reviews:expert")


@require_POST
def invite(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Make a link that works once; it is shown this one time, and sent where there is an e-mail address."""
    expert = access.expert_for_officer(request.user, uid)
    pattern = reverse("reviews:join", args=["TOKEN"]).replace("TOKEN", "{token}")
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


@require_safe
def disciplines(request: HttpRequest) -> HttpResponse:
    """Disciplines that a few characters may mean, to add to the field."""
    found = discipline_choices(request.GET.get("find", ""))
    return render(request, "reviews/pool/_disciplines.html", {"found": found})


@require_safe
def shares(request: HttpRequest) -> HttpResponse:
    """Women's share of the pool, of every panel, of all review work."""
    pool = access.pool_for_officer(request)
    context = {"pool": pool, "shares": pool_figures.shares_of(pool)}
    return render(request, "reviews/pool/shares.html", context)

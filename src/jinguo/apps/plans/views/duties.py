"""The officer's side of the parts: given, matched to a unit, settled, passed on, released."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from jinguo.apps.organisations import queries as organisations
from jinguo.apps.plans import access, actions, queries
from jinguo.apps.plans.forms import MatchForm, PassOnForm, ReasonForm, SettleForm, UnitForm
from jinguo.apps.plans.views.asking import ask
from jinguo.apps.plans.views.measures import ANY, page_of

if TYPE_CHECKING:
    from jinguo.apps.plans.models import Plan


@require_http_methods(ANY)
def give(request: HttpRequest, uid: UUID) -> HttpResponse:
    measure = access.measure_to_keep(request.user, uid)
    form = UnitForm(
        request.POST or None, units=organisations.units_in_use(), initial={"role": "role_responsible"}
    )
    return ask(
        request,
        form,
        lambda data: actions.give_duty(measure=measure, by=request.user, **data),
        title=_("Give a unit a part"),
        submit=_("Give it"),
        back=page_of(measure) + "#units",
        about=str(measure),
    )


@require_http_methods(ANY)
def match(request: HttpRequest, uid: UUID) -> HttpResponse:
    duty = access.duty_to_keep(request.user, uid)
    return ask(
        request,
        MatchForm(
            request.POST or None, units=organisations.units_in_use(), twins=actions.same_name(duty).count()
        ),
        lambda data: actions.match_duty(duty=duty, by=request.user, **data),
        title=_("Which unit is “%(name)s”?") % {"name": duty.name_then},
        submit=_("This one"),
        back=page_of(duty.measure) + "#units",
        about=str(duty.measure),
        done=_("Matched."),
        to=lambda matched: _after_matching(matched.measure.plan),
    )


def _after_matching(plan: Plan) -> str:
    """The next name that waits; after the last one the plan."""
    following = queries.first_unmatched(plan)
    return (
        reverse("plans:duty_match", args=[following]) if following else reverse("plans:plan", args=[plan.uid])
    )


@require_http_methods(ANY)
def settle(request: HttpRequest, uid: UUID) -> HttpResponse:
    duty = access.duty_to_keep(request.user, uid)
    return ask(
        request,
        SettleForm(request.POST or None, initial={"role": duty.role, "keeps": "yes"}),
        lambda data: actions.settle_duty(
            duty=duty, keeps=data["keeps"] == "yes", role=data["role"], settlement=data["settlement"],
            by=request.user,
        ),
        title=_("Settle what %(unit)s disputes") % {"unit": duty.name_then},
        submit=_("Settle it"),
        back=page_of(duty.measure) + "#units",
        about=str(duty.measure),
        quote=duty.dispute,
        done=_("Settled. The unit was told."),
    )  # fmt: skip


@require_http_methods(ANY)
def pass_on(request: HttpRequest, uid: UUID) -> HttpResponse:
    """For a unit that was merged into another, or a part that moves."""
    duty = access.duty_to_keep(request.user, uid)
    return ask(
        request,
        PassOnForm(request.POST or None, units=organisations.units_in_use()),
        lambda data: actions.pass_duty_on(duty=duty, by=request.user, **data),
        title=_("Pass the part of %(unit)s on") % {"unit": duty.name_then},
        submit=_("Pass it on"),
        back=page_of(duty.measure) + "#units",
        about=str(duty.measure),
        done=_("Passed on. What the unit reported so far stays under its name."),
    )


@require_http_methods(ANY)
def release(request: HttpRequest, uid: UUID) -> HttpResponse:
    duty = access.duty_to_keep(request.user, uid)
    return ask(
        request,
        ReasonForm(request.POST or None),
        lambda data: actions.release_duty(duty=duty, why=data["why"], by=request.user),
        title=_("Release %(unit)s") % {"unit": duty.name_then},
        submit=_("Release it"),
        back=page_of(duty.measure) + "#units",
        about=str(duty.measure),
    )

"""The public notice between two rounds (初审公示): who went on from a round, before the next one begins."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction

from jinguo.apps.calls import permissions as call_permissions
from jinguo.apps.calls import queries as call_queries
from jinguo.apps.calls.actions.notices import GoingOn, post_notice
from jinguo.apps.calls.models import Call, PublicNotice
from jinguo.apps.clock import now
from jinguo.apps.reviews import permissions, queries
from jinguo.apps.reviews.models import Round
from jinguo.errors import Refused, demand
from jinguo.reasons import Verdict

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def going_on_from(round_: Round) -> GoingOn:
    """Those on the notice, with their rank in the round."""
    nominations = tuple(queries.going_on(round_))
    last = len(nominations) + 1
    return GoingOn(round_.position, nominations, {one.pk: one.standing.rank or last for one in nominations})


@transaction.atomic
def post_round_notice(
    *, call: Call, title: str, text: str, posted_on: date, order: str, by: User, stage: str = ""
) -> PublicNotice:
    """Put those who went on from the round that was closed last on public notice."""
    call = Call.objects.select_for_update(of=("self",)).select_related("organiser").get(pk=call.pk)
    demand(call_permissions.is_officer_of_call(by, call))
    rounds = queries.rounds_of(call)
    before = queries.current(rounds)
    if before is None:
        raise Refused.because("no_round_planned")
    before.call = call
    demand(permissions.may_post_round_notice(call, rounds, notice_after(before)))
    return post_notice(
        call=call,
        title=title,
        text=text,
        posted_on=posted_on,
        order=order,
        by=by,
        stage=stage.strip() or before.notice_stage,
        going_on=going_on_from(before),
    )


def notice_after(round_: Round) -> PublicNotice | None:
    """The notice of those who went on from a round."""
    return call_queries.standing_notice(round_.call, after_round=round_.position)


def next_round_waits(before: Round) -> Verdict:
    """Whether the round behind this one may begin, or what of the notice it waits for."""
    count = call_queries.open_objections(before.call, after_round=before.position)
    return permissions.notice_is_over(before, notice_after(before), count, now())

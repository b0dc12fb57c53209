"""Public notices, the objections to them and honours taken back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db.models import (
    QuerySet,
)

from jinguo.apps.calls.models import (
    Call,
    Nomination,
    Objection,
    PublicNotice,
)
from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.permissions import organisations_with
from jinguo.apps.registry.queries import honours_by_source

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def open_objections(call: Call, *, after_round: int | None = None) -> int:
    """How many objections wait for an answer, those to a notice that was taken down since among them; those to the
    notices of one round with ``after_round``.
    """
    rows = Objection.objects.filter(notice__call=call, closed_at=None)
    return (rows if after_round is None else rows.filter(notice__after_round=after_round)).count()


def objections_waiting(user: User) -> QuerySet[Objection]:
    """The objections that wait in the calls of the organisations whose officer she is, the oldest first."""
    return (
        Objection.objects.filter(
            notice__call__organiser__in=organisations_with(user, kinds.OFFICER), closed_at=None
        )
        .select_related("notice__call__organiser", "nomination")
        .defer("objector_sealed", "contact_sealed", "content_sealed")
        .order_by("received_at", "pk")
    )


def standing_notice(call: Call, *, after_round: int | None = None) -> PublicNotice | None:
    """The latest notice that was posted and not taken down; of the decided list alone with ``after_round=0``."""
    rows = call.notices.filter(withdrawn_at=None)
    notice = (rows if after_round is None else rows.filter(after_round=after_round)).first()
    if notice is not None:
        notice.call = call
    return notice


def with_revoked_honours(nominations: Iterable[Nomination]) -> list[Nomination]:
    """Those whose honour was taken back since."""
    named = {f"nomination:{one.uid}": one for one in nominations}
    stories = honours_by_source(named)
    return [named[source] for source, story in stories.items() if not story.in_force]


def stages_left(call: Call) -> list[str]:
    """The notices of the decided list that the procedure wants and that were not posted yet, in their order."""
    stages = call.procedure_read.notices
    if len(stages) < 2:
        return [] if standing_notice(call, after_round=0) else list(stages)
    posted = set(
        call.notices.filter(withdrawn_at=None, selection__is_current=True).values_list("stage", flat=True)
    )
    return [stage for stage in stages if stage not in posted]

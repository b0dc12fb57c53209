"""Fetch and authorise in one step; absent and forbidden look the same."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from jinguo.apps.meetings import queries
from jinguo.apps.meetings.models import AgendaItem, Meeting, Member, Vote
from jinguo.apps.meetings.states import COUNTED, VoteState
from jinguo.apps.reviews import queries as reviews
from jinguo.apps.reviews.models import Round

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def _one(rows: QuerySet, **named: object):
    found = rows.filter(**named).first()
    if found is None:
        raise Http404(_("There is nothing here, or it is not yours to see."))
    return found


def round_to_meet(user: User, uid: UUID) -> Round:
    """A round of hers that is to be a meeting."""
    rows = reviews.rounds_of_organiser(user).filter(kind=Round.MEETING)
    return _one(rows.select_related("call__organiser", "meeting"), uid=uid)


def meeting_to_keep(user: User, uid: UUID) -> Meeting:
    """A meeting whose room she keeps."""
    return _one(queries.meetings_kept_by(user), uid=uid)


def seat_of(user: User, uid: UUID) -> Member:
    """Her own seat in a meeting, with the meeting."""
    meeting = _one(queries.meetings_sat_in_by(user), uid=uid)
    member = queries.member_in(user, meeting)
    if member is None:
        raise Http404(_("There is nothing here, or it is not yours to see."))
    member.meeting = meeting
    return member


def member_to_keep(user: User, uid: UUID) -> Member:
    rows = Member.objects.filter(meeting__in=queries.meetings_kept_by(user))
    return _one(rows.select_related("expert", "meeting__round__call__organiser"), uid=uid)


def item_to_keep(user: User, uid: UUID) -> AgendaItem:
    rows = AgendaItem.objects.filter(meeting__in=queries.meetings_kept_by(user))
    return _one(rows.select_related("nomination__call", "meeting__round__call__organiser"), uid=uid)


def vote_to_keep(user: User, uid: UUID) -> Vote:
    rows = Vote.objects.filter(meeting__in=queries.meetings_kept_by(user))
    return _one(rows.select_related("meeting__round__call__organiser"), uid=uid)


def vote_to_cast(user: User, uid: UUID) -> tuple[Vote, Member]:
    """A vote of a meeting in which she sits, and as whom."""
    rows = Vote.objects.filter(meeting__in=queries.meetings_sat_in_by(user))
    vote = _one(rows.select_related("meeting__round__call__organiser"), uid=uid)
    return vote, seat_of(user, vote.meeting.uid)


def vote_to_see(user: User, uid: UUID) -> Vote:
    """A vote that was counted: the secretary sees it then, members once it is announced."""
    kept = Q(meeting__in=queries.meetings_kept_by(user), state__in=COUNTED)
    told = Q(meeting__in=queries.meetings_sat_in_by(user), state=VoteState.ANNOUNCED)
    return _one(Vote.objects.filter(kept | told).select_related("meeting__round__call__organiser"), uid=uid)


def item_for_member(member: Member, nomination: UUID) -> AgendaItem:
    """Somebody on the agenda of her meeting, to declare a conflict with."""
    return _one(queries.agenda_of(member.meeting), nomination__uid=nomination)

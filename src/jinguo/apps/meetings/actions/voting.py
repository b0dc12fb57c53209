"""A vote: opened, cast, counted, announced. See :mod:`jinguo.apps.meetings.secrecy` for what keeps it secret.

Nothing here writes to the trail that somebody voted: the trail's rows stand in the order of time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import transaction

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.meetings import box, counting, papers, permissions, queries, secrecy
from jinguo.apps.meetings.actions.preparing import put_up, touch
from jinguo.apps.meetings.models import (
    Candidate,
    Member,
    NamedMark,
    Recusal,
    SealedBallot,
    Slip,
    Turnout,
    Vote,
)
from jinguo.apps.meetings.states import COUNTED, Attending, VoteState, change
from jinguo.apps.reviews import actions as reviews
from jinguo.engines.ballots import Meeting
from jinguo.engines.vault import Unreadable, put_in, take_out
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

Marks = Mapping[UUID, str | int]


@transaction.atomic
def open_vote(*, vote: Vote, by: User) -> Vote:
    """Open the box: enough members are present, who leaves it is written down, its key lies outside the database.

    An open ballot has no box and no key.
    """
    vote = _locked(vote)
    meeting = vote.meeting
    demand(permissions.is_secretary(by, meeting) & permissions.meeting_is_in_session(meeting))
    demand(permissions.vote_is_planned(vote) & permissions.round_is_under_way(meeting))
    if meeting.votes.filter(state=VoteState.OPEN).exists():
        raise Refused.because("another_vote_is_open")
    if meeting.votes.filter(state=VoteState.CLOSED).exists():
        raise Refused.because("vote_not_announced_yet")
    there = queries.attendance_of(meeting)
    demand(counting.quorum(vote, there.present, there.members))
    _write_down_recusals(vote, queries.members_of(meeting))
    public_key = "" if vote.named else box.create(vote.uid)
    change(vote, "open_vote", public_key=public_key, opened_at=now())
    touch(meeting)
    _record("vote_opened", vote, by, {"present": there.present, "members": there.members})
    return vote


def _write_down_recusals(vote: Vote, members: Iterable[Member]) -> None:
    """Who keeps away from whom by the conflicts on record now; what stands already stays."""
    conflicted = queries.conflicted_pairs(vote.meeting)
    members = list(members)
    Recusal.objects.bulk_create(
        [
            Recusal(candidate=candidate, member=member)
            for candidate in queries.candidates_of(vote)
            for member in members
            if (candidate.nomination_id, member.expert_id) in conflicted
        ],
        ignore_conflicts=True,
    )


def check_paper(vote: Vote, on_paper: list[Candidate], marks: Marks) -> dict[UUID, str | int]:
    """What a paper would say: an approval's candidates without a mark count as abstentions.

    Raises:
        Refused: more approvals than seats, a mark that does not exist, a place of the ranking given twice or left out.
    """
    known = {candidate.uid for candidate in on_paper}
    if set(marks) - known:
        raise Refused.because("candidate_not_on_paper")
    if vote.kind == Vote.RANKED:
        places = sorted(int(place) for place in marks.values() if place)
        if places != list(range(1, len(places) + 1)):
            raise Refused.because("ranking_not_in_order")
        return {uid: int(place) for uid, place in marks.items() if place}
    paper = {uid: str(marks.get(uid) or Slip.ABSTAIN) for uid in known}
    if set(paper.values()) - set(Slip.CHOICES):
        raise Refused.because("no_such_mark")
    approved = sum(mark == Slip.APPROVE for mark in paper.values())
    if approved > vote.seats:
        raise Refused.because("too_many_approvals", approved=approved, seats=vote.seats)
    return paper


@transaction.atomic
def cast(*, vote: Vote, member: Member, marks: Marks, receipt: str = "", by: User) -> bool:
    """Put a paper into the box. True when it is in by this call; False when her vote was in before.

    Turnout and paper are one transaction: a server that dies in between leaves both or neither, and sending the same
    form again never doubles a vote. In an open ballot her marks are recorded with her name, and there is no receipt.
    """
    if member.expert.user_id != by.pk:
        raise Refused.because("not_a_member")
    vote = _locked(vote)
    if Turnout.objects.filter(vote=vote, member=member).exists():
        return False
    member.refresh_from_db(fields=["attending"])
    candidates = list(queries.candidates_of(vote))
    _write_down_recusals(vote, [member])
    off = queries.off_paper(vote, member)
    on_paper = [candidate for candidate in candidates if candidate.pk not in off]
    demand(permissions.may_cast(member, vote, len(on_paper)))
    paper = check_paper(vote, on_paper, marks)
    if vote.named:
        Turnout.objects.create(vote=vote, member=member)
        NamedMark.objects.bulk_create(_named(vote, member, on_paper, paper))
        return True
    order = [candidate.uid for candidate in candidates]
    body = papers.fold(vote, papers.read_receipt(vote, receipt), order, paper)
    sealed = put_in(body, public=vote.public_key, about=vote.box)
    Turnout.objects.create(vote=vote, member=member)
    SealedBallot.objects.create(vote=vote, paper=sealed)
    return True


def _named(vote: Vote, member: Member, on_paper: list[Candidate], paper: Marks) -> list[NamedMark]:
    """Her paper as rows that carry her name."""
    if vote.kind == Vote.RANKED:
        return [NamedMark(vote=vote, member=member, ranking=_ranking(on_paper, paper))]
    return [
        NamedMark(vote=vote, member=member, candidate=candidate, choice=paper[candidate.uid])
        for candidate in on_paper
    ]


def _ranking(candidates: list[Candidate], marks: Marks) -> list[int]:
    """Candidates by their position, best first."""
    placed = [(place, one.position) for one in candidates if (place := marks.get(one.uid))]
    return [at for _place, at in sorted(placed)]


def close_vote(*, vote: Vote, by: User) -> Vote:
    """Close the box, open it, shuffle, count, and destroy its key. Asked again after a breakdown, it goes on.

    Raises:
        Refused: the key is gone, or the box does not hold one readable paper for each who voted. Then the vote can
            only be annulled and held again.
    """
    secrecy.overwrite_what_is_deleted()
    with transaction.atomic():
        vote = _locked(vote)
        demand(permissions.is_secretary(by, vote.meeting) & permissions.vote_is_open(vote))
        candidates = list(queries.candidates_of(vote))
        if vote.named:
            slips = _read_out(vote)
        else:
            slips = _open_box(vote, candidates)
            secrecy.write_slips(vote, slips)
            secrecy.rewrite_turnout(vote)
        _count(vote, candidates, slips)
        touch(vote.meeting)
        _record("vote_closed", vote, by, {"voted": vote.voted, "present": vote.present})
        transaction.on_commit(partial(_forget, vote.uid))
    return vote


def _read_out(vote: Vote) -> list[Slip]:
    """The marks of an open ballot as they are counted; not written, since they stand with their names already."""
    marks = list(queries.named_marks_of(vote))
    if {mark.member_id for mark in marks} != queries.voters_of(vote):
        raise Refused.because("box_does_not_match_turnout")
    return [
        Slip(vote=vote, candidate_id=mark.candidate_id, choice=mark.choice, ranking=mark.ranking)
        for mark in marks
    ]


def _open_box(vote: Vote, candidates: list[Candidate]) -> list[Slip]:
    private = box.private_key(vote.uid, public=vote.public_key)
    order = [candidate.uid for candidate in candidates]
    sealed = list(SealedBallot.objects.filter(vote=vote).values_list("paper", flat=True))
    if len(sealed) != Turnout.objects.filter(vote=vote).count():
        raise Refused.because("box_does_not_match_turnout")
    try:
        found = [
            papers.unfold(vote, take_out(token, private=private, about=vote.box), order) for token in sealed
        ]
    except (Unreadable, ValueError, KeyError):
        raise Refused.because("paper_unreadable") from None
    return [slip for receipt, marks in found for slip in _cut(vote, candidates, receipt, marks)]


def _cut(vote: Vote, candidates: list[Candidate], receipt: str, marks: Marks) -> list[Slip]:
    if vote.kind == Vote.RANKED:
        ranking = _ranking(candidates, marks)
        return [Slip(vote=vote, code=papers.code_of(receipt, vote.uid), ranking=ranking)]
    return [
        Slip(
            vote=vote,
            candidate=candidate,
            code=papers.code_of(receipt, candidate.uid),
            choice=marks[candidate.uid],
        )
        for candidate in candidates
        if candidate.uid in marks
    ]


def _count(vote: Vote, candidates: list[Candidate], slips: list[Slip]) -> None:
    voters = queries.voters_of(vote)
    members = list(queries.members_of(vote.meeting))
    _write_down_recusals(vote, [member for member in members if member.pk not in voters])
    present = {m.pk for m in members if m.attending == Attending.PRESENT} | voters
    electorate = {}
    for candidate in candidates:
        off = set(candidate.recusals.values_list("member_id", flat=True))
        electorate[candidate.pk] = Meeting(len({m.pk for m in members} - off), (len(present - off),))
    result = counting.count(vote, candidates, slips, electorate)
    for line in result.lines:
        Candidate.objects.filter(pk=line.candidate.pk).update(
            approve=line.approve, against=line.against, abstain=line.abstain, base=line.base, needed=line.needed,
            present=electorate[line.candidate.pk].present_in(0), passed=line.passed, rank=line.rank,
            reasons=[reason.as_json() for reason in line.reasons],
        )  # fmt: skip
    change(
        vote, "close_vote", closed_at=now(), present=len(present), members=len(members), voted=len(voters),
        outcome=result.as_json(),
    )  # fmt: skip


def _forget(uid: UUID) -> None:
    box.destroy(uid)
    secrecy.clear_traces()


def destroy_keys_left_over() -> int:
    """Destroy the keys of votes that are over: a server may have died between a count and the destroying of its key."""
    over = Vote.objects.filter(uid__in=box.lying_here(), state__in=(*COUNTED, VoteState.ANNULLED))
    uids = list(over.values_list("uid", flat=True))
    for uid in uids:
        box.destroy(uid)
    return len(uids)


@transaction.atomic
def announce_vote(*, vote: Vote, by: User) -> Vote:
    """Show the result to the whole panel, and hand it on to the round."""
    vote = _locked(vote)
    demand(permissions.is_secretary(by, vote.meeting))
    box.destroy(vote.uid)  # a server may have died between the close and the destroying
    change(vote, "announce_vote", announced_at=now())
    touch(vote.meeting)
    rows = list(queries.candidates_of(vote))
    passed = [row.nomination.receipt for row in rows if row.passed]
    _record("vote_announced", vote, by, {"passed": len(passed), "candidates": len(rows)})
    reviews.record_votes(
        round_=vote.meeting.round,
        votes={
            nomination: reviews.Voted(place, got.passed, got.approve, got.against, got.abstain, got.present)
            for place, (nomination, got) in enumerate(_in_order(queries.result_of(vote.meeting.round)), 1)
        },
    )
    return vote


def _in_order(results: Mapping[int, queries.VotesOf]) -> list[tuple[int, queries.VotesOf]]:
    """Who passed first, earlier rounds of voting before later ones, then by votes."""
    return sorted(
        results.items(), key=lambda one: (not one[1].passed, one[1].vote.number, one[1].rank or 0, one[0])
    )


@transaction.atomic
def annul_vote(*, vote: Vote, reason: str, by: User) -> Vote:
    """Declare a vote void, with a reason; its papers are deleted, those of a secret vote unread. Returns the same vote,
    planned again."""
    vote = _locked(vote)
    demand(permissions.is_secretary(by, vote.meeting))
    if not reason.strip():
        raise Refused.because("reason_missing")
    change(vote, "annul_vote", annulled_because=reason.strip()[:300])
    for rows in (SealedBallot, Slip, NamedMark, Turnout):
        rows.objects.filter(vote=vote).delete()
    vote.candidates.update(
        approve=None,
        against=None,
        abstain=None,
        present=None,
        base=None,
        needed=None,
        passed=None,
        rank=None,
        reasons=[],
    )
    Vote.objects.filter(pk=vote.pk).update(outcome={})
    transaction.on_commit(partial(_forget, vote.uid))
    touch(vote.meeting)
    _record("vote_annulled", vote, by, {}, note=reason.strip())
    return _repeat(vote, number=vote.number, seats=vote.seats, candidates=list(queries.candidates_of(vote)))


@transaction.atomic
def vote_again(*, vote: Vote, by: User) -> Vote:
    """Plan the next round of voting: those who did not pass, for the seats that are left."""
    vote = _locked(vote)
    demand(permissions.is_secretary(by, vote.meeting) & permissions.meeting_is_in_session(vote.meeting))
    demand(permissions.result_is_shown(vote))
    if hasattr(vote, "next"):
        return vote.next
    wanted = set(vote.outcome.get("next", []))
    going_on = [row for row in queries.candidates_of(vote) if str(row.uid) in wanted]
    left = vote.outcome.get("seats_left", 0)
    if left < 1 or not going_on:
        raise Refused.because("no_seat_left")
    again = _repeat(vote, number=vote.number + 1, seats=left, candidates=going_on)
    touch(vote.meeting)
    _record("vote_planned", again, by, {"count": len(going_on), "seats": left})
    return again


def _repeat(vote: Vote, *, number: int, seats: int, candidates: list[Candidate]) -> Vote:
    again = Vote.objects.create(
        meeting=vote.meeting, after=vote, title=vote.title, position=vote.position, number=number, kind=vote.kind,
        named=vote.named, seats=seats, rules=vote.rules,
    )  # fmt: skip
    put_up(again, [candidate.nomination for candidate in candidates])
    return again


def _locked(vote: Vote) -> Vote:
    rows = Vote.objects.select_for_update(of=("self",)).select_related("meeting__round__call__organiser")
    return rows.get(pk=vote.pk)


def _record(action: str, vote: Vote, by: User, after: dict[str, Any], note: str = "") -> None:
    call = vote.meeting.round.call
    audit.record(
        action, subject=vote, by=by, acting_for=call.organiser, within=call,
        after={"vote": vote.title, "number": vote.number, **after}, note=note,
    )  # fmt: skip

"""Panel meetings (会评): the second round of the main selection, and a meeting that sits today with an open vote."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from jinguo.apps.calls.models import Call, Category
from jinguo.apps.clock import held_at
from jinguo.apps.meetings import actions as meeting_acts
from jinguo.apps.meetings import papers
from jinguo.apps.meetings import queries as meeting_queries
from jinguo.apps.meetings.models import AgendaItem, Candidate, Meeting, Member, Slip, Vote
from jinguo.apps.meetings.states import Attending
from jinguo.apps.reviews import actions as reviewing
from jinguo.apps.reviews.models import Assignment, Round
from jinguo.demo.stage import Stage, moment

AWAY = 6
"""Which of the nine experts cannot come."""
PRESENT = 8
APPROVALS = {3: (8, 7, 5, 2, 1), 2: (7, 6, 2, 1)}
"""By the seats of a vote: how many approve of the first, the second, … where all seats are filled at once."""
SPLIT = (7, 4, 4, 1)
"""Two seats, and only the first of the candidates gets more than half."""
SECOND_BALLOT = (5, 2, 1)


def meet_and_vote(stage: Stage, call: Call) -> Meeting:
    """The panel of nine meets: one is excused, one leaves an item, one category takes a second ballot."""
    officer = stage.city.officer
    with held_at(moment(9, 28, 8, 40)):
        round_ = reviewing.open_next_round(
            call=call,
            reviews_each=PRESENT,
            closes_at=moment(9, 29, 0),
            instructions="会议集体评议，按类别无记名投票。",
            by=officer,
        )
        meeting = _call_together(stage, round_, f"{call.title}评审会", moment(9, 28, 9))
        meeting_acts.set_attending(
            member=_member(meeting, stage, AWAY), attending=Attending.EXCUSED, excuse="出差", by=officer
        )
    with held_at(moment(9, 28, 9)):
        meeting_acts.open_meeting(meeting=meeting, by=officer)
        meeting.refresh_from_db()
        check_in(meeting)
    _leave_an_item(meeting)
    _talk_and_mark(stage, meeting)
    at = moment(9, 28, 11)
    for n, category in enumerate(call.categories.all()):
        _vote_on(stage, meeting, category, split=n == 2, at=at + timedelta(minutes=8 * n))
    with held_at(moment(9, 28, 11, 50)):
        remarks = (
            "会议听取了函评情况汇报，逐一审议进入会评的候选人材料。\n"
            "委员就创新实绩、一线贡献和示范作用进行了集体评议，按类别无记名投票，当场公布结果。"
        )
        meeting_acts.change_meeting(meeting=meeting, changes={"remarks": remarks}, by=officer)
        meeting_acts.close_meeting(meeting=meeting, by=officer)
        meeting_acts.record_minutes(meeting=meeting, by=officer)
    return meeting


def meet_today(stage: Stage, call: Call, *, voted: int) -> Meeting:
    """A meeting in the middle of a vote: everybody is in the room, some have voted, the first expert has not."""
    officer = stage.city.officer
    with held_at(moment(10, 9, 10)):
        round_ = reviewing.open_round(
            call=call, reviews_each=PRESENT, closes_at=moment(10, 17, 0), by=officer
        )
        meeting = _call_together(stage, round_, f"{call.title}评审会", moment(10, 12, 8, 30))
    with held_at(moment(10, 12, 8, 30)):
        meeting_acts.open_meeting(meeting=meeting, by=officer)
        meeting.refresh_from_db()
        check_in(meeting, but=AWAY)
        for n, item in enumerate(meeting_queries.agenda_of(meeting)):
            meeting_acts.open_item(item=item, by=officer)
            levels = {sheet.expert_id: 84 + n for sheet in _sheets(meeting, item.nomination_id)}
            del levels[stage.city.experts[0].pk]
            _mark(stage, meeting, item, levels)
        meeting_acts.finish_item(item=meeting_queries.open_item(meeting), by=officer)
        vote = _planned(stage, meeting, call.categories.get(), at=moment(10, 12, 8, 50))
    with held_at(moment(10, 12, 8, 55)):
        vote = meeting_acts.open_vote(vote=vote, by=officer)
        marks = _ballots(vote, _present(meeting), APPROVALS[vote.seats])
        others = [m for m in _present(meeting) if m.expert_id != stage.city.experts[0].pk]
        for member in others[:voted]:
            _cast(vote, member, marks[member.pk])
    return meeting


def check_in(meeting: Meeting, but: int | None = None) -> None:
    """Everybody who is not excused comes in; ``but`` names one who is not there yet."""
    expected = meeting_queries.members_of(meeting).filter(attending=Attending.INVITED)
    for n, member in enumerate(expected.order_by("expert")):
        if n != but:
            meeting_acts.check_in(member=member, by=member.expert.user)


def _call_together(stage: Stage, round_: Round, title: str, starts_at: datetime) -> Meeting:
    officer = stage.city.officer
    meeting = meeting_acts.plan_meeting(
        round_=round_,
        title=title,
        starts_at=starts_at,
        place="市科协三楼会议室（演示）",
        chair=stage.city.experts[0].name,
        keeper=officer.name,
        by=officer,
    )
    meeting_acts.set_members(meeting=meeting, experts=stage.city.experts, by=officer)
    return meeting


def _member(meeting: Meeting, stage: Stage, number: int) -> Member:
    return meeting_queries.members_of(meeting).get(expert=stage.city.experts[number])


def _present(meeting: Meeting) -> list[Member]:
    rows = meeting_queries.members_of(meeting).filter(attending=Attending.PRESENT)
    return list(rows.select_related("expert__user").order_by("expert"))


def _leave_an_item(meeting: Meeting) -> None:
    """Before the items are taken up a member declares a conflict with one of them."""
    member = _present(meeting)[2]
    taken = {nomination for nomination, _ in meeting_queries.conflicted_pairs(meeting)}
    item = next(one for one in meeting_queries.agenda_of(meeting) if one.nomination_id not in taken)
    with held_at(moment(9, 28, 9, 5)):
        meeting_acts.declare_conflict(
            member=member,
            nomination=item.nomination,
            kind="conflict_joint_work",
            note="2024年共同获得一项科技奖励。",
            by=member.expert.user,
        )


def _talk_and_mark(stage: Stage, meeting: Meeting) -> None:
    """One item after the other: opened, talked about, marked by everybody in the room."""
    earlier = dict(
        meeting.round.call.rounds.get(position=1).standings.values_list("nomination_id", "trimmed_mean")
    )
    for n, item in enumerate(meeting_queries.agenda_of(meeting)):
        at = moment(9, 28, 9, 10) + timedelta(minutes=6 * n)
        with held_at(at):
            meeting_acts.open_item(item=item, by=stage.city.officer)
        level = int(earlier[item.nomination_id])
        with held_at(at + timedelta(minutes=4)):
            _mark(stage, meeting, item, dict.fromkeys((e.pk for e in stage.city.experts), level))
    with held_at(moment(9, 28, 10, 59)):
        meeting_acts.finish_item(item=meeting_queries.open_item(meeting), by=stage.city.officer)


def _mark(stage: Stage, meeting: Meeting, item: AgendaItem, levels: Mapping[int, int]) -> None:
    """Those in the room who are named mark an item, each as she is: ``levels`` maps experts to where they begin."""
    for sheet in _sheets(meeting, item.nomination_id):
        if sheet.expert_id in levels:
            lean = stage.city.judges[sheet.expert_id].lean // 2 + stage.source.choice((-1, 0, 1))
            reviewing.submit_review(
                assignment=sheet,
                marks={"overall": Decimal(min(100, levels[sheet.expert_id] + lean))},
                comment="",
                seen_version=0,
                by=sheet.expert.user,
            )


def _sheets(meeting: Meeting, nomination: int) -> list[Assignment]:
    rows = meeting.round.assignments.filter(nomination=nomination, released_at=None)
    return list(rows.select_related("nomination__call", "expert__user", "round__call").order_by("expert"))


def _vote_on(stage: Stage, meeting: Meeting, category: Category, *, split: bool, at: datetime) -> None:
    """One category's vote; where it is split, a second ballot on those who are left."""
    vote = _planned(stage, meeting, category, at=at)
    _held(stage, vote, SPLIT if split else APPROVALS[vote.seats], at=at)
    if split:
        with held_at(at + timedelta(minutes=4)):
            again = meeting_acts.vote_again(vote=vote, by=stage.city.officer)
        _held(stage, again, SECOND_BALLOT, at=at + timedelta(minutes=4))


def _planned(stage: Stage, meeting: Meeting, category: Category, *, at: datetime) -> Vote:
    rows = [
        one.nomination for one in meeting_queries.agenda_of(meeting).filter(nomination__category=category)
    ]
    with held_at(at):
        return meeting_acts.set_vote(
            meeting=meeting,
            title=category.name,
            nominations=rows,
            seats=category.seats,
            by=stage.city.officer,
        )


def _held(stage: Stage, vote: Vote, approvals: Sequence[int], *, at: datetime) -> None:
    """A vote from the opening of its box to the result on the wall."""
    officer = stage.city.officer
    with held_at(at + timedelta(minutes=1)):
        vote = meeting_acts.open_vote(vote=vote, by=officer)
        members = _present(vote.meeting)
        for member_pk, marks in _ballots(vote, members, approvals).items():
            _cast(vote, next(one for one in members if one.pk == member_pk), marks)
    with held_at(at + timedelta(minutes=3)):
        meeting_acts.close_vote(vote=vote, by=officer)
        meeting_acts.announce_vote(vote=vote, by=officer)


def _cast(vote: Vote, member: Member, marks: Mapping[Candidate, str]) -> None:
    meeting_acts.cast(
        vote=vote,
        member=member,
        marks={candidate.uid: mark for candidate, mark in marks.items()},
        receipt=papers.new_receipt(vote),
        by=member.expert.user,
    )


def _ballots(
    vote: Vote, members: Sequence[Member], approvals: Sequence[int]
) -> dict[int, dict[Candidate, str]]:
    """Papers that add up to these numbers of approvals, best in the earlier round first; nobody names more than the seats.

    Who keeps away from a candidate does not have her on the paper.
    """
    candidates = _by_earlier_rank(vote)
    given = {member.pk: 0 for member in members}
    papers_: dict[int, dict[Candidate, str]] = {member.pk: {} for member in members}
    for place, candidate in enumerate(candidates):
        may = [m for m in members if candidate.pk not in meeting_queries.off_paper(vote, m)]
        wanted = approvals[place] if place < len(approvals) else 0
        for_her = {m.pk for m in sorted(may, key=lambda m: (given[m.pk], m.expert_id))[:wanted]}
        for n, member in enumerate(may):
            if member.pk in for_her:
                given[member.pk] += 1
            mark = Slip.APPROVE if member.pk in for_her else Slip.ABSTAIN if n % 5 == 4 else Slip.AGAINST
            papers_[member.pk][candidate] = mark
    return papers_


def _by_earlier_rank(vote: Vote) -> list[Candidate]:
    """The candidates as the round before ranked them; in a first round in their order."""
    before = vote.meeting.round.call.rounds.filter(position=vote.meeting.round.position - 1).first()
    ranks = dict(before.standings.values_list("nomination_id", "rank")) if before else {}
    return sorted(
        meeting_queries.candidates_of(vote),
        key=lambda one: (ranks.get(one.nomination_id) or 999, one.position),
    )

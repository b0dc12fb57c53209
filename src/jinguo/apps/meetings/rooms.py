"""What the pages of a meeting show, ready before it is printed: the room, the seats, a result."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from jinguo.apps.calls.models import Nomination
from jinguo.apps.meetings import counting, queries
from jinguo.apps.meetings.models import AgendaItem, Candidate, Meeting, Member, Slip, Vote
from jinguo.apps.meetings.states import Attending, ItemState, MeetingState, VoteState
from jinguo.apps.reviews.models import Assignment, Review, Round
from jinguo.reasons import Verdict


def name_in(round_: Round, nomination: Nomination) -> str:
    """How a round shows a nomination: by name, or by its receipt number where names are hidden."""
    return nomination.receipt if round_.blind else nomination.name


@dataclass(frozen=True)
class Step:
    """The one obvious next thing: a button that does it."""

    code: str
    label: str
    hint: str
    url: str = ""
    icon: str = "arrow-right"
    confirm: str = ""
    verdict: Verdict | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    is_link: bool = False


@dataclass
class Item:
    """A line of the agenda."""

    item: AgendaItem
    name: str
    marked: int = 0
    given: int = 0
    away: list[str] = field(default_factory=list)


@dataclass
class Ballot:
    """A vote on the list of votes."""

    vote: Vote
    voted: int
    may_vote: int
    candidates: int

    @property
    def waiting(self) -> int:
        return max(self.may_vote - self.voted, 0)


@dataclass(frozen=True)
class Room:
    """Everything of the room page."""

    meeting: Meeting
    attendance: queries.Attendance
    quorum: Verdict
    members: Sequence[Member]
    items: Sequence[Item]
    votes: Sequence[Ballot]
    item: Item | None
    vote: Ballot | None
    step: Step
    token: str


def room(meeting: Meeting) -> Room:
    """The room as its secretary sees it. The number of queries is the same for any size."""
    members = list(queries.members_of(meeting))
    there = _attendance(members)
    items = _items(meeting, members)
    votes = _votes(meeting, members)
    item = next((one for one in items if one.item.state == ItemState.OPEN), None)
    vote = next((one for one in votes if one.vote.state in (VoteState.OPEN, VoteState.CLOSED)), None)
    model = (vote or next((v for v in votes if v.vote.state == VoteState.PLANNED), None)) or None
    quorum = counting.quorum(
        model.vote if model else Vote(rules=dict(counting.RULES)), there.present, there.members
    )
    step = _next(meeting, items, votes, item, vote, quorum)
    token = f"{meeting.version}-{vote.voted if vote else 0}-{sum(one.marked for one in items)}"
    return Room(meeting, there, quorum, members, items, votes, item, vote, step, token)


def _attendance(members: Sequence[Member]) -> queries.Attendance:
    count = Counter(member.attending for member in members)
    return queries.Attendance(
        len(members), count[Attending.PRESENT], count[Attending.EXCUSED], count[Attending.LEFT]
    )


def _items(meeting: Meeting, members: Sequence[Member]) -> list[Item]:
    round_ = meeting.round
    names = {member.expert_id: member.expert.name for member in members}
    away: dict[int, list[str]] = defaultdict(list)
    for nomination, expert in sorted(queries.conflicted_pairs(meeting)):
        if expert in names:
            away[nomination].append(names[expert])
    sheets = Assignment.objects.filter(round=round_, released_at=None)
    counts = (
        sheets.order_by()
        .values("nomination")
        .annotate(given=Count("pk"), marked=Count("pk", filter=Q(review__state=Review.SUBMITTED)))
    )
    found = {row["nomination"]: (row["given"], row["marked"]) for row in counts}
    rows = []
    for item in queries.agenda_of(meeting):
        pk = item.nomination_id
        given, marked = found.get(pk, (0, 0))
        rows.append(Item(item, name_in(round_, item.nomination), marked, given, away.get(pk, [])))
    return rows


def _votes(meeting: Meeting, members: Sequence[Member]) -> list[Ballot]:
    votes = list(
        queries.votes_of(meeting)
        .exclude(state=VoteState.ANNULLED)
        .annotate(turned_out=Count("turnout", distinct=True), standing_for=Count("candidates", distinct=True))
    )
    open_ = next((vote for vote in votes if vote.state == VoteState.OPEN), None)
    rows = []
    for vote in votes:
        may_vote = len(_may_vote(vote, members)) if vote is open_ else vote.present or 0
        rows.append(Ballot(vote, vote.turned_out, may_vote, vote.standing_for))
    return rows


def _may_vote(vote: Vote, members: Sequence[Member]) -> set[int]:
    """Members in the room with somebody left on their paper, and all who have voted."""
    off: Counter[int] = Counter(queries.recusals_of(vote).values_list("member_id", flat=True))
    everyone = 1 if vote.kind == Vote.RANKED else vote.standing_for
    return {
        member.pk for member in members if member.attending == Attending.PRESENT and off[member.pk] < everyone
    } | queries.voters_of(vote)


def voted_in(vote: Vote | None) -> set[int]:
    """Who has voted in the vote that is open: known to the secretary while it runs."""
    return queries.voters_of(vote) if vote is not None and vote.state == VoteState.OPEN else set()


def _next(
    meeting: Meeting,
    items: Sequence[Item],
    votes: Sequence[Ballot],
    item: Item | None,
    vote: Ballot | None,
    quorum: Verdict,
) -> Step:
    if meeting.state == MeetingState.PLANNED:
        return _step(
            "open",
            _("Open the meeting"),
            _("Members then check in with their phones."),
            meeting,
            "player-play",
        )
    if meeting.state == MeetingState.CLOSED:
        url = reverse("meetings:minutes", args=[meeting.uid])
        return Step(
            "minutes", _("Minutes (.docx)"), _("The meeting is over."), url, "file-type-docx", is_link=True
        )
    if vote is not None:
        return _next_of_vote(vote)
    if item is not None:
        return _next_of_item(items, item)
    waiting = next((one for one in items if one.item.state == ItemState.WAITING), None)
    planned = next((one for one in votes if one.vote.state == VoteState.PLANNED), None)
    if waiting is not None:
        return _take_up(waiting)
    if planned is not None:
        return Step(
            "open_vote",
            _("Open the vote"),
            planned.vote.title,
            reverse("meetings:vote_open", args=[planned.vote.uid]),
            "lock-open",
            verdict=quorum,
        )
    return _step(
        "close", _("Close the meeting"), _("Everything on the agenda is done."), meeting, "checks",
        confirm=_("After this nothing can be opened or voted on any more."),
    )  # fmt: skip


def _next_of_vote(row: Ballot) -> Step:
    vote = row.vote
    if vote.state == VoteState.CLOSED:
        return Step(
            "announce",
            _("Announce the result"),
            _("The votes are counted. Only you see the result so far."),
            reverse("meetings:vote_announce", args=[vote.uid]),
            "speakerphone",
        )
    late = _("%(count)s present have not voted yet. Close the vote all the same?") % {"count": row.waiting}
    return Step(
        "close_vote",
        _("Close the vote and count"),
        _("All present have voted.") if not row.waiting else _("Wait until all have voted."),
        reverse("meetings:vote_close", args=[vote.uid]),
        "lock",
        confirm=late if row.waiting else "",
    )


def _next_of_item(items: Sequence[Item], item: Item) -> Step:
    waiting = next((one for one in items if one.item.state == ItemState.WAITING), None)
    if waiting is not None:
        return _take_up(waiting)
    return Step(
        "finish_item",
        _("Finish this item"),
        _("It was the last one. The votes come next."),
        reverse("meetings:item", args=[item.item.uid]),
        "check",
        fields={"do": "finish"},
    )


def _take_up(item: Item) -> Step:
    return Step(
        "open_item",
        _("Next: %(name)s") % {"name": item.name},
        _("Members get it on their phones."),
        reverse("meetings:item", args=[item.item.uid]),
        "player-track-next",
        fields={"do": "open"},
    )


def _step(code: str, label: str, hint: str, meeting: Meeting, icon: str, confirm: str = "") -> Step:
    return Step(code, label, hint, reverse(f"meetings:{code}", args=[meeting.uid]), icon, confirm=confirm)


@dataclass(frozen=True)
class Seat:
    """What a member sees: where the meeting is, and the one thing that is hers to do."""

    member: Member
    meeting: Meeting
    token: str
    present: int
    members: int
    item: AgendaItem | None = None
    item_name: str = ""
    item_away: bool = False
    sheet: Assignment | None = None
    vote: Vote | None = None
    has_voted: bool = False
    on_paper: int = 0
    agenda: Sequence[tuple[AgendaItem, str, bool]] = ()
    announced: Sequence[Vote] = ()

    @property
    def is_present(self) -> bool:
        return self.member.attending == Attending.PRESENT

    @property
    def is_marked(self) -> bool:
        review = getattr(self.sheet, "review", None)
        return bool(review and review.state == Review.SUBMITTED)


def seat_token(meeting: Meeting) -> str:
    return str(meeting.version)


def seat(member: Member) -> Seat:
    meeting = member.meeting
    round_ = meeting.round
    there = queries.attendance_of(meeting)
    mine = {
        nomination for nomination, expert in queries.conflicted_pairs(meeting) if expert == member.expert_id
    }
    agenda = [
        (item, name_in(round_, item.nomination), item.nomination_id in mine)
        for item in queries.agenda_of(meeting)
    ]
    current = next((row for row in agenda if row[0].state == ItemState.OPEN), None)
    votes = list(queries.votes_of(meeting))
    vote = next((one for one in votes if one.state == VoteState.OPEN), None)
    also: dict[str, Any] = {}
    if current is not None:
        also = {"item": current[0], "item_name": current[1], "item_away": current[2]}
        also["sheet"] = queries.assignment_of(member, current[0].nomination) if round_.criteria else None
    if vote is not None:
        off = queries.off_paper(vote, member)
        also |= {"vote": vote, "has_voted": queries.has_voted(vote, member)}
        also["on_paper"] = vote.candidates.exclude(pk__in=off).count()
    return Seat(
        member,
        meeting,
        seat_token(meeting),
        there.present,
        there.members,
        agenda=agenda,
        announced=[one for one in votes if one.state == VoteState.ANNOUNCED],
        **also,
    )


@dataclass(frozen=True)
class Outcome:
    """A candidate's line of a result, with the published slips: their codes, or in an open ballot the voters' names."""

    candidate: Candidate
    name: str
    slips: Sequence[tuple[str, Sequence[str]]]
    shares: Sequence[tuple[str, int, int]]
    away: Sequence[str]


def outcomes(vote: Vote) -> list[Outcome]:
    """The lines of a result in its order. Three queries for any size."""
    round_ = vote.meeting.round
    by_candidate: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    if vote.named:
        for mark in queries.named_marks_of(vote):
            if mark.candidate_id:
                by_candidate[mark.candidate_id][mark.choice].append(mark.member.expert.name)
    else:
        for slip in queries.slips_of(vote):
            if slip.candidate_id:
                by_candidate[slip.candidate_id][slip.choice].append(slip.code)
    away: dict[int, list[str]] = defaultdict(list)
    for recusal in queries.recusals_of(vote):
        away[recusal.candidate_id].append(recusal.member.expert.name)
    rows = []
    for candidate in sorted(queries.candidates_of(vote), key=lambda one: (one.rank or 999, one.position)):
        found = by_candidate[candidate.pk]
        slips = [(choice, found[choice]) for choice in Slip.CHOICES]
        rows.append(
            Outcome(
                candidate,
                name_in(round_, candidate.nomination),
                slips,
                _shares(slips),
                away.get(candidate.pk, []),
            )
        )
    return rows


def _shares(slips: Iterable[tuple[str, Sequence[str]]]) -> list[tuple[str, int, int]]:
    """(choice, how many, of a hundred) for the bar."""
    counts = [(choice, len(codes)) for choice, codes in slips]
    total = sum(count for _choice, count in counts) or 1
    return [(choice, count, round(100 * count / total)) for choice, count in counts]


def rankings(vote: Vote) -> list[tuple[str, list[str]]]:
    """(code, candidates best first) of every paper of a ranked vote; in an open ballot the voter's name for the code."""
    round_ = vote.meeting.round
    names = {one.position: name_in(round_, one.nomination) for one in queries.candidates_of(vote)}
    if vote.named:
        marks = queries.named_marks_of(vote)
        return [(mark.member.expert.name, [names[at] for at in mark.ranking]) for mark in marks]
    return [(slip.code, [names[at] for at in slip.ranking]) for slip in queries.slips_of(vote)]

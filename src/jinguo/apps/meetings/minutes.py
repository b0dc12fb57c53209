"""The minutes of a meeting (评审会议记录) as a Word document, laid out as official papers are.

Counts only: no receipt code and no slip stands in them. Of open ballots they say who voted what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from jinguo.apps.clock import told
from jinguo.apps.meetings import counting, queries, rooms
from jinguo.apps.meetings.models import Meeting, Member, Vote
from jinguo.apps.meetings.states import COUNTED, Attending, VoteState
from jinguo.engines import paperwork
from jinguo.engines.ballots import Share
from jinguo.engines.paperwork import Heading, NameTable, OfficialDocument, Paragraph
from jinguo.engines.paperwork.letters import Block
from jinguo.phrases import term, written

ZH = "zh-Hans"
_BASES = {"members": "全体评委", "present": "到会评委", "valid": "有效票", "for_and_against": "赞成与反对票"}


def document(meeting: Meeting) -> bytes:
    """The minutes as .docx."""
    members = list(queries.members_of(meeting))
    zone = meeting.round.call.organiser.time_zone
    blocks: list[Block] = [
        *_facts(meeting, zone),
        Heading("出席情况"),
        *_attendance(members),
        Heading("回避情况"),
        *_recusals(meeting),
        Heading("审议事项"),
        *_agenda(meeting),
        *_votes(meeting),
        *_course(meeting),
        *_signatures(meeting),
    ]
    dated = told(meeting.closed_at or meeting.opened_at or meeting.starts_at, zone).date()
    return paperwork.official_letter(
        OfficialDocument(
            title="评审会议记录",
            blocks=tuple(blocks),
            signatory=meeting.round.call.organiser.name,
            dated=dated,
            sealed=False,
        )
    )


def _facts(meeting: Meeting, zone: str) -> Iterator[Block]:
    begun = told(meeting.opened_at or meeting.starts_at, zone)
    span = written(begun, "moment", ZH)
    if meeting.closed_at:
        ended = told(meeting.closed_at, zone)
        span += f"至{ended:%H:%M}" if ended.date() == begun.date() else f"至{written(ended, 'moment', ZH)}"
    for label, text in (
        ("会议名称", meeting.title),
        ("评选活动", meeting.round.call.title),
        ("时间", span),
        ("地点", meeting.place),
        ("主持人", meeting.chair),
        ("记录人", meeting.keeper),
    ):
        if text:
            yield Paragraph(text, lead=f"{label}：", indented=False)


def _attendance(members: Sequence[Member]) -> Iterator[Block]:
    came = [member for member in members if member.came_at]
    excused = [member for member in members if member.attending == Attending.EXCUSED]
    absent = len(members) - len(came) - len([m for m in excused if not m.came_at])
    yield Paragraph(
        f"评委应到{len(members)}人，实到{len(came)}人，请假{len(excused)}人"
        + (f"，缺席{absent}人。" if absent else "。")
    )
    if members:
        rows = tuple((m.expert.name, m.expert.unit_name, _presence(m)) for m in members)
        yield NameTable(("姓名", "单位", "出席情况"), rows, weights=(1.0, 2.2, 1.3))


def _presence(member: Member) -> str:
    if member.attending == Attending.EXCUSED:
        return f"请假（{member.excuse}）" if member.excuse else "请假"
    if member.attending == Attending.LEFT:
        return "到会，中途离会"
    return "到会" if member.came_at else "缺席"


def _recusals(meeting: Meeting) -> Iterator[Block]:
    rows = tuple(
        (one.expert.name, rooms.name_in(meeting.round, one.nomination), term(one.kind, ZH))
        for one in queries.conflicts_in(meeting)
    )
    if not rows:
        yield Paragraph("无。")
        return
    yield Paragraph("下列评委对有关候选人回避，不参加该项审议和表决，计算该候选人的应到、实到人数时不计入。")
    yield NameTable(("评委", "候选人", "回避事由"), rows, weights=(1.0, 1.4, 1.8))


def _agenda(meeting: Meeting) -> Iterator[Block]:
    rows = tuple(
        (rooms.name_in(meeting.round, item.nomination), item.nomination.category.name, term(item.state, ZH))
        for item in queries.agenda_of(meeting)
    )
    yield Paragraph(f"会议审议候选对象{len(rows)}名（项）。")
    if rows:
        yield NameTable(("候选人", "类别", "情况"), rows, weights=(1.6, 1.6, 1.0))


def _votes(meeting: Meeting) -> Iterator[Block]:
    yield Heading("投票表决")
    votes = [vote for vote in queries.votes_of(meeting) if vote.state in (*COUNTED, VoteState.ANNULLED)]
    if not votes:
        yield Paragraph("本次会议没有投票。")
    results: dict[int, list[Sequence[str]]] = defaultdict(list)
    for vote in votes:
        yield Heading(f"{vote.title}（第{vote.number}轮）", level=2)
        if vote.state == VoteState.ANNULLED:
            yield Paragraph(f"本轮投票作废，原因：{vote.annulled_because}。选票未计，已销毁。")
            continue
        yield from _vote(vote, meeting, results[vote.pk])


def _vote(vote: Vote, meeting: Meeting, rows: list[Sequence[str]]) -> Iterator[Block]:
    rules = counting.rules_of(vote)
    ranked = vote.kind == Vote.RANKED
    way = "排序投票" if ranked else f"赞成票{_share(rules.threshold)}为通过"
    quorum = f"到会人数{_share(rules.quorum)}方可投票；" if rules.quorum else ""
    yield Paragraph(
        f"{'记名' if vote.named else '无记名'}投票。名额{vote.seats}个。{quorum}{way}。"
        f"应到{vote.members}人，实到{vote.present}人，投票{vote.voted}人。"
    )
    for outcome in rooms.outcomes(vote):
        one = outcome.candidate
        counts = [str(one.approve)] if ranked else [str(one.approve), str(one.against), str(one.abstain)]
        result = "通过" if one.passed else "未通过"
        needed = [] if ranked else [f"{one.needed}/{one.base}"]
        rows.append((outcome.name, *counts, *needed, result))
    columns = (
        ("候选人", "首选票", "结果") if ranked else ("候选人", "赞成", "反对", "弃权", "需/基数", "结果")
    )
    if rows:
        weights = (2.0, 1.0, 1.0) if ranked else (1.8, 0.8, 0.8, 0.8, 1.0, 1.0)
        yield NameTable(columns, tuple(tuple(row) for row in rows), weights=weights)
    if vote.named:
        yield from _by_name(vote, ranked=ranked)
    state = vote.outcome.get("state")
    if state and state != "outcome_complete":
        yield Paragraph(f"{term(state, ZH)}。")


def _by_name(vote: Vote, *, ranked: bool) -> Iterator[Block]:
    """记名投票: who voted what."""
    if ranked:
        rows = tuple((name, " › ".join(order) or "—") for name, order in rooms.rankings(vote))
        if rows:
            yield NameTable(("评委", "排序"), rows, weights=(1.0, 3.4))
        return
    rows = tuple(
        (outcome.name, *("、".join(names) or "—" for _choice, names in outcome.slips))
        for outcome in rooms.outcomes(vote)
    )
    if rows:
        yield NameTable(
            ("候选人", "赞成的评委", "反对的评委", "弃权的评委"), rows, weights=(1.2, 2.0, 1.2, 1.2)
        )


def _share(share: Share) -> str:
    """超过到会评委的1/2, 不少于全体评委的2/3."""
    of = _BASES[share.of]
    return f"超过{of}的{share.more_than}" if share.more_than is not None else f"不少于{of}的{share.at_least}"


def _course(meeting: Meeting) -> Iterator[Block]:
    lines = [line.strip() for line in meeting.remarks.splitlines() if line.strip()]
    if lines:
        yield Heading("会议情况")
        yield from (Paragraph(line) for line in lines)


def _signatures(meeting: Meeting) -> Iterator[Block]:
    yield Paragraph("")
    yield Paragraph("主持人（签字）：　　　　　　　　记录人（签字）：", indented=False)
    yield Paragraph("评委（签字）：", indented=False)

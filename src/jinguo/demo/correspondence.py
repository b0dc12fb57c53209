"""The first round of the main selection, by correspondence (函评): given out to the optimum, read, marked, passed on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal

from jinguo.apps.calls.models import Call, Nomination
from jinguo.apps.clock import held_at
from jinguo.apps.reviews import actions as reviewing
from jinguo.apps.reviews import composition
from jinguo.apps.reviews import queries as review_queries
from jinguo.apps.reviews.composition import Assigning
from jinguo.apps.reviews.models import Assignment, Conflict, Round
from jinguo.demo.stage import Stage, moment

EACH = 5
"""Reviews of each nomination: as many as a trimmed mean asks for."""
RULES = Assigning(
    alternates=1,
    rules=(composition.women(at_least=3), composition.one_unit()),
)
"""At least three women read each nomination, and no two experts of one unit."""


def review_by_correspondence(stage: Stage, call: Call) -> Round:
    """Nine experts read, two declare a conflict of interest, every review comes in, one tie stands at the cut."""
    officer = stage.city.officer
    with held_at(moment(9, 24, 9, 30)):
        _settle_what_is_found(stage, call)
    with held_at(moment(9, 24, 10)):
        round_ = reviewing.open_round(
            call=call,
            reviews_each=EACH,
            closes_at=moment(9, 28, 0),
            instructions="请对照评审标准独立打分；与候选人有利害关系的，请先申报回避。",
            by=officer,
        )
        reviewing.set_assigning(round_=round_, assigning=RULES, reviews_each=EACH, by=officer)
        give_out(round_, stage)
    _declare_conflicts(stage, round_)
    levels = _levels(stage, call)
    for n, assignment in enumerate(_in_turn(round_)):
        with held_at(moment(9, 25, 9) + timedelta(minutes=3 * n)):
            reviewing.submit_review(
                assignment=assignment,
                marks=marks_of(stage, assignment, levels),
                comment=stage.source.choice(COMMENTS),
                seen_version=0,
                by=assignment.expert.user,
            )
    with held_at(moment(9, 28, 8, 30)):
        return reviewing.close_and_pass_on(round_=round_, by=officer)


def _settle_what_is_found(stage: Stage, call: Call) -> None:
    """Conflicts are looked for in the records before anything is given out: confirmed, but for one old acquaintance."""
    officer = stage.city.officer
    reviewing.find_conflicts(call=call, by=officer)
    found = list(Conflict.objects.to_settle().filter(nomination__call=call).order_by("nomination", "expert"))
    doubtful = next(one for one in found if one.effect == Conflict.ASKS)
    sure = [one.pk for one in found if one != doubtful]
    reviewing.settle_conflicts(call=call, chosen=sure, confirm=True, reason="", by=officer)
    reviewing.settle_conflicts(
        call=call, chosen=[doubtful.pk], confirm=False, reason="经电话核实，两人没有工作交集。", by=officer
    )


def give_out(round_: Round, stage: Stage, note: str = "") -> None:
    """Have the round's assignment proposed by the engine, and publish it as it is."""
    plan = reviewing.make_plan_now(round_=round_, by=stage.city.officer)
    reviewing.publish_plan(plan=plan, by=stage.city.officer, note=note)


def marks_of(stage: Stage, assignment: Assignment, levels: Mapping[int, int]) -> dict[str, Decimal]:
    """What an expert gives: how good the nominee is, how lenient she herself is, and a little chance."""
    level = levels[assignment.nomination_id]
    if assignment.nomination_id not in stage.tied:
        level += stage.city.judges[assignment.expert_id].lean + stage.source.choice((-1, 0, 0, 1))
    given = {"deeds": level, "spirit": level + 1, "example": level - 1, "material": level}
    return {key: Decimal(max(40, min(100, mark))) for key, mark in given.items()}


COMMENTS = (
    "事迹具体，数据可核实，示范作用明显。",
    "长期在一线，成果落到实处，群众评价好。",
    "创新点清楚，建议补充推广情况。",
    "材料完整，带动作用突出。",
    "业绩扎实，与类别要求相符。",
)


def _in_turn(round_: Round) -> list[Assignment]:
    """What was given out, as it is done: everybody's first, everybody's second, …"""
    rows = round_.assignments.filter(released_at=None).select_related(
        "nomination__call", "expert__user", "round__call"
    )
    heap: dict[int, int] = {}
    ordered = []
    for row in rows.order_by("expert", "position"):
        heap[row.expert_id] = heap.get(row.expert_id, 0) + 1
        ordered.append((heap[row.expert_id], row.expert_id, row))
    return [row for *_, row in sorted(ordered, key=lambda one: one[:2])]


def _declare_conflicts(stage: Stage, round_: Round) -> None:
    """Two experts say that they may not judge a nominee; others read in their place."""
    said = (
        ("conflict_joint_work", "近三年共同承担过一个科研项目。"),
        ("conflict_teacher_student", "候选人曾是我指导的研究生。"),
    )
    rows = round_.assignments.select_related("nomination__call", "expert__user", "round__call")
    with held_at(moment(9, 24, 15)):
        for assignment, (kind, note) in zip(list(rows.order_by("pk")[:14:9]), said, strict=True):
            reviewing.declare_conflict(assignment=assignment, kind=kind, note=note, by=assignment.expert.user)
    with held_at(moment(9, 24, 16)):
        give_out(round_, stage)


def _levels(stage: Stage, call: Call) -> dict[int, int]:
    """How good each nominee is; in the first category two are equal where the places of the next round end."""
    levels: dict[int, int] = {}
    for category in call.categories.all():
        rows = list(review_queries.reviewable(call).filter(category=category).order_by("number"))
        drawn = stage.source.sample(range(72, 92), len(rows))
        levels |= {nomination.pk: level for nomination, level in zip(rows, drawn, strict=True)}
        if category.position == 0:
            _make_a_tie(stage, call.procedure_read.rounds[0].seats[category.name], rows, levels)
    return levels


def _make_a_tie(stage: Stage, seats: int, rows: Iterable[Nomination], levels: dict[int, int]) -> None:
    """Two stand at the cut with one score: one who works at the front line and one who does not."""
    rows = list(rows)
    front = {n.pk: n.values.get(key="front_line").value == "是" for n in rows}
    inside = next(n for n in rows if front[n.pk])
    outside = next(n for n in rows if not front[n.pk])
    others = [n for n in rows if n not in (inside, outside)]
    for n, nomination in enumerate(others):
        levels[nomination.pk] = 93 - n if n < seats - 1 else 79 - n
    levels[inside.pk] = levels[outside.pk] = 86
    stage.tied |= {inside.pk, outside.pk}

"""Who reads what: have it proposed, change it by hand, publish it, take it back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse

from jinguo.apps.audit import actions as audit
from jinguo.apps.calls import permissions as call_permissions
from jinguo.apps.calls.models import Nomination
from jinguo.apps.clock import now
from jinguo.apps.jobs import actions as jobs
from jinguo.apps.outbox import actions as outbox
from jinguo.apps.reviews import permissions, queries
from jinguo.apps.reviews.actions.giving import assign
from jinguo.apps.reviews.composition import Assigning
from jinguo.apps.reviews.models import Assignment, AssignmentPlan, Expert, PlanPair, Round
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User
    from jinguo.apps.reviews.matching import Gathered
    from jinguo.engines.assignment import Evaluation, Problem, Result
    from jinguo.engines.expertise import Affinities

TIME_LIMIT = 120.0
"""Seconds after which the best plan found so far is taken, with its gap."""
_STAGES = {"gather": (0, 3), "solve": (1, 3), "write": (2, 3)}

Tell = Callable[..., None]


@transaction.atomic
def set_assigning(*, round_: Round, assigning: Assigning, reviews_each: int, by: User) -> Round:
    """How this round's nominations are given out: loads, reserve, rules, and by how many each is read."""
    demand(call_permissions.is_officer_of_call(by, round_.call) & permissions.round_is_open(round_, now()))
    round_.assigning = assigning.model_dump(mode="json")
    round_.reviews_each = reviews_each
    round_.save(update_fields=["assigning", "reviews_each"])
    return round_


@transaction.atomic
def propose_plan(*, round_: Round, by: User) -> AssignmentPlan:
    """Have a plan made in the background, by the round's rules. A draft of before is dropped."""
    plan = _new_plan(round_, by)
    plan.job = jobs.enqueue("reviews.make_plan", by=by, plan=str(plan.uid))
    plan.save(update_fields=["job"])
    return plan


def make_plan_now(*, round_: Round, by: User) -> AssignmentPlan:
    """The same without a worker, while one waits: for commands and for the demo."""
    with transaction.atomic():
        plan = _new_plan(round_, by)
    return fill_plan(plan, lambda *_args, **_said: None)


def fill_plan(plan: AssignmentPlan, tell: Tell) -> AssignmentPlan:
    """The work of the job: gather, solve, write. Whoever proposed anew meanwhile gets that, and this is let go."""
    from jinguo.apps.reviews import matching  # here: it loads the solvers
    from jinguo.engines.assignment import solve  # here: it loads the solvers

    settings = Assigning.model_validate(plan.settings)
    tell(*_STAGES["gather"], "plan_stage_gather")
    gathered = matching.gather(plan.round, settings)
    problem = matching.problem_of(gathered.made_from)
    tell(*_STAGES["solve"], "plan_stage_solve")

    def solved(problem: Problem) -> Result:
        return solve(
            problem,
            objective=settings.objective,
            alternates=settings.alternates,
            time_limit=TIME_LIMIT,
            progress=lambda _stage, _done, _total: tell(*_STAGES["solve"], "plan_stage_solve"),
        )

    result = solved(problem)
    if settings.min_load is None:
        # Nobody asked for a least load: what an even spread proposes neither stands in the way nor is judged later.
        for reviewer in gathered.made_from["reviewers"]:
            reviewer["min_load"] = 0
        if result.status == "infeasible":
            result = solved(matching.problem_of(gathered.made_from))
    tell(*_STAGES["write"], "plan_stage_write")
    with transaction.atomic():
        kept = AssignmentPlan.objects.select_for_update(of=("self",)).filter(
            pk=plan.pk, state=AssignmentPlan.WORKING
        )
        if kept.first() is None:
            return plan
        PlanPair.objects.bulk_create(_pairs(plan, result, gathered), batch_size=500)
        plan.state, plan.made_from = AssignmentPlan.DRAFT, gathered.made_from
        plan.result = _said(result)
        plan.save(update_fields=["state", "made_from", "result"])
    return plan


@transaction.atomic
def change_plan(
    *, plan: AssignmentPlan, nomination: Nomination, out: Expert | None, into: Expert | None, by: User
) -> AssignmentPlan:
    """Change a draft by hand: take an expert off a nomination, put another one on it, or both at once."""
    plan = _locked_draft(plan, by)
    rows = plan.pairs.filter(nomination=nomination)
    if out is not None:
        row = rows.filter(expert=out, role=PlanPair.MAIN).first()
        if row is None:
            raise Refused.because("plan_changed_meanwhile")
        if row.stood:
            raise Refused.because("plan_pair_stands", expert=out.name)
        row.delete()
    if into is not None:
        affinity = _affinity(plan, nomination, into)
        PlanPair.objects.update_or_create(
            plan=plan,
            nomination=nomination,
            expert=into,
            defaults={"role": PlanPair.MAIN, "place": 0, "affinity": affinity, "by_hand": True},
        )
    audit.record(
        "plan_changed", subject=nomination, by=by, acting_for=plan.round.call.organiser, within=plan.round.call,
        after={"receipt": nomination.receipt, "out": out.name if out else "", "into": into.name if into else ""},
    )  # fmt: skip
    return plan


@transaction.atomic
def publish_plan(*, plan: AssignmentPlan, by: User, note: str = "") -> list[Assignment]:
    """Give out what a draft says, and tell each expert once. What breaks a rule needs a reason.

    Raises:
        Refused: an expert has declared a conflict meanwhile, or a rule is broken and no reason is given.
    """
    plan = _locked_draft(plan, by)
    mains = list(queries.pairs_of(plan).filter(role=PlanPair.MAIN))
    if not mains:
        raise Refused.because("plan_is_empty")
    if not note.strip() and not judge(plan, mains).ok:
        raise Refused.because("plan_breaks_a_rule")
    round_ = plan.round
    given = assign(round_=round_, pairs=[(row.nomination, row.expert) for row in mains], by=by)
    Assignment.objects.filter(pk__in=[one.pk for one in given]).update(plan=plan)
    plan.state, plan.published_at, plan.published_by_name = AssignmentPlan.PUBLISHED, now(), str(by)[:100]
    plan.note = note.strip()[:500]
    plan.save(update_fields=["state", "published_at", "published_by_name", "note"])
    audit.record(
        "plan_published", subject=round_.call, by=by, acting_for=round_.call.organiser, within=round_.call,
        after={"count": len(given)}, note=note,
    )  # fmt: skip
    return given


@transaction.atomic
def undo_plan(*, plan: AssignmentPlan, by: User) -> AssignmentPlan:
    """Take a published plan back, while nobody has opened anything of it: it is a draft again."""
    plan = (
        AssignmentPlan.objects.select_for_update(of=("self",)).select_related("round__call").get(pk=plan.pk)
    )
    call = plan.round.call
    rows = list(plan.assignments.select_for_update(of=("self",)).select_related("expert__user", "review"))
    demand(call_permissions.is_officer_of_call(by, call) & permissions.may_undo(plan, rows))
    demand(permissions.no_plan_in_hand(queries.plan_in_hand(plan.round)))
    experts = {row.expert_id: row.expert for row in rows}
    Assignment.objects.filter(pk__in=[row.pk for row in rows]).delete()
    AssignmentPlan.objects.filter(round=plan.round, state=AssignmentPlan.WORKING).update(
        state=AssignmentPlan.DROPPED
    )
    plan.state, plan.published_at = AssignmentPlan.DRAFT, None
    plan.save(update_fields=["state", "published_at"])
    for expert in experts.values():
        if expert.user_id:
            outbox.queue(
                "review_taken_back", to=[expert.user], params={"call": call.title}, about=call,
                link=reverse("reviews:my_rounds"),
            )  # fmt: skip
    audit.record(
        "plan_undone", subject=call, by=by, acting_for=call.organiser, within=call, after={"count": len(rows)}
    )
    return plan


@transaction.atomic
def drop_plan(*, plan: AssignmentPlan, by: User) -> None:
    """Let a draft go; nothing of it was given out."""
    plan = _locked_draft(plan, by)
    plan.state = AssignmentPlan.DROPPED
    plan.save(update_fields=["state"])


def judge(plan: AssignmentPlan, mains: Iterable[PlanPair], problem: Problem | None = None) -> Evaluation:
    """What the pairs of a plan are worth and what they break, by the problem it was made from.

    ``problem`` is that problem, where it was read already.
    """
    from jinguo.apps.reviews import matching  # here: it loads the solvers
    from jinguo.engines.assignment import evaluate  # here: it loads the solvers

    pairs = [(str(row.nomination.uid), str(row.expert.uid)) for row in mains]
    return evaluate(problem or matching.problem_of(plan.made_from), pairs)


def _new_plan(round_: Round, by: User) -> AssignmentPlan:
    demand(call_permissions.is_officer_of_call(by, round_.call) & permissions.round_is_open(round_, now()))
    round_ = Round.objects.select_for_update(of=("self",)).select_related("call__organiser").get(pk=round_.pk)
    in_hand = (AssignmentPlan.WORKING, AssignmentPlan.DRAFT)
    AssignmentPlan.objects.filter(round=round_, state__in=in_hand).update(state=AssignmentPlan.DROPPED)
    plan = AssignmentPlan.objects.create(
        round=round_, settings=round_.assigning, made_at=now(), made_by_name=str(by)[:100]
    )
    audit.record(
        "plan_asked_for", subject=round_.call, by=by, acting_for=round_.call.organiser, within=round_.call
    )
    return plan


def _locked_draft(plan: AssignmentPlan, by: User) -> AssignmentPlan:
    plan = (
        AssignmentPlan.objects.select_for_update(of=("self",))
        .select_related("round__call__organiser")
        .get(pk=plan.pk)
    )
    demand(call_permissions.is_officer_of_call(by, plan.round.call))
    demand(permissions.round_is_open(plan.round, now()))
    if plan.state != AssignmentPlan.DRAFT:
        raise Refused.because("plan_changed_meanwhile")
    return plan


def _affinity(plan: AssignmentPlan, nomination: Nomination, expert: Expert) -> str:
    """How well a pair fits, as the plan knows it. Refused where the two may not come together."""
    made = plan.made_from
    item = next((n for n, row in enumerate(made["items"]) if row["item"] == str(nomination.uid)), None)
    who = next((n for n, row in enumerate(made["reviewers"]) if row["reviewer"] == str(expert.uid)), None)
    if item is None or who is None:
        raise Refused.because("not_of_this_call")
    if [item, who] in made["conflicts"] or queries.has_conflict(nomination, expert):
        raise Refused.because("expert_has_a_conflict", expert=expert.name)
    return next((affinity for i, r, affinity in made["pairs"] if i == item and r == who), "0")


def _pairs(plan: AssignmentPlan, result: Result, gathered: Gathered) -> list[PlanPair]:
    return [
        PlanPair(
            plan=plan,
            nomination=gathered.nominations[row.item],
            expert=gathered.experts[row.reviewer],
            role=row.role,
            place=row.place,
            affinity=row.affinity,
            evidence=_evidence(gathered.affinities, row.item, row.reviewer),
            stood=(row.item, row.reviewer) in gathered.stood,
        )
        for row in (*result.assignments, *result.alternates)
    ]


def _evidence(fits: Affinities, item: str, reviewer: str) -> list[Mapping[str, Any]]:
    """What speaks for a pair, as reasons; none where nothing does."""
    try:
        found = fits.evidence(item, reviewer)
    except KeyError:
        return []
    return [reason.as_json() for reason in found.reasons()]


def _said(result: Result) -> dict[str, Any]:
    """What a plan keeps of how good it is."""
    worst = result.worst
    return {
        "status": result.status,
        "objective": _text(result.objective),
        "bound": _text(result.bound),
        "gap": result.gap,
        "worst": [worst[0], str(worst[1])] if worst else None,
        "solver": result.solver,
        "seconds": round(result.seconds, 3),
        "conflict": list(result.conflict),
        "relaxation": [one.as_json() for one in result.relaxation],
        "reasons": [reason.as_json() for reason in result.reasons],
    }


def _text(value: Any) -> str | None:
    return None if value is None else str(value)

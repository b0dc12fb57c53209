"""Reviewers to items, to the optimum, under rules of composition.

Problem: paper–reviewer assignment (评审专家分配), a transportation problem with side constraints. Every item gets as
many reviewers as it demands, every reviewer a load between her least and her greatest, no pair in conflict (回避), the
fixed pairs kept, rules on who sits together on a panel obeyed; among all such assignments the one with the greatest
total affinity, or the one whose worst-off item is best.

Method: without crossing rules a min-cost flow (Ahuja, Magnanti, Orlin, *Network Flows*, 1993; cost scaling of Goldberg
and Tarjan in OR-Tools), exact and integral, proven by its prices. Rules on two columns cross and break the network:
then a linear program by column generation in HiGHS, started from the flow, and a branch and bound over what can still
matter; its bound is the proof. Affinities are whole millionths. Among equally good ones see :mod:`.ties`.

>>> problem = Problem.of(
...     items=[{"item": "N1", "demand": 2}, {"item": "N2", "demand": 1}],
...     reviewers=[{"reviewer": "Li", "max_load": 2, "sex": "F"}, {"reviewer": "Wu", "max_load": 2, "sex": "M"},
...                {"reviewer": "Xu", "max_load": 1, "sex": "M"}],
...     pairs=[("N1", "Li", "0.2"), ("N1", "Wu", "0.9"), ("N1", "Xu", "0.8"), ("N2", "Li", "0.3"), ("N2", "Xu", "0.4")],
...     rules=[{"name": "women", "column": "sex", "value": "F", "at_least": 1, "items": ["N1"]}])
>>> result = solve(problem)
>>> result.status, str(result.objective), [(a.item, a.reviewer) for a in result.assignments]
('optimal', '1.5', [('N1', 'Wu'), ('N1', 'Li'), ('N2', 'Xu')])
>>> evaluate(problem, [("N1", "Wu"), ("N1", "Xu"), ("N2", "Li")]).violations[0].code
'assign_rule_at_least_broken'
"""

from jinguo.engines.assignment.evaluate import Evaluation, RuleState, evaluate, evaluate_positions
from jinguo.engines.assignment.explain import explain
from jinguo.engines.assignment.problem import SCALE, Problem, millionths
from jinguo.engines.assignment.replacing import stand_ins
from jinguo.engines.assignment.result import Assigned, Cancelled, Relaxation, Result, Uncovered
from jinguo.engines.assignment.rules import Rule, rules_from_toml
from jinguo.engines.assignment.solve import Objective, solve

__all__ = [
    "SCALE",
    "Assigned",
    "Cancelled",
    "Evaluation",
    "Objective",
    "Problem",
    "Relaxation",
    "Result",
    "Rule",
    "RuleState",
    "Uncovered",
    "evaluate",
    "evaluate_positions",
    "explain",
    "millionths",
    "rules_from_toml",
    "solve",
    "stand_ins",
]

"""目标责任制、监测评估考核: units scored, ranked and graded by a scheme that is data; every point says what it comes from.

A scheme has sections with items whose weights make 100 (a demand, not a habit: :func:`problems`). An item counts numbers
against targets, reports in time, reports returned or tasks done, or takes the mean of reviewers' marks, with a share of
the unit's own score where the scheme wants one. Deductions and additions have caps, alone and together; what a scheme
calls 一票否决 limits the grade. Grades follow bands of points, and a grade with a quota (优秀不超过30%) goes to the best
that find room, rounded down; equal units at the edge that do not all fit fall to the next grade together.

Where a unit has nothing to count for an item, the item says what becomes of its weight. All sums are exact; a line is
rounded half up, and the total is the sum of its lines, so that anyone can add it up. Terms and habits: 目标责任制考核办法
as offices publish them; no single standard exists, which is why everything is data.

>>> from decimal import Decimal
>>> scheme = Scheme("示例", (Section("work", "工作", Decimal(100), (Item("reports", "按时报送", Decimal(100), "by_reports"),)),),
...     (Grade("good", "合格", Decimal(60)), Grade("poor", "不合格", Decimal(0))))
>>> facts = UnitFacts("1", "示例学会", reports=(ReportFact("一季度", "in_time"), ReportFact("二季度", "late")))
>>> [(one.scored.total, one.rank, one.grade) for one in assess(scheme, [facts]).placed]
[(Decimal('75.00'), 1, 'good')]
"""

from jinguo.engines.assessment.facts import (
    Case,
    Correction,
    IndicatorFact,
    Mark,
    ReportFact,
    SelfScore,
    TaskFact,
    UnitFacts,
)
from jinguo.engines.assessment.grading import Placed, Result, assess, quota
from jinguo.engines.assessment.reading import (
    facts_from_json,
    facts_of,
    json_schema,
    placed_of,
    scheme_from_json,
    scheme_of,
    stored_facts,
    stored_outline,
    stored_pieces,
    stored_placed,
    stored_result,
    stored_scheme,
)
from jinguo.engines.assessment.scheme import (
    COUNTED,
    HOWS,
    WHEN_NOTHING,
    Adjustment,
    Grade,
    Item,
    Scheme,
    Section,
    Veto,
    label,
    problems,
)
from jinguo.engines.assessment.scoring import Line, Piece, Scored, score
from jinguo.engines.assessment.totals import Totals, added, reached, totals_of

__all__ = [
    "COUNTED",
    "HOWS",
    "WHEN_NOTHING",
    "Adjustment",
    "Case",
    "Correction",
    "Grade",
    "IndicatorFact",
    "Item",
    "Line",
    "Mark",
    "Piece",
    "Placed",
    "ReportFact",
    "Result",
    "Scheme",
    "Scored",
    "Section",
    "SelfScore",
    "TaskFact",
    "Totals",
    "UnitFacts",
    "Veto",
    "added",
    "assess",
    "facts_from_json",
    "facts_of",
    "json_schema",
    "label",
    "placed_of",
    "problems",
    "quota",
    "reached",
    "scheme_from_json",
    "scheme_of",
    "score",
    "stored_facts",
    "stored_outline",
    "stored_pieces",
    "stored_placed",
    "stored_result",
    "stored_scheme",
    "totals_of",
]

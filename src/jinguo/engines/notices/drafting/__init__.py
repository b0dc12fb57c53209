"""From a reading to the beginnings of a plan or a call: proposals, each with the place that it was read from.

Problem: an officer who uploads a policy wants its measures, the units that answer for them and the indicators that would show
progress; one who uploads a notice wants a call with categories, places, materials, form and dates. Nothing here
decides: every value is a :class:`Said`, with the span in the decoded text and how sure the reader was, for a person to take or leave.

>>> from jinguo.engines.notices import read
>>> text = "关于推荐候选人的通知\\n各区妇联：\\n一、推荐名额\\n各区推荐2名。\\n二、报送\\n请于2024年5月10日前报送《推荐表》一式3份。\\n"
>>> call = draft_call(read(text), text)
>>> call.closing_day.value, [(q.scope, q.places.value) for q in call.quotas], call.materials[0].copies
('2024-05-10', [('each_of_kind', 2)], 3)
"""

from .call import CallDraft, FieldDraft, MaterialDraft, QuotaDraft, RuleDraft, draft_call
from .categories import CategoryDraft
from .plan import IndicatorDraft, MeasureDraft, PlanDraft, UnitShare, draft_plan
from .said import Said

__all__ = [
    "CallDraft",
    "CategoryDraft",
    "FieldDraft",
    "IndicatorDraft",
    "MaterialDraft",
    "MeasureDraft",
    "PlanDraft",
    "QuotaDraft",
    "RuleDraft",
    "Said",
    "UnitShare",
    "draft_call",
    "draft_plan",
]

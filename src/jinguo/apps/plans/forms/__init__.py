"""Forms of plans."""

from jinguo.apps.plans.forms.documents import BulletinForm, TableForm, YearlyForm
from jinguo.apps.plans.forms.duties import (
    AcceptForm,
    ChangeTaskForm,
    DisputeForm,
    MatchForm,
    PassOnForm,
    SettleForm,
    TaskForm,
    UnitForm,
)
from jinguo.apps.plans.forms.indicators import IndicatorForm, indicator_initial
from jinguo.apps.plans.forms.looking import CompareFilter, DueFilter, WallFilter
from jinguo.apps.plans.forms.measures import (
    BudgetForm,
    LinkForm,
    MeasureForm,
    MergeForm,
    RewordForm,
    SplitForm,
)
from jinguo.apps.plans.forms.plan import MakeForm, OpenForm, PlanForm, ReasonForm
from jinguo.apps.plans.forms.reports import ReportForm, report_initial
from jinguo.apps.plans.forms.wording import ROLE_CHOICES, WANTED_FACTS, fact_words, words

__all__ = [
    "ROLE_CHOICES",
    "WANTED_FACTS",
    "AcceptForm",
    "BudgetForm",
    "BulletinForm",
    "ChangeTaskForm",
    "CompareFilter",
    "DisputeForm",
    "DueFilter",
    "IndicatorForm",
    "LinkForm",
    "MakeForm",
    "MatchForm",
    "MeasureForm",
    "MergeForm",
    "OpenForm",
    "PassOnForm",
    "PlanForm",
    "ReasonForm",
    "ReportForm",
    "RewordForm",
    "SettleForm",
    "SplitForm",
    "TableForm",
    "TaskForm",
    "UnitForm",
    "WallFilter",
    "YearlyForm",
    "fact_words",
    "indicator_initial",
    "report_initial",
    "words",
]

"""Forms of the steps by which an officer sets a call up. They read and check; the actions write."""

from jinguo.apps.calls.forms.setup.basics import BasicsForm, CopyForm, DatesForm, NewCallForm
from jinguo.apps.calls.forms.setup.consent import ConsentForm
from jinguo.apps.calls.forms.setup.eligibility import (
    BornLimitForm,
    HonourForm,
    NumberForm,
    RuleForm,
    StandardRulesForm,
    StatementForm,
)
from jinguo.apps.calls.forms.setup.materials import MaterialForm, PaperForm
from jinguo.apps.calls.forms.setup.registration import ColumnRows, FieldForm, FormHeadForm
from jinguo.apps.calls.forms.setup.review import CriterionRows, PolicyForm, RoundRows, TieRows
from jinguo.apps.calls.forms.setup.rows import CategoryRows, QuotaRows, rearranged
from jinguo.apps.calls.forms.setup.step import SeenForm
from jinguo.apps.calls.forms.setup.units import InviteForm, UnitsFilter

__all__ = [
    "BasicsForm",
    "BornLimitForm",
    "CategoryRows",
    "ColumnRows",
    "ConsentForm",
    "CopyForm",
    "CriterionRows",
    "DatesForm",
    "FieldForm",
    "FormHeadForm",
    "HonourForm",
    "InviteForm",
    "MaterialForm",
    "NewCallForm",
    "NumberForm",
    "PaperForm",
    "PolicyForm",
    "QuotaRows",
    "RoundRows",
    "RuleForm",
    "SeenForm",
    "StandardRulesForm",
    "StatementForm",
    "TieRows",
    "UnitsFilter",
    "rearranged",
]

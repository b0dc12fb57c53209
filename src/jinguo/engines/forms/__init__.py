"""A form is data: one description with five readings (page, Word form, check list, formal check, summary
table).

Problem: each call has a registration form (登记表) of its own, written in the notice; what the page asks,
what the paper prints and what the formal check (形式审查) demands must be the same thing. So the form is a
:class:`FormSpec`, kept as JSON with the call, and everything else reads it. Word limits count 字 as Word
does; ID numbers follow GB 11643; coded fields use the state's lists (GB/T 2261, 3304, 4762, 4658). The
forms in ``library/`` start from the real 2023 notice.

>>> from datetime import date
>>> spec = STANDARD_FORMS["registration"]
>>> len(spec.fields), spec.field("political_affiliation").label, spec.field("deeds").printed_label
(13, '政治面目', '主要事迹（1000字以内）')
>>> [reason.code for reason in check_value(spec.field("deeds"), "好" * 1100)]
['too_many_words']
>>> report = check_form(spec, {"name": "王丽"}, date(2023, 10, 20))
>>> report.complete, report.done, report.total, report.missing[:2]
(False, 1, 10, ('nominating_unit', 'age'))
"""

from jinguo.engines.forms.check_list import CheckItem, check_list, demands
from jinguo.engines.forms.checks import (
    FormReport,
    check_form,
    check_value,
    derived_values,
)
from jinguo.engines.forms.display import blank, display, public_values, summary_row
from jinguo.engines.forms.offered import AVOID_EXPERTS, OFFERED
from jinguo.engines.forms.spec import Field, FieldKind, FilledBy, FormSpec, Personal, Subject
from jinguo.engines.forms.standard_forms import STANDARD_FORMS, read_form
from jinguo.engines.forms.values import CODE_LISTS, normalise_value

__all__ = [
    "AVOID_EXPERTS",
    "CODE_LISTS",
    "OFFERED",
    "STANDARD_FORMS",
    "CheckItem",
    "Field",
    "FieldKind",
    "FilledBy",
    "FormReport",
    "FormSpec",
    "Personal",
    "Subject",
    "blank",
    "check_form",
    "check_list",
    "check_value",
    "demands",
    "derived_values",
    "display",
    "normalise_value",
    "public_values",
    "read_form",
    "summary_row",
]

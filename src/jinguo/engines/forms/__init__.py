"""A form is data: one description with five readings (page, Word form, check list, formal check, summary
table).

Problem: each call has a registration form (登记表) of its own, written in the notice; what the page asks,
what the paper prints and what the formal check (形式审查) demands must be the same thing. So the form is a
:class:`FormSpec`, kept as JSON with the call, and everything else reads it. Word limits count 字 as Word
does; ID numbers follow GB 11643; coded fields use the state's lists (GB/T 2261, 3304, 4762, 4658). The
forms in ``library/`` start from the real 2023 notice.

>>> spec = STANDARD_FORMS["registration"]
>>> len(spec.fields), spec.field("political_affiliation").label, spec.field("deeds").printed_label
(13, '政治面目', '主要事迹（1000字以内）')
"""

from jinguo.engines.forms.spec import Field, FieldKind, FilledBy, FormSpec, Personal, Subject
from jinguo.engines.forms.standard_forms import STANDARD_FORMS, read_form

__all__ = [
    "STANDARD_FORMS",
    "Field",
    "FieldKind",
    "FilledBy",
    "FormSpec",
    "Personal",
    "Subject",
    "read_form",
]

"""Fields that a form does not have at first and that an officer may take in: other parts read them by their key.

Problem: conflicts of interest (回避) are also stated by the nominee herself, who may ask that some experts do not judge
her. Practice: project guides of the NSFC let an applicant name up to three reviewers to be avoided, in confidence
(《国家自然科学基金条例》 Article 16).

>>> [column.key for column in OFFERED["avoid_experts"].columns]
['name', 'unit']
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from jinguo.engines.forms.spec import Field

AVOID_EXPERTS = "avoid_experts"
"""申请回避的专家: for the search for conflicts alone; experts never read it, whatever a form says of it."""

OFFERED: Mapping[str, Field] = MappingProxyType(
    {
        AVOID_EXPERTS: Field(
            key=AVOID_EXPERTS,
            label="申请回避的专家",
            kind="table",
            help="可填不宜评审本推荐的专家，不超过三人。只供主办单位排查回避，评审专家看不到。",
            max_rows=3,
            personal="personal",
            columns=(
                Field(key="name", label="姓名", kind="name", required=True),
                Field(key="unit", label="单位", kind="text"),
            ),
        )
    }
)
"""By key."""

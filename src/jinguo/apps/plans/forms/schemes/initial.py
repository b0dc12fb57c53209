"""What the form shows of a scheme."""

from __future__ import annotations

from typing import Any

from jinguo.apps.plans.forms.schemes.filled import HUNDRED
from jinguo.apps.plans.forms.wording import shown
from jinguo.engines.assessment import Scheme


def scheme_initial(scheme: Scheme, version: int) -> dict[str, Any]:
    """What the form shows of a scheme."""
    found: dict[str, Any] = {
        name: getattr(scheme, name)
        for name in ("title", "appeal_days", "by_group", "additions_cap", "deductions_cap")
    }
    found |= {f"section_{one.code}": one.name for one in scheme.sections}
    for item in scheme.items:
        told = {
            "name": item.name,
            "weight": item.weight,
            "guide": item.guide,
            "self": item.self_share * HUNDRED,
            "late": item.late_share * HUNDRED,
            "each": item.each,
            "nothing": item.nothing,
        }
        found |= {f"{name}_{item.code}": value for name, value in told.items()}
    for one in scheme.adjustments:
        found |= {f"label_{one.code}": one.name, f"each_{one.code}": one.each, f"cap_{one.code}": one.cap}
    for veto in scheme.vetoes:
        found |= {f"veto_{veto.code}": veto.name, f"best_{veto.code}": veto.grade}
    for grade in scheme.grades:
        share = None if grade.at_most_share is None else grade.at_most_share * HUNDRED
        found |= {
            f"called_{grade.code}": grade.name,
            f"from_{grade.code}": grade.at_least,
            f"share_{grade.code}": share,
        }
    told = {name: shown(value) for name, value in found.items()}
    return told | {"seen": version}

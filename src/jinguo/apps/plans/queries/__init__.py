"""Reads of plans."""

from jinguo.apps.plans.queries.reading import (
    duties_answered_by,
    kept_by,
    measures_read_by,
    read_by,
    reports_read_by,
    with_their_duty,
)

__all__ = [
    "duties_answered_by",
    "kept_by",
    "measures_read_by",
    "read_by",
    "reports_read_by",
    "with_their_duty",
]

"""From a plan's records to papers: the table that breaks it down, the bulletin of a period, the report of a year.

Reads alone: no trail, no rights. Pages go through `actions.documents`, which sees to both.
"""

from jinguo.apps.plans.paperwork.breakdown import breakdown_of, breakdown_title

__all__ = ["breakdown_of", "breakdown_title"]

"""From a plan's records to papers: the table that breaks it down, the bulletin of a period, the report of a year.

Reads alone: no trail, no rights. Pages go through `actions.documents`, which sees to both.
"""

from jinguo.apps.plans.paperwork.breakdown import breakdown_of, breakdown_title
from jinguo.apps.plans.paperwork.bulletin import bulletin_of, due_words
from jinguo.apps.plans.paperwork.words import bulletin_words, name_of, yearly_words
from jinguo.apps.plans.paperwork.yearly import year_of, yearly_of

__all__ = [
    "breakdown_of",
    "breakdown_title",
    "bulletin_of",
    "bulletin_words",
    "due_words",
    "name_of",
    "year_of",
    "yearly_of",
    "yearly_words",
]

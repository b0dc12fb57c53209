"""Reads of the library: documents that one may see, what was read, and the reading with what people said of it."""

from jinguo.apps.policies.queries.documents import (
    HEAVY,
    documents_kept_by,
    keepers_of,
    related,
    relations_of,
    visible_to,
)
from jinguo.apps.policies.queries.readings import accepted_reading, items_of

__all__ = [
    "HEAVY",
    "accepted_reading",
    "documents_kept_by",
    "items_of",
    "keepers_of",
    "related",
    "relations_of",
    "visible_to",
]

"""Reads of the library: documents that one may see, what was read, and the reading with what people said of it."""

from jinguo.apps.policies.queries.documents import (
    HEAVY,
    documents_kept_by,
    keepers_of,
    others_than,
    related,
    relations_of,
    visible_to,
)
from jinguo.apps.policies.queries.entitlements import entitlements, entitlements_of
from jinguo.apps.policies.queries.readings import accepted_reading, items_of, measure_of

__all__ = [
    "HEAVY",
    "accepted_reading",
    "documents_kept_by",
    "entitlements",
    "entitlements_of",
    "items_of",
    "keepers_of",
    "measure_of",
    "others_than",
    "related",
    "relations_of",
    "visible_to",
]

"""From records to papers: forms, summary table, letters and the package to hand up.

Reads alone: no trail, no rights. Pages go through `actions.documents`, which sees to both.
"""

from jinguo.apps.calls.paperwork.forms import form_file_name, paper_of, registration_form_of
from jinguo.apps.calls.paperwork.groups import (
    ACCEPTED,
    CHOSEN,
    GROUPS,
    HANDED_IN,
    ORDERS,
    nominations_for,
    ordered,
    ranks_of,
    values_of_all,
)
from jinguo.apps.calls.paperwork.letters import (
    Shown,
    default_notice_text,
    default_notice_title,
    named_apart,
    notice_document,
    notice_document_of,
    receipt_document,
    recommendation_document,
    shown_of,
)
from jinguo.apps.calls.paperwork.packing import pack_forms, pack_materials, pack_receipts
from jinguo.apps.calls.paperwork.table import summary_table_of

__all__ = [
    "ACCEPTED",
    "CHOSEN",
    "GROUPS",
    "HANDED_IN",
    "ORDERS",
    "Shown",
    "default_notice_text",
    "default_notice_title",
    "form_file_name",
    "named_apart",
    "nominations_for",
    "notice_document",
    "notice_document_of",
    "ordered",
    "pack_forms",
    "pack_materials",
    "pack_receipts",
    "paper_of",
    "ranks_of",
    "receipt_document",
    "recommendation_document",
    "registration_form_of",
    "shown_of",
    "summary_table_of",
    "values_of_all",
]

"""Paperwork: records in, the papers of an office out, as .docx, .xlsx and .zip, as one would send them.

Every function takes frozen plain records and answers with bytes (or writes a stream); it knows no clock,
so the same input gives the same bytes, and a paper made again can be compared with the one that was stamped.

What it stands on: GB/T 9704-2012 党政机关公文格式 for letters and notices
(:mod:`jinguo.standards.official_layout`), ECMA-376 for the files.

>>> from jinguo.engines.paperwork import registration_form  # loaded when it is asked for
>>> form = RegistrationForm("推荐人员登记表", layout_of(STANDARD_FIELDS), {"name": "示例"})
>>> registration_form(form) == registration_form(form)
True
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .breakdowns import Breakdown, BreakdownPart, BrokenDown, Step, breakdown_sheet
from .described import described_form
from .forms import (
    NOMINATING_UNIT,
    STANDARD_FIELDS,
    Cell,
    FormField,
    FormLayout,
    Opinion,
    RegistrationForm,
    Row,
    TableColumn,
    layout_of,
)
from .handover import Entry, Material, PackedFile, hand_up_package
from .letters import (
    Attachment,
    Chart,
    Heading,
    NameColumns,
    NameTable,
    OfficialDocument,
    Paragraph,
    Series,
    document_number,
    names_table,
)
from .names import safe_file_name
from .notices import (
    Contact,
    Listed,
    PublicNotice,
    Receipt,
    ReceivedMaterial,
    Recommendation,
    public_notice,
    receipt,
    recommendation_letter,
)
from .tables import Column, SummaryTable, summary_table

if TYPE_CHECKING:
    from .breakdowns_in_word import breakdown_document
    from .form_writer import registration_form
    from .letter_writer import official_letter
    from .rosters import Group, PersonSheet, Roster, person_sheets, roster
    from .templates import FilledTemplate, fill_template

_WRITTEN_IN_WORD = {
    "breakdown_document": "breakdowns_in_word",
    "registration_form": "form_writer",
    "official_letter": "letter_writer",
    "Group": "rosters",
    "PersonSheet": "rosters",
    "Roster": "rosters",
    "person_sheets": "rosters",
    "roster": "rosters",
    "FilledTemplate": "templates",
    "fill_template": "templates",
}

__all__ = [
    "NOMINATING_UNIT",
    "STANDARD_FIELDS",
    "Attachment",
    "Breakdown",
    "BreakdownPart",
    "BrokenDown",
    "Cell",
    "Chart",
    "Column",
    "Contact",
    "Entry",
    "FilledTemplate",
    "FormField",
    "FormLayout",
    "Group",
    "Heading",
    "Listed",
    "Material",
    "NameColumns",
    "NameTable",
    "OfficialDocument",
    "Opinion",
    "PackedFile",
    "Paragraph",
    "PersonSheet",
    "PublicNotice",
    "Receipt",
    "ReceivedMaterial",
    "Recommendation",
    "RegistrationForm",
    "Roster",
    "Row",
    "Series",
    "Step",
    "SummaryTable",
    "TableColumn",
    "breakdown_document",
    "breakdown_sheet",
    "described_form",
    "document_number",
    "fill_template",
    "hand_up_package",
    "layout_of",
    "names_table",
    "official_letter",
    "person_sheets",
    "public_notice",
    "receipt",
    "recommendation_letter",
    "registration_form",
    "roster",
    "safe_file_name",
    "summary_table",
]


def __getattr__(name: str) -> Any:
    """What writes Word files is loaded when it is first asked for: a program that writes none is spared the library."""
    if name in _WRITTEN_IN_WORD:
        return getattr(import_module(f"{__name__}.{_WRITTEN_IN_WORD[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

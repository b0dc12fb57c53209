"""Records of calls, nominations, and public notices."""

from jinguo.apps.calls.models.call import Call, Category, Invitee, Quota
from jinguo.apps.calls.models.nomination import (
    CheckClaim,
    CheckMark,
    Confirmation,
    FieldValue,
    Material,
    Nomination,
    PrintedForm,
    Return,
)
from jinguo.apps.calls.models.result import (
    Investigation,
    InvestigationFile,
    NoticeEntry,
    Objection,
    PublicNotice,
    Selection,
    SelectionEntry,
)
from jinguo.apps.calls.models.taken_in import TakenIn

__all__ = [
    "Call",
    "Category",
    "CheckClaim",
    "CheckMark",
    "Confirmation",
    "FieldValue",
    "Investigation",
    "InvestigationFile",
    "Invitee",
    "Material",
    "Nomination",
    "NoticeEntry",
    "Objection",
    "PrintedForm",
    "PublicNotice",
    "Quota",
    "Return",
    "Selection",
    "SelectionEntry",
    "TakenIn",
]

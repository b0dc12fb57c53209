"""Every write of the library: take a document in, read it, say what of the reading holds, relate it to others."""

from jinguo.apps.policies.actions.deciding import accept_sure, add_value, decide, take_back
from jinguo.apps.policies.actions.describing import describe, relate, unrelate
from jinguo.apps.policies.actions.making import make_call, proposal_of
from jinguo.apps.policies.actions.reading import read_document, reader_now
from jinguo.apps.policies.actions.renewing import read_newer
from jinguo.apps.policies.actions.taking_in import ask_to_read, paste_again, take_in

__all__ = [
    "accept_sure",
    "add_value",
    "ask_to_read",
    "decide",
    "describe",
    "make_call",
    "paste_again",
    "proposal_of",
    "read_document",
    "read_newer",
    "reader_now",
    "relate",
    "take_back",
    "take_in",
    "unrelate",
]

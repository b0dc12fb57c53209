"""Where an officer decides on notice, objections, result and paperwork."""

from jinguo.apps.calls.views.results.documents import documents, form_paper, strokes, take
from jinguo.apps.calls.views.results.forwarding import forward
from jinguo.apps.calls.views.results.listing import make_final, record, results
from jinguo.apps.calls.views.results.notice import post_notice, preview, withdraw
from jinguo.apps.calls.views.results.objections import (
    enter_objection,
    investigation,
    investigation_new,
    objection,
    objections,
    take_up,
    unmask,
)

__all__ = [
    "documents",
    "enter_objection",
    "form_paper",
    "forward",
    "investigation",
    "investigation_new",
    "make_final",
    "objection",
    "objections",
    "post_notice",
    "preview",
    "record",
    "results",
    "strokes",
    "take",
    "take_up",
    "unmask",
    "withdraw",
]

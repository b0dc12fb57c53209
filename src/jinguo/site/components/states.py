"""How a state looks: a tone, an icon and always its word. The word is the phrase of the same code."""

from __future__ import annotations

from typing import NamedTuple


class Look(NamedTuple):
    tone: str
    icon: str


_LOOKS = {
    # a thing that is being prepared or waits
    Look(
        "grey", "circle-dashed"
    ): "draft planned not_started absent missing none invited pending queued unknown todo",
    Look("blue", "pencil"): "started in_progress editing answering under_way",
    Look("blue", "hourglass"): "waiting under_review in_review checking running submitted_for_review sent",
    Look("amber", "clock"): "due due_soon extended tie tied paused waiting_for_you",
    Look("amber", "corner-up-left"): "returned mending to_mend returned_for_changes",
    Look("amber", "alert-triangle"): "warning attention incomplete conflict conflict_declared objection",
    # a thing that went well
    Look("green", "lock-open"): "open",
    Look("green", "send"): "handed_in submitted forwarded published",
    Look(
        "green", "circle-check"
    ): "accepted passed confirmed complete completed done ready eligible ok valid agreed granted final settled success active",
    Look("violet", "rosette"): "chosen selected recommended awarded honoured",
    Look("violet", "speakerphone"): "public_notice on_notice notice announced",
    # a thing that ended or failed
    Look("red", "circle-x"): "refused rejected failed formally_refused ineligible invalid error not_eligible",
    Look("red", "calendar-due"): "late overdue expired over_time",
    Look("grey", "arrow-back-up"): "withdrawn taken_back cancelled recalled revoked declined",
    Look("grey", "lock"): "closed archived locked ended inactive not_chosen",
}
LOOKS = {code: look for look, codes in _LOOKS.items() for code in codes.split()}
UNKNOWN = Look("grey", "point")

SEVERITIES = {
    "error": Look("red", "circle-x"),
    "warning": Look("amber", "alert-triangle"),
    "info": Look("blue", "info-circle"),
    "success": Look("green", "circle-check"),
}


def of(code: str) -> Look:
    """The look of a state's code; grey with a point for one that is not known here."""
    return LOOKS.get(code, UNKNOWN)

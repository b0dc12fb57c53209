"""How a state looks: a tone, an icon and always its word. The word is the phrase of the same code."""

from __future__ import annotations

from typing import NamedTuple


class Look(NamedTuple):
    tone: str
    icon: str


_LOOKS: list[tuple[str, str, str]] = [
    # a thing that is being prepared or waits
    (
        "grey",
        "circle-dashed",
        "draft planned not_started absent missing none invited listed pending queued unknown todo import_open",
    ),
    ("blue", "pencil", "started in_progress in_session editing answering under_way"),
    (
        "blue",
        "hourglass",
        "waiting awaiting under_review reviewing in_review checking running sent making proposed vouched",
    ),
    ("amber", "clock", "due due_soon extended tie tied paused on_break waiting_for_you staged"),
    ("amber", "corner-up-left", "returned mending to_mend returned_for_changes"),
    ("amber", "hand-stop", "waived conflict_confirmed"),
    (
        "amber",
        "alert-triangle",
        "warning attention incomplete conflict conflict_declared conflict_found objection",
    ),
    # a thing that goes or went well
    ("green", "lock-open", "open"),
    ("green", "circle-check", "approved reached on_track action_plan_in_force"),
    ("amber", "alert-triangle", "at_risk disputed"),
    ("red", "alert-triangle", "behind missed"),
    ("grey", "circle-dashed", "action_plan_draft self_score_draft"),
    ("blue", "send", "self_score_handed_in"),
    ("amber", "gavel", "lodged"),
    ("blue", "checklist", "marking"),
    ("green", "circle-check", "upheld"),
    ("grey", "lock", "action_plan_closed"),
    ("green", "circle-check", "read"),
    ("blue", "edit", "corrected"),
    ("red", "file-alert", "unreadable"),
    ("green", "user-check", "present"),
    ("blue", "send", "handed_in submitted forwarded"),
    ("green", "circle-check", "accepted passed confirmed complete completed done ready eligible ok valid"),
    (
        "green",
        "circle-check",
        "pass agreed granted in_force restored settled success active published final committed made admitted",
    ),
    ("violet", "list-check", "decided recorded"),
    ("violet", "rosette", "chosen selected recommended awarded honoured"),
    ("violet", "speakerphone", "public_notice on_notice notice announced"),
    # a thing that ended or failed
    ("red", "circle-x", "refused rejected fail failed ineligible invalid error not_eligible"),
    ("grey", "logout", "left"),
    ("grey", "calendar-off", "excused"),
    ("grey", "ban", "annulled"),
    ("red", "calendar-due", "late overdue expired over_time"),
    ("grey", "arrow-back-up", "withdrawn taken_back cancelled recalled revoked declined"),
    (
        "grey",
        "lock",
        "closed archived locked ended inactive left conflict_ignored not_chosen removed dropped",
    ),
]
LOOKS = {code: Look(tone, icon) for tone, icon, codes in _LOOKS for code in codes.split()}
UNKNOWN = Look("grey", "point")

SEVERITIES = {
    "error": Look("red", "circle-x"),
    "warning": Look("amber", "alert-triangle"),
    "info": Look("blue", "info-circle"),
    "success": Look("green", "circle-check"),
}


def of(code: str) -> Look:
    """The look of a state's code, with or without its kind before it (`call_open`, `open`).

    A grey point for one that is not known here.
    """
    return LOOKS.get(code) or LOOKS.get(code.partition("_")[2]) or UNKNOWN

"""The trail as the timeline shows it: sentences, without opening a single personal value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from jinguo.apps.audit import sentences
from jinguo.apps.audit.models import Entry

_LOOKS = {
    "nomination_handed_in": ("send", "green"),
    "nomination_accepted": ("circle-check", "green"),
    "nomination_returned": ("corner-up-left", "amber"),
    "nomination_rejected": ("circle-x", "red"),
    "nomination_taken_back": ("arrow-back-up", "grey"),
    "check_reopened": ("refresh", "blue"),
    "item_checked": ("checklist", "grey"),
    "items_passed": ("checks", "grey"),
    "field_changed": ("pencil", "grey"),
    "id_number_unmasked": ("eye", "amber"),
    "table_exported": ("table-export", "grey"),
    "units_reminded": ("bell", "blue"),
    "units_invited": ("users-plus", "blue"),
    "unit_extended": ("clock-plus", "amber"),
    "call_opened": ("speakerphone", "green"),
    "call_cancelled": ("ban", "red"),
}
SMALL_STEPS = (
    "field_changed",
    "item_checked",
    "items_passed",
    "material_added",
    "material_removed",
    "scan_matched",
    "form_printed",
)
"""Acts of which there are many: left out where only the course of things is shown."""


def timeline(entries: Iterable[Entry], *, naming: bool = False) -> list[dict[str, object]]:
    """Rows for `{% timeline %}`, in the order of ``entries``; with ``naming`` each says which nomination it was."""
    rows = []
    for entry in entries:
        about = entry.subject_name if naming and entry.subject_type == "calls.nomination" else ""
        rows.append({**_row(entry), "more": about})
    return rows


def _row(entry: Entry) -> dict[str, object]:
    entry.before, entry.after = _closed(entry.before), _closed(entry.after)
    icon, tone = _LOOKS.get(entry.action, ("point", "grey"))
    return {"at": entry.at, "text": sentences.sentence(entry), "icon": icon, "tone": tone}


def _closed(kept: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """What was kept, without the sealed values: a history is read without looking into them."""
    if kept is None:
        return None
    return {
        key: "…" if isinstance(value, Mapping) and "sealed" in value else value for key, value in kept.items()
    }

"""Reasons of a decision in people's words: names in place of ids, the form's labels in place of columns' keys."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language

from jinguo.apps.calls.models import Call, Nomination
from jinguo.phrases import term
from jinguo.reasons import Reason

_VALUES = {
    ("sex", "F"): "policy_sex_F",
    ("sex", "M"): "policy_sex_M",
    ("vote", "passed"): "policy_vote_passed",
    ("vote", "failed"): "policy_vote_failed",
}
"""Values of columns that are codes of ours."""

IDS = ("held_by", "over", "to", "among", "ids")
"""Parameters of the selection engine's reasons that hold ids of candidates."""


def names_of(nominations: Iterable[Nomination]) -> dict[str, str]:
    return {str(one.uid): f"{one.name}（{one.receipt}）" for one in nominations}


def with_names(reason: Reason, names: Mapping[str, str], labels: Mapping[str, str]) -> Reason:
    """The same reason in people's words: names in place of ids, labels of the form in place of columns' keys.

    For the officer's eye; records keep ids and keys.
    """
    params = {key: _told(key, value, names, labels) for key, value in reason.params.items()}
    return Reason(reason.code, params, reason.severity)


def _told(key: str, value: Any, names: Mapping[str, str], labels: Mapping[str, str]) -> Any:
    if key in IDS and isinstance(value, list | tuple):
        return [names.get(str(id_), str(id_)) for id_ in value]
    if key in ("column", "of"):
        return _column(str(value), labels)
    if key == "columns" and isinstance(value, list | tuple):
        return [_column(str(column), labels) for column in value]
    if key in ("prefer", "where"):
        pairs = [part.partition(" = ") for part in str(value).split(", ")]
        return "、".join(
            f"{_column(column, labels)}：{_value(column, stated)}" for column, _is, stated in pairs
        )
    return value


def labels_of(call: Call) -> dict[str, str]:
    """Key → label of every field of the call's forms."""
    return {one["key"]: one["label"] for form in call.forms.values() for one in form.get("fields", ())}


def _column(key: str, labels: Mapping[str, str]) -> str:
    code = f"policy_column_{key}"
    said = term(code, get_language() or "zh-hans")
    return labels.get(key, key) if said == code else said


def _value(column: str, value: str) -> str:
    return term(_VALUES.get((column, value), value), get_language() or "zh-hans")

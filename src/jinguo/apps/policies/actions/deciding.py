"""What a person says of a value that was read: it holds, it is another, it is none; and values that were missed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.policies.models import PolicyDocument, ReadItem
from jinguo.apps.policies.models.items import DOUBTFUL
from jinguo.apps.policies.permissions import is_read, keeps
from jinguo.apps.policies.reading import LISTS, OF_MEASURE, locate
from jinguo.apps.policies.states import ItemState
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User

_DECIDED = (ItemState.ACCEPTED, ItemState.CORRECTED, ItemState.REJECTED)


@transaction.atomic
def decide(
    *,
    item: ReadItem,
    state: str,
    seen_version: int,
    by: User,
    corrected: Any = None,
    audiences: tuple[str, ...] | None = None,
) -> ReadItem:
    """Accept, correct or reject a value. A correction to what the reader said is an acceptance.

    ``audiences`` corrects for whom an entitlement is; None leaves it.

    Raises:
        Refused: not the keeper's officer, or somebody else said something of it since ``seen_version``.
    """
    document = (
        PolicyDocument.objects.select_related("keeper")
        .defer("text", "reading", "search_words")
        .get(pk=item.document_id)
    )
    demand(keeps(by, document) & is_read(document))
    if state not in _DECIDED or (state == ItemState.CORRECTED and corrected is None):
        raise Refused.because("item_decision_unknown")
    if state == ItemState.CORRECTED and corrected == item.value:
        state = ItemState.ACCEPTED
    also = {} if audiences is None else {"audiences": _one_word(audiences)}
    _write(item, state, corrected if state == ItemState.CORRECTED else None, seen_version, by, **also)
    before = {"value": item.value}
    after = {"kind": item.kind, "state": state, "value": item.now_says}
    audit.record(
        "document_value_decided", subject=document, by=by, acting_for=document.keeper, within=document,
        before=before, after=after,
    )  # fmt: skip
    return item


@transaction.atomic
def take_back(*, item: ReadItem, seen_version: int, by: User) -> ReadItem:
    """Leave a value open again."""
    document = (
        PolicyDocument.objects.select_related("keeper")
        .defer("text", "reading", "search_words")
        .get(pk=item.document_id)
    )
    demand(keeps(by, document) & is_read(document))
    _write(item, ItemState.PROPOSED, None, seen_version, None)
    after = {"kind": item.kind}
    audit.record(
        "document_value_reopened", subject=document, by=by, acting_for=document.keeper, within=document, after=after
    )  # fmt: skip
    return item


@transaction.atomic
def accept_sure(*, document: PolicyDocument, by: User) -> int:
    """Accept every open value that the reader is sure of; answers how many."""
    demand(keeps(by, document) & is_read(document))
    rows = document.items.filter(state=ItemState.PROPOSED, confidence__gte=DOUBTFUL)
    count = rows.update(
        state=ItemState.ACCEPTED, by=by, by_name=str(by)[:150], at=now(), version=F("version") + 1
    )
    if count:
        audit.record(
            "document_sure_accepted", subject=document, by=by, acting_for=document.keeper, within=document,
            after={"count": count},
        )  # fmt: skip
    return count


@transaction.atomic
def add_value(
    *,
    document: PolicyDocument,
    kind: str,
    value: Any,
    by: User,
    start: int | None = None,
    end: int | None = None,
    of: ReadItem | None = None,
    audiences: tuple[str, ...] = (),
) -> ReadItem:
    """A value that the reader missed, accepted as it is added. ``of``: the measure that a unit, target or task belongs to.

    Without a place the words of the value are looked for in the text.

    Raises:
        Refused: not the keeper's officer, or such a value cannot be added here.
    """
    demand(keeps(by, document) & is_read(document))
    base = _list_of(kind, of)
    if start is None or end is None or not 0 <= start < end <= len(document.text):
        start, end = locate(_words(value), document.text) or (None, None)
    PolicyDocument.objects.select_for_update().filter(pk=document.pk).first()
    number = next_number(document.items.values_list("pointer", flat=True), base)
    item = ReadItem.objects.create(
        document=document, kind=kind, pointer=f"+{base}/{number}", value=value, start=start, end=end,
        confidence=1.0, audiences=_one_word(audiences),
        state=ItemState.ACCEPTED, by=by, by_name=str(by)[:150], at=now(),
    )  # fmt: skip
    after = {"kind": kind, "value": value}
    audit.record(
        "document_value_added", subject=document, by=by, acting_for=document.keeper, within=document, after=after
    )  # fmt: skip
    return item


def next_number(pointers: Iterable[str], base: str) -> int:
    """The first number that no value of a list has, the reader's included: what belongs to a measure names it by its number."""
    taken = [one.lstrip("+").rpartition("/") for one in pointers]
    return 1 + max((int(last) for above, _, last in taken if above == base and last.isdigit()), default=-1)


def _one_word(audiences: tuple[str, ...]) -> str:
    return f" {' '.join(audiences)} " if audiences else ""


def _write(item: ReadItem, state: str, corrected: Any, seen: int, by: User | None, **also: Any) -> None:
    """One conditional update: whoever saw an older version is told, and nothing of either is lost."""
    values = {
        "state": state,
        "corrected": corrected,
        "by": by,
        "by_name": str(by)[:150] if by else "",
        "at": now(),
        **also,
    }
    won = ReadItem.objects.filter(pk=item.pk, version=seen).update(**values, version=seen + 1)
    item.refresh_from_db()
    if not won:
        raise Refused.because("item_changed_meanwhile", name=item.by_name or "—")


def _list_of(kind: str, of: ReadItem | None) -> str:
    """The list of the reading that a value of this kind belongs to."""
    if kind == "entitlement":
        return "/entitlements"
    if of is not None:
        nested = next((key for key, one in OF_MEASURE.items() if one == kind), None)
        if nested is None or of.kind != "measure":
            raise Refused.because("item_kind_unknown")
        return f"{of.pointer.lstrip('+')}/{nested}"
    for key, one in LISTS.items():
        if one == kind:
            return f"/{key}"
    raise Refused.because("item_kind_unknown")


def _words(value: Any) -> str:
    if isinstance(value, str):
        return value
    keys = ("text", "name", "label", "heading", "title", "value")
    return next((str(value[key]) for key in keys if value.get(key)), "") if isinstance(value, dict) else ""

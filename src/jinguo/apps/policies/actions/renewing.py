"""Reading a document once more with a newer reader: what people said of it stays, the rest is as the newer one reads it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F

from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.policies.actions.deciding import next_number
from jinguo.apps.policies.actions.reading import BATCH, as_plain, item_of, reader_now, relate_to_cited
from jinguo.apps.policies.models import PolicyDocument, ReadItem
from jinguo.apps.policies.permissions import is_read, keeps
from jinguo.apps.policies.reading import Value, values_of
from jinguo.apps.policies.states import ItemState
from jinguo.engines import notices
from jinguo.errors import Refused, demand

if TYPE_CHECKING:
    from jinguo.apps.accounts.models import User


def read_newer(*, document: PolicyDocument, by: User) -> PolicyDocument:
    """Read the kept text again. Values that nobody spoke of are replaced; one that a person accepted, corrected or added
    stays as she left it, in the place that the newer reading gives it, or as one of her own where it has none.

    Raises:
        Refused: not the keeper's officer, or the newest reader read it already.
    """
    demand(keeps(by, document) & is_read(document))
    if document.engine == reader_now():
        raise Refused.because("document_read_by_the_newest")
    draft = notices.read(document.text, document.title, ())
    with transaction.atomic():
        document = PolicyDocument.objects.select_for_update().select_related("keeper").get(pk=document.pk)
        before = document.engine
        _renew(document, list(values_of(draft, document.text)))
        kept = {"reading": as_plain(draft.as_json()), "engine": reader_now(), "read_at": now()}
        kept["findings"] = [as_plain(reason.as_json()) for reason in draft.findings]
        PolicyDocument.objects.filter(pk=document.pk).update(**kept, version=F("version") + 1)
        relate_to_cited(document, draft)
        audit.record(
            "document_read_again", subject=document, by=by, acting_for=document.keeper, within=document,
            before={"reader": before}, after={"reader": reader_now()},
        )  # fmt: skip
    document.refresh_from_db()
    return document


def _renew(document: PolicyDocument, fresh: list[Value]) -> None:
    document.items.filter(state=ItemState.PROPOSED).delete()
    spoken = list(document.items.order_by("pk"))
    twins = {one.pk: _twin(one, fresh) for one in spoken}
    moved = {one.pointer.lstrip("+"): twin.pointer for one in spoken if (twin := twins[one.pk]) is not None}
    taken: set[str] = {one.pointer for one in fresh}
    settled: set[str] = set()
    for n, one in enumerate(spoken):
        twin = twins[one.pk]
        if twin is not None and twin.pointer not in settled and _goes_with(one, twin):
            settled.add(twin.pointer)
            one.pointer = twin.pointer
        elif one.state == ItemState.REJECTED:
            one.delete()
            continue
        else:
            one.pointer = _of_her_own(one, moved, taken)
            one.value, one.corrected, one.state = one.now_says, None, ItemState.ACCEPTED
            taken.add(one.pointer)
        wanted, one.pointer = one.pointer, f"~{n}"
        ReadItem.objects.filter(pk=one.pk).update(pointer=one.pointer)
        one.pointer = wanted
    left = [one for one in spoken if one.pk is not None]
    ReadItem.objects.bulk_update(left, ["pointer", "value", "corrected", "state"], batch_size=BATCH)
    ReadItem.objects.bulk_create(
        [item_of(document, one) for one in fresh if one.pointer not in settled], batch_size=BATCH
    )


def _twin(item: ReadItem, fresh: Iterable[Value]) -> Value | None:
    """The value of the newer reading that speaks of the same words: the same value, or one at the same place."""
    same = [one for one in fresh if one.kind == item.kind]
    said = next((one for one in same if as_plain(one.value) == item.value), None)
    if said is not None or item.start is None or item.is_added:
        return said
    return next((one for one in same if one.place and one.place[0] == item.start), None)


def _goes_with(item: ReadItem, twin: Value) -> bool:
    """Take the newer value over under what a person said. What she accepted stays what counts; what she rejected
    comes back where it is another value now.
    """
    value: Any = as_plain(twin.value)
    if value == item.value:
        return True
    if item.state == ItemState.REJECTED:
        return False
    hers, item.value = item.now_says, value
    agreed = hers == value
    item.state = ItemState.ACCEPTED if agreed else ItemState.CORRECTED
    item.corrected = None if agreed else hers
    return True


def _of_her_own(item: ReadItem, moved: dict[str, str], taken: set[str]) -> str:
    """A pointer as added values have it, under the measure that it belonged to."""
    parts = item.pointer.lstrip("+").split("/")
    above = "/".join(parts[:3]) if len(parts) > 3 else ""
    base = "/".join([moved.get(above, above).lstrip("+"), *parts[3:-1]]) if above else "/".join(parts[:-1])
    if len(parts) == 2:  # a single value, such as the date
        return f"+/{parts[1]}" if f"/{parts[1]}" in taken else f"/{parts[1]}"
    return f"+{base}/{next_number(taken, base)}"

"""Reading a document: its file to text, the text to values that an officer goes through."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction

from jinguo import __version__
from jinguo.apps.audit import actions as audit
from jinguo.apps.clock import now
from jinguo.apps.files import blobs
from jinguo.apps.policies import words
from jinguo.apps.policies.levels import level_of
from jinguo.apps.policies.models import DocumentRelation, PolicyDocument, ReadItem
from jinguo.apps.policies.models.documents import KINDS, OTHER
from jinguo.apps.policies.reading import Value, values_of
from jinguo.apps.policies.states import DocumentState, change
from jinguo.engines import notices
from jinguo.reasons import Reason

_NO_DOCUMENT = {"notice_not_chinese", "notice_no_structure", "notice_no_content"}
BATCH = 500


def read_document(*, document: PolicyDocument, progress: Callable[..., Any] | None = None) -> PolicyDocument:
    """Read a waiting document. Whatever it is, it ends as read, with what was found and what could not be, or as
    unreadable, with why. One that was read meanwhile is left as it is.
    """
    document = PolicyDocument.objects.select_related("file", "keeper").get(pk=document.pk)
    if document.state != DocumentState.WAITING:
        return document
    tell = progress or (lambda *_, **__: None)
    tell(0, 3, "document_opening")
    loaded = _loaded(document)
    if not loaded.usable:
        return _unreadable(document, loaded)
    tell(1, 3, "document_being_read")
    text = loaded.text.replace("\x00", "")
    draft = notices.read(text, document.title, loaded.findings)
    tell(2, 3, "document_being_kept")
    with transaction.atomic():
        _keep(document, text, draft)
    return document


def _loaded(document: PolicyDocument) -> notices.Loaded:
    if document.pasted or document.file is None:
        return notices.load(document.pasted.encode(), document.title)
    with blobs.on_disk(document.file.path) as path:
        return notices.load(path.read_bytes(), document.file_name)


def _unreadable(document: PolicyDocument, loaded: notices.Loaded) -> PolicyDocument:
    with transaction.atomic():
        found = [reason.as_json() for reason in loaded.findings]
        change(document, "find_unreadable", findings=found, engine=reader_now(), read_at=now())
        audit.record("document_unreadable", subject=document, by=None, within=document)
    return document


def _keep(document: PolicyDocument, text: str, draft: notices.Draft) -> None:
    said = draft.document
    codes = {reason.code for reason in draft.findings}
    kind = said["kind_of_document"] if said["kind_of_document"] in KINDS else OTHER
    title = said.get("title") or document.title or document.file_name
    values = {
        "text": text,
        "reading": as_plain(draft.as_json()),
        "findings": [as_plain(reason.as_json()) for reason in draft.findings],
        "engine": reader_now(),
        "kind": OTHER if codes & _NO_DOCUMENT else kind,
        "title": title[:300],
        "doc_number": (said.get("doc_number") or "")[:80],
        "issuers": list(said.get("issuers") or ()),
        "level": level_of(said.get("issuers") or (), title),
        "issue_date": _day(said.get("issue_date")),
        "read_at": now(),
    }
    values["search_words"] = words.of_document(text, title, values["doc_number"], values["issuers"])
    change(document, "take_reading", **values)
    items = [item_of(document, value) for value in values_of(draft, text)]
    ReadItem.objects.bulk_create(items, batch_size=BATCH)
    relate_to_cited(document, draft)
    after = {"values": len(items)}
    audit.record("document_read", subject=document, by=None, within=document, after=after)


def item_of(document: PolicyDocument, value: Value) -> ReadItem:
    """A row for a value, to be decided on."""
    start, end, sure = value.place or (None, None, 0.5)
    return ReadItem(
        document=document,
        kind=value.kind,
        pointer=value.pointer,
        value=as_plain(value.value),
        start=start,
        end=end,
        confidence=sure,
        audiences=f" {' '.join(value.audiences)} " if value.audiences else "",
    )


def relate_to_cited(document: PolicyDocument, draft: notices.Draft) -> None:
    """What it rests on, found in the library where it stands there; and who rested on it before it came."""
    rows: dict[tuple[str, str], DocumentRelation] = {}
    kept = PolicyDocument.objects.filter(keeper=document.keeper_id).exclude(pk=document.pk)
    for n, cited in enumerate(draft.document.get("cites") or ()):
        title, number = (cited.get("title") or "")[:300], (cited.get("doc_number") or "")[:80]
        if not title:
            continue
        place = draft.spans.get(f"/cites/{n}")
        kind = DocumentRelation.REPLACES if cited.get("relation") == "repealed" else DocumentRelation.CITES
        rows.setdefault(
            (kind, title),
            DocumentRelation(
                source=document,
                kind=kind,
                title=title,
                doc_number=number,
                target=kept.filter(title__in=_titles(title)).only("pk").first(),
                start=place[0] if place else None,
                end=place[1] if place else None,
            ),
        )
    DocumentRelation.objects.bulk_create(rows.values(), ignore_conflicts=True)
    waiting = DocumentRelation.objects.filter(target=None, source__keeper=document.keeper_id)
    waiting.filter(title__in=_titles(document.title)).exclude(source=document).update(target=document)


def _titles(title: str) -> set[str]:
    """A title as others may write it: with its marks or without, with 关于印发 before it or without."""
    plain = title.strip('《》“”" ')
    return {title, plain, f"《{plain}》", f"关于印发《{plain}》的通知"}


def as_plain(value: Any) -> Any:
    """As JSON keeps it: tuples become lists, dates their words."""
    if isinstance(value, dict):
        return {str(key): as_plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [as_plain(one) for one in value]
    if isinstance(value, Reason):
        return as_plain(value.as_json())
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def _day(said: str | None) -> date | None:
    try:
        return date.fromisoformat(said or "")
    except ValueError:
        return None


def reader_now() -> str:
    """The reader of this version of the software."""
    return f"notices {__version__}"

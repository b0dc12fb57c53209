"""The letters of a call: public notice (公示), recommendation (推荐函) and receipt (回执)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from jinguo.apps.calls.models import Call, Material, Nomination, PublicNotice
from jinguo.apps.calls.models.call import PERSON
from jinguo.apps.clock import now, today, told
from jinguo.engines import paperwork as papers
from jinguo.engines.paperwork import Contact, Listed

if TYPE_CHECKING:
    from jinguo.apps.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Shown:
    """A name as the public sees it; ``position`` is its place on the list."""

    position: int
    name: str
    post: str
    unit_name: str
    category_name: str


def shown_of(nominations: Sequence[Nomination]) -> list[Shown]:
    """What of each nomination may stand in public: name, unit and post, category."""
    return named_apart(
        Shown(position, nomination.name, nomination.post, nomination.unit.name, nomination.category.name)
        for position, nomination in enumerate(nominations, 1)
    )


def named_apart(rows: Iterable[Shown]) -> list[Shown]:
    """Two people of one name: the nominating unit is added to the name (同名加注单位)."""
    found = list(rows)
    often = Counter(row.name for row in found)
    return [
        replace(row, name=f"{row.name}（{row.unit_name}）") if often[row.name] > 1 else row for row in found
    ]


def subject_of(call: Call) -> str:
    """What the people on the list are called as long as nothing is final."""
    return "拟推荐人选" if call.parent_call_id else "拟入选名单"


def default_notice_title(call: Call) -> str:
    return f"关于{call.title}{subject_of(call)}的公示"


def default_notice_text(call: Call, count: int, *, experts: bool = True) -> str:
    """Our own plain wording of a notice's first paragraph; the officer changes it as she likes."""
    basis = f"根据{call.basis}，" if call.basis else ""
    steps = "经组织推荐、形式审查" + ("和专家评审" if experts else "")
    counted = f"{count}名" if _only_people(call) else f"{count}个"
    return (
        f"{basis}{steps}，现将{call.title}{subject_of(call)}（共{counted}）予以公示，"
        "广泛听取意见，接受社会监督。"
    )


def notice_document(
    call: Call,
    shown: Sequence[Shown],
    *,
    title: str,
    text: str,
    first_day: date,
    last_day: date,
    working_days: int,
    order: str,
) -> bytes:
    """The public notice as a .docx, with the text that is posted."""
    letter = papers.public_notice(
        papers.PublicNotice(
            activity=call.title,
            organ=call.organiser.name,
            people=tuple(Listed(row.name, row.post, row.category_name) for row in shown),
            first_day=first_day,
            last_day=last_day,
            period=f"{working_days}个工作日",
            contact=contact_of(call),
            dated=first_day,
            subject=subject_of(call),
            by_strokes=order == "surname_strokes",
        )
    )
    paragraphs = [papers.Paragraph(line.strip()) for line in text.splitlines() if line.strip()]
    if paragraphs:
        letter = replace(letter, blocks=(*paragraphs, *letter.blocks[1:]))
    return papers.official_letter(replace(letter, title=title or letter.title))


def notice_document_of(notice: PublicNotice) -> bytes:
    """The .docx of a notice as it was posted, without names removed since."""
    entries = notice.entries.filter(removed_at=None)
    shown = named_apart(
        Shown(entry.position, entry.name, entry.post, entry.unit_name, entry.category_name)
        for entry in entries
    )
    return notice_document(
        notice.call,
        shown,
        title=notice.title,
        text=notice.text,
        first_day=notice.posted_on,
        last_day=notice.last_day,
        working_days=notice.working_days,
        order=notice.order,
    )


def recommendation_document(
    call: Call,
    nominations: Sequence[Nomination],
    *,
    unit: Organisation,
    addressee: str,
    dated: date | None = None,
    notice: PublicNotice | None = None,
    by_strokes: bool = True,
) -> bytes:
    """A letter with which a unit recommends these nominees to the body above it."""
    asked = call.parent_call if call.parent_call_id and unit.pk == call.organiser_id else call
    materials = ["登记表", *(wish.label or wish.key for wish in asked.material_specs())]
    letter = papers.recommendation_letter(
        papers.Recommendation(
            activity=asked.title,
            unit=unit.name,
            addressee=addressee,
            people=tuple(Listed(row.name, row.post, row.category_name) for row in shown_of(nominations)),
            contact=contact_of(call) if unit.pk == call.organiser_id else contact_of_unit(unit),
            dated=dated or today(unit.time_zone),
            basis=f"《{asked.title}》通知" if not asked.document_number else asked.document_number,
            shown_from=notice.posted_on if notice else None,
            shown_until=notice.last_day if notice else None,
            objections=_objections_in_words(notice),
            materials=tuple(materials),
            by_strokes=by_strokes,
        )
    )
    return papers.official_letter(letter)


def receipt_document(
    call: Call,
    unit: Organisation,
    nominations: Sequence[Nomination],
    materials: Mapping[int, Sequence[Material]],
) -> bytes:
    """The receipt for everything that a unit handed in. ``materials`` by nomination id."""
    labels = {wish.key: wish.label or wish.key for wish in call.material_specs()}
    labels[Material.STAMPED_FORM] = "签字盖章的登记表（扫描件）"
    counts: Counter[str] = Counter(
        labels.get(material.spec_key, material.spec_key)
        for nomination in nominations
        for material in materials.get(nomination.pk, ())
    )
    received = max(
        (nomination.submitted_at for nomination in nominations if nomination.submitted_at), default=now()
    )
    kinds = (
        papers.ReceivedMaterial("登记表", f"{len(nominations)}份"),
        *(papers.ReceivedMaterial(label, f"{count}件") for label, count in counts.items()),
    )
    return papers.official_letter(
        papers.receipt(
            papers.Receipt(
                activity=call.title,
                organ=call.organiser.name,
                unit=unit.name,
                received_at=told(received, call.organiser.time_zone),
                materials=kinds,
                receipt_number="、".join(nomination.receipt for nomination in nominations),
                names=tuple(nomination.name for nomination in nominations),
                contact=contact_of(call),
            )
        )
    )


def contact_of(call: Call) -> Contact:
    return Contact(
        people=call.contact_name,
        phone=call.contact_phone,
        email=call.contact_email,
        address=call.contact_address,
    )


def contact_of_unit(unit: Organisation) -> Contact:
    return Contact(people=unit.contact_name, phone=unit.phone, email=unit.email, address=unit.address)


def _objections_in_words(notice: PublicNotice | None) -> str:
    count = notice.objections.count() if notice else 0
    if not count:
        return "公示期间未收到异议"
    removed = notice.entries.exclude(removed_at=None).count() if notice else 0
    ended = f"，{removed}名人选不再推荐" if removed else "，经核实不影响推荐"
    return f"公示期间收到异议{count}件，均已办结{ended}"


def _only_people(call: Call) -> bool:
    return all(category.nominee_kind == PERSON for category in call.categories.all())

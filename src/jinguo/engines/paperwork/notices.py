"""The three letters that every selection needs: public notice (公示), recommendation (推荐函) and receipt
(回执).

The wording is our own and plain. :class:`Listed` holds all that may be shown of a person in public: name,
unit and post, category; there is no place for more (个人信息保护法, art. 6 and 25).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from .letters import Attachment, Block, Heading, NameTable, OfficialDocument, Paragraph, names_table
from .text import one_line, printed

#: A longer list goes into an attachment, so that period and contacts stay on the first page.
_LONGEST_INLINE: Final = 8
_STROKES: Final = "（按姓氏笔画排序）"


@dataclass(frozen=True, slots=True)
class Listed:
    """What is shown of a person, team, unit or work."""

    name: str
    unit_and_post: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Where to write or call."""

    office: str = ""
    people: str = ""
    phone: str = ""
    email: str = ""
    address: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class PublicNotice:
    """The facts of a public notice. ``period`` is the length as the call states it (5个工作日)."""

    activity: str
    organ: str
    people: tuple[Listed, ...]
    first_day: date
    last_day: date
    period: str
    contact: Contact
    dated: date
    basis: str = ""
    process: str = ""
    subject: str = "拟推荐人选"
    by_strokes: bool = True
    postmark_counts: bool = True


@dataclass(frozen=True, slots=True)
class Recommendation:
    """The facts of a letter with which a unit recommends its nominees to the organiser."""

    activity: str
    unit: str
    addressee: str
    people: tuple[Listed, ...]
    contact: Contact
    dated: date
    basis: str = ""
    shown_from: date | None = None
    shown_until: date | None = None
    objections: str = "公示期间未收到异议"
    materials: tuple[str, ...] = ()
    number: str = ""
    by_strokes: bool = False


@dataclass(frozen=True, slots=True)
class ReceivedMaterial:
    """One line of a receipt."""

    name: str
    count: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The facts of a receipt for materials handed in."""

    activity: str
    organ: str
    unit: str
    received_at: datetime
    materials: tuple[ReceivedMaterial, ...]
    receipt_number: str
    names: tuple[str, ...] = ()
    way: str = "网上提交"
    contact: Contact = Contact()


def public_notice(facts: PublicNotice) -> OfficialDocument:
    """A public notice: what, on which ground, who, how long, and how to object."""
    basis = f"根据{facts.basis}，" if facts.basis else ""
    process = f"经{facts.process}，" if facts.process else ""
    opening = (
        f"{basis}{process}现将{facts.activity}{facts.subject}（共{len(facts.people)}名）予以公示，接受监督。"
    )
    inline = len(facts.people) <= _LONGEST_INLINE
    blocks: list[Block] = [Paragraph(opening), Heading("公示名单" + (_STROKES if facts.by_strokes else ""))]
    listed = _list(facts.people)
    blocks.append(listed if inline else Paragraph(f"名单共{len(facts.people)}名，见附件。"))
    blocks += [
        Heading("公示时间"),
        Paragraph(f"{_span(facts.first_day, facts.last_day)}，共{facts.period}。"),
        Heading("意见反映"),
        Paragraph(_objecting(facts)),
        *_contact(facts.contact),
    ]
    title = f"{facts.subject}名单"
    remark = (Paragraph(_STROKES, indented=False),) if facts.by_strokes else ()
    attachments = () if inline else (Attachment(f"{one_line(facts.activity)}{title}", (*remark, listed)),)
    return OfficialDocument(
        title=f"关于{facts.activity}{facts.subject}的公示",
        blocks=tuple(blocks),
        signatory=facts.organ,
        dated=facts.dated,
        attachments=attachments,
    )


def recommendation_letter(facts: Recommendation) -> OfficialDocument:
    """A letter of recommendation: who is recommended, how it was decided and shown, what is enclosed."""
    basis = f"按照{facts.basis}要求，" if facts.basis else ""
    order = _STROKES if facts.by_strokes else ""
    blocks: list[Block] = [
        Paragraph(
            f"{basis}我单位组织了{facts.activity}的推荐工作。经研究，"
            f"现推荐以下{len(facts.people)}名人选{order}："
        ),
        _list(facts.people),
    ]
    if facts.shown_from and facts.shown_until:
        span = _span(facts.shown_from, facts.shown_until)
        blocks.append(Paragraph(f"推荐人选已于{span}在本单位公示，{facts.objections}。"))
    blocks.append(Paragraph("我单位已核对人选的身份和材料，对其真实性负责。"))
    if facts.materials:
        enclosed = "；".join(f"{number}.{name}" for number, name in enumerate(facts.materials, 1))
        blocks.append(Paragraph(f"随函报送：{enclosed}。"))
    blocks += [Paragraph("请予审核。"), *_contact(facts.contact)]
    return OfficialDocument(
        title=f"关于推荐{facts.activity}人选的函",
        blocks=tuple(blocks),
        addressee=facts.addressee,
        signatory=facts.unit,
        dated=facts.dated,
        number=facts.number,
    )


def receipt(facts: Receipt) -> OfficialDocument:
    """A receipt: what came in, from whom, when and by which way."""
    at = facts.received_at
    names = f"（{'、'.join(facts.names)}）" if facts.names else ""
    rows = tuple((material.name, material.count, material.remark) for material in facts.materials)
    return OfficialDocument(
        title="材料接收回执",
        addressee=facts.unit,
        blocks=(
            Paragraph(f"回执编号：{facts.receipt_number}"),
            Paragraph(
                f"你单位报送的{facts.activity}推荐材料{names}已于{printed(at)}"
                f"{at:%H:%M}收到，报送方式为{facts.way}。具体如下："
            ),
            NameTable(("材料名称", "数量", "备注"), rows, weights=(3.0, 1.0, 2.0)),
            Paragraph("本回执只证明材料已经收到；材料是否符合要求，以形式审查结果为准。"),
            *_contact(facts.contact),
        ),
        signatory=facts.organ,
        dated=at.date(),
        page_numbers=False,
    )


def _list(people: tuple[Listed, ...]) -> NameTable:
    """The list, with a column for categories only where there are any."""
    if any(person.category for person in people):
        rows = [(person.name, person.unit_and_post, person.category) for person in people]
        return names_table(rows, ("姓名", "单位及职务", "类别"))
    return names_table(((person.name, person.unit_and_post) for person in people), ("姓名", "单位及职务"))


def _objecting(facts: PublicNotice) -> str:
    postmark = "；信函以邮戳日期为准" if facts.postmark_counts else ""
    return (
        "对公示对象有不同意见的，可在公示期内通过电话、信函、电子邮件或当面向我单位反映。"
        "个人反映情况请签署真实姓名并留下联系方式，单位反映情况请加盖公章"
        f"{postmark}。反映的情况应当具体、真实，不得捏造事实。我单位对反映人的信息保密。"
    )


def _contact(contact: Contact) -> tuple[Paragraph, ...]:
    address = contact.address + (f"（邮编{contact.postcode}）" if contact.postcode else "")
    given = (
        ("受理部门", contact.office),
        ("联系人", contact.people),
        ("联系电话", contact.phone),
        ("电子邮箱", contact.email),
        ("通信地址", address),
    )
    return tuple(Paragraph(f"{label}：{text}") for label, text in given if text)


def _span(first: date, last: date) -> str:
    """2023年10月8日至10月12日: what both days share is said once."""
    if first == last:
        return printed(first)
    until = printed(last) if first.year != last.year else f"{last.month}月{last.day}日"
    return f"{printed(first)}至{until}"

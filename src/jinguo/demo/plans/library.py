"""The library's documents taken in, read by the reader, and gone through by an officer."""

from __future__ import annotations

import io
from datetime import datetime

from jinguo.apps.accounts.models import User
from jinguo.apps.clock import held_at
from jinguo.apps.files import actions as storing
from jinguo.apps.organisations.models import Organisation
from jinguo.apps.policies import actions
from jinguo.apps.policies.models import DocumentRelation, PolicyDocument
from jinguo.apps.policies.states import ItemState
from jinguo.demo import call_of_2026
from jinguo.demo.plans import association_opinions, city_action, other_papers
from jinguo.demo.stage import Stage, moment

_KIND = "policies.document"


def fill(stage: Stage) -> dict[str, PolicyDocument]:
    """Five documents and a scan that nobody can read; the ones above first, so that the ones below find them."""
    city = stage.city
    officer, above = city.officer, city.federation_officer
    kept = {
        "province": _take_in(city.federation, above, other_papers.province(), moment(11, 20, 9, 0, 2024)),
        "city": _take_in(city.federation, above, city_action.document(), moment(12, 17, 9, 0, 2024)),
        "association": _take_in(city.association, officer, association_opinions.document(), moment(12, 23, 9, 0, 2024)),
        "district": _take_in(city.federation, above, other_papers.district(), moment(3, 6, 15, 0, 2025)),
        "call": _take_in(city.association, officer, _call_notice(), moment(8, 24, 9), sure=False),
    }  # fmt: skip
    with held_at(moment(12, 17, 10, 0, 2024)):
        actions.relate(
            document=kept["city"], kind=DocumentRelation.IMPLEMENTS, target=kept["province"], by=above
        )
        _settle(kept["city"], above)
    with held_at(moment(12, 23, 10, 0, 2024)):
        actions.relate(
            document=kept["association"], kind=DocumentRelation.IMPLEMENTS, target=kept["city"], by=officer
        )
    with held_at(moment(3, 6, 16, 0, 2025)):
        actions.relate(
            document=kept["district"], kind=DocumentRelation.IMPLEMENTS, target=kept["city"], by=above
        )
    with held_at(moment(9, 2, 11)):
        scan = storing.store(io.BytesIO(stage.scan), name="2021年老文件扫描件.pdf", kind=_KIND, by=officer)
        paper = actions.take_in(keeper=city.association, by=officer, stored=scan)
        actions.read_document(document=paper)
    return kept


def _take_in(keeper: Organisation, by: User, text: str, at: datetime, *, sure: bool = True) -> PolicyDocument:
    """A document for everybody to read; of one that somebody went through, what the reader is sure of is accepted."""
    with held_at(at):
        document = actions.take_in(keeper=keeper, by=by, pasted=text, is_public=True)
        document.refresh_from_db()
        if sure:
            actions.accept_sure(document=document, by=by)
    document.refresh_from_db()
    return document


def _settle(document: PolicyDocument, by: User) -> None:
    """A heading corrected, a value taken out, an entitlement added, the years in which it counts."""
    heading = document.items.filter(kind="measure", value__number="14").first()
    if heading is not None:
        actions.decide(
            item=heading, state=ItemState.CORRECTED, seen_version=heading.version, by=by,
            corrected={**heading.value, "heading": "服务身心健康需求"},
        )  # fmt: skip
    vague = document.items.filter(kind="target", value__text="提高人才计划中女性入选比例").first()
    if vague is not None:
        actions.decide(item=vague, state=ItemState.REJECTED, seen_version=vague.version, by=by)
    said = "为女性创业者提供场地、导师和融资对接"
    actions.add_value(
        document=document, kind="entitlement", by=by, audiences=("entrepreneurs",),
        value={"what": "service", "text": said, "condition": "入驻孵化器、众创空间或者创业园", "measure": "7"},
    )  # fmt: skip
    changes = {"in_force_from": moment(1, 1, year=2025).date(), "in_force_until": moment(12, 31).date()}
    actions.describe(document=document, changes=changes, seen_version=document.version, by=by)


def _call_notice() -> str:
    return f"""关于开展{call_of_2026.TITLE}的通知

云科协发〔2026〕21号

{call_of_2026.NOTICE}

云川市科学技术协会
2026年8月24日
"""

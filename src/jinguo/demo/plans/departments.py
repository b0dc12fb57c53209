"""The eight departments of the invented city's action, as its documents name them; two of them the demo has already."""

from __future__ import annotations

from dataclasses import dataclass

from jinguo.apps.organisations import kinds
from jinguo.apps.organisations.actions import create_organisation
from jinguo.apps.organisations.models import Organisation
from jinguo.demo.people import City, account

FEDERATION, ASSOCIATION = "市妇联", "市科协"
NEW = {
    "市人才局": ("云川市人才工作局", "安可"),
    "市科委、云川高新区管委会": ("云川市科学技术委员会、云川高新技术产业开发区管理委员会", "贝宁"),
    "市教委": ("云川市教育委员会", "车雨"),
    "市卫健委": ("云川市卫生健康委员会", "邓以欣"),
    "市国资委": ("云川市人民政府国有资产监督管理委员会", "鄂霏"),
    "市总工会": ("云川市总工会", "费书语"),
}
"""Short name → full name, and the invented person who answers for it. The second one is one organ with two names."""

ALL = (FEDERATION, *NEW, ASSOCIATION)


@dataclass(frozen=True)
class Department:
    """A department with the account that reports for it."""

    organisation: Organisation
    by: object


def found(city: City) -> dict[str, Department]:
    """Create the six that are missing, each with one liaison; all eight by their short names."""
    made = {
        FEDERATION: Department(city.federation, city.federation_officer),
        ASSOCIATION: Department(city.association, city.officer),
    }
    for number, (short, (name, person)) in enumerate(NEW.items(), 1):
        unit = create_organisation(
            by=city.federation_officer, name=name, short_name=short, kind=kinds.INSTITUTION,
            region="500100", parent=city.federation,
        )  # fmt: skip
        made[short] = Department(unit, account(f"department{number}", person, unit, kinds.LIAISON))
    return {short: made[short] for short in ALL}

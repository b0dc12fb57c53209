"""People by the thousand: names, ID numbers of nobody, what stands in a form."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from jinguo.standards.identity import with_check_digit

_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董潘袁蔡蒋余"
_FIRST = "晓丽文雅慧静敏思雨嘉欣佳诗梦若玉明春秋海云"
_SECOND = "兰梅芳华娟莹琳婷洁霞燕萍颖琴蓉瑶薇珊妍菲"
_PLACES = (
    "材料研究所",
    "第一医院",
    "农业技术推广中心",
    "理工大学",
    "轨道装备公司",
    "环境监测站",
    "设计院",
    "职业学院",
)
_POSTS = ("研究员", "主任医师", "高级工程师", "教授", "首席技师", "站长")
_DEEDS = (
    "她长期在一线从事技术攻关，带领团队解决了困扰多年的工艺难题，成果在多家单位推广应用。",
    "她坚持把课堂开到车间和田头，培养青年骨干，带动更多女性投身科技工作。",
    "她牵头建立示范基地，让新技术进村入户，群众收入逐年提高。",
    "她热心公益科普，每年组织讲座和开放日，受众遍及全市中小学校。",
)


@dataclass(frozen=True)
class Nominee:
    name: str
    id_number: str
    values: dict[str, Any]


def names() -> Iterator[str]:
    """Names that differ as long as there are combinations, then the same again."""
    triples = itertools.cycle(itertools.product(_SECOND, _FIRST, _SURNAMES))
    return (surname + first + second for second, first, surname in triples)


def nominees(*, start: int = 0) -> Iterator[Nominee]:
    """One after the other, each with a number of her own; ``start`` begins with a later one."""
    for n, name in enumerate(itertools.islice(names(), start, None), start):
        number = id_number(n)
        place = f"示例市{_PLACES[n % len(_PLACES)]}"
        values = {
            "name": name,
            "age": 2026 - int(number[6:10]),
            "education": ("大学本科毕业", "硕士研究生毕业", "博士研究生毕业")[n % 3],
            "political_affiliation": ("中共党员", "群众", "九三学社社员")[n % 3],
            "ethnic_group": "汉族",
            "phone": f"138{n % 10**8:08d}",
            "unit_and_post": f"{place} {_POSTS[n % len(_POSTS)]}",
            "id_number": number,
            "honours": "示例市三八红旗手",
            "deeds": "".join(_DEEDS[(n + part) % len(_DEEDS)] for part in range(12)),
        }
        yield Nominee(name, number, values)


def id_number(n: int) -> str:
    """A valid number; no two of the first five million are the same, and none is anybody's on purpose."""
    born = date(1966, 1, 1) + timedelta(days=n % 10_000)
    return with_check_digit(f"110105{born:%Y%m%d}{2 * (n // 10_000 % 499):03d}")

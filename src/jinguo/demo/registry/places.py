"""Units of the generated world: what kind each is, where it lies, and what it was called when."""

from __future__ import annotations

import random
from dataclasses import dataclass

DISTRICTS = (
    "渝中区", "沙坪坝区", "九龙坡区", "南岸区", "渝北区", "北碚区", "巴南区", "万州区", "涪陵区", "长寿区", "永川区", "璧山区",
)  # fmt: skip
"""The invented city borrows the codes of a real one, so that a map has something to draw."""
_SHARES = (16, 15, 12, 11, 12, 8, 7, 6, 5, 3, 3, 2)
_OUTSIDE = (
    ("瀚北", "北京市海淀区"), ("东屿", "上海市浦东新区"), ("澜州", "深圳市"), ("青屿", "武汉市"), ("苍原", "成都市"), ("松陵", "西安市"), ("雁川", "贵阳市"),
)  # fmt: skip
_ABROAD = (
    "Norhaven University",
    "Eastmere Institute of Technology",
    "Westfjord Medical Centre",
    "Alderbrook Research Institute",
)
_WORDS = (
    "星航", "明德", "云谷", "锐川", "瑞禾", "博远", "同创", "海岳", "思源", "金穗", "康弘源", "智汇达", "云图天", "恒信通", "绿野源", "新元科", "合纵力", "晨曦光",
    "精研达", "天工造", "蓝湾", "北辰芯", "众合力", "启明微", "华创云", "宏远达", "美佳禾", "芯动力", "数联通", "青禾源",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Place:
    """A unit. ``was``: (name, until which year it had it), the oldest first; ``into``: (year, number of the unit that took it in)."""

    number: int
    name: str
    kind: str
    region: str
    weight: float
    was: tuple[tuple[str, int], ...] = ()
    into: tuple[int, int] | None = None

    def called(self, year: int) -> str:
        """Its name in a year."""
        return next((name for name, until in self.was if year <= until), self.name)


_RENAMED = {
    "云川师范大学": ("云川师范学院", 2018), "云川医科大学": ("云川医学院", 2017), "云川工业职业大学": ("云川工业职业技术学院", 2021),
    "云川市妇幼健康中心": ("云川市妇幼保健院", 2019), "云川市疾病预防控制中心": ("云川市卫生防疫站", 2016), "云川第一医院": ("云川市人民医院", 2018),
    "云川轨道装备集团有限公司": ("云川机车车辆厂", 2017), "云川市农业科学研究院": ("云川市农业科学研究所", 2020), "云川生态环境研究院": ("云川市环境保护科学研究所", 2019),
    "云川市大数据中心": ("云川市信息中心", 2020), "云川城市科技学院": ("云川理工大学城市学院", 2021), "云川双河中学": ("云川市第十四中学", 2022),
}  # fmt: skip
_INTO = {
    "云川财经学院": (2020, "云川师范大学"), "云川纺织研究所": (2019, "云川新材料研究院"), "云川市第六人民医院": (2021, "云川第一医院"),
    "云川仪表厂": (2018, "云川轨道装备集团有限公司"), "云川林业科学研究所": (2022, "云川市农业科学研究院"),
}  # fmt: skip


def _wanted() -> list[tuple[str, str, float]]:
    """Name, kind and size of every unit of the city."""
    return [
        *((name, "university", size) for name, size in (
            ("云川理工大学", 9), ("云川农业大学", 7), ("云川师范大学", 6), ("云川医科大学", 7), ("云川工业职业大学", 3), ("云川城市科技学院", 2), ("云川财经学院", 2),
        )),
        *((name, "hospital", size) for name, size in (
            ("云川第一医院", 9), ("云川市妇幼健康中心", 5), ("云川市中医院", 4), ("云川市疾病预防控制中心", 3), ("云川市肿瘤医院", 3), ("云川市第六人民医院", 2),
        )),
        *((f"云川市第{n}人民医院", "hospital", 2.2) for n in "二三四五"),
        *((f"云川市{one}中心医院", "hospital", 1.2) for one in DISTRICTS),
        *((name, "institute", size) for name, size in (
            ("云川新材料研究院", 3), ("云川生态环境研究院", 3), ("云川市计量测试研究院", 2), ("云川市水利勘测设计院", 2), ("云川市地质调查研究院", 2), ("云川市气象科学研究所", 1.5),
            ("云川市测绘科学研究院", 1.5), ("云川纺织研究所", 1), ("云川市食品药品检验研究院", 2), ("云川市建筑科学研究院", 1.5), ("云川市大数据中心", 1.5),
        )),
        *((name, "agriculture", size) for name, size in (
            ("云川市农业科学研究院", 4), ("云川市农业技术推广站", 2), ("云川市畜牧技术推广站", 1.5), ("云川林业科学研究所", 1), ("云川市植物保护站", 1),
        )),
        *((f"云川市{one}农业技术推广中心", "agriculture", 0.8) for one in DISTRICTS[5:]),
        *((name, "company", size) for name, size in (("云川轨道装备集团有限公司", 5), ("云川仪表厂", 1.5), ("云川长江化工有限公司", 2))),
        *((f"云川{word}{end}", "company", 1.0) for n, word in enumerate(_WORDS) for end in (_COMPANY[n % len(_COMPANY)],)),
        *((f"云川市第{n}中学", "school", 1.2) for n in ("一", "二", "三", "五", "七", "八", "十一", "十二")),
        ("云川双河中学", "school", 1.2), ("云川市教育科学研究所", "school", 1.0),
        *((f"云川市{one}实验小学", "school", 0.7) for one in DISTRICTS),
    ]  # fmt: skip


_COMPANY = (
    "生物医药有限公司",
    "信息技术有限公司",
    "新能源科技有限公司",
    "精密仪器有限公司",
    "环保科技有限公司",
    "农业科技有限公司",
)


def places(source: random.Random) -> tuple[Place, ...]:
    """Every unit: the city's, those out of town, those abroad."""
    rows = _wanted()
    number = {name: n for n, (name, _, _) in enumerate(rows)}
    found = []
    for n, (name, kind, weight) in enumerate(rows):
        region = next((one for one in DISTRICTS if one in name), "") or source.choices(DISTRICTS, _SHARES)[0]
        was = (_RENAMED[name],) if name in _RENAMED else ()
        into = (_INTO[name][0], number[_INTO[name][1]]) if name in _INTO else None
        found.append(Place(n, name, kind, region, weight, was, into))
    for town, region in _OUTSIDE:
        for end, kind in (
            ("大学", "university"),
            ("中心医院", "hospital"),
            ("科学研究院", "institute"),
            ("芯源科技有限公司", "company"),
        ):
            found.append(Place(len(found), town + end, kind, region, 1.0))
    for name in _ABROAD:
        found.append(Place(len(found), name, "university", "境外", 1.0))
    return tuple(found)


def is_out_of_town(place: Place) -> bool:
    """Whether a unit lies outside of the city."""
    return place.region not in DISTRICTS

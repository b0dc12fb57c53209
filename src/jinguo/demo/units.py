"""Invented units of an invented city."""

from __future__ import annotations

FEDERATION = "云川市妇女联合会"
ASSOCIATION = "云川市科学技术协会"

SOCIETIES = tuple(
    f"云川市{field}学会"
    for field in [
        "数学",
        "物理",
        "化学",
        "生物工程",
        "地质",
        "气象",
        "水利",
        "力学",
        "测绘",
        "环境科学",
        "海洋",
        "农学",
        "林学",
        "园艺",
        "畜牧兽医",
        "植物保护",
        "土壤",
        "机械工程",
        "电机工程",
        "自动化",
        "计算机",
        "通信",
        "仪器仪表",
        "汽车工程",
        "航空",
        "材料",
        "化工",
        "纺织工程",
        "食品科学",
        "土木建筑",
        "中医药",
        "护理",
        "药学",
        "预防医学",
        "心理卫生",
        "营养",
    ]
)
FOUNDATIONS = tuple(
    f"云川{name}基金会" for name in ("青禾科技发展", "星火科普", "木兰女性科学家", "远航创新")
)
DISTRICTS = tuple(
    f"云川市{name}区科协"
    for name in [
        "临江",
        "东湖",
        "西岭",
        "南浦",
        "北屏",
        "青云",
        "望城",
        "开元",
        "长宁",
        "双河",
        "白鹭",
        "石桥",
    ]
)
GRASSROOTS = (
    "云川高新区企业科协",
    "云川经开区企业科协",
    "云川理工大学科协",
    "云川农业大学科协",
    "云川第一医院科协",
    "云川轨道装备集团科协",
    "云川生物医药园科协",
    "云川数字经济园科协",
    "临江区云谷社区科协",
    "东湖区物流园科协",
    "双河区柳塘镇科协",
    "石桥区花溪镇科协",
)

UNITS = (
    *((name, "society") for name in SOCIETIES),
    *((name, "foundation") for name in FOUNDATIONS),
    *((name, "district") for name in DISTRICTS),
    *((name, "grassroots") for name in GRASSROOTS),
)
"""Every invited unit with its kind: 36 societies, 4 foundations, 12 districts, 12 grassroots organisations."""

"""What the invented nominees are said to have done: by category, put together from parts."""

from __future__ import annotations

import random
from dataclasses import dataclass

CATEGORIES = (
    ("科研创新女性科技工作者", "在科研一线攻关、取得有影响成果的女性科技工作者。", 3),
    ("先进制造业和现代服务业女性", "在先进制造业、现代服务业中带头创新的女性。", 3),
    ("新业态、新就业群体女性", "快递、外卖、家政、互联网等新就业群体中的优秀女性。", 2),
    ("乡村振兴新型女农人", "带领乡亲用科技兴业增收的女农人、合作社带头人。", 2),
)


@dataclass(frozen=True)
class Work:
    """A line of work: where, as what, in which pictures, and what is done there."""

    place: str
    post: str
    scene: str
    field: str
    problem: str
    result: str
    people: str


WORKS: dict[int, tuple[Work, ...]] = {
    0: (
        Work(
            "云川材料研究院",
            "研究员",
            "laboratory",
            "储能材料",
            "电极材料低温下衰减快",
            "循环寿命提高四成",
            "青年研究人员",
        ),
        Work(
            "云川理工大学",
            "教授",
            "classroom",
            "智能感知算法",
            "复杂光照下识别不稳",
            "误报率下降到千分之三",
            "研究生",
        ),
        Work(
            "云川农业大学",
            "研究员",
            "greenhouse",
            "抗逆育种",
            "水稻苗期怕旱",
            "育成三个耐旱品系",
            "基层农技员",
        ),
        Work(
            "云川第一医院",
            "主任医师",
            "ward",
            "妇幼疾病早筛",
            "基层筛查试剂依赖进口",
            "检测时间缩短到二十分钟",
            "社区医生",
        ),
        Work(
            "云川天文台",
            "副研究员",
            "observatory",
            "空间环境监测",
            "预警资料零散",
            "建成每小时更新的监测平台",
            "青年观测员",
        ),
        Work(
            "云川环境科学研究所",
            "高级工程师",
            "laboratory",
            "水体修复",
            "湖湾蓝藻反复暴发",
            "示范水域水质提高一个等级",
            "巡湖志愿者",
        ),
    ),
    1: (
        Work(
            "云川轨道装备集团",
            "高级技师",
            "factory",
            "转向架精密装配",
            "关键轴孔一次合格率低",
            "一次合格率升到百分之九十九",
            "班组徒工",
        ),
        Work(
            "云川生物医药公司",
            "质量总监",
            "laboratory",
            "制剂质量控制",
            "批间差异大",
            "三年没有一批退货",
            "检验员",
        ),
        Work(
            "云川云算科技公司",
            "工程总监",
            "computer",
            "工业软件",
            "排产靠人工经验",
            "交付周期缩短三分之一",
            "青年工程师",
        ),
        Work(
            "云川新能源公司",
            "工艺主管",
            "factory",
            "电池包装配",
            "换型停线时间长",
            "换型时间由两小时降到二十分钟",
            "一线女工",
        ),
        Work(
            "云川港务服务公司",
            "调度长",
            "computer",
            "智慧物流调度",
            "高峰期车辆排队",
            "平均等候时间减半",
            "调度员",
        ),
    ),
    2: (
        Work(
            "云川顺达快递公司",
            "站点负责人",
            "delivery",
            "末端配送",
            "老旧小区送件难",
            "站点准时率全市第一",
            "骑手姐妹",
        ),
        Work(
            "云川安心家政公司",
            "培训主管",
            "ward",
            "母婴护理服务",
            "从业姐妹缺少系统培训",
            "两千余人次取得技能证书",
            "家政服务员",
        ),
        Work(
            "云川青禾网络公司",
            "内容主编",
            "computer",
            "科普内容创作",
            "健康谣言传播快",
            "短视频播放量过亿",
            "新媒体从业者",
        ),
        Work(
            "云川外卖联合党支部",
            "骑手队长",
            "delivery",
            "社区应急配送",
            "独居老人用餐不便",
            "结对服务一百六十户",
            "外卖骑手",
        ),
    ),
    3: (
        Work(
            "双河区柳塘镇禾美合作社",
            "理事长",
            "field",
            "绿色种植",
            "散户种植质量不一",
            "社员户均增收一万余元",
            "返乡妇女",
        ),
        Work(
            "石桥区花溪镇草莓园",
            "负责人",
            "greenhouse",
            "设施草莓",
            "冬季上市晚、病害多",
            "上市提前二十天",
            "村里姐妹",
        ),
        Work(
            "白鹭区云上茶园",
            "农艺师",
            "field",
            "生态茶园",
            "农残检测不达标",
            "全部地块通过绿色认证",
            "采茶工",
        ),
        Work(
            "青云区山里人电商服务站",
            "站长",
            "computer",
            "农产品电商",
            "好货卖不出去",
            "带动六个村的农产品上网销售",
            "农村妇女",
        ),
    ),
}

_OPENINGS = (
    "{name}长期在{field}一线工作，把“{problem}”当作必须啃下的硬骨头。",
    "从入职第一天起，{name}就扎在{field}的现场，盯住“{problem}”这个老问题不放。",
    "{name}现任{place}{post}，从事{field}已有{years}年。",
)
_MIDDLES = (
    "她带领{team}人的小组，先后做了{trials}余次试验，终于取得突破：{result}。这一做法已在{spread}家单位推广。",
    "她白天跑现场，晚上整理数据，{years}年间记下{books}本工作笔记，把经验变成可以照着做的规程，{result}。",
    "面对质疑，她用数据说话，组织三轮对比验证，最终{result}，每年节约成本约{money}万元。",
)
_CLOSINGS = (
    "她还牵头带教{people}{taught}人，其中{grown}人已能独当一面，被大家称作“最放心的师傅”。",
    "她坚持每季度走进学校和社区，为青少年和{people}讲课，累计{lectures}场。",
    "她常说，一个人走得快，一群人走得远。几年来，她和{people}结成互助小组，{grown}个家庭因此有了更稳的收入。",
)


def deeds(source: random.Random, name: str, work: Work) -> str:
    """A story of 150 to 300 characters, every figure invented."""
    values = {
        "name": name,
        "place": work.place,
        "post": work.post,
        "field": work.field,
        "problem": work.problem,
        "result": work.result,
        "people": work.people,
        "years": source.randint(6, 24),
        "team": source.randint(5, 18),
        "trials": source.randint(12, 90) * 10,
        "spread": source.randint(4, 40),
        "books": source.randint(8, 40),
        "money": source.randint(60, 900),
        "taught": source.randint(12, 90),
        "grown": source.randint(4, 11),
        "lectures": source.randint(20, 120),
    }
    parts = (source.choice(_OPENINGS), *source.sample(_MIDDLES, 2), source.choice(_CLOSINGS))
    return "".join(part.format(**values) for part in parts)


HONOURS = (
    "2021年云川市三八红旗手",
    "2022年云川市科学技术进步二等奖",
    "2023年云川市巾帼建功标兵",
    "2020年云川市优秀科技工作者；2024年云川市劳动模范",
    "2024年云川市五一巾帼奖",
    "",
)
EDUCATIONS = {0: ("博士研究生毕业", "硕士研究生毕业"), 1: ("大学本科毕业", "硕士研究生毕业"), 2: ("大学专科毕业", "大学本科毕业"), 3: ("大学专科毕业", "高中毕业")}  # fmt: skip


@dataclass(frozen=True)
class Judge:
    """An invented expert: what she knows (GB/T 13745 and her own words), where she is and where she was before."""

    sex: str
    disciplines: str
    place: str
    title: str
    before: tuple[tuple[int, int, str], ...]
    lean: int
    """By how many marks she gives more than others, or fewer."""


EXPERTS = (
    Judge("F", "430 材料科学；480 能源科学技术；储能材料；电极材料", "云川理工大学", "教授", ((2009, 2016, "云川材料研究院"),), 0),
    Judge("F", "320 临床医学；32031 妇产科学；32071 护理学；早期筛查", "云川第二医院", "主任医师", ((2004, 2013, "云川第一医院"),), 1),
    Judge("F", "460 机械工程；46025 机械制造工艺与设备；精密装配；工艺改进", "云川装备研究院", "研究员", ((2009, 2024, "云川轨道装备集团"),), -7),
    Judge("F", "210 农学；21040 园艺学；2103033 作物育种学；抗逆育种；设施栽培", "云川农业科学院", "研究员", ((2006, 2015, "云川农业大学"),), -1),
    Judge("F", "630 管理学；6305025 物流系统管理；服务管理；调度", "云川大学", "教授", (), 6),
    Judge("F", "520 计算机科学技术；52020 人工智能；52040 计算机软件；工业软件", "云川软件研究所", "研究员", ((2012, 2024, "云川云算科技公司"),), 0),
    Judge("F", "840 社会学；84051 社会心理学；新就业群体；社区服务", "云川社会科学院", "研究员", (), 2),
    Judge("M", "610 环境科学技术；160 天文学；水体修复；空间环境", "云川环境监测中心", "正高级工程师", ((2008, 2014, "云川环境科学研究所"),), -2),
    Judge("M", "86060 传播学；35035 药剂学；科普创作；电商传播", "云川师范大学", "教授", (), 1),
)  # fmt: skip
MEN = ("周立恒", "郑怀远")
"""Invented names, as the others are."""

DISCIPLINES = {
    "储能材料": "48040 储能技术",
    "智能感知算法": "52020 人工智能",
    "抗逆育种": "2103033 作物育种学",
    "妇幼疾病早筛": "32031 妇产科学",
    "空间环境监测": "160 天文学",
    "水体修复": "610 环境科学技术",
    "转向架精密装配": "46025 机械制造工艺与设备",
    "制剂质量控制": "35035 药剂学",
    "工业软件": "52040 计算机软件",
    "电池包装配": "480 能源科学技术",
    "智慧物流调度": "6305025 物流系统管理",
    "末端配送": "6305025 物流系统管理",
    "母婴护理服务": "32071 护理学",
    "科普内容创作": "86060 传播学",
    "社区应急配送": "840 社会学",
    "绿色种植": "210 农学",
    "设施草莓": "21040 园艺学",
    "生态茶园": "21040 园艺学",
    "农产品电商": "86060 传播学",
}
"""The discipline (GB/T 13745) of each field of work."""
OPINION = "该同志政治立场坚定，业绩突出，群众公认。经集体研究并在本单位公示无异议，同意推荐。"

"""The demo's main call as data: its own text, with the facts of a real selection's notice."""

from __future__ import annotations

from datetime import date
from typing import Any

from jinguo.demo.stories import CATEGORIES
from jinguo.demo.units import ASSOCIATION
from jinguo.engines.forms import STANDARD_FORMS

TITLE = "2026年度“云川最美巾帼奋斗者”选树活动"
HONOUR = "云川最美巾帼奋斗者"

NOTICE = """各学会、基金会，各区科协、基层组织：

为发现和宣传科技战线上的女性榜样，市科协决定开展本年度“云川最美巾帼奋斗者”选树活动。请各单位在本领域、本地区推荐 1 名人选，优先考虑长期在一线工作、群众认可的同志。

一、推荐范围
分四个类别：科研创新女性科技工作者，先进制造业和现代服务业女性，新业态、新就业群体女性，乡村振兴新型女农人。

二、报送材料
1. 推荐人员登记表（系统填写、下载，签字盖章后扫描上传）。
2. 工作照 2 至 3 张，JPG 格式，不用证件照。
3. 事迹短视频 1 个，MP4 格式，横屏 16:9，高清以上，不超过 1 分 30 秒。

三、评选办法
市科协审查材料后组织专家评审，名单公示后择优推荐至市妇联。

四、时间
请于 2026 年 9 月 18 日前完成报送，以当日 24:00 为限。"""

CONSENT = """我已阅读并核对登记表中关于我本人的全部信息，同意主办单位为本次选树活动处理这些信息。
我可以随时撤回同意，撤回不影响此前已经进行的处理。"""

MATERIALS: list[dict[str, Any]] = [
    {
        "key": "photos",
        "label": "工作照",
        "kind": "photo",
        "formats": ["jpg"],
        "min_count": 2,
        "max_count": 3,
        "required": True,
        "min_pixels": 1024 * 1024,
        "min_bytes": 1024 * 1024,
        "min_bytes_is_warning": True,
        "not_id_photo": True,
    },
    {
        "key": "video",
        "label": "事迹短视频",
        "kind": "video",
        "formats": ["mp4"],
        "min_count": 1,
        "max_count": 1,
        "required": True,
        "max_duration_s": 90,
        "aspect": "16:9",
        "min_width": 1280,
        "min_height": 720,
    },
]

CRITERIA: list[dict[str, Any]] = [
    {
        "key": "deeds",
        "label": "工作业绩",
        "weight": "0.4",
        "max": "100",
        "step": "1",
        "help": "成果的实际价值和影响",
    },
    {
        "key": "spirit",
        "label": "奋斗精神",
        "weight": "0.3",
        "max": "100",
        "step": "1",
        "help": "长期坚守一线、攻坚克难",
    },
    {
        "key": "example",
        "label": "示范带动",
        "weight": "0.2",
        "max": "100",
        "step": "1",
        "help": "带动他人、群众认可",
    },
    {
        "key": "material",
        "label": "材料质量",
        "weight": "0.1",
        "max": "100",
        "step": "1",
        "help": "真实、具体、完整",
    },
]

POLICY: dict[str, Any] = {
    "column": "trimmed_mean",
    "trim_from": 5,
    "score_digits": 2,
    "tie": [{"prefer": {"sex": "F"}}, {"prefer": {"front_line": "是"}}],
    "last": {"draw": "云川-2026-09-01"},
}


def person_form(honour: str = HONOUR) -> dict[str, Any]:
    """The standard registration form with two more questions: a tie rule asks for one, the choice of experts for the other."""
    form = STANDARD_FORMS["registration"].model_dump(mode="json")
    form["title"] = f"“{honour}”推荐人员登记表"
    place = next(n for n, field in enumerate(form["fields"]) if field["key"] == "honours")
    form["fields"][place:place] = [
        {
            "key": "front_line",
            "label": "是否一线工作人员",
            "kind": "choice",
            "choices": ["是", "否"],
            "required": True,
            "print_span": 2,
        },
        {
            "key": "discipline",
            "label": "所属学科",
            "kind": "text",
            "help": "按国家标准 GB/T 13745 填写代码和名称，用于选配评审专家。",
            "print_span": 2,
        },
    ]
    return form


MEETING: dict[str, Any] = {
    "name": "会评",
    "kind": "meeting",
    "others_scores": "after_own",
    "criteria": [
        {
            "key": "overall",
            "label": "综合评价",
            "weight": "1",
            "max": "100",
            "step": "1",
            "help": "听取介绍、集体评议后的总体评分，供投票参考",
        }
    ],
}
"""A panel meeting that gives one overall mark, and votes."""

PROCEDURE: dict[str, Any] = {
    "rounds": [
        {
            "name": "函评",
            "kind": "correspondence",
            "others_scores": "never",
            "seats": dict(zip((name for name, _, _ in CATEGORIES), (5, 5, 4, 4), strict=True)),
        },
        MEETING,
    ],
    "notices": ["公示"],
}
"""Two rounds: by correspondence, then a panel meeting that votes."""

SETTINGS: dict[str, Any] = {
    "honour_title": HONOUR,
    "basis": "云川市妇女联合会关于开展2026年度选树活动的通知",
    "document_number": "云科协发〔2026〕21号",
    "notice_text": NOTICE,
    "closing_day": date(2026, 9, 18),
    "reference_day": date(2026, 9, 18),
    "materials": MATERIALS,
    "criteria": CRITERIA,
    "policy": POLICY,
    "procedure": PROCEDURE,
    "safeguards": {"second_person": "always"},
    "consent_text": CONSENT,
    "contact_name": "演示联系人",
    "contact_phone": "0000-00000000",
    "contact_email": "demo@jinguo.example",
    "contact_address": f"{ASSOCIATION}（演示地址）",
}

CATEGORY_ROWS = [
    {"name": name, "description": text, "nominee_kind": "person", "seats": seats}
    for name, text, seats in CATEGORIES
]
QUOTA_ROWS = [
    {"scope": "each_of_kind", "unit_kind": kind, "places": 1}
    for kind in ("society", "foundation", "district", "grassroots")
]

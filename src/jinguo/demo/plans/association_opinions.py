"""What the invented association makes of talents, as data: twenty-one points in six parts, and what its units report.

The points follow a real association's opinions; every sentence is the demo's own.
"""

from __future__ import annotations

from jinguo.demo.plans.city_action import Aim, Work

TITLE = "云川市科学技术协会关于加强科技人才服务工作的意见"
PLAN = "云川市科协科技人才服务计划（2025—2026年）"
NUMBER = "云科协发〔2024〕46号"

OWN = "云川市科学技术协会"
_MATHEMATICS, _COMPUTING, _NURSING = "云川市数学学会", "云川市计算机学会", "云川市护理学会"
_RIVER, _LAKE, _RIDGE = "云川市临江区科协", "云川市东湖区科协", "云川市西岭区科协"
_FUND = "云川木兰女性科学家基金会"
_UNIVERSITY, _PARK = "云川理工大学科协", "云川高新区企业科协"

PARTS = (
    ("一、把握工作要求", (1, 2, 3)),
    ("二、搭建平台，发现和举荐人才", (4, 5, 6)),
    ("三、着眼长远，培养各类人才", (7, 8, 9, 10)),
    ("四、建强组织，凝聚科技人才", (11, 12, 13, 14)),
    ("五、服务发展，用好科技人才", (15, 16, 17, 18)),
    ("六、加强保障，推动工作落实", (19, 20, 21)),
)


def _work(number: int, heading: str, text: str, units: tuple[str, ...] = (), did: tuple[str, ...] = (),
          aim: Aim | None = None, *tasks: str) -> Work:  # fmt: skip
    return Work(number, heading, text, units, did, aim, tasks)


WORKS = (
    _work(1, "重要意义", "科技人才是城市创新的根本，服务好科技人才是科协组织的基本职责。"),
    _work(2, "总体思路", "以高层次和青年人才为重点，发挥学会和基层组织优势，营造人才脱颖而出的环境。"),
    _work(3, "基本要求", "坚持服务为本，在学术交流、教育培训、联系服务和表彰宣传中发现、培育、凝聚和激励人才。"),
    _work(4, "活跃学术交流", "办好学术年会和学会联合论坛，支持高水平科技期刊，全市学会每年举办学术交流活动不少于1000项。",
          (OWN, _MATHEMATICS, _COMPUTING, _NURSING), ("举办学术年会分会场", "组织青年学者专题报告", "与兄弟学会合办论坛"),
          Aim("学术交流活动", "项", 1000, ("0.46", "0.52", "0.41"), fact="activity.held"), "制定全年学术活动计划", "举办学术年会"),
    _work(5, "做好评选举荐", "坚持同行评议，规范本会各项评选，拓宽举荐渠道，每年举荐女科技工作者不少于30名。",
          (OWN, _COMPUTING, _RIVER), ("组织人选推荐和材料审查", "向上级奖项举荐人选"),
          Aim("举荐的女科技工作者", "名", 30, fact="nomination.handed_in", by="unit_kind"), "公布年度评选安排", "完善评审专家库"),
    _work(6, "联系海外人才", "发挥海智基地作用，建立海外科技人才联络名录，每年组织对接活动不少于8场。",
          (OWN, _PARK), ("与海外科技社团举行线上对接", "更新海外人才联络名录"),
          Aim("海外人才对接活动", "场", 8, ("0.38", "0.50", "0.38")), "更新联络名录"),
    _work(7, "培养青少年科技后备人才", "办好青少年科技竞赛，培训科技辅导员，每年组织不少于100名青少年走进实验室。",
          (OWN, _MATHEMATICS, _RIVER, _LAKE), ("组织青少年走进实验室", "举办科技辅导员培训", "承办青少年机器人竞赛"),
          Aim("走进实验室的青少年", "名", 100, ("0.44", "0.61", "0.38"), fact="activity.attended"), "联系开放实验室", "组织暑期活动"),
    _work(8, "支持青年科技人才", "实施青年人才托举，支持青年学者论坛和创新沙龙，每年托举青年科技人才不少于20名。",
          (OWN, _COMPUTING, _FUND), ("评审托举对象", "为托举对象配备导师", "举办青年学者沙龙"),
          Aim("托举青年科技人才", "名", 20, ("0.00", "1.05", "0.35")), "发布托举通知"),
    _work(9, "开展继续教育", "面向企业和农村开展技能培训，利用网络平台送教上门，每年培训不少于2000人次。",
          (OWN, _NURSING, _PARK), ("开办专业技术培训班", "录制网络课程"),
          Aim("继续教育培训", "人次", 2000, ("0.45", "0.49", "0.43"))),
    _work(10, "壮大科普队伍", "专职与志愿相结合，培训科普骨干，组织大学生参加科普志愿服务。",
          (OWN, _UNIVERSITY, _LAKE), ("培训科普骨干", "组织大学生进社区科普")),
    _work(11, "加强基层组织建设", "在企业、园区和高校新建科协组织，每年不少于15个。",
          (OWN, _PARK, _RIVER), ("指导园区企业成立科协", "走访拟建组织的单位"),
          Aim("新建基层科协组织", "个", 15, ("0.33", "0.60", "0.33"))),
    _work(12, "弘扬科学道德", "开展科研诚信宣讲，引导科技工作者遵守学术规范，受理并答复有关投诉。",
          (OWN, _UNIVERSITY), ("举办科研诚信宣讲", "面向研究生开展学风教育")),
    _work(13, "建设科技工作者之家", "开展科技工作者状况调查，提供知识产权、社会保障等咨询，走访慰问老专家。",
          (OWN, _NURSING, _RIDGE), ("完成状况调查站点填报", "走访慰问老专家")),
    _work(14, "宣传科技人才", "通过媒体和网络宣传优秀科技工作者，重点宣传青年和女性科技工作者。",
          (OWN, _LAKE), ("制作人物专题", "在社区屏幕展播短片")),
    _work(15, "建设科技思想库", "征集科技工作者建议，组织决策咨询研究，每年报送建议不少于24篇。",
          (OWN, _MATHEMATICS, _UNIVERSITY), ("征集和整理建议", "形成决策咨询专报"),
          Aim("报送科技工作者建议", "篇", 24, ("0.46", "0.50", "0.42")), "确定重点调研选题"),
    _work(16, "组织专家服务企业", "建设院士专家工作站，组织专家帮助企业解决技术难题。",
          (OWN, _PARK, _COMPUTING), ("组织专家到企业会诊", "跟踪工作站项目进展")),
    _work(17, "引导科技下乡", "组织专家到村镇开展技术指导，培育乡土技术人才。",
          (OWN, _RIDGE), ("组织农技专家下乡", "培训乡土技术人才")),
    _work(18, "发挥老科技工作者作用", "支持老科技工作者开展科普、咨询和宣讲。",
          (OWN, _RIVER), ("组织老专家科普报告",)),
    _work(19, "健全领导体制", "成立人才工作领导小组，制定年度要点，落实目标责任制。", (OWN,), ("召开领导小组会议", "印发年度工作要点")),
    _work(20, "完善运行机制", "建立联系专家制度和会员日制度，总结推广基层经验。", (OWN, _LAKE), ("组织会员日活动", "汇总基层经验")),
    _work(21, "强化工作保障", "加强人才信息库建设和干部培训，逐年增加人才工作经费。", (OWN,), ("完成信息库年度更新", "举办学会秘书长培训班")),
)  # fmt: skip

HIGHER = {4: 8, 5: 1, 7: 16, 9: 6, 10: 11, 14: 3, 15: 12}
"""Points that carry out a measure of the city's action: number here → number there."""


def document() -> str:
    """The opinions as they were issued. Units are not named in them: the association gives the points out itself."""
    works = {work.number: work for work in WORKS}
    parts = []
    for heading, numbers in PARTS:
        parts.append(heading)
        parts += [f"{n}、{works[n].heading}。{works[n].text}" for n in numbers]
    body = "\n".join(parts)
    return f"""关于印发《{TITLE}》的通知

{NUMBER}

各学会、基金会，各区科协，基层组织：

《{TITLE}》已经市科协常委会议审议通过，现印发给你们，请结合实际认真执行。

云川市科学技术协会
2024年12月20日

{TITLE}

为落实《云川巾帼科创行动方案（2025—2026年）》和全市人才工作部署，加强科技人才服务，提出如下意见。

{body}
"""

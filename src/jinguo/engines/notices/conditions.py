"""The checkable conditions that official documents set for nominees, kind by kind, as patterns of clauses.

The kinds are those of the schema of annotations (age, degree, title, tenure, …); the words are those of the notices of
selections (评选、推荐、申报、大赛) that the reader's documents name as their sources.

>>> next(kind for kind, pattern, _ in PATTERNS if pattern.search("未曾获得省级三八红旗手称号"))
'exclusion'
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .numbers import CN_DIGITS, DAY, day_of, quantity

N = rf"(\d+|[{CN_DIGITS}]{{1,3}})"
_GIVEN = Callable[[re.Match[str]], dict[str, Any]]


def _age(m: re.Match[str]) -> dict[str, Any]:
    value = quantity(m["n"])
    words = m.group()
    comparator = ">=" if re.search(r"以上|年满|不低于|不小于", words) else "<" if "未满" in words else "<="
    born = DAY.search(words)
    data: dict[str, Any] = {"value": value, "comparator": comparator}
    if re.search(r"一般|原则上|左右", words):
        data["strict"] = False
    if born and "出生" in words and (day := day_of(born, None)):
        data["born_on_or_after" if re.search(r"后[^前]{0,4}出生", words) else "born_before"] = day
    if re.match(r"[^男\d]{0,6}女", words):
        data["gender"] = "female"
    elif re.match(r"[^女\d]{0,6}男", words):
        data["gender"] = "male"
    span = re.search(r"(\d{2})周?岁?(?:-|至|到|—|~)\d{2}周?岁", words)
    if span:
        data["from"] = int(span[1])
    return data


def _relaxed(m: re.Match[str]) -> dict[str, Any]:
    data: dict[str, Any] = {"value": None}
    to = re.search(rf"(?:放宽|延长)(?:到|至|为){N}周?岁", m.group())
    by = re.search(rf"放宽{N}(?:周?岁|年)", m.group())
    if to:
        data["relaxed_to"] = quantity(to[1])
    if by:
        data["amount"] = quantity(by[1])
    return data


def _years(m: re.Match[str]) -> dict[str, Any]:
    return {"value": quantity(m["n"]), "comparator": ">=", "unit": "years"}


def _word(m: re.Match[str]) -> dict[str, Any]:
    return {"value": m["v"]}


def _none(_: re.Match[str]) -> dict[str, Any]:
    return {"value": None}


_NN = rf"(?<!\d)(?P<n>\d+|[{CN_DIGITS}]{{1,3}})"
PATTERNS: tuple[tuple[str, re.Pattern[str], _GIVEN], ...] = (
    ("age", re.compile(rf"[^，。；、岁]{{0,16}}{_NN}周?岁(?:及|含)?(?:以下|以上|以内|左右)?(?:（(?:[^（）]|（[^（）]*）)*(?:出生|含)[^（）]*）)?(?:(?<=[下上内右）])(?!的?中国籍)的?[^，。；、（）\d\n：男女]{{0,10}})?"), _age),
    ("age", re.compile(r"(?:[^，。；]{0,8})(?:19|20)(?P<n>\d\d)年\d{1,2}月\d{1,2}日(?:（含）)?(?:及)?(?:以后|之后|后)出生"), lambda m: {**_age(m), "value": None}),
    ("degree", re.compile(r"[^，。；]{0,14}(?P<v>大学本科|大学专科|全日制本科|研究生|本科|大专|专科|中专|硕士|博士|高中)(?:（含）)?(?:及|或)?(?:以上|学历|学位|研究生|毕业)[^，。；和]{0,8}"), _word),
    ("title", re.compile(r"[^，。；]{0,16}?(?P<v>正高级|副高级|高级|中级|初级|副高|正高|[一二三]级教师|高级教师|副教授|副研究员|副主任医师|主任医师|讲师|教授|研究员|工程师)[^，。；]{0,10}(?:职称|职务|资格|技术职务|以上)"), _word),
    ("experience", re.compile(rf"[^，。；]{{0,16}}{_NN}(?:周)?年(?:以上|及以上)?(?:（[^（）]*）)?[^，。；（）]{{0,14}}(?:经历|经验)"), _years),
    ("tenure", re.compile(rf"[^，。；]{{0,20}}(?:工作|任教|从教|从事|担任|教龄|任职|班主任|聘任|服务|在岗|任期)[^，。；]{{0,18}}?{_NN}(?:周)?(?:学)?年(?:以上|及以上|（[^）]*）)*"), _years),
    ("tenure", re.compile(rf"[^，。；]{{0,10}}满{_NN}年(?:以上)?[^，。；]{{0,10}}"), _years),
    ("certificate", re.compile(r"[^，。；]{0,12}(?:具有|持有|取得|具备)[^，。；]{0,12}(?P<v>[^，。；相应的]{0,8}(?:资格证书?|证书))[^，。；]{0,12}"), _word),
    ("publicity", re.compile(rf"[^，。；]{{0,16}}公示[^，。；\d]{{0,10}}(?P<n>\d+|[{CN_DIGITS}]{{1,3}})(?:个)?(?:工作日|天|日|周)"), lambda m: {"value": quantity(m["n"]), "unit": "working days" if "工作日" in m.group() else "weeks" if m.group().endswith("周") else "days"}),
    ("relaxation", re.compile(r"[^，。；]{0,40}(?:，(?:年龄)?可?(?:适当)?)?(?:放宽|不受[^，。；]{0,10}限制|破格)[^，。；]{0,24}"), _relaxed),
    ("preference", re.compile(r"[^，。；]{0,6}同等条件[^。；]{0,30}?优先[^，。；]{0,30}|[^，。；]{2,40}[的者](?:予以|给予|可)?优先(?=[，。；]|$)|[^，。；]{0,20}(?:优先(?:考虑|推荐|选派|评选|选拔|推选|申报|入选|遴选)(?!经)|(?:注重|注意)[^，。；]{0,20}倾斜)[^，。；]{0,20}"), _none),
    ("exclusion", re.compile(r"(?<![^。；，：（])(?:[^，。；]{0,6}应?)不包括[^。；）]{3,160}?(?:人员|者|干部|领导|学生|教师|单位|人)(?=[。；）]|$)|(?<![^，。；：])非[^，。；：（）]{3,40}(?:者|人员|领导|人选|干部)(?:（[^（）]*）)?(?=[，。；]|$)|[^。；]{0,50}(?:不得(?:再次?|重复)?(?:参加|参与|申报|推荐|参评|报名|列入|作为|重复)|不再(?:推荐|申报|参加|重复|参评|列入|评)|不(?:能|可|予)(?:作为[^，。；]{0,8}申报|申报|推荐|参加|参评|重复)|不作为[^，。；]{0,16}(?:对象|人选|候选人)|不参加[^，。；]{0,8}(?:评选|推荐|评比|申报)|不予(?:推荐|受理|申报)|不得[^，。；]{0,6}(?:评选|推荐|评审)|[^，。；]{2}除外|不列入|原则上不再(?!接受)|不重复(?!立项|建设|收费|交)|不参评|不(?:建议|宜)[^，。；]{0,4}(?:推荐|申报|参评)|期满[^。；]{0,14}方可[^，。；]{0,4}(?:申报|参评|推荐|参加)|不(?:纳入|在)[^，。；]{0,8}范围|(?:从)?未(?:曾)?被[^，。；]{0,16}(?:确定为|评为|列为|列入|认定为)|(?:从)?未(?:曾)?(?:在[^，。；]{2,16}中)?(?:获得|获|被授予|入选)过?[^，。；]{0,24}(?:称号|荣誉|奖励?|表彰|资助|支持|项目|计划))[^，。；]{0,14}"), _none),
    ("honour", re.compile(r"(?<![^，。；：])(?:具)?有[^，。；、]{2,16}(?:荣誉|人才)称号|[^，。；]{0,24}(?<!未)(?<!未曾)(?:获得过|获得(?!1|一)|荣获|须[^，。；]{0,30}获|被授予)(?![^，。；]{0,30}(?:复印件|证明|证书))[^，。；]{0,36}(?:称号|奖励?|荣誉|表彰|等奖)(?:及以上|以上)?(?:称号|奖励|者)?[^，。；]{0,6}"), _none),
    ("originality", re.compile(r"[^，。；]{0,24}(?:原创|独创)[^，。；]{0,16}"), _none),
    ("health", re.compile(r"身体健康|身心健康"), _none),
    ("gender", re.compile(r"[^，。；《》]{0,24}(?:中国籍女性|女性(?:科研|科技|专业技术)人(?:员|才)|女科技工作者|女科学家(?!奖|计划)|妇女同志|女性奋斗者|限女性|(?:须|应|必须)?为女性|(?<![^，。；）、的])女性(?=[，。；]|$)|女性(?:科技工作者|公民|教师|教职工|职工|个人|代表)|女教师|女教职工|女同志|女职工|女公民|女科技)(?=[，。；、（）]|者|人(?!数)|个人(?!\d)|$|均?可|参|不)[^，。；\d]{0,6}"), lambda _: {"value": "female"}),
    ("status", re.compile(r"[^，。；]{0,40}(?:在岗|在职|在编|在读|在籍|在站|现任|正式)[^，。；]{0,10}(?:教师|博士生|博士后|研究生|人员|教职工|职工|学生|干部|在编|在岗)[^，。；]{0,10}|[^，。；]{0,10}(?:具有)?(?:中华人民共和国|中国)国籍[^，。；]{0,10}|中国籍(?!女)[^，。；]{0,16}|(?:中华人民共和国|中国)公民|(?:申请人|申报人|申请者|参赛者|候选人)(?:须|应|必须)?为[^，。；（]{4,40}|[^，。；]{0,8}(?:须|应|必须|需)为[^，。；]{2,16}(?:团员|党员|会员|学生|教师|职工|员工|居民|公民|人员|工作者)(?=[，。；（）]|$)|[^，。；]{0,12}具有[^，。；]{2,12}户籍[^，。；]{0,14}|[^，。；]{2,40}在读(?=[，。；且并]|$)|[^，。；]{0,14}(?:正式|个人|注册)会员(?=[，。；）]|$)"), _none),
    ("workplace", re.compile(r"[^，。；]{0,14}(?:在[^，。；]{2,12}(?:地区|基层|一线|本市|我市|我省|本省|本区|我区|在华)工作的?|全职在[^，。；]{2,12}工作的?|在(?:京|沪|浙|华|渝|津)(?:工作|单位)|从[^，。；]{2,50}范围内(?:推荐|遴选|产生|选拔)|依托单位在[^，。；]{2,8}|凡在[^，。；]{2,12}居住)[^，。；]{0,14}"), _none),
    ("applicant", re.compile(r"[^，。；]{0,20}以[^，。；]{1,14}为申报(?:主体|单位)[^，。；]{0,6}|[^，。；]{0,14}(?:不(?:接受|受理)个人申报|个人不得申报|(?:申报)?主体(?:应|须|必须)为[^，。；]{2,50}|由所在单位[^，。；]{0,6}申报|(?:应|须|必须)为个人(?:投稿|申报|参赛|作品)|不接受(?:单位|团体|团队|机构|集体)[^，。；]{0,8}(?:投稿|申报|报名|参赛))"), _none),
    ("team_size", re.compile(rf"[^，。；（]{{0,14}}(?:参赛选手|团队(?:成员|人数|参与|(?=不超过))|参赛人数|参赛队员|[项课]题?目?组(?:成员|人数)|团队学生人数|每[队组]|每个?团队)[^，。；\d]{{0,8}}(?:不超过|不得超过|不少于|限|最多|控制在)[^，。；\d]{{0,2}}(?:\d[-~—至])?{_NN}[人名]"), lambda m: {"value": quantity(m["n"]), "comparator": ">=" if "不少于" in m.group() else "<="}),
    ("advisers", re.compile(rf"[^，。；（]{{0,6}}指导(?:教师|老师)[^，。；\d]{{0,6}}?(?:(?:不超过|不得超过|仅?限|最多)[^，。；\d]{{0,2}}{_NN}|(?:不超过|为|配备)?(?:\d[-~—至])(?P<m>\d))(?:人|名|位)"), lambda m: {"value": quantity(m["n"] or m["m"]), "comparator": "<="}),
    ("achievement", re.compile(rf"[^。；]{{0,30}}(?:主持|承担)过?{_NN}项[^，。；]{{0,24}}(?:课题|项目)，或[^，。；]{{0,12}}(?:论文|成果|专利|专著)[^，。；]{{0,12}}"), _none),
    ("project", re.compile(rf"[^，。；]{{0,20}}(?:主持|承担|负责|参与)[^，。；]{{0,6}}(?:过)?[^，。；]{{0,16}}(?:项目|课题|计划|工程)[^，。；]{{0,8}}{_NN}项[^，。；]{{0,8}}|[^，。；]{{0,16}}近{N}年[^，。；]{{0,14}}(?:主持|承担|参与)[^，。；]{{0,24}}(?:项目|课题)[^，。；]{{0,8}}"), _none),
    ("publication", re.compile(rf"[^，。；]{{0,20}}(?:发表|出版)[^，。；]{{0,24}}?{_NN}(?:篇|部|册)[^，。；]{{0,14}}"), lambda m: {"value": quantity(m["n"]), "comparator": ">="}),
    ("conduct", re.compile(r"[^，。；]{0,12}(?:政治素质过硬|政治立场坚定|(?:品行|品德)(?:优良|良好|优秀)|思想政治(?:素质)?(?:好|坚定|过硬)|品行端正|师德高尚|(?:学风|作风)(?:正派|端正|优良)|(?:品德|道德)高尚|政治合格|崇高的?师德|良好的[^，。；]{0,6}(?:道德|公德|品德|学风|师德|品行)|诚实守信|优[秀良]的(?:学风|品德|道德|师德)|学术道德|(?:遵守|恪守|严守)[^，。；]{0,4}(?:科学道德|职业道德|科研伦理|科研诚信)|清正廉洁|廉洁自律|道德品质|遵纪守法|(?:模范)?遵守(?:国家|中国|宪法|党纪)?[^，。；]{0,4}(?:法律|法规)|(?:违反|违背)[^，。；]{0,8}(?:师德|职业道德|纪律|法律|法规|诚信|学术)|考核[^，。；]{0,8}(?:合格|称职)|无[^，。；]{0,8}(?:违法|违纪|处分))[^，。；]{0,14}"), _none),
)  # fmt: skip
TRIGGERS = {
    kind: re.compile(words)
    for kind, words in {
        "age": "岁|出生",
        "degree": "科|硕士|博士|研究生|大专|中专|高中",
        "title": "级|高|教授|研究员|工程师",
        "experience": "经历|经验",
        "tenure": "年",
        "certificate": "证",
        "publicity": "公示",
        "relaxation": "放宽|不受|破格",
        "preference": "优先|倾斜",
        "exclusion": "不|除外|未|方可|非",
        "honour": "获|授予|称号",
        "originality": "原创|独创",
        "health": "健康",
        "gender": "女",
        "status": "为|户籍|在|现任|正式|国籍|中国籍|会员|公民",
        "workplace": "在|从",
        "applicant": "申报|主体|不接受|为个人",
        "team_size": "人",
        "advisers": "指导",
        "achievement": "，或",
        "project": "项目|课题|计划|工程",
        "publication": "发表|出版",
        "conduct": "诚实|公德|政治|道德|优秀|优良|品德|遵守|廉洁|师德|学风|作风|品行|遵纪|违|无|考核",
    }.items()
}
"""A word without which a condition of the kind is not said: looked for first, because it is quick."""
SURE = {
    "publication": 0.4,
    "age": 0.9,
    "degree": 0.8,
    "title": 0.8,
    "publicity": 0.8,
    "gender": 0.7,
    "exclusion": 0.7,
    "relaxation": 0.7,
}

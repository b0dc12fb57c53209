"""Small invented documents through the whole reader."""

from jinguo.engines.notices import load, read

PLAN = """云州市妇女联合会文件
云妇发〔2024〕7号

云州市妇女联合会 云州市科学技术协会
关于印发《云州市女科技人才行动方案》的通知

各区县妇联、科协，市直各单位：
现将方案印发给你们，请认真贯彻落实。

云州市妇女联合会
云州市科学技术协会
二〇二四年三月五日

云州市女科技人才行动方案
一、总体要求
坚持服务大局。
二、主要任务
（一）加强培养。每年举办培训班不少于12期，到2026年培养女科技骨干500名以上，在三
八红旗手评选中提升女科技工作者比例。（牵头单位：市妇联；配合单位：市科协、各区县妇联等有关单位）
（二）搭建平台。组织交流活动。（市科协、市妇联负责）
"""

CALL = """关于推荐第三届最美女科技工作者的通知
各市级学会，各区县科协：
现将有关事项通知如下：
一、推荐名额
各市级学会推荐不超过2名。
二、推荐条件
年龄在45周岁以下（1979年1月1日以后出生），具有大学本科以上学历。
三、报送材料
1.《推荐表》一式3份，加盖公章。
2.工作照2-3张，jpg格式，每张不超过5MB。
3.短视频1个，时长不超过一分半钟，MP4格式，横屏（16:9）。
请于5月10日前将材料报送市科协。
联系人：王小梅，联系电话：63331234，邮箱：kexie@example.com
附件：推荐表
云州市科学技术协会
2024年4月1日
"""


def test_a_plan_gives_its_identity() -> None:
    document = read(PLAN).document
    assert document["kind_of_document"] == "policy"
    assert document["title"] == "关于印发《云州市女科技人才行动方案》的通知"
    assert document["inner_title"] == "云州市女科技人才行动方案"
    assert document["doc_number"] == "云妇发〔2024〕7号"
    assert document["issuers"] == ["云州市妇女联合会", "云州市科学技术协会"]
    assert document["issue_date"] == "2024-03-05"
    assert document["addressees"] == ["各区县妇联、科协", "市直各单位"]


def test_measures_have_units_by_role_with_full_names() -> None:
    first, second = read(PLAN).document["measures"]
    assert (first["number"], first["section"], first["heading"]) == ("（一）", "二", "加强培养")
    assert (first["lead"], first["cooperating"]) == ("市妇联", ["市科协", "各区县妇联"])
    assert first["units_open"] == "等有关单位"
    assert first["units_full"]["市妇联"] == "云州市妇女联合会"
    assert second["units"] == ["市科协", "市妇联"]


def test_targets_have_number_comparator_and_period() -> None:
    found = {t["quantity"]: t for t in read(PLAN).document["measures"][0]["targets"]}
    assert (found[12]["comparator"], found[12]["period"]) == ("at_least", "year")
    assert (found[500]["comparator"], found[500]["by"]) == ("at_least", "2026")
    assert found[None]["text"] == "提升女科技工作者比例"


def test_a_call_gives_quota_conditions_materials_and_deadline() -> None:
    document = read(CALL).document
    assert document["kind_of_document"] == "call"
    assert [(q["count"], q["comparator"]) for q in document["quotas"]] == [(2, "<=")]
    age = next(e for e in document["eligibility"] if e["type"] == "age")
    assert (age["value"], age["born_on_or_after"]) == (45, "1979-01-01")
    form, photo, video = document["materials"]
    assert (form["copies"], form["stamped"]) == (3, True)
    assert (photo["min_count"], photo["max_count"], photo["max_size_bytes"]) == (2, 3, 5 * 1024**2)
    assert (video["max_duration_s"], video["aspect"], video["format"]) == (90, "16:9", ["mp4"])
    [deadline] = document["deadlines"]
    assert (deadline["date"], deadline["year_is_inferred"]) == ("2024-05-10", True)
    assert document["contacts"]["persons"] == ["王小梅"]
    assert document["contacts"]["phones"] == ["63331234"]


def test_half_width_and_traditional_text_reads_the_same() -> None:
    half = CALL.replace("，", ",").replace("：", ":").replace("（", "(").replace("）", ")")
    assert read(half).document["quotas"][0]["count"] == 2
    old = "關於開展評選的通知\n各區婦聯：\n一、推薦名額\n各區推薦1名。\n二、報送材料\n請於2024年5月1日前報送。\n"
    assert read(old).document["deadlines"][0]["date"] == "2024-05-01"


def test_a_text_in_gb18030_is_read() -> None:
    loaded = load(PLAN.encode("gb18030"), "a.txt")
    assert loaded.text == PLAN
    assert loaded.findings[0].code == "notice_encoding"


def test_measures_of_the_first_level_take_units_from_lines_below() -> None:
    text = (
        "关于印发云州市支持女性科技人才十条措施的通知\n云政办发〔2023〕15号\n各区人民政府：\n现印发给你们。\n云州市人民政府办公室\n2023年6月1日\n"
        "云州市支持女性科技人才十条措施\n一、加大项目支持。女性负责人占比不低于30%。\n责任单位：市科技局、市财政局\n"
        "二、扩大培养规模。每年支持20项左右。\n牵头单位：市妇联\n配合单位：市教育局、市科协\n"
    )
    first, second = read(text).document["measures"]
    assert (first["number"], first["heading"], first["units"]) == (
        "一",
        "加大项目支持",
        ["市科技局", "市财政局"],
    )
    assert (second["lead"], second["cooperating"]) == ("市妇联", ["市教育局", "市科协"])
    assert second["targets"][0]["comparator"] == "~"


def test_two_names_apart_by_a_blank_are_two_persons() -> None:
    text = "关于推荐的通知\n各区科协：\n请推荐。\n联系人：赵敏 周杰\n电  话：0571-88886666\n"
    assert read(text).document["contacts"]["persons"] == ["赵敏", "周杰"]

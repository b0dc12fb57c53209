"""Names of Chinese units: read into their parts, and compared with each other, true and false pairs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jinguo.standards.unit_relations import RELATIONS, blocking_keys, relate
from jinguo.standards.units import normalise_unit, parse_unit, shipped_register, split_region

PAIRS = """
北京大学 | 北京大学化学学院 | same
北京大学化学学院 | 北京大学物理学院 | same
北京大学 | 北京大学第三医院 | affiliated
北京大学第一医院 | 北京大学第三医院 | affiliated
北京大学第三医院 | 北京大学附属第三医院 | same
北京市 | 北京师范大学 | None
北京大学 | 北京师范大学 | None
北京师范大学 | 南京师范大学 | None
北大 | 北京大学 | renamed
北大荒集团 | 北京大学 | None
北京医科大学 | 北京大学 | renamed
中科院化学所 | 中国科学院化学研究所 | renamed
中国科学院化学研究所 | 中国科学院物理研究所 | None
中国科学院 | 中国科学院物理研究所 | affiliated
中国科学院大学 | 中国科学院化学研究所 | None
中国科学院上海有机化学研究所 | 上海有机化学研究所 | likely_same
中国科学院化学研究所 | 化学研究所 | guessed
华为技术有限公司 | 深圳市华为技术有限公司 | likely_same
华为技术有限公司 | 华为技术有限责任公司 | same
华为技术有限公司 | 华为技术股份有限公司 | likely_same
北京华为技术有限公司 | 深圳华为技术有限公司 | guessed
北京科技有限公司 | 上海科技有限公司 | None
华为 | 华为技术有限公司 | guessed
中国石油大学（北京） | 中国石油大学（华东） | None
中国石油大学 | 中国石油大学(北京) | guessed
哈尔滨工业大学（深圳） | 哈尔滨工业大学 | likely_same
武汉市第一医院 | 武汉市第二医院 | None
武汉市第一医院 | 武汉第一医院 | same
上海市第一人民医院 | 第一人民医院 | guessed
上海市第一人民医院 | 广州市第一人民医院 | None
湘雅医院 | 中南大学湘雅医院 | likely_same
华科大 | 华中科技大学 | guessed
南大 | 南京大学 | guessed
南大 | 南昌大学 | guessed
北京市朝阳区教育委员会 | 长春市朝阳区教育委员会 | None
北京市海淀区妇联 | 海淀区妇女联合会 | same
化学研究所 | 化学研究院 | None
中国人民解放军总医院（301医院） | 301医院 | same
第二军医大学 | 中国人民解放军海军军医大学 | renamed
中国科学技术大学 | 中国科学院 | None
中国科学技术大学 | 北京科技大学 | None
中国科大 | 中国科学技术大学 | renamed
中国农业大学 | 中国农业科学院 | None
Department of Chemistry, Peking University | 北京大学化学学院 | renamed
清华大学 | 清华大学附属中学 | affiliated
清华大学附属中学 | 北京大学附属中学 | None
浙江大学 | 浙江工业大学 | None
浙江大学城市学院 | 浙江大学 | affiliated
浙大城市学院 | 浙江大学 | affiliated
西北工业大学 | 西工大 | renamed
国网江苏省电力有限公司 | 国家电网 | None
中国石油天然气集团有限公司 | 中石油 | guessed
东方电气集团 | 东方航空集团 | None
广州大学 | 广州大学城医院 | None
北京协和医院 | 中国医学科学院北京协和医院 | likely_same
中国电子科技集团公司第十四研究所 | 中国电科14所 | None
中国移动通信集团北京有限公司 | 中国移动通信集团有限公司 | affiliated
吉林大学 | 吉林省教育厅 | None
北京理工大学 | 北京理工大学珠海学院 | same
江苏省人民医院 | 南京医科大学第一附属医院 | None
海淀区卫生局 | 北京市海淀区卫生局 | same
同济大学 | 武汉同济医院 | None
同济大学附属同济医院 | 华中科技大学同济医学院附属同济医院 | None
阿里巴巴（中国）有限公司 | 阿里巴巴集团 | likely_same
"""


def pairs():
    return [tuple(cell.strip() for cell in line.split("|")) for line in PAIRS.strip().splitlines()]


def kind_of(one: str, other: str) -> str:
    found = relate(parse_unit(one), parse_unit(other))
    return found.kind if found else "None"


@pytest.mark.parametrize(("one", "other", "kind"), pairs())
def test_two_names_of_units(one, other, kind):
    assert (kind_of(one, other), kind_of(other, one)) == (kind, kind)


@pytest.mark.parametrize(("one", "other", "kind"), [pair for pair in pairs() if pair[2] != "None"])
def test_related_names_share_a_blocking_key(one, other, kind):
    assert blocking_keys(parse_unit(one)) & blocking_keys(parse_unit(other))


@pytest.mark.parametrize(
    ("text", "head", "kind", "part", "own"),
    [
        ("北京大学化学与分子工程学院", "北京大学", "university", "化学与分子工程学院", False),
        ("北京大学第三医院", "北京大学", "university", "第三医院", True),
        ("北京协和医院妇产科", "北京协和医院", "hospital", "妇产科", False),
        ("中国科学院大学化学科学学院", "中国科学院大学", "university", "化学科学学院", False),
        ("中国疾病预防控制中心营养与健康所", "中国疾病预防控制中心", "hospital", "营养与健康所", False),
        (
            "中国石油天然气股份有限公司大庆油田分公司",
            "中国石油天然气股份有限公司",
            "company",
            "大庆油田分公司",
            False,
        ),
        ("沈阳化工研究院有限公司", "沈阳化工研究院有限公司", "company", "", False),
        ("武汉市中心医院", "武汉市中心医院", "hospital", "", False),
        ("北京市海淀区妇联", "北京市海淀区妇女联合会", "society", "", False),
        ("School of Chemistry, Wuhan University", "武汉大学", "university", "School of Chemistry", False),
    ],
)
def test_a_name_is_read_into_unit_and_part(text, head, kind, part, own):
    unit = parse_unit(text)

    assert (unit.head, unit.kind, unit.part, unit.own) == (head, kind, part, own)


@pytest.mark.parametrize(
    ("text", "region", "core"),
    [
        ("江苏省南京市鼓楼区妇幼保健院", ("江苏", "南京", "鼓楼"), "妇幼"),
        ("湖南省湘西土家族苗族自治州人民医院", ("湖南", "湘西"), "人民"),
        ("内蒙古自治区农牧业科学院", ("内蒙古",), "农牧业"),
        ("北京大学", (), "北京"),
        ("上海市", (), "上海"),
        ("华为技术（北京）有限公司", ("北京",), "华为技术"),
        ("东方电气集团有限公司", (), "东方电气"),
    ],
)
def test_the_region_is_divided_from_the_distinctive_word(text, region, core):
    unit = parse_unit(text)

    assert (unit.region, unit.core) == (region, core)


def test_an_office_adds_its_own_former_names():
    register = shipped_register().with_names(renamed={"云川师范专科学校": "云川理工大学"})

    old = parse_unit("云川师范专科学校数学系", register)

    assert relate(old, parse_unit("云川理工大学", register)).kind == "renamed"
    assert relate(parse_unit("云川师范专科学校"), parse_unit("云川理工大学")) is None


@pytest.mark.parametrize("text", ["", " ", "，", "（）", "大学", "公司", "（北京）", "-", "北大", "a"])
def test_nearly_nothing_is_read_too(text):
    unit = parse_unit(text)

    assert relate(unit, parse_unit("北京大学")) in (None, relate(parse_unit("北京大学"), unit))


PIECES = (
    "北京 北京市 江苏省 南京 大学 学院 第三医院 附属 中国科学院 化学 研究所 有限公司 股份有限公司 集团 （北京） ( ) ， 师范 北大 "
    "中心 海淀区 妇联 协会 University of Peking 华为 技术"
)
NAMES = st.lists(st.sampled_from(PIECES.split()), min_size=1, max_size=6).map("".join)


@given(NAMES, NAMES)
def test_the_relation_is_symmetric_and_found_through_the_keys(one, other):
    a, b = parse_unit(one), parse_unit(other)
    found = relate(a, b)

    assert relate(b, a) == found
    if found:
        assert found.kind in RELATIONS
        assert blocking_keys(a) & blocking_keys(b)


@given(NAMES)
def test_a_name_is_one_unit_with_itself_and_normalising_twice_changes_nothing(name):
    unit = parse_unit(name)

    assert normalise_unit(normalise_unit(name)) == normalise_unit(name)
    if unit.core:
        assert relate(unit, parse_unit(f" {name} ")).kind == "same"


@given(st.text(max_size=30))
def test_any_text_is_read(text):
    unit = parse_unit(text)
    region, rest = split_region(unit.head)

    assert isinstance(unit.key, str)
    assert len(region) <= 4
    assert unit.head.endswith(rest)

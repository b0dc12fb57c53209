"""The errors that lists have, and how often: rates of a cell or a row, the same for every list unless it says otherwise."""

from __future__ import annotations

import random
import unicodedata
from collections import defaultdict
from functools import cache

from jinguo.demo.names import FIRST, SECOND
from jinguo.standards.names import pinyin

RATES = {
    "name_sounds_alike": 0.012,
    "name_looks_alike": 0.004,
    "name_traditional": 0.006,
    "name_with_blanks": 0.04,
    "rare_character_lost": 0.10,
    "dot_otherwise": 0.35,
    "id_as_a_number": 0.004,
    "id_last_digits_lost": 0.003,
    "id_one_digit_wrong": 0.004,
    "full_width": 0.03,
    "birth_missing": 0.012,
    "birth_without_century": 0.003,
    "birth_other_month": 0.006,
    "sex_wrong": 0.001,
    "phone_one_digit_wrong": 0.005,
    "phone_grouped": 0.06,
    "unit_by_former_name": 0.25,
    "unit_shortened": 0.10,
    "unit_with_department": 0.15,
    "cell_empty": 0.02,
    "twice_in_the_list": 0.008,
    "man_among_women": 0.006,
}
"""Error → share of the cells (or rows) that could have it. `unit_by_former_name`: of those whose unit was renamed."""

_ALIKE = dict(zip("晓婉晴丽梅兰洁莹敏静佳清瑶瑜", "哓惋睛俪海蓝浩荧教净住情遥喻", strict=True))
_TRADITIONAL = str.maketrans(
    "丽静娟艳凤云华兰莲岚书张刘陈杨黄赵吴孙马罗郑谢许韩邓冯冬国伟强",
    "麗靜娟艷鳳雲華蘭蓮嵐書張劉陳楊黃趙吳孫馬羅鄭謝許韓鄧馮冬國偉強",
)
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_SHORT = (
    ("生物医药有限公司", "医药公司"), ("信息技术有限公司", "信息公司"), ("有限公司", "公司"), ("农业科学研究院", "农科院"), ("理工大学", "理工"), ("农业大学", "农大"),
    ("师范大学", "师大"), ("医科大学", "医大"), ("疾病预防控制中心", "疾控中心"), ("妇幼健康中心", "妇幼中心"), ("农业技术推广中心", "农技中心"), ("人民医院", "医院"),
)  # fmt: skip


class Slips:
    """Draws errors from one source of chance."""

    def __init__(self, source: random.Random) -> None:
        self.source = source

    def happens(self, what: str) -> bool:
        return self.source.random() < RATES[what]

    def name(self, name: str) -> str:
        """A name as somebody wrote it down."""
        if "·" in name:
            return (
                name.replace("·", self.source.choice(("．", "•", " ", ".")))
                if self.happens("dot_otherwise")
                else name
            )
        if (
            len(name) < 4
            and not name.isascii()
            and any(one in _rare() for one in name)
            and self.happens("rare_character_lost")
        ):
            return "".join("□" if one in _rare() else one for one in name)
        if self.happens("name_sounds_alike"):
            return self._other(name, _homophones())
        if self.happens("name_looks_alike"):
            return "".join(_ALIKE.get(one, one) for one in name)
        if self.happens("name_traditional"):
            return name.translate(_TRADITIONAL)
        if len(name) == 2 and self.source.random() < 0.35 and self.happens("name_with_blanks"):
            return f"{name[0]}　{name[1]}"
        return f"{name[0]} {name[1:]}" if self.happens("name_with_blanks") else name

    def _other(self, name: str, table: dict[str, str]) -> str:
        places = [n for n, one in enumerate(name) if n and one in table]
        if not places:
            return name
        at = self.source.choice(places)
        return name[:at] + self.source.choice(table[name[at]]) + name[at + 1 :]

    def number(self, number: str) -> str | float:
        """An ID number; a float where the table program took it for one."""
        if self.happens("id_as_a_number") and number[-1] != "X":
            return float(number)
        if self.happens("id_last_digits_lost"):
            return number[:15] + "000"
        return self._one_digit(number) if self.happens("id_one_digit_wrong") else self.wide(number)

    def phone(self, phone: str) -> str:
        if self.happens("phone_one_digit_wrong"):
            phone = self._one_digit(phone)
        if self.happens("phone_grouped"):
            return (
                f"{phone[:3]}-{phone[3:7]}-{phone[7:]}"
                if self.source.random() < 0.5
                else f"{phone[:3]} {phone[3:7]} {phone[7:]}"
            )
        return self.wide(phone)

    def wide(self, text: str) -> str:
        """Full width, where the keyboard was set so."""
        return text.translate(_WIDE) if self.happens("full_width") else text

    def unit(self, name: str) -> str:
        if self.happens("unit_shortened"):
            for long, short in _SHORT:
                if long in name:
                    return name.replace(long, short)
            return name.replace("云川市", "云川", 1)
        return name

    def _one_digit(self, digits: str) -> str:
        at = self.source.randrange(7, len(digits) - 1)
        return digits[:at] + str((int(digits[at]) + self.source.randint(1, 9)) % 10) + digits[at + 1 :]


@cache
def _rare() -> frozenset[str]:
    return frozenset(
        one for one in "㛃翀喆堃淼赟懿昶旻晟玮琰珩璟婧妤姮嫄旸昉暄" if unicodedata.category(one) == "Lo"
    )


@cache
def _homophones() -> dict[str, str]:
    """Character → the others that sound like it."""
    groups: dict[str, list[str]] = defaultdict(list)
    more = "荔俐静敬净闽娟涓捐艳燕雁彦芳方霞侠玲铃灵凌梅媚眉虹宏洪英瑛映颖影秀绣慧惠蕙会婷庭亭萍苹平雪学莉琳林霖麟晶菁菲斐飞薇微巍琴勤芹岚澜凤峰玉钰瑜裕珍真臻云芸昀文雯闻建健志智兰蓝玫瑰"
    for one in dict.fromkeys(FIRST + SECOND + more):
        groups[pinyin(one, surname=False)].append(one)
    return {
        one: "".join(other for other in group if other != one)
        for group in groups.values()
        if len(group) > 1
        for one in group
    }

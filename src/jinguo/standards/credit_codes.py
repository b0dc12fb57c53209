"""Unified social credit codes of organisations (统一社会信用代码, GB 32100-2015).

18 places of digits and capitals without I, O, Z, S, V: registering department, kind, six of the area, nine
of the body code (GB 11714), check digit with weights 3^(i-1) mod 31. Many party bodies and small
grass-roots units have none.

>>> found = read_credit_code("91350100m000100y43")
>>> found.valid, found.number, found.department_name, found.region_name
(True, '91350100M000100Y43', '市场监管', '福建省福州市')
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from jinguo.reasons import Reason
from jinguo.standards.divisions import region_name as _region_name

__all__ = ["ALPHABET", "CreditCode", "credit_check_digit", "read_credit_code"]

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_BLANKS = re.compile(r"[\s\-‐‑–—.·_\u200b-\u200f\u2060\ufeff]+")

_DEPARTMENTS = {
    "1": "机构编制",
    "2": "外交",
    "3": "司法行政",
    "4": "文化",
    "5": "民政",
    "6": "旅游",
    "7": "宗教",
    "8": "工会",
    "9": "市场监管",
    "A": "中央军委",
    "N": "农业",
    "Y": "其他",
}
_KINDS = {
    "11": "机关",
    "12": "事业单位",
    "13": "群众团体",
    "19": "其他",
    "51": "社会团体",
    "52": "民办非企业单位",
    "53": "基金会",
    "59": "其他",
    "91": "企业",
    "92": "个体工商户",
    "93": "农民专业合作社",
}


@dataclass(frozen=True, slots=True)
class CreditCode:
    """What a unified social credit code says. ``valid`` is true when no finding is an error."""

    valid: bool
    number: str
    department: str
    department_name: str
    kind_name: str
    region: str
    region_name: str
    body_code: str
    findings: tuple[Reason, ...] = ()


def credit_check_digit(first17: str) -> str:
    """The 18th place for the first 17. KeyError for characters outside the alphabet.

    >>> credit_check_digit("91350100M000100Y4")
    '3'
    """
    total = sum(_VALUES[character] * weight for character, weight in zip(first17, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def read_credit_code(text: str) -> CreditCode:
    """Read a code as people type it: full width, small letters, blanks and dashes are accepted.

    Findings: credit_code_missing, credit_code_wrong_length, credit_code_wrong_characters,
    credit_code_wrong_check_digit; as warnings credit_code_unknown_department, credit_code_unknown_area.
    """
    number = _BLANKS.sub("", unicodedata.normalize("NFKC", text)).upper()
    refused = _refusal(number)
    if refused:
        return CreditCode(False, number, "", "", "", "", "", "", (refused,))
    findings: list[Reason] = []
    if credit_check_digit(number[:17]) != number[17]:
        findings.append(Reason.error("credit_code_wrong_check_digit"))
    department, region = number[0], number[2:8]
    if department not in _DEPARTMENTS:
        findings.append(Reason.warning("credit_code_unknown_department", found=department))
    # 100000 stands for the nation: units registered with a ministry or the State Administration.
    place = "全国" if region == "100000" else _region_name(region)
    if not place:
        findings.append(Reason.warning("credit_code_unknown_area", found=region))
    return CreditCode(
        valid=all(finding.severity != "error" for finding in findings),
        number=number,
        department=department,
        department_name=_DEPARTMENTS.get(department, ""),
        kind_name=_KINDS.get(number[:2], ""),
        region=region,
        region_name=place,
        body_code=number[8:17],
        findings=tuple(findings),
    )


def _refusal(number: str) -> Reason | None:
    if not number:
        return Reason.error("credit_code_missing")
    if len(number) != 18:
        return Reason.error("credit_code_wrong_length", found=len(number))
    strange = "".join(dict.fromkeys(character for character in number if character not in _VALUES))
    return Reason.error("credit_code_wrong_characters", found=strange) if strange else None

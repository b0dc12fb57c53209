"""Names of Chinese units: read into region, distinctive word, kind and second-level part, so that they can be compared.

A unit's name runs from the general to the particular: 江苏省 南京市 | 鼓楼 | 医院 | 心内科. What the name alone shows is
read here; that two different names are one unit (renamed, shortened) is data: :class:`UnitRegister`, the shipped one
from ``data/unit-names.toml``. :mod:`jinguo.standards.unit_relations` compares two names.

Three things make it harder than cutting off words. The region belongs to the name where nothing distinctive would be
left (北京大学). What follows a university's name is a part of it (化学学院) or a legal person of its own (第三医院,
附属中学). And some names at the top stand for many legal persons (中国科学院).

>>> unit = parse_unit("北大化学与分子工程学院")
>>> unit.head, unit.kind, unit.part
('北京大学', 'university', '化学与分子工程学院')
>>> parse_unit("中科院化学所").key, parse_unit("深圳市华为技术有限公司").core
('中国科学院|化学研究所', '华为技术')
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from types import MappingProxyType

from jinguo.standards.codes import code_list
from jinguo.standards.divisions import divisions
from jinguo.standards.names import normalise_name
from jinguo.standards.text import clean_text

__all__ = ["UnitName", "UnitRegister", "normalise_unit", "parse_unit", "shipped_register", "split_region"]

_KINDS: tuple[tuple[str, str], ...] = (
    # ending of a name → kind; the longer ending stands before the shorter one that it contains
    ("股份有限公司|有限责任公司|有限公司|总公司|公司|集团|合作社|工厂", "company"),
    ("大学", "university"),
    ("中学|小学|学校|幼儿园", "school"),
    ("科学院|研究总院|研究院|设计院|研究所|研究中心|实验室|科学研究院", "institute"),
    ("医学院|学院|专科学校", "college"),
    ("医院|卫生院|保健院|卫生服务中心|疾病预防控制中心", "hospital"),
    ("人民政府|委员会|管理局|总局|气象局|科技局|教育局|办事处", "government"),
    ("研究会|基金会|学会|协会|联合会|促进会|商会", "society"),
    ("博物馆|科技馆|图书馆|出版社|中心", "centre"),
)
_LAST_ONLY = (
    ("局|厅|部|委|办", "government"),
    ("所", "institute"),
    ("厂|社", "company"),
    ("馆|站", "centre"),
)
"""Short endings say the kind at the end of a name alone; inside a name they are ordinary characters."""

_SPLIT = re.compile("|".join(f"(?:{endings})" for endings, _ in _KINDS))
_NOT_AN_END = re.compile("路|街|城|生|道|镇|乡|村|人才|股份|有限|集团|总公司|公司|大学")
_CENTRAL = re.compile("医院|小学|中学|卫生院|幼儿园|血站|学校")
_OWN = re.compile("附属|附中|附小|医院|中学|小学|幼儿园|(?<!分)公司|集团|出版社|基金会|校友会|大学|^[-与和]")
_OWN_UNDER_OFFICES = re.compile("研究所|研究院|中心|学院|学校|学会|协会|联合会|局$")
_FORM = re.compile("(?:股份有限公司|有限责任公司|有限公司|总公司|公司)$")
_BRACKET = re.compile("（([^（）]*)）")
_HAN = re.compile("[㐀-鿿]")
_DEPARTMENT = re.compile(
    "$|.*(?:学院|系|学部|研究所|研究院|研究生院|中心|实验室|附中|附小|分校|校区|所|部|处|科|科协|妇联|学校)$"
    "|(?:附属|第.{1,2}|口腔|人民|肿瘤).*医院.*$|医学"
)


@dataclass(frozen=True, slots=True)
class UnitRegister:
    """What names alone do not show. ``short``: abbreviation → name; ``renamed``: former name → present name;
    ``umbrellas``: names over many legal persons; ``bracket_matters``: （北京）is part of the name; ``independent``:
    begin like a part of another unit and are none; ``not_short``: begin like an abbreviation and are none.
    """

    short: Mapping[str, str] = field(default_factory=dict)
    renamed: Mapping[str, str] = field(default_factory=dict)
    umbrellas: frozenset[str] = frozenset()
    bracket_matters: frozenset[str] = frozenset()
    independent: frozenset[str] = frozenset()
    not_short: frozenset[str] = frozenset()

    def with_names(
        self, *, short: Mapping[str, str] | None = None, renamed: Mapping[str, str] | None = None
    ) -> UnitRegister:
        """The register with an office's own names added; these go before the shipped ones."""
        return UnitRegister(
            MappingProxyType({**self.short, **_normalised(short or {})}),
            MappingProxyType({**self.renamed, **_normalised(renamed or {})}),
            self.umbrellas,
            self.bracket_matters,
            self.independent,
            self.not_short,
        )


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit's name, read.

    ``text`` is the whole name normalised, ``head`` the name of the first-level unit (after abbreviations and
    former names were replaced), ``umbrella`` the name above it, ``region`` its divisions without 省, 市, 区 from
    the largest down, ``core`` the distinctive word, ``ending`` what follows it (大学, 研究所), ``form`` the legal
    form of a company, ``campus`` a place in brackets, ``part`` the second-level part.

    ``kind`` is university, school, institute, college, hospital, company, government, society, centre or empty.
    ``own`` says that the part is a legal person of its own, ``renamed`` that the register replaced something.
    ``others`` are further names of the same unit, from brackets.
    """

    text: str
    head: str
    umbrella: str = ""
    region: tuple[str, ...] = ()
    core: str = ""
    kind: str = ""
    ending: str = ""
    form: str = ""
    campus: str = ""
    part: str = ""
    own: bool = False
    renamed: bool = False
    others: tuple[UnitName, ...] = ()

    @property
    def plain(self) -> str:
        """The last region with the distinctive word: 北京市第四中学 and 北京第四中学 have the same."""
        return (self.region[-1] if self.region else "") + self.core

    @property
    def key(self) -> str:
        """Equal for two names of one first-level unit, as far as the names show it."""
        named = self.plain + (self.ending or f"|{self.kind}")
        return "|".join(piece for piece in (self.umbrella, named, self.campus) if piece)


@lru_cache(maxsize=20_000)
def normalise_unit(text: str) -> str:
    """The form in which names of units are compared: half-width letters, full-width brackets, no blanks beside Han
    characters, no quotation marks. Applying it twice changes nothing more.

    >>> normalise_unit("北京 大学(医学部)"), normalise_unit("ＡＢＣ “星火” 公司")
    ('北京大学（医学部）', 'ABC星火公司')
    """
    text = unicodedata.normalize("NFKC", clean_text(text))
    text = re.sub("[\"'“”‘’「」『』《》]", "", text)
    text = re.sub(r"\s*[-—–－―]+\s*", "-", text).translate(
        str.maketrans("()[]【】〔〕,;", "（）（）（）（），；")
    )
    text = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", normalise_name(text))
    return text.strip(" ，；。、.-")


def split_region(text: str) -> tuple[tuple[str, ...], str]:
    """The divisions at the beginning of a name, without 省, 市, 区, 县, and what follows.

    Short forms (南京) are taken for provinces and prefectures, counties need their 区 or 县.

    >>> split_region("江苏省南京市鼓楼区妇幼保健院"), split_region("南京鼓楼医院")
    ((('江苏', '南京', '鼓楼'), '妇幼保健院'), (('南京',), '鼓楼医院'))
    """
    table = _regions()
    found: list[str] = []
    while len(found) < 4:
        for length in range(min(len(text), 11), 1, -1):
            if text[:length] in table:
                bare = table[text[:length]]
                if not found or found[-1] != bare:
                    found.append(bare)
                text = text[length:]
                break
        else:
            break
    return tuple(found), text


def parse_unit(text: str, register: UnitRegister | None = None) -> UnitName:
    """Read a unit's name. ``register`` defaults to the shipped one. Nothing is refused: what is not understood has
    its whole name as ``head`` and ``core``.
    """
    return _parse(normalise_unit(text), register or shipped_register())


@cache
def shipped_register() -> UnitRegister:
    """The register of ``data/unit-names.toml``."""
    data = tomllib.loads(
        resources.files("jinguo.standards").joinpath("data/unit-names.toml").read_text("utf-8")
    )
    return UnitRegister(
        MappingProxyType(_normalised(data["short"])),
        MappingProxyType(_normalised(data["renamed"])),
        *(frozenset(data[name]) for name in ("umbrellas", "bracket_matters", "independent", "not_short")),
    )


def _parse(text: str, register: UnitRegister) -> UnitName:
    if "，" in text:
        return _of_pieces(text, register)
    inside = _BRACKET.findall(text)
    outside = _BRACKET.sub("", text)
    base, renamed = _present_name(outside, register)
    base = re.sub("妇联$", "妇女联合会", re.sub("科协$", "科学技术协会", base))
    base = re.sub("(?<=...)大$", "大学", base)
    umbrella, below = _umbrella(base, register)
    head, part = _head_and_part(below, register)
    if umbrella and not head:
        umbrella, head, part = "", below, ""
    kind = _kind(head)
    campus, others, more = _brackets(inside, kind, register)
    region, core, ending, form = _core(head, kind)
    if head in register.bracket_matters and campus:
        core, campus = f"{core}（{campus}）", ""
    if campus and kind == "company" and not region:
        region = (campus,)
    keeps = kind in {"university", "college"} and campus
    return UnitName(
        text,
        head,
        umbrella,
        region,
        core,
        kind,
        ending,
        form,
        campus if keeps else "",
        part + more,
        _is_own(part, kind),
        renamed,
        others,
    )


def _of_pieces(text: str, register: UnitRegister) -> UnitName:
    """A name written from the particular to the general: "Department of Chemistry, Peking University"."""
    pieces = [_parse(piece, register) for piece in text.split("，") if piece]
    if not pieces:
        return UnitName(text, text, core=text)
    order = ("university", "institute", "hospital", "company", "college")
    head = min(pieces, key=lambda unit: order.index(unit.kind) if unit.kind in order else len(order))
    rest = "，".join(unit.text for unit in pieces if unit is not head)
    part = "，".join(piece for piece in (head.part, rest) if piece)
    return UnitName(
        text, head.head, head.umbrella, head.region, head.core, head.kind, head.ending, head.form, head.campus,
        part,
        head.own, head.renamed, head.others,
    )  # fmt: skip


def _present_name(text: str, register: UnitRegister) -> tuple[str, bool]:
    """The name with its beginning replaced by what the register says, and whether anything was."""
    changed = False
    for _ in range(3):
        for table in (register.renamed, register.short):
            known = next((text[:n] for n in range(len(text), 1, -1) if text[:n] in table), "")
            if known and _may_replace(text, known, table[known], register):
                text, changed = table[known] + text[len(known) :].strip(), True
                break
        else:
            break
    return text, changed


def _may_replace(text: str, known: str, name: str, register: UnitRegister) -> bool:
    rest = text[len(known) :]
    if any(text.startswith(other) for other in (name, *register.not_short, *register.independent)):
        return False
    if known in register.renamed:
        return not _NOT_AN_END.match(rest)
    if name in register.umbrellas:
        return True
    return bool(_DEPARTMENT.match(rest))


def _umbrella(text: str, register: UnitRegister) -> tuple[str, str]:
    """(umbrella, the unit's own name below it); nothing is above where the name is the umbrella's own."""
    for length in range(min(len(text), 14), 3, -1):
        if text[:length] in register.umbrellas:
            below = re.sub("^(?:股份有限公司|有限责任公司|有限公司|总公司|公司)", "", text[length:])
            below = re.sub("(?<!研究)所$", "研究所", below)
            if not below or below.startswith("大学") or not _kind(below):
                return "", text[:length] if not below else text
            return text[:length], below
    return "", text


def _head_and_part(text: str, register: UnitRegister) -> tuple[str, str]:
    if text in register.independent or text in register.umbrellas:
        return text, ""
    for match in _SPLIT.finditer(text):
        rest = text[match.end() :]
        if match.start() == 0 or not rest:
            continue
        if _NOT_AN_END.match(rest) or _SPLIT.fullmatch(rest):
            continue
        if match.group().endswith("中心") and _CENTRAL.match(rest):
            continue
        own = next((name for name in register.independent if text.startswith(name)), "")
        cut = len(own) or match.end()
        return text[:cut], text[cut:]
    return text, ""


def _kind(head: str) -> str:
    for table in (_KINDS, _LAST_ONLY):
        for endings, kind in table:
            if re.search(f"(?:{endings})$", head):
                return kind
    lower = head.lower()
    for word, kind in (
        ("university", "university"),
        ("hospital", "hospital"),
        ("institute", "institute"),
        ("academy", "institute"),
        ("college", "college"),
    ):
        if re.search(rf"\b{word}\b", lower):
            return kind
    return "company" if re.search(r"\b(?:co\.?|ltd\.?|inc\.?|corporation|gmbh)$", lower) else ""


def _core(head: str, kind: str) -> tuple[tuple[str, ...], str, str, str]:
    """(region, distinctive word, ending, legal form). The region stays in the word where nothing else would be
    left.
    """
    form = found.group() if kind == "company" and (found := _FORM.search(head)) else ""
    stem, ending = head[: len(head) - len(form)], ""
    if kind == "company":
        stem = re.sub("集团$|集团股份$", "", stem) or stem
    elif kind and _HAN.search(head):
        for endings, of in (*_KINDS, *_LAST_ONLY):
            if of == kind and (match := re.search(f"(?:{endings})$", stem)) and match.start():
                stem, ending = stem[: match.start()], match.group()
                break
    region, rest = split_region(stem)
    if not rest:
        return (), (region[-1] if region else stem), ending, form
    return region, rest.casefold(), ending, form


def _brackets(inside: list[str], kind: str, register: UnitRegister) -> tuple[str, tuple[UnitName, ...], str]:
    """What stands in brackets: (a place, other names of the unit, a part of it)."""
    campus, others, part = "", [], ""
    for content in filter(None, inside):
        region, rest = split_region(content)
        if (region and not rest) or content in {"华东", "华北", "华南"}:
            campus = region[-1] if region else content
        elif content not in {"集团", "筹"} and _kind(content) and len(content) > 2:
            others.append(_parse(content, register))
        elif kind in {"university", "college"} and content.endswith("校区"):
            part = content
    return campus, tuple(others), part


def _is_own(part: str, kind: str) -> bool:
    if not part:
        return False
    if kind in {"government", "society"} and _OWN_UNDER_OFFICES.search(part):
        return True
    return bool(_OWN.search(part)) and kind != "hospital"


@cache
def _regions() -> Mapping[str, str]:
    """Every way to write a division → its name without 省, 市, 区, 县."""
    ethnic = "|".join(entry.name for entry in code_list("ethnic_groups"))
    peoples = re.compile(f"(?:(?:{ethnic}|各族)*自治)?[县区旗州]$")
    suffix = re.compile("(?:特别行政区|(?:维吾尔|壮族|回族)?自治区|省|市|地区|盟)$")
    table: dict[str, str] = {}
    for code, name in sorted(divisions().items()):
        if len(name) < 3 or name in {"市辖区", "县"}:
            continue
        bare = suffix.sub("", name)
        if bare == name:
            bare = peoples.sub("", name)
        bare = bare if len(bare) > 1 else name
        table.setdefault(name, bare)
        if code.endswith("00") and len(bare) > 1:
            table.setdefault(bare, bare)
    return MappingProxyType(table)


def _normalised(names: Mapping[str, str]) -> dict[str, str]:
    return {normalise_unit(known): normalise_unit(name) for known, name in names.items()}

"""Traditional and variant characters folded into one, so that lists from different offices can be compared.

For comparing only: what is stored and shown stays as the person writes it. Folding is character by character, so two
different simplified characters stay different, while 麗 and 丽, 髙 and 高, 沢 and 泽 become one.

Data: ``data/variants.txt`` from OpenCC (Apache-2.0), and a few variants of given names of this project; see
``data/SOURCES.md``.

>>> fold_variants("鄭麗華"), fold_variants("髙嶋"), fold_variants("丽")
('郑丽华', '高岛', '丽')
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

__all__ = ["fold_variants", "variants"]

_OF_NAMES = (
    "峰峯 群羣 哲喆 昆崑 坤堃 升昇陞 浚濬 苏甦 德惪 同仝 村邨 庵菴 绩勣 略畧 里裡裏 高髙 吉𠮷 崎﨑 "
    "岛嶋 娘孃 姐姊姉 梁樑 泛汎 咏詠 游遊"
)
"""The first of each word stands for the rest."""


def fold_variants(text: str) -> str:
    """The text with traditional and variant characters replaced; everything else stays."""
    return text.translate(variants())


@cache
def variants() -> Mapping[int, str]:
    """Code point of a variant → the character that stands for it, as ``str.translate`` takes it."""
    shipped = resources.files("jinguo.standards").joinpath("data/variants.txt").read_text("utf-8")
    table: dict[int, str] = {}
    for word in (*shipped.split(), *_OF_NAMES.split()):
        for variant in word[1:]:
            table.setdefault(ord(variant), word[0])
    return MappingProxyType(table)

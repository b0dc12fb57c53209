"""Invented names: common surnames and given names put together by chance, each once. Nobody is meant."""

from __future__ import annotations

import random
from collections.abc import Iterator

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
    "阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
COMPOUND = ("欧阳", "上官", "司徒", "诸葛")
FIRST = "晓雅静若思语书清婉佳明文嘉雨欣梦诗慧春秋月云海宁安永新立志建秀玉兰红丽美淑素巧采"
SECOND = "岚宁晴兰霞芳敏洁莹琳雯颖娜婷燕萍梅蓉薇菲瑶璇蕾彤妍悦怡然琪涵曦瑾瑜钰蓓黛茜舒韵竹溪澜"


def women(source: random.Random) -> Iterator[str]:
    """Names without end, none twice; some of one given character, some with a compound surname."""
    seen: set[str] = set()
    while True:
        surname = source.choice(COMPOUND) if source.random() < 0.03 else source.choice(SURNAMES)
        given = (
            source.choice(SECOND) if source.random() < 0.3 else source.choice(FIRST) + source.choice(SECOND)
        )
        if (surname + given not in seen and given[0] != given[-1]) or len(given) == 1:
            if surname + given in seen:
                continue
            seen.add(surname + given)
            yield surname + given


RARE = ("古丽娜尔·艾合买提", "𠮷田若溪", "马㛃")
"""Names that lists often spoil: with a middle dot, with characters beyond the basic plane."""

"""The 字数 of a text, as Word and WPS count it, for limits such as "1000字以内".

Every Chinese character and every full-width or East Asian punctuation mark is one; a run of other
characters (Latin letters, digits, half-width marks) without a blank is one; white space and line ends are
none.

Basis: practice of the word processors, no standard. "以内" includes the number itself (Civil Code art. 1259).

>>> count_words("她获得2项专利。"), count_words("AI for science 研究")
(8, 5)
"""

from __future__ import annotations

import re

from jinguo.reasons import Verdict

__all__ = ["count_words", "over_limit", "within_limit"]

# Characters that are one word each: Han, kana, hangul, CJK and full-width punctuation, and the marks that
# Chinese text shares with Latin text (dashes, curly quotes, ellipsis, middle dot), which the word
# processors count as Chinese.
_SINGLES = (
    "\u1100-\u11ff\u2e80-\u2fff\u3001-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uac00-\ud7ff\ue000-\ufaff"
    "\ufe10-\ufe1f\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6"
    "\U0001f000-\U0001faff\U00020000-\U0003ffff\U000f0000-\U0010ffff"
    "\u00b7\u2014-\u2016\u2018\u2019\u201c\u201d\u2025\u2026\u203b\u2460-\u24ff\u25a0-\u26ff"
)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]"
)
_WORDS = re.compile(rf"[{_SINGLES}]|[^\s{_SINGLES}]+")


def count_words(text: str) -> int:
    """The 字数 of a text."""
    return len(_WORDS.findall(_INVISIBLE.sub("", text)))


def over_limit(text: str, limit: int) -> int:
    """By how many words the text is longer than the limit; 0 where it keeps it. Text is never cut.

    >>> over_limit("她获得2项专利。", 8), over_limit("她获得2项专利。", 6)
    (0, 2)
    """
    return max(0, count_words(text) - limit)


def within_limit(text: str, limit: int) -> Verdict:
    """The same as a decision with its reason ``text_too_long`` (found, limit, over)."""
    found = count_words(text)
    return Verdict.of(found <= limit, "text_too_long", found=found, limit=limit, over=max(0, found - limit))

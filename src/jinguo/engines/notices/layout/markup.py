"""The marks of Markdown that pages turned into text leave behind: # before a heading, ** around words in bold.

>>> without_markup("# 通知\\n**一、目标** 见附件").split()
['通知', '一、目标', '见附件']
"""

from __future__ import annotations

import re

_BOLD = re.compile(r"(?<!\*)\*\*(?=[^\s*])([^*\n]{1,120})\*\*(?!\*)")
_HEADING = re.compile(r"^[ \u3000]*#{1,6}(?=\s*[^\s#])", re.M)


def without_markup(text: str) -> str:
    """The text with blanks in place of the marks, so that every character stands where it stood."""
    if "**" in text:
        text = _BOLD.sub(lambda bold: f"  {bold[1]}  ", text)
    return _HEADING.sub(lambda mark: " " * len(mark[0]), text) if "#" in text else text

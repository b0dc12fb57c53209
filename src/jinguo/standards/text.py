"""Text as it is stored: what no database and no document accepts is taken out, everything else stays.

>>> clean_text("主要\\x00事迹\\r\\n\\t第一段")
'主要事迹\\n\\t第一段'
"""

from __future__ import annotations

import re
import unicodedata

__all__ = ["clean_text"]

# C0 and C1 controls except tab and line feed; U+FEFF inside a text is a byte order mark gone astray; lone
# surrogates cannot be written as UTF-8; the noncharacters U+FFFE and U+FFFF cannot stand in XML, so not in
# a .docx.
_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ud800-\udfff\ufffe\uffff]")
_LINE_BREAKS = re.compile("\r\n?|\x85|\u2028|\u2029|\x0b|\x0c")


def clean_text(text: str) -> str:
    """NFC without control characters; line breaks become ``\\n``, tabs stay.

    Applying it twice changes nothing more.
    """
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _LINE_BREAKS.sub("\n", text)))

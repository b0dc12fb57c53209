"""File names that every system takes: Windows, macOS, Linux, and the zip programs between them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: Windows forbids these; their full-width twins read the same.
_TWINS: Final = str.maketrans('<>:"/\\|?*', "＜＞：＂／＼｜？＊")
_RESERVED: Final = re.compile(r"(?i)^(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])(?=\s*(\.|$))")
_SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,8}$")
_UNNAMED: Final = "未命名"
#: Linux allows 255 bytes for a name; some encrypted disks 143 characters.
_LIMIT_BYTES: Final = 180


def safe_file_name(text: str, limit: int = _LIMIT_BYTES) -> str:
    """The text as the name of one file or folder: illegal characters replaced, at most ``limit`` bytes of
    UTF-8.

    A short suffix (``.jpg``) is kept when the name must be cut. Applied twice it changes nothing more.

    >>> safe_file_name('材料1/2: "证书".pdf')
    '材料1／2： ＂证书＂.pdf'
    >>> safe_file_name("con.txt"), safe_file_name("..")
    ('con_.txt', '未命名')
    """
    normal = unicodedata.normalize("NFC", text).translate(_TWINS)
    kept = "".join(character if unicodedata.category(character)[0] != "Z" else " " for character in normal)
    kept = "".join(c for c in kept if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Cn", "Co"})
    name = _trimmed(unicodedata.normalize("NFC", " ".join(kept.split())))
    name = _shortened(name, limit)
    guarded = _RESERVED.sub(lambda match: match.group(0) + "_", name)
    return _shortened(guarded, limit) if guarded != name else name or _UNNAMED


def numbered_apart(name: str, taken: set[str]) -> str:
    """The name, or the name with (2), (3)… before its suffix, so that no two are alike on any system.

    ``taken`` holds the names so far (in the form compared) and receives this one.
    """
    stem, suffix = split_suffix(name)
    candidate, number = name, 1
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{stem}({number}){suffix}"
    taken.add(candidate.casefold())
    return candidate


def split_suffix(name: str) -> tuple[str, str]:
    """``("照片", ".jpg")`` of ``照片.jpg``; a name without a short suffix keeps all in its stem."""
    found = _SUFFIX.search(name)
    if not found or found.start() == 0:
        return name, ""
    return name[: found.start()], found.group(0)


def _trimmed(name: str) -> str:
    """Without blanks and dots at the ends (Windows drops them) and without a leading dash (commands read
    it)."""
    return name.strip(" .").lstrip("-~. ").rstrip(" .")


def _shortened(name: str, limit: int) -> str:
    if len(name.encode()) <= limit:
        return name
    stem, suffix = split_suffix(name)
    room = max(1, limit - len(suffix.encode()))
    cut = stem.encode()[:room].decode(errors="ignore").rstrip(" .")
    return _trimmed(cut + suffix)

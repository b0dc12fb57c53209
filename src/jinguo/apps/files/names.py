"""File names as people give them, made safe for pages, headers and archives."""

from __future__ import annotations

import unicodedata

import regex

MOST_GRAPHEMES = 200
_UNSAFE = regex.compile(r"[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]")
_FORBIDDEN = regex.compile(r'[<>:"/\\|?*]')


def clean(name: str) -> str:
    """The last part, without control and direction characters, at most 200 graphemes, suffix kept.

    >>> clean("C:\\\\照片\\\\工作照\\u202egpj.exe")
    '工作照gpj.exe'
    >>> clean("..") , clean("")
    ('file', 'file')
    """
    last = regex.split(r"[/\\]", name)[-1]
    plain = _FORBIDDEN.sub("_", _UNSAFE.sub("", unicodedata.normalize("NFC", last))).strip(" .")
    pieces = regex.findall(r"\X", plain)
    if len(pieces) > MOST_GRAPHEMES:
        dot = plain.rfind(".")
        tail = regex.findall(r"\X", plain[dot:]) if dot > 0 else []
        tail = tail if len(tail) <= 12 else []
        pieces = pieces[: MOST_GRAPHEMES - len(tail)] + tail
    return "".join(pieces) or "file"


def ascii_safe(name: str) -> str:
    """The name for an address or an old header: letters, digits, dot, dash and underscore only.

    >>> ascii_safe("王颖 工作照.JPG"), ascii_safe("简历.pdf"), ascii_safe("Plan v2 (final).docx")
    ('file.jpg', 'file.pdf', 'Plan-v2-final.docx')
    """
    stem, dot, suffix = name.rpartition(".")
    if not dot:
        stem, suffix = name, ""
    stem = regex.sub(r"[^A-Za-z0-9_]+", "-", stem).strip("-")[:80]
    suffix = regex.sub(r"[^A-Za-z0-9]+", "", suffix).lower()[:12]
    return f"{stem or 'file'}.{suffix}" if suffix else stem or "file"

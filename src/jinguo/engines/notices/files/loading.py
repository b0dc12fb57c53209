"""A file to its text: .txt in UTF-8 or GB18030, .docx, .pdf with a text layer, .xlsx and .xls. What cannot be read says why.

>>> load("关于评选的通知".encode("gb18030"), "通知.txt").text
'关于评选的通知'
>>> load(b"", "空.txt").findings[0].code
'notice_empty'
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from jinguo.reasons import Reason

from .pages import pages_text
from .sheets import sheets_text
from .word import word_text

_OLD = b"\xd0\xcf\x11\xe0"
"""What every file of the old Office formats begins with, and every encrypted one of the new."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The decoded text, and what stood in the way. An error among the findings means there is no text to read."""

    text: str
    findings: tuple[Reason, ...] = ()

    @property
    def usable(self) -> bool:
        return not any(reason.severity == "error" for reason in self.findings)


def load(content: bytes, name: str = "") -> Loaded:
    """The text of a file by its content; the name tells only what it claims to be."""
    if not content.strip():
        return Loaded("", (Reason.error("notice_empty", file=name),))
    if content.startswith(b"%PDF"):
        return Loaded(*pages_text(content, name))
    if content.startswith(b"PK\x03\x04"):
        return Loaded(*_zipped(content, name))
    if content.startswith(_OLD):
        return Loaded(*_old(content, name))
    return _plain(content, name)


def _zipped(content: bytes, name: str) -> tuple[str, tuple[Reason, ...]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = set(archive.namelist())
    except (zipfile.BadZipFile, OSError) as problem:
        return "", (Reason.error("notice_damaged", file=name, problem=type(problem).__name__),)
    if any(part.startswith("xl/") for part in parts):
        return sheets_text(content, name)
    if "word/document.xml" in parts or "[Content_Types].xml" in parts:
        return word_text(content, name)
    return "", (Reason.error("notice_not_text", file=name),)


def _old(content: bytes, name: str) -> tuple[str, tuple[Reason, ...]]:
    """A file of the old Office formats: .xls can be read, .doc cannot, and an encrypted .docx looks alike."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("EncryptedPackage"):
        return "", (Reason.error("notice_encrypted", file=name),)
    if holds("Workbook") or holds("Book"):
        return sheets_text(content, name)
    return "", (Reason.error("notice_old_word", file=name),)


def _plain(content: bytes, name: str) -> Loaded:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _checked(content.decode("utf-16", "replace"), name)
    for encoding in ("utf-8-sig", "gb18030", "big5"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        found = () if encoding == "utf-8-sig" else (Reason.info("notice_encoding", encoding=encoding),)
        return _checked(text, name, found)
    return Loaded("", (Reason.error("notice_not_text", file=name),))


def _checked(text: str, name: str, found: tuple[Reason, ...] = ()) -> Loaded:
    if not text.strip():
        return Loaded("", (Reason.error("notice_empty", file=name),))
    return Loaded(text, found)

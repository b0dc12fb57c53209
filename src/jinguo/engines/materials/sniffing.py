"""What a file is, from its content alone. The name is never asked."""

from __future__ import annotations

import mmap
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from jinguo.engines.materials import limits

Family = Literal["picture", "video", "document", "archive", "text", "web", "other"]


@dataclass(frozen=True, slots=True)
class FileType:
    """A format: its name for people, its media type, and the suffix it goes by (no dot; empty when
    unknown)."""

    name: str
    mime: str
    suffix: str
    family: Family = "other"


UNKNOWN = FileType("?", "application/octet-stream", "")
EMPTY = FileType("?", "application/x-empty", "")

_ = FileType
_OOXML = "application/vnd.openxmlformats-officedocument."
TYPES: dict[str, FileType] = {
    kind.suffix: kind
    for kind in (
        _("JPEG", "image/jpeg", "jpg", "picture"),
        _("PNG", "image/png", "png", "picture"),
        _("WebP", "image/webp", "webp", "picture"),
        _("GIF", "image/gif", "gif", "picture"),
        _("BMP", "image/bmp", "bmp", "picture"),
        _("TIFF", "image/tiff", "tif", "picture"),
        _("HEIC", "image/heic", "heic", "picture"),
        _("AVIF", "image/avif", "avif", "picture"),
        _("MP4", "video/mp4", "mp4", "video"),
        _("QuickTime MOV", "video/quicktime", "mov", "video"),
        _("3GP", "video/3gpp", "3gp", "video"),
        _("WebM/MKV", "video/x-matroska", "mkv", "video"),
        _("AVI", "video/x-msvideo", "avi", "video"),
        _("WMV", "video/x-ms-wmv", "wmv", "video"),
        _("FLV", "video/x-flv", "flv", "video"),
        _("MPEG", "video/mpeg", "mpg", "video"),
        _("MPEG-TS", "video/mp2t", "ts", "video"),
        _("M4A", "audio/mp4", "m4a"),
        _("MP3", "audio/mpeg", "mp3"),
        _("PDF", "application/pdf", "pdf", "document"),
        _("DOCX", _OOXML + "wordprocessingml.document", "docx", "document"),
        _("XLSX", _OOXML + "spreadsheetml.sheet", "xlsx", "document"),
        _("PPTX", _OOXML + "presentationml.presentation", "pptx", "document"),
        _("DOC", "application/msword", "doc", "document"),
        _("XLS", "application/vnd.ms-excel", "xls", "document"),
        _("PPT", "application/vnd.ms-powerpoint", "ppt", "document"),
        _("RTF", "application/rtf", "rtf", "document"),
        _("OFD", "application/ofd", "ofd", "document"),
        _("ODT", "application/vnd.oasis.opendocument.text", "odt", "document"),
        _("ODS", "application/vnd.oasis.opendocument.spreadsheet", "ods", "document"),
        _("ZIP", "application/zip", "zip", "archive"),
        _("RAR", "application/vnd.rar", "rar", "archive"),
        _("7z", "application/x-7z-compressed", "7z", "archive"),
        _("gzip", "application/gzip", "gz", "archive"),
        _("TXT", "text/plain", "txt", "text"),
        _("HTML", "text/html", "html", "web"),
        _("SVG", "image/svg+xml", "svg", "web"),
        _("XML", "application/xml", "xml", "web"),
        _("EXE", "application/vnd.microsoft.portable-executable", "exe"),
    )
}
ENCRYPTED_OFFICE = _("DOCX/XLSX", "application/x-ole-storage", "", "document")
OLE = _("OLE", "application/x-ole-storage", "", "document")
del _

_MAGIC = (
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"II*\0", "tif"),
    (b"MM\0*", "tif"),
    (b"\x1aE\xdf\xa3", "mkv"),
    (b"0&\xb2u\x8ef\xcf\x11", "wmv"),
    (b"FLV\x01", "flv"),
    (b"\0\0\x01\xba", "mpg"),
    (b"\0\0\x01\xb3", "mpg"),
    (b"ID3", "mp3"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gz"),
    (b"MZ", "exe"),
)
_BRANDS = {
    b"qt  ": "mov",
    **dict.fromkeys((b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"), "heic"),
    **dict.fromkeys((b"avif", b"avis"), "avif"),
    **dict.fromkeys((b"M4A ", b"M4B "), "m4a"),
}
_OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD = 64 << 10


def sniff(path: Path | str) -> FileType:
    """The format of a file by its content; ``UNKNOWN`` or ``EMPTY`` when there is none. Reads at most the
    head, a zip's table of contents, or an OLE file's directory.

    Raises:
        OSError: the file cannot be read.
    """
    with Path(path).open("rb") as file:
        head = file.read(_HEAD)
        if not head:
            return EMPTY
        for magic, suffix in _MAGIC:
            if head.startswith(magic):
                return TYPES[suffix]
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return _inside_zip(file)
        if head.startswith(_OLE_MAGIC):
            return _inside_ole(file)
    return _by_structure(head) or _by_text(head) or UNKNOWN


def _by_structure(head: bytes) -> FileType | None:
    box = head[4:8]
    if box == b"ftyp":
        brand = head[8:12]
        return TYPES[_BRANDS.get(brand, "3gp" if brand.startswith(b"3g") else "mp4")]
    if box in (b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"):
        return TYPES["mov"]
    if head[:4] == b"RIFF":
        return {b"WEBP": TYPES["webp"], b"AVI ": TYPES["avi"]}.get(head[8:12])
    if head[:2] == b"BM" and head[6:10] == b"\0\0\0\0" and len(head) > 26:
        return TYPES["bmp"]
    if len(head) > 376 and head[0] == head[188] == head[376] == 0x47:
        return TYPES["ts"]
    if b"%PDF-" in head[:1024]:
        return TYPES["pdf"]
    return None


def _by_text(head: bytes) -> FileType | None:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<script", b"<head", b"<body", b"<iframe")):
        return TYPES["html"]
    if start.startswith((b"<svg", b"<?xml", b"<!--", b"<!doctype svg")):
        if b"<svg" in start:
            return TYPES["svg"]
        return TYPES["html"] if b"<html" in start or b"<script" in start else TYPES["xml"]
    if any(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head):
        return None
    for encoding in ("utf-8", "gb18030"):
        # the head may end in the middle of a character
        for cut in range(4):
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return TYPES["txt"]
    return None


def _inside_zip(file: BinaryIO) -> FileType:
    try:
        with zipfile.ZipFile(file) as archive:
            names = frozenset(entry.filename for entry in archive.filelist[: limits.ARCHIVE_ENTRIES])
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        return TYPES["zip"]
    if "[Content_Types].xml" in names:
        for folder, suffix in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx")):
            if any(name.startswith(folder) for name in names):
                return TYPES[suffix]
    if "OFD.xml" in names:
        return TYPES["ofd"]
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return TYPES["odt"]
    return TYPES["zip"]


def _inside_ole(file: BinaryIO) -> FileType:
    names = ole_names(file, ("EncryptedPackage", "WordDocument", "Workbook", "Book", "PowerPoint Document"))
    if "EncryptedPackage" in names:
        return ENCRYPTED_OFFICE
    if "WordDocument" in names:
        return TYPES["doc"]
    if names & {"Workbook", "Book"}:
        return TYPES["xls"]
    return TYPES["ppt"] if "PowerPoint Document" in names else OLE


def ole_names(file: BinaryIO, wanted: tuple[str, ...]) -> frozenset[str]:
    """Which of the wanted storages and streams an OLE compound file has ([MS-CFB] 2.6.1).

    A directory entry is 128 bytes on a boundary of 128: the name in UTF-16LE, at byte 64 its length with
    the final zero. Looking for that pattern also works on damaged files and needs no memory.
    """
    found = set()
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        for name in wanted:
            pattern = (name + "\0").encode("utf-16-le")
            at = content.find(pattern)
            while at >= 0:
                length = int.from_bytes(content[at + 64 : at + 66], "little")
                if at % 128 == 0 and length == len(pattern):
                    found.add(name)
                    break
                at = content.find(pattern, at + 1)
    return frozenset(found)

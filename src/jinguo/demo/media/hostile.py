"""Files that want to harm, harmless here: bombs, macros, web code under another name."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>{more}'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.{main}+xml"/></Types>'
)
_PLAIN = "openxmlformats-officedocument.wordprocessingml.document.main"
_MACRO = "ms-word.document.macroEnabled.main"
_RELS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml"'
    ' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_BODY = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    "<w:t>演示文档 DEMO</w:t></w:r></w:p></w:body></w:document>"
)
_DAY = (2024, 1, 1, 0, 0, 0)


def _zip(parts: dict[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content, compresslevel=1)
    return out.getvalue()


def document(more: dict[str, str | bytes] | None = None, *, macros: bool = False) -> bytes:
    """A small .docx with one sentence, and further parts if wanted."""
    extra = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>' if macros else ""
    types = _TYPES.format(more=extra, main=_MACRO if macros else _PLAIN)
    parts = {"[Content_Types].xml": types, "_rels/.rels": _RELS, "word/document.xml": _BODY}
    return _zip({**parts, **(more or {})})


def macro_document() -> bytes:
    """A .docx that is a .docm in fact: it carries a vbaProject.bin (of no code)."""
    return document({"word/vbaProject.bin": b'Attribute VB_Name = "Demo"\r\n' * 40}, macros=True)


def zip_bomb(megabytes: int = 96) -> bytes:
    """A .docx of some 100 KB that would unpack to many megabytes of zeros."""
    return document({"word/media/image1.bmp": bytes(megabytes << 20)})


def bomb_png(side: int = 30_000) -> bytes:
    """A true PNG of about 100 KB with 900 million pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    pack, line = zlib.compressobj(1), bytes(1 + (side + 7) // 8) * 100
    pixels = b"".join(pack.compress(line) for _ in range(side // 100)) + pack.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def page_as_jpg() -> bytes:
    """A web page with a script, to be stored under a name that ends in .jpg."""
    return "<!DOCTYPE html><html><body><script>alert('演示')</script></body></html>".encode()

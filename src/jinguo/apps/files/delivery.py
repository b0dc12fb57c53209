"""Stored bytes as an HTTP answer that runs nothing: private, sandboxed, seekable."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from django.core.files.storage import default_storage
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotModified,
    StreamingHttpResponse,
)
from django.utils.http import http_date, parse_etags, quote_etag

from jinguo.apps.files.models import StoredFile
from jinguo.apps.files.names import ascii_safe
from jinguo.apps.files.ranges import Span, Unsatisfiable, wanted
from jinguo.apps.files.spool import CHUNK
from jinguo.engines.paperwork import safe_file_name

INLINE = frozenset(
    {
        "image/jpeg",
        "image/png",
        "image/webp",
        "image/gif",
        "image/avif",
        "video/mp4",
        "video/quicktime",
        "video/x-matroska",
        "application/pdf",
    }
)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_AS_SHOWN = {"video/x-matroska": "video/webm", "video/quicktime": "video/mp4"}
SANDBOX = "default-src 'none'; sandbox"
_RFC5987 = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$&+-.^_`|~")


def answer(request: HttpRequest, stored: StoredFile, *, download: bool = False) -> HttpResponseBase:
    """The file, or the part of it that was asked for: 200, 206, 304 or 416; for HEAD without the bytes."""
    etag = quote_etag(stored.sha256)
    if _already_has(request, etag):
        return _safe(HttpResponseNotModified(), etag)
    try:
        span = (
            wanted(request.headers.get("Range"), stored.size)
            if _range_counts(request, stored, etag)
            else None
        )
    except Unsatisfiable:
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{stored.size}"})
        return _safe(response, etag)
    response = _bytes(request, stored, span)
    response["Last-Modified"] = http_date(stored.created_at.timestamp())
    response["Content-Disposition"] = disposition(
        stored.original_name, inline=stored.mime in INLINE and not download
    )
    return _safe(response, etag)


def made(content: bytes | str, name: str, mime: str) -> HttpResponse:
    """A file made for this one answer: to be downloaded, kept by nobody on the way."""
    response = HttpResponse(content, content_type=mime)
    response["Content-Disposition"] = disposition(safe_file_name(name), inline=False)
    response["Cache-Control"] = "private, no-store"
    return response


def picture(request: HttpRequest, jpeg: bytes, etag: str) -> HttpResponseBase:
    """A small picture made from a file."""
    etag = quote_etag(etag)
    if _already_has(request, etag):
        return _safe(HttpResponseNotModified(), etag)
    return _safe(HttpResponse(jpeg, content_type="image/jpeg"), etag)


def disposition(name: str, *, inline: bool) -> str:
    """RFC 6266: an ASCII name for old programs, the real one in RFC 5987 form.

    >>> disposition("工作照 1.jpg", inline=False)
    'attachment; filename="1.jpg"; filename*=UTF-8\\'\\'%E5%B7%A5%E4%BD%9C%E7%85%A7%201.jpg'
    """
    encoded = "".join(chr(byte) if byte in _RFC5987 else f"%{byte:02X}" for byte in name.encode())
    return (
        f"{'inline' if inline else 'attachment'}; filename=\"{ascii_safe(name)}\"; filename*=UTF-8''{encoded}"
    )


def _safe(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response["ETag"] = etag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _already_has(request: HttpRequest, etag: str) -> bool:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or etag in {tag.removeprefix("W/") for tag in known}


def _range_counts(request: HttpRequest, stored: StoredFile, etag: str) -> bool:
    """``If-Range``: only continue what is still the same; a date never is exact enough unless it is ours."""
    condition = request.headers.get("If-Range")
    return condition is None or condition in {etag, http_date(stored.created_at.timestamp())}


def _bytes(request: HttpRequest, stored: StoredFile, span: Span | None) -> HttpResponseBase:
    mime = _AS_SHOWN.get(stored.mime, stored.mime)
    if mime.startswith("text/"):
        mime = "text/plain; charset=utf-8"
    start, stop = (span.start, span.stop) if span else (0, stored.size)
    if request.method == "HEAD":
        response: HttpResponseBase = HttpResponse(content_type=mime)
    else:
        file = default_storage.open(stored.path, "rb")
        response = StreamingHttpResponse(_Part(file, start, stop), content_type=mime)
    response["Content-Length"] = str(stop - start)
    if span:
        response.status_code = 206
        response["Content-Range"] = span.content_range
    return response


class _Part:
    """The bytes from ``start`` to ``stop`` of an open file, closed when the reader has them or goes."""

    def __init__(self, file: IO[bytes], start: int, stop: int) -> None:
        self.file, self.left = file, stop - start
        file.seek(start)

    def __iter__(self) -> Iterator[bytes]:
        while self.left > 0 and (chunk := self.file.read(min(CHUNK, self.left))):
            self.left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self.file.close()

"""Resumable upload: tus 1.0.0 with creation, creation-with-upload, termination and expiration (https://tus.io).

The length of the spooled file is the only offset that counts, so that the answer to HEAD is true whatever was
killed in between; bytes are on disk before an offset is answered; one writer at a time by a lock.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.urls import reverse
from django.utils.http import http_date
from django.utils.translation import get_language

from jinguo.apps.clock import now
from jinguo.apps.files import access, actions, kinds, spool
from jinguo.apps.files.models import Upload
from jinguo.errors import Refused
from jinguo.phrases import say

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,expiration"
_BYTES = "application/offset+octet-stream"
_STATUS = {
    "upload_signed_out": 401,
    "upload_too_large": 413,
    "upload_too_many": 429,
    "disk_full": 507,
    "file_empty": 400,
}


class _Answer(Exception):
    """A refusal of the protocol: its status and a line of text."""

    def __init__(self, status: int, text: str = "") -> None:
        self.status, self.text = status, text


@login_not_required  # it answers 401 itself: a program does not follow us to a page
def collection(request: HttpRequest) -> HttpResponse:
    """``/files/uploads/``: OPTIONS tells what we can, POST begins an upload."""
    return _speak(request, {"OPTIONS": _options, "POST": _create})


@login_not_required
def single(request: HttpRequest, uid: UUID) -> HttpResponse:
    """``/files/uploads/<uid>``: HEAD asks how far it is, PATCH goes on, DELETE gives it up."""
    return _speak(request, {"OPTIONS": _options, "HEAD": _head, "PATCH": _patch, "DELETE": _delete}, uid)


def _speak(
    request: HttpRequest, methods: dict[str, Callable[..., HttpResponse]], *args: UUID
) -> HttpResponse:
    method = (request.headers.get("X-HTTP-Method-Override") or request.method or "").upper()
    try:
        if method not in methods:
            raise _Answer(405)
        if not request.user.is_authenticated:
            raise Refused.because("upload_signed_out")
        if method != "OPTIONS" and request.headers.get("Tus-Resumable") != VERSION:
            raise _Answer(412, "Tus-Resumable: 1.0.0")
        response = methods[method](request, *args)
    except _Answer as refusal:
        response = HttpResponse(refusal.text, status=refusal.status, content_type="text/plain; charset=utf-8")
        if refusal.status == 405:
            response["Allow"] = ", ".join(methods)
        if refusal.status == 412:
            response["Tus-Version"] = VERSION
    except Http404:
        response = HttpResponse(status=404)
    except FileNotFoundError:  # its bytes were cleared away
        response = HttpResponse(status=410)
    except spool.Busy:
        response = HttpResponse(status=423)
    except Refused as refused:
        response = _refusal(refused)
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _refusal(refused: Refused) -> HttpResponse:
    """The sentence for the page beside the status for the program."""
    status = _STATUS.get(refused.reasons[0].code, 403)
    text = " ".join(say(reason, get_language() or "zh-hans") for reason in refused.reasons)
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def _options(request: HttpRequest, uid: UUID | None = None) -> HttpResponse:
    response = HttpResponse(status=204)
    response["Tus-Version"] = VERSION
    response["Tus-Extension"] = EXTENSIONS
    kind = kinds.find(request.GET.get("kind", ""))
    if kind:
        response["Tus-Max-Size"] = str(kind.max_bytes)
    return response


def _create(request: HttpRequest) -> HttpResponse:
    length = _number(request, "Upload-Length")
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    upload = actions.begin(
        name=told.get("filename", ""), kind=told.get("kind", ""), length=length, by=request.user
    )
    response = HttpResponse(status=201)
    if request.content_type == _BYTES:
        upload = actions.go_on(upload, _body(request), offset=0)
        response["Upload-Offset"] = str(upload.offset)
    response["Location"] = reverse("files:upload", args=[upload.uid])
    return _kept_until(response, upload)


def _head(request: HttpRequest, uid: UUID) -> HttpResponse:
    upload = _fresh(request, uid)
    response = HttpResponse(status=200)
    response["Upload-Offset"] = str(actions.offset_of(upload))
    response["Upload-Length"] = str(upload.length)
    return _kept_until(response, upload)


def _patch(request: HttpRequest, uid: UUID) -> HttpResponse:
    if request.content_type != _BYTES:
        raise _Answer(415, f"Content-Type: {_BYTES}")
    upload = _fresh(request, uid)
    offset = _number(request, "Upload-Offset")
    announced = request.headers.get("Content-Length", "")
    if announced.isdigit() and offset + int(announced) > upload.length:
        raise _Answer(413)
    try:
        upload = actions.go_on(upload, _body(request), offset=offset)
    except actions.OffsetDiffers as truth:
        response = HttpResponse(status=409)
        response["Upload-Offset"] = str(truth.offset)
        return response
    response = HttpResponse(status=204)
    response["Upload-Offset"] = str(upload.offset)
    return _kept_until(response, upload)


def _delete(request: HttpRequest, uid: UUID) -> HttpResponse:
    actions.give_up(access.upload_for(request.user, uid), by=request.user)
    return HttpResponse(status=204)


def _fresh(request: HttpRequest, uid: UUID) -> Upload:
    upload = access.upload_for(request.user, uid)
    if upload.state == Upload.State.CLAIMED or upload.expires_at <= now():
        raise _Answer(410)
    return upload


def _kept_until(response: HttpResponse, upload: Upload) -> HttpResponse:
    response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    return response


def _number(request: HttpRequest, header: str) -> int:
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise _Answer(400, header)
    return int(text)


def _metadata(header: str) -> dict[str, str]:
    """``filename d29ybGQ=,kind cGhvdG8=`` → texts."""
    told: dict[str, str] = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        key, _, value = pair.partition(" ")
        try:
            told[key] = base64.b64decode(value, validate=True).decode("utf-8")
        except (binascii.Error, UnicodeDecodeError):
            raise _Answer(400, "Upload-Metadata") from None
    return told


def _body(request: HttpRequest) -> Iterator[bytes]:
    """The bytes as they come; a sender that goes away ends the stream, what came counts."""
    while True:
        try:
            chunk: Any = request.read(spool.CHUNK)
        except (UnreadablePostError, OSError):
            return
        if not chunk:
            return
        yield chunk

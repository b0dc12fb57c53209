"""Files go out here; they come in through `tus.py` or a form of their app."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from jinguo.apps.files import access, delivery, showing
from jinguo.apps.files.models import StoredFile
from jinguo.errors import Refused


@login_not_required
@require_safe
def download(request: HttpRequest, uid: UUID, name: str = "") -> HttpResponseBase:
    stored = _file_or_login(request, uid)
    if not isinstance(stored, StoredFile):
        return stored
    return delivery.answer(request, stored, download="download" in request.GET)


@login_not_required
@require_safe
def display(request: HttpRequest, uid: UUID) -> HttpResponseBase:
    """The picture, or a frame of the video, as a small JPEG: ``?size=480`` or ``1280``."""
    stored = _file_or_login(request, uid)
    if not isinstance(stored, StoredFile):
        return stored
    side = 480 if request.GET.get("size") == "480" else 1280
    try:
        jpeg = showing.small_picture(stored, side)
    except Refused:
        raise Http404 from None
    return delivery.picture(request, jpeg, f"{stored.sha256}-{side}")


def _file_or_login(request: HttpRequest, uid: UUID) -> Any:
    """A public file is for everyone. Who is not signed in is asked to, whether the file exists or not."""
    try:
        return access.file_for(request.user, uid)
    except Http404:
        if request.user.is_authenticated:
            raise
        return redirect_to_login(request.get_full_path())

"""What a form with `files/_upload.html` brings: uploads that are complete, or files in the form itself."""

from __future__ import annotations

from django.http import HttpRequest

from jinguo.apps.files import actions
from jinguo.apps.files.models import StoredFile


def received(request: HttpRequest, *, field: str, kind: str) -> list[StoredFile]:
    """The stored files of one posted form, in order; none when nothing was chosen.

    Raises:
        Refused: what ``claim`` and ``store`` of :mod:`jinguo.apps.files.actions` refuse;
            what was kept until then is taken up again by the next post, or swept.
    """
    uploads = [
        actions.claim(uid, kind=kind, by=request.user)
        for uid in dict.fromkeys(request.POST.getlist("upload"))
    ]
    plain = [
        actions.store(file, name=file.name or "", kind=kind, by=request.user)
        for file in request.FILES.getlist(field)
    ]
    return uploads + plain

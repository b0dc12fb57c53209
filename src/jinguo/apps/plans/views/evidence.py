"""Evidence that is sent together with what somebody writes: choosing a file never loses words that are not saved yet."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jinguo.apps.files import actions as files
from jinguo.apps.files.models import StoredFile

ADD, REMOVE = "add_file", "remove_file"
"""The buttons of a form that add a file, or take one off; they save what is written too."""


def take(request: HttpRequest, field: str, kind: str, add: Callable[[StoredFile], object]) -> None:
    """Store the file that came in a field and add it. Says so, and says it where the button was pressed without a file.

    Raises:
        Refused: too large, or not of a kind that is taken.
    """
    sent = request.FILES.get(field)
    if sent is not None:
        add(files.store(sent, name=sent.name, kind=kind, by=request.user))
        messages.success(request, _("The file was added."))
    elif request.POST.get(ADD) == field:
        messages.error(request, _("Please choose a file first."))


def asked_for_files_alone(request: HttpRequest) -> bool:
    """Whether one of the buttons for files was pressed, and not one that saves or hands in."""
    return ADD in request.POST or REMOVE in request.POST

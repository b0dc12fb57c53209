"""What other rooms tell about a call on its own pages: each room above registers one function, and calls knows none of them.

The function takes the request and the call, and answers with a template and its context (found there as ``panel``), or None.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest

if TYPE_CHECKING:
    from jinguo.apps.calls.models import Call

Panel = Callable[[HttpRequest, "Call"], dict[str, Any] | None]
_panels: dict[str, Panel] = {}


def register(key: str, panel: Panel) -> None:
    """Add a panel, or put another in its place under the same key. Called when the program starts."""
    _panels[key] = panel


def of(request: HttpRequest, call: Call) -> list[dict[str, Any]]:
    """What the other rooms have to tell of this call to its officer."""
    found = (panel(request, call) for _, panel in sorted(_panels.items()))
    return [one for one in found if one is not None]

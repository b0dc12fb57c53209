"""The named pieces of the look, as template tags. They are builtins: no `{% load %}` is needed.

Every piece stands in the gallery (`/gallery/`) in all its states. Blocks (`card`, `alert`, `dialog`, …)
take content and end with `{% end… %}`; the others print a template of `templates/components/`.
"""

from __future__ import annotations

from jinguo.site.components.pieces import blocks, buttons, charts, forms, marks, rows, small, words
from jinguo.site.components.pieces.base import register

__all__ = ["blocks", "buttons", "charts", "forms", "marks", "register", "rows", "small", "words"]

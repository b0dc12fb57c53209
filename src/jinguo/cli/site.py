"""What every sub-command that needs the database does first."""

from __future__ import annotations

import os

from jinguo.cli import Unusable


def open_site() -> None:
    """Set Django up. A setting that is nonsense, or missing keys, end the command with one line."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jinguo.site.settings")
    try:
        django.setup()
    except ImproperlyConfigured as problem:
        raise Unusable(str(problem)) from None

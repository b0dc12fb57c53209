"""Form fields that take text as people paste it."""

from __future__ import annotations

from typing import Any

from django import forms

from jinguo.standards.text import clean_text


class TextField(forms.CharField):
    """A text field whose value is cleaned before anything else: control characters go, line breaks become one kind."""

    def to_python(self, value: Any) -> str:
        return super().to_python(clean_text(value) if isinstance(value, str) else value)


class LongTextField(TextField):
    """The same over several lines."""

    widget = forms.Textarea

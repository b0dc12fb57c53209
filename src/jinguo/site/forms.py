"""Forms come out in the look: `{{ form }}`, `{{ form.name.as_field_group }}`, `{% field form.name %}` alike."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _

_DASHES = "---------"
"""What Django writes where nothing is chosen."""
_NATIVE = {
    forms.DateTimeInput: ("datetime-local", "%Y-%m-%dT%H:%M"),
    forms.DateInput: ("date", "%Y-%m-%d"),
    forms.TimeInput: ("time", "%H:%M"),
}


class LookField(BoundField):
    """A bound field whose widget carries the classes of the look and, for dates, the browser's own picker."""

    def __init__(self, form: Any, field: Any, name: str) -> None:
        super().__init__(form, field, name)
        if isinstance(field, forms.ModelChoiceField) and field.empty_label == _DASHES:
            field.empty_label = _("Choose one") if field.required else "—"

    def as_widget(self, widget: Any = None, attrs: Any = None, only_initial: bool = False) -> Any:
        for kind, (native, format) in _NATIVE.items():
            chosen = widget or self.field.widget
            if isinstance(chosen, kind) and chosen.input_type == "text":
                chosen.input_type, chosen.format = native, format
        if (chosen := widget or self.field.widget).attrs.get("placeholder") == self.label:
            del chosen.attrs["placeholder"]  # says what the label says
        return super().as_widget(widget, attrs, only_initial)

    def build_widget_attrs(self, attrs: Any, widget: Any = None) -> dict[str, Any]:
        widget = widget or self.field.widget
        built = super().build_widget_attrs(attrs, widget)
        built["class"] = " ".join(
            filter(None, [widget.attrs.get("class"), built.get("class"), _class(widget)])
        )
        if self.max_words:
            built["data-words-max"] = self.max_words
            built["aria-describedby"] = f"{built.get('aria-describedby') or ''} {self.auto_id}_words".strip()
        return built

    @property
    def max_words(self) -> int | None:
        """A text's limit in words as Word counts them: the form field's `max_words`, where it has one."""
        return getattr(self.field, "max_words", None)

    @property
    def is_check(self) -> bool:
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_hidden_password(self) -> bool:
        return isinstance(self.field.widget, forms.PasswordInput)


class LookRenderer(TemplatesSetting):
    """Set as FORM_RENDERER."""

    form_template_name = "components/form.html"
    formset_template_name = "components/formset.html"
    field_template_name = "components/field.html"
    bound_field_class = LookField


def _class(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "form-check-input"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return ""
    return "form-select" if isinstance(widget, forms.Select) else "form-control"

"""Forms of the library."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinguo.apps.policies.form_fields import DurationField, SizeField
from jinguo.apps.policies.models import DocumentRelation, PolicyDocument, ReadItem
from jinguo.apps.policies.models.documents import KINDS, LEVELS
from jinguo.apps.policies.wording import ADDED_BY_HAND, AUDIENCE_KEYS, PARTS, Part, choice_label, in_words
from jinguo.phrases import term


def _terms(codes: tuple[str, ...], start: str) -> list[tuple[str, str]]:
    return [(code, term(f"{start}{code}", get_language() or "zh-hans")) for code in codes]


class PasteForm(forms.Form):
    """The words of a document."""

    pasted = forms.CharField(
        label=_("Text of the document"),
        widget=forms.Textarea(attrs={"rows": 12}),
        strip=False,
        help_text=_("Paste all of it, with its title, its signature and its annexes."),
    )


class FileForm(forms.Form):
    """A file of a document, where scripts do not send it."""

    file = forms.FileField(label=_("File"), required=False)


class DescribeForm(forms.ModelForm):
    """What the library says of a document."""

    issuers = forms.CharField(
        label=_("Issuers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One a line."),
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = PolicyDocument
        fields = (
            "title", "doc_number", "kind", "level", "issue_date", "in_force_from", "in_force_until", "is_public",
        )  # fmt: skip
        labels = {"is_public": _("Anybody may read it"), "kind": _("Kind of document")}
        help_texts = {
            "is_public": _("Otherwise only those who work in the organisation that keeps it."),
            "in_force_until": _("Empty: until another document replaces it."),
        }
        widgets = {
            "title": forms.Textarea(attrs={"rows": 2}),
            "issue_date": forms.DateInput(),
            "in_force_from": forms.DateInput(),
            "in_force_until": forms.DateInput(),
        }

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["kind"] = forms.ChoiceField(
            label=_("Kind of document"), choices=_terms(KINDS, "document_kind_")
        )
        self.fields["level"] = forms.ChoiceField(label=_("Level"), choices=_terms(LEVELS, "document_level_"))
        self.initial["issuers"] = "\n".join(self.instance.issuers)
        self.initial["seen_version"] = self.instance.version
        self.order_fields(["title", "doc_number", "issuers", "kind", "level"])

    def clean_issuers(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["issuers"].splitlines() if line.strip()]

    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "seen_version"}

    def _post_clean(self) -> None:
        """The action changes the record, under its version; a form leaves it alone."""


class RelationForm(forms.Form):
    """How a document stands to another."""

    kind = forms.ChoiceField(label=_("This document"))
    target = forms.ModelChoiceField(
        PolicyDocument.objects.none(), label=_("A document of the library"), required=False
    )
    title = forms.CharField(label=_("Or its title, if it is not here"), required=False, max_length=300)

    def __init__(self, *given: Any, targets: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["kind"].choices = _terms(DocumentRelation.KINDS, "relation_")
        self.fields["target"].queryset = targets


class ValueForm(forms.Form):
    """A value of one kind, part by part; what the form does not ask for stays as it was."""

    def __init__(self, *given: Any, kind: str, value: Any = None, audiences: str = "", **named: Any) -> None:
        super().__init__(*given, **named)
        self.kind, self.value = kind, value
        for part in PARTS[kind]:
            now = value.get(part.key) if isinstance(value, dict) else value
            self.fields[f"part_{part.key}"] = _control(part, now)
        if kind == "entitlement":
            self.fields["audiences"] = forms.MultipleChoiceField(
                label=term("said_audiences", get_language() or "zh-hans"),
                choices=_terms(AUDIENCE_KEYS, "audience_"),
                widget=forms.CheckboxSelectMultiple,
                initial=audiences.split() or ["women"],
            )

    def said(self) -> Any:
        """The value as the form says it."""
        parts = PARTS[self.kind]
        if parts[0].key == "":
            return _plain(self.cleaned_data["part_"], "")
        base = dict(self.value) if isinstance(self.value, dict) else {}
        for part in parts:
            if f"part_{part.key}" not in self.changed_data:
                continue
            given = _plain(self.cleaned_data.get(f"part_{part.key}"), part.control)
            if part.control == "list" or isinstance(base.get(part.key), list):
                given = _listed(given)
                given = given if part.control == "list" or len(given) > 1 else (given or [None])[0]
            if given != base.get(part.key) and not (given in ("", None) and base.get(part.key) in ("", None)):
                base[part.key] = given
        return base


class AddForm(forms.Form):
    """What kind of value was missed, and to which measure it belongs."""

    kind = forms.ChoiceField(label=_("What it is"))
    of = forms.ModelChoiceField(ReadItem.objects.none(), label=_("Of the measure"), required=False)

    def __init__(self, *given: Any, measures: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["kind"].choices = _terms(ADDED_BY_HAND, "value_")
        self.fields["of"].queryset = measures
        self.fields["of"].label_from_instance = lambda item: in_words(item.kind, item.now_says)


def _control(part: Part, now: Any) -> forms.Field:
    label = term(f"said_{part.key}" if part.key else "said_value", get_language() or "zh-hans")
    named: dict[str, Any] = {"label": label, "required": part.required, "initial": _shown(now)}
    if part.control == "choice":
        choices = [("", "—")] * (not part.required) + [
            (code, choice_label(part.key, code)) for code in part.choices
        ]
        if now and now not in part.choices:
            choices.append((str(now), str(now)))
        return forms.ChoiceField(choices=choices, **named)
    if part.control == "yes":
        named["required"] = False
        named["initial"] = bool(now)
        return forms.BooleanField(**named)
    if part.control == "date" and re.fullmatch(r"\d{4}-\d{2}-\d{2}|", str(now or "")):
        return forms.DateField(**named, widget=forms.DateInput())
    if part.control == "number" and not isinstance(now, list | str):
        return forms.FloatField(**named)
    if part.control in ("duration", "size"):
        field = DurationField if part.control == "duration" else SizeField
        return field(label=label, required=part.required, initial=now)
    if part.control == "long":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 2}), **named)
    return forms.CharField(max_length=300, **named)


def _listed(given: Any) -> list[str | int | float]:
    """What a person wrote as a list; numbers are numbers again."""
    words = [one for one in re.split(r"[、，,；;/\s]+", str(given or "")) if one]
    return [
        float(one) if re.fullmatch(r"\d+\.\d+", one) else int(one) if one.isdecimal() else one
        for one in words
    ]


def _shown(now: Any) -> Any:
    if isinstance(now, list):
        return "、".join(str(one) for one in now)
    return "" if now is None else now


def _plain(given: Any, control: str) -> Any:
    if isinstance(given, date):
        return given.isoformat()
    if isinstance(given, float) and given.is_integer():
        return int(given)
    if control == "yes":
        return bool(given)
    return None if given == "" and control in ("number", "date", "choice") else given

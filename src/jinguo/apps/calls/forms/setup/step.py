"""What the forms of all steps share: the version that was seen, settings that are fixed, a conflict that keeps the text."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jinguo import phrases
from jinguo.apps.calls import permissions
from jinguo.apps.calls.models import Call
from jinguo.errors import Refused
from jinguo.reasons import Reason

_SHOWN = 120


def sentence(reason: Reason) -> str:
    return phrases.say(reason, get_language() or "zh-hans")


def term(code: str) -> str:
    return phrases.term(code, get_language() or "zh-hans")


class SeenForm(forms.Form):
    """Carries the version of the call that its page showed."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        kwargs["initial"] = {"seen_version": call.version, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.call = call

    def refuse(self, refused: Refused) -> None:
        """Say why it was not saved; what was typed stays, and the next save counts from what stands now."""
        for reason in refused.reasons:
            self.add_error(None, sentence(reason))
        self.call.refresh_from_db()
        self.data = self.data.copy()
        self.data[self.add_prefix("seen_version")] = self.call.version


class StepForm(SeenForm, forms.ModelForm):
    """Some settings of a call. What is fixed by now is shown and not taken."""

    class Meta:
        model = Call
        fields: list[str] = []

    def __init__(self, *args: Any, call: Call, **kwargs: Any) -> None:
        super().__init__(*args, call=call, instance=call, **kwargs)
        self.fixed: tuple[Reason, ...] = ()
        for name in self.settings:
            verdict = permissions.may_set(call, name)
            if not verdict:
                self.fields[name].disabled = True
                self.fixed = verdict.reasons

    @property
    def settings(self) -> list[str]:
        return [name for name in self._meta.fields if name in self.fields]

    def _post_clean(self) -> None:
        """The action writes the record; the form leaves its own copy as it was read."""

    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.settings if not self.fields[name].disabled}

    def refuse(self, refused: Refused) -> None:
        """Beside each field that differs from what stands now, say what stands now."""
        typed = dict(self.cleaned_data)
        super().refuse(refused)
        if not any(reason.code == "call_changed_meanwhile" for reason in refused.reasons):
            return
        for name in self.settings:
            stands = getattr(self.call, name)
            if name in typed and typed[name] != stands:
                shown = str(stands if stands not in (None, "") else "—")[:_SHOWN]
                self.add_error(name, _("In the meantime this was set to: %(value)s") % {"value": shown})


def yes_no(label: Any, yes: Any, no: Any, help_text: Any = "") -> forms.TypedChoiceField:
    """Two readings of one thing, both in words: the officer sees what she decides."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=[("True", yes), ("False", no)],
        coerce=lambda value: value == "True",
        widget=forms.RadioSelect,
    )

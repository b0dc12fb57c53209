"""What officers say of pairs that may be one person."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from jinguo.apps.form_fields import LongTextField
from jinguo.apps.registry.models import MatchLimits, Pair
from jinguo.apps.registry.same_person.rules import STRICT, shipped


class PairForm(forms.Form):
    """A word on two entries."""

    word = forms.ChoiceField(choices=[(one, one) for one in (Pair.SAME, Pair.DIFFERENT, Pair.LATER)])
    why = forms.CharField(max_length=300, required=False)
    as_seen = forms.CharField(max_length=16, required=False)


class Several(forms.MultipleChoiceField):
    """Ids that were ticked; whether they are hers to see is for access to say."""

    def valid_value(self, value: Any) -> bool:
        return len(value) <= 40


class CaseForm(forms.Form):
    """Entries that are one person."""

    entry = Several()
    why = forms.CharField(max_length=300, required=False)


class SplitForm(forms.Form):
    """Entries that tell of another person."""

    entry = Several(label=_("Entries"))
    why = LongTextField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))


class BulkForm(forms.Form):
    """Pairs that are one person each."""

    LIMITS: ClassVar[tuple[float, ...]] = (0.99, 0.95, 0.9)

    pair = Several(label=_("Pairs"))
    why = forms.CharField(max_length=300, required=False)

    @classmethod
    def limit_of(cls, text: str) -> float:
        """The limit that an address asks for; one that is not offered counts as the highest."""
        return next((one for one in cls.LIMITS if f"{one:g}" == text), cls.LIMITS[0])


class LimitsForm(forms.Form):
    """From where on a machine merges and a person is asked, in percent."""

    unattended = forms.BooleanField(label=_("A machine merges what is all but certain"), required=False)
    merge_from = forms.FloatField(
        label=_("merge by machine from"), min_value=99, max_value=100, help_text=_("99 to 100 percent")
    )
    ask_from = forms.FloatField(
        label=_("ask a person from"), min_value=1, max_value=98, help_text=_("1 to 98 percent")
    )
    why = LongTextField(label=_("Reason"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))

    @staticmethod
    def shown(standing: MatchLimits | None) -> dict[str, Any]:
        """What holds now."""
        if standing is None:
            limits = shipped()[STRICT]
            return {
                "unattended": True,
                "merge_from": limits.merge_from * 100,
                "ask_from": limits.ask_from * 100,
            }
        return {
            "unattended": standing.unattended,
            "merge_from": round(standing.merge_from * 100, 4),
            "ask_from": round(standing.ask_from * 100, 4),
        }

    def fractions(self) -> dict[str, Any]:
        """What was said, with shares from 0 to 1."""
        said = self.cleaned_data
        return {**said, "merge_from": said["merge_from"] / 100, "ask_from": said["ask_from"] / 100}

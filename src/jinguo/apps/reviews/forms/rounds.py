"""How a round runs: opened, set, planned, seats, taken back with a reason."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinguo.apps.calls.models import Call
from jinguo.apps.calls.procedure import Seats
from jinguo.apps.reviews.forms.desk import Text
from jinguo.apps.reviews.models import Round
from jinguo.phrases import term


class RoundForm(forms.Form):
    reviews_each = forms.IntegerField(
        label=_("Reviews for each nomination"),
        min_value=1,
        max_value=30,
        initial=5,
        help_text=_(
            "Five or more let one highest and one lowest be left out; with three the middle one decides."
        ),
    )
    closes_at = forms.DateTimeField(label=_("Reviews are due"), help_text=_("In the organiser's time zone."))
    instructions = Text(
        label=_("Instructions for the experts"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They read it before the first nomination."),
    )
    blind_shows_media = forms.BooleanField(
        label=_("Show photos, videos and documents although names are hidden"),
        required=False,
        help_text=_(
            "They show faces, voices or names. The stamped form is never shown in a round with names hidden."
        ),
    )

    despite = Text(
        label=_("Why it does not wait for the public notice"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("It stands in the trail of this selection."),
    )

    def __init__(self, *args: Any, blind: bool, despite: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not blind:
            del self.fields["blind_shows_media"]
        if not despite:
            del self.fields["despite"]


class RoundSettingsForm(forms.Form):
    """What the experts of one round are told, and who sees what when. Its criteria are rows of their own."""

    name = Text(label=_("Name of the round"), required=False, max_length=60)
    instructions = Text(
        label=_("Instructions for the experts"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They read it before the first nomination."),
    )
    others_scores = forms.ChoiceField(label=_("Experts see others' scores"), widget=forms.RadioSelect)
    blind = forms.BooleanField(label=_("Names are hidden from the experts"), required=False)
    blind_shows_media = forms.BooleanField(
        label=_("Show photos, videos and documents although names are hidden"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "zh-hans"
        self.fields["others_scores"].choices = [(one, term(f"others_{one}", lang)) for one in Round.SIGHTS]

    def changes(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return {**said, "blind_shows_media": said["blind"] and said["blind_shows_media"]}


class SeatsForm(forms.Form):
    """How many go on: a number in all, or one for each category."""

    ALL, BY_CATEGORY = "all", "category"

    by = forms.ChoiceField(
        label=_("Places in the next round"),
        choices=[(ALL, _("in all")), (BY_CATEGORY, _("for each category"))],
        required=False,
    )
    seats = forms.IntegerField(
        label=_("How many go on"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("Empty: everyone with a score goes on."),
    )

    def __init__(self, *args: Any, call: Call, round_: Round, **kwargs: Any) -> None:
        given = round_.seats
        by_category = given if isinstance(given, dict) else {}
        kwargs["initial"] = {
            "by": self.BY_CATEGORY if by_category else self.ALL,
            "seats": None if by_category else given,
        }
        super().__init__(*args, **kwargs)
        self.categories = list(call.categories.all())
        for one in self.categories:
            self.fields[f"seats_{one.pk}"] = forms.IntegerField(
                label=one.name,
                required=False,
                min_value=0,
                max_value=100_000,
                initial=by_category.get(one.name),
            )

    @property
    def category_fields(self) -> list[forms.BoundField]:
        return [self[f"seats_{one.pk}"] for one in self.categories]

    @property
    def asked(self) -> Seats:
        said = self.cleaned_data
        if said.get("by") != self.BY_CATEGORY:
            return said.get("seats")
        stated = {one.name: said.get(f"seats_{one.pk}") for one in self.categories}
        return {name: count for name, count in stated.items() if count is not None}


class PlanRoundForm(forms.Form):
    """One more round."""

    name = Text(label=_("Name of the round"), max_length=60)
    kind = forms.ChoiceField(label=_("Kind of round"), widget=forms.RadioSelect, initial=Round.MEETING)
    others_scores = forms.ChoiceField(
        label=_("Experts see others' scores"),
        widget=forms.RadioSelect,
        initial=Round.NEVER,
        help_text=_("Names of experts are never shown to other experts."),
    )
    blind = forms.BooleanField(label=_("Names of nominees hidden"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "zh-hans"
        self.fields["kind"].choices = [(kind, term(kind, lang)) for kind in Round.KINDS]
        self.fields["others_scores"].choices = [
            (sight, term(f"others_{sight}", lang)) for sight in Round.SIGHTS
        ]


class ReasonForm(forms.Form):
    reason = Text(label=_("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

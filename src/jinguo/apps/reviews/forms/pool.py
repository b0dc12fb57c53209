"""What officers and experts type in about the pool."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinguo.apps.clock import today
from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.apps.reviews.models import Expert, ExpertRelation
from jinguo.apps.reviews.pool.words import LANGUAGES, Post, read_posts, write_posts
from jinguo.errors import Refused
from jinguo.phrases import say, term


class PostsField(LongTextField):
    """Units with years, one a line."""

    def clean(self, value: Any) -> tuple[Post, ...]:
        try:
            return read_posts(super().clean(value))
        except Refused as refused:
            lang = get_language() or "zh-hans"
            raise forms.ValidationError([say(reason, lang) for reason in refused.reasons]) from None


class ExpertForm(forms.ModelForm):
    """Everything that stands of an expert; the officer's and her own."""

    languages = forms.MultipleChoiceField(
        label=_("languages"), required=False, widget=forms.CheckboxSelectMultiple
    )
    posts = PostsField(
        label=_("earlier and other posts"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "2012-2018 某某大学"}),
        help_text=_("One a line: years from and to, then the unit. Conflicts of interest are found by it."),
    )

    class Meta:
        model = Expert
        fields = [
            "name", "sex", "unit_name", "title", "disciplines", "keywords", "keywords_en", "languages", "posts",
            "home", "email", "phone", "max_per_round", "max_per_year",
        ]  # fmt: skip
        field_classes = dict.fromkeys(
            ["name", "unit_name", "title", "disciplines", "keywords", "keywords_en", "home", "phone"],
            TextField,
        )
        widgets = {
            "sex": forms.Select,
            "disciplines": forms.TextInput(),
        }
        help_texts = {
            "unit_name": _("Nobody of this unit is given to her for review."),
            "disciplines": _(
                "Names or codes of GB/T 13745, the most important first, with semicolons between them."
            ),
            "keywords": _("With semicolons between them."),
            "home": _(
                "Province and county; used for finding relatives among nominees, and for nothing else."
            ),
            "email": _("The invitation goes there."),
            "max_per_round": _("Empty: as many as the organiser gives her."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "zh-hans"
        self.fields["sex"] = forms.ChoiceField(
            label=_("sex"),
            required=False,
            choices=[("", _("not stated")), ("F", _("woman")), ("M", _("man"))],
        )
        self.fields["languages"].choices = [(code, term(f"language_{code}", lang)) for code in LANGUAGES]
        if self.instance.pk:
            self.initial["languages"] = [code for code in self.instance.languages.split(",") if code]
            rows = [Post(row.unit, row.since, row.until) for row in self.instance.posts.all()]
            self.initial["posts"] = write_posts(rows).replace("；", "\n")
        self.order_fields(self.Meta.fields)

    def clean_languages(self) -> str:
        return ",".join(self.cleaned_data["languages"])

    def _post_clean(self) -> None:
        """What was typed is written by an action, never through the instance at hand."""


class BreakForm(forms.Form):
    since = forms.DateField(label=_("from"))
    until = forms.DateField(
        label=_("to"), required=False, help_text=_("Empty: until it is ended on this page.")
    )
    reason = TextField(label=_("reason"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if until and since and until < max(since, today()):
            self.add_error("until", _("The break must end today or later, and not before it begins."))
        return said


class RelationForm(forms.Form):
    kind = forms.ChoiceField(label=_("Who or what it is"))
    name = TextField(label=_("Name"), max_length=100)
    unit = TextField(label=_("Her or his unit"), max_length=120, required=False)
    title = TextField(label=_("Title of the joint work"), max_length=200, required=False)
    year = forms.IntegerField(
        label=_("Year of the joint work"), min_value=1950, max_value=2100, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = get_language() or "zh-hans"
        self.fields["kind"].choices = [(kind, term(kind, lang)) for kind in ExpertRelation.KINDS]


class AnswerForm(forms.Form):
    """Yes, yes with fewer, or no with a reason."""

    YES, LESS, NO = "yes", "less", "no"

    answer = forms.ChoiceField(
        label=_("Your answer"),
        widget=forms.RadioSelect,
        initial=YES,
        choices=[
            (YES, _("I accept")),
            (LESS, _("I accept, with fewer reviews")),
            (NO, _("I decline")),
        ],
    )
    max_load = forms.IntegerField(
        label=_("How many at most"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=_("Where you accept with fewer."),
    )
    reason = LongTextField(
        label=_("Reason"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Where you decline: the organiser reads it."),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("answer") == self.NO and not said.get("reason", "").strip():
            self.add_error("reason", _("Please say why, in a few words."))
        if said.get("answer") == self.LESS and not said.get("max_load") and "max_load" not in self.errors:
            self.add_error("max_load", _("Please say how many you take at most."))
        if said.get("answer") != self.LESS:
            said["max_load"] = None
        return said


class JoinForm(AnswerForm):
    """The same for joining the pool; the load is one for a round."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["max_load"].label = _("How many in one round, at most")


class SettleForm(forms.Form):
    """A word on found conflicts."""

    CONFIRM, IGNORE = "confirm", "ignore"

    what = forms.ChoiceField(choices=[(CONFIRM, CONFIRM), (IGNORE, IGNORE)])
    reason = LongTextField(
        label=_("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("what") == self.IGNORE and not said.get("reason", "").strip():
            self.add_error("reason", _("Please say why it is no conflict; it stays on record."))
        return said


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("The file"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("An .xlsx or .csv file like the one that is exported."),
    )

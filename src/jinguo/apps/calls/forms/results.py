"""What officers type in on notice, objections, handing up and paperwork."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from jinguo.apps.calls.actions.objections import CHANNELS
from jinguo.apps.calls.models import Category, Nomination, NoticeEntry, Objection
from jinguo.apps.calls.paperwork import GROUPS, ORDERS
from jinguo.apps.form_fields import LongTextField, TextField
from jinguo.apps.organisations.actions import MOST_STROKES
from jinguo.errors import Refused
from jinguo.phrases import say, term


def lang() -> str:
    return get_language() or "zh-hans"


def words(codes: Iterable[str], prefix: str = "") -> list[tuple[str, str]]:
    """Choices from codes, in the page's language."""
    return [(code, term(prefix + code, lang())) for code in codes]


def orders() -> list[tuple[str, str]]:
    return [(code, term("order_unit" if code == "unit" else code, lang())) for code in ORDERS]


def refuse(form: forms.Form, refused: Refused) -> None:
    """Show a refusal on the form that caused it: nothing typed is lost."""
    for reason in refused.reasons:
        form.add_error(None, say(reason, lang()))


class NoticeForm(forms.Form):
    title = forms.CharField(label=_("Title"), max_length=200)
    text = forms.CharField(
        label=_("Text above the list"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Period, contact and how to object are added by themselves."),
    )
    posted_on = forms.DateField(label=_("First day"))
    order = forms.ChoiceField(label=_("Order of names"))
    stage = forms.ChoiceField(label=_("Stage"), required=False)

    def __init__(self, *args: Any, stages: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["order"].choices = orders()
        self.fields["stage"].choices = [(stage, stage) for stage in stages]
        if len(stages) < 2:
            del self.fields["stage"]


class WithdrawForm(forms.Form):
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It stands in the trail of this selection."),
    )


class EnterObjectionForm(forms.Form):
    """An objection that came by letter or telephone."""

    channel = forms.ChoiceField(label=_("How it came"), widget=forms.RadioSelect)
    dated = forms.DateField(
        label=_("Date of the letter or call"), help_text=_("For a letter, the day of its postmark.")
    )
    about = forms.ChoiceField(label=_("About whom"))
    is_unit = forms.BooleanField(label=_("A unit objects (with its stamp)"), required=False)
    objector = forms.CharField(label=_("Who objects"), max_length=200)
    contact = forms.CharField(label=_("How to reach them"), max_length=200)
    content = forms.CharField(
        label=_("What they say"), max_length=8000, widget=forms.Textarea(attrs={"rows": 6})
    )
    evidence = forms.FileField(
        label=_("Scan or evidence"),
        required=False,
        help_text=_("PDF, JPEG, PNG, Word, Excel or MP4, up to 20 MB."),
    )

    def __init__(
        self, *args: Any, entries: Iterable[NoticeEntry], anonymous: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if anonymous:
            self.fields["objector"].required = self.fields["contact"].required = False
        self.fields["channel"].choices = words([c for c in CHANNELS if c != "web"], "channel_")
        self.fields["about"].choices = about_choices(entries)
        self.people = {str(entry.pk): entry for entry in entries}

    @property
    def nomination(self) -> Nomination | None:
        entry = self.people.get(self.cleaned_data["about"])
        return entry.nomination if entry else None


def about_choices(entries: Iterable[NoticeEntry]) -> list[tuple[str, Any]]:
    people = [(str(entry.pk), f"{entry.name}　{entry.post}".strip()) for entry in entries]
    return [("", _("Please choose")), *people, ("all", _("The notice as a whole"))]


class CloseObjectionForm(forms.Form):
    outcome = forms.ChoiceField(label=_("Outcome"), widget=forms.RadioSelect)
    effect = forms.ChoiceField(
        label=_("If it is upheld: what follows"),
        widget=forms.RadioSelect,
        required=False,
        initial=Objection.REVOKED,
    )
    change = forms.CharField(
        label=_("What changes"),
        max_length=500,
        required=False,
        help_text=_("Where something is changed only: what stood there, what stands there now."),
    )
    finding = forms.CharField(
        label=_("What was found"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("For the records. Do not name who objects."),
    )
    answer = forms.CharField(
        label=_("Answer to who objects"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].choices = words(
            [Objection.UPHELD, Objection.DISMISSED, Objection.NOT_TAKEN_UP]
        )
        self.fields["effect"].choices = words([Objection.REVOKED, Objection.CHANGED, Objection.KEPT])


class InvestigationForm(forms.Form):
    """Who looked into an objection; once begun only what was found and when it ended."""

    investigator = TextField(label=_("Who looks into it"), max_length=100)
    began_on = forms.DateField(label=_("Looked into since"))
    notes = LongTextField(
        label=_("Notes"),
        max_length=20000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Kept encrypted, for officers of the organiser alone."),
    )
    evidence = forms.FileField(
        label=_("Evidence found"),
        required=False,
        help_text=_("PDF, JPEG, PNG, Word, Excel or MP4, up to 20 MB. One at a time; what is there stays."),
    )
    ended_on = forms.DateField(
        label=_("Ended on"), required=False, help_text=_("Leave it empty while it goes on.")
    )

    def __init__(self, *args: Any, begun: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if begun:
            del self.fields["investigator"], self.fields["began_on"]


class PaperForm(forms.Form):
    group = forms.ChoiceField(label=_("Who"))
    order = forms.ChoiceField(label=_("Order of names"))
    addressee = forms.CharField(label=_("Addressee of the letter"), required=False, max_length=120)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["group"].choices = words(GROUPS)
        self.fields["order"].choices = orders()


class StrokesForm(forms.Form):
    """One number for each character without stroke data."""

    def __init__(self, *args: Any, asked: dict[str, list[str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.characters = {f"strokes_{ord(character):x}": character for character in asked}
        for key, character in self.characters.items():
            self.fields[key] = forms.IntegerField(
                label=_("“%(character)s” in the name %(names)s")
                % {"character": character, "names": "、".join(asked[character])},
                min_value=1,
                max_value=MOST_STROKES,
                required=False,
            )

    @property
    def counts(self) -> dict[str, int]:
        return {
            character: self.cleaned_data[key]
            for key, character in self.characters.items()
            if self.cleaned_data.get(key)
        }


class ForwardForm(forms.Form):
    """Which of the chosen go up, and into which category there."""

    chosen = forms.MultipleChoiceField(
        label=_("Nominees"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self,
        *args: Any,
        nominations: Iterable[Nomination],
        own: Iterable[Category],
        above: Iterable[Category],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by_uid = {str(nomination.uid): nomination for nomination in nominations}
        self.fields["chosen"].choices = [
            (uid, f"{nomination.name}　{nomination.post}") for uid, nomination in self.by_uid.items()
        ]
        self.above = {str(category.pk): category for category in above}
        self.own = {f"category_{category.pk}": category for category in own}
        for key, category in self.own.items():
            fitting = [c for c in self.above.values() if c.nominee_kind == category.nominee_kind]
            same = next((str(c.pk) for c in fitting if c.name == category.name), "")
            only = str(fitting[0].pk) if len(fitting) == 1 else ""
            self.fields[key] = forms.ChoiceField(
                label=_("“%(category)s” goes into") % {"category": category.name},
                choices=[("", _("Please choose")), *((str(c.pk), c.name) for c in fitting)],
                required=False,
                initial=same or only,
            )

    @property
    def nominations(self) -> list[Nomination]:
        return [self.by_uid[uid] for uid in self.cleaned_data["chosen"]]

    @property
    def categories(self) -> dict[int, Category]:
        return {
            category.pk: self.above[self.cleaned_data[key]]
            for key, category in self.own.items()
            if self.cleaned_data.get(key)
        }
